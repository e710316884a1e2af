/** A small event with a rota, for tests of paging: who is on shift, who leads, who has a phone. */

import { jobs } from '../../../jobs/index.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { policyChanged } from '../../../src/page/domain/facts.ts';
import { roleDocument, type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

export const START = '2019-06-05T08:00:00Z';
export const STAGE = 'Main stage';

const phone = (number: string): Pick<Person, 'phone'> => ({
  phone: { number, verifiedAt: '2019-06-01T00:00:00Z' },
});

export const people = (): Person[] => [
  somebody('UORG', { name: 'Olga', ...phone('+12025550101') }),
  somebody('ULEAD', { name: 'Leo', ...phone('+12025550102') }),
  somebody('UVOL', { name: 'Vera', ...phone('+12025550111') }),
  somebody('UANY', { name: 'Ana' }),
];

export const shift = (more: Partial<Shift> = {}): Shift => ({
  code: 'H1',
  role: 'stage',
  room: STAGE,
  start: '2019-06-05T06:00:00Z',
  end: '2019-06-05T18:00:00Z',
  min: 1,
  assignments: [{ person: 'UVOL', state: 'accepted' }],
  ...more,
});

export async function pagingWorld(
  shifts: readonly Shift[] = [shift()],
  persons: readonly Person[] = people(),
): Promise<World> {
  const rooms = [{ name: STAGE, channel: 'CSTAGE', aliases: ['stage-main'] }];
  const world = await fakeWorld(START, persons, fakeEvent({ rooms }));
  await world.store.commit({
    put: [
      put(roleDocument, 'stage', { name: 'stage', leads: ['ULEAD'] }),
      ...shifts.map((one) => put(shiftDocument, one.code, one)),
    ],
    facts: [
      recordFact(policyChanged, { at: world.clock.now(), by: 'test', about: [], data: { policy: 'none' } }),
    ],
  });
  return world;
}

export { jobs };
export const textOf = (reply: unknown): string =>
  typeof reply === 'object' && reply !== null && 'text' in reply ? String(reply.text) : '';

/** Who was sent what, on every channel, in order: `sms UVOL`. */
export const sent = (world: World): string[] =>
  Object.values(world.channels).flatMap((channel) =>
    channel.sent.map(({ to }) => `${channel.name} ${to.id}`),
  );
