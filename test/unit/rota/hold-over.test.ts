/** A shift that ends with a talk goes on while that talk runs over, by the stage clock. */
import { expect, test } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { previewChanged } from '../../../src/agenda/domain/facts.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { onShift } from '../../../src/rota/domain/on-shift.ts';
import { type Assignment, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { shift } from '../page/world.ts';

async function begin(): Promise<World> {
  const people = ['UORG', 'ULEAD', 'UNEXT'].map((id) => somebody(id));
  const world = await fakeWorld(time(0), people, fakeEvent());
  const place = (person: string): Assignment => ({ person, state: 'accepted' });
  const made = (code: string, from: number, to: number, person: string) =>
    put(shiftDocument, code, {
      ...shift({ room: 'Main hall', role: 'Stage', assignments: [place(person)] }),
      ...{ code, start: time(from), end: time(to) },
    });
  await world.store.commit({
    put: [
      put(sessionDocument, 'S1', session('S1', 0, 30)),
      made('H1', -60, 35, 'ULEAD'),
      made('H2', 35, 120, 'UNEXT'),
    ],
    facts: [
      recordFact(previewChanged, {
        ...{ at: world.clock.now(), by: 'test', about: ['agenda'] },
        data: { of: 'x', became: 'made' as const },
      }),
    ],
  });
  // What times the end of a shift is its own change.
  await world.type('ULEAD', rota, 'here H1');
  return world;
}

const there = async ({ deps, clock }: World): Promise<string[]> => {
  const all = [...(await deps.shifts.read()).values()].map(({ value }) => value);
  return onShift(all, clock.now(), { room: 'Main hall' }).map(({ assignment }) => assignment.person);
};
const told = ({ chat }: World, to: string) =>
  chat.sent.filter((one) => one.kind === 'dm' && one.to === to && one.text.includes('goes on until'));

test('whoever is there stays on shift beside whoever comes, is told once, and is done when the talk is', async () => {
  const world = await begin();
  await world.type('ULEAD', agenda, 'start S1');
  await world.advance('PT37M', jobs);
  expect((await there(world)).sort()).toEqual(['ULEAD', 'UNEXT']);
  await world.advance('PT10M', jobs);
  expect((await there(world)).sort()).toEqual(['ULEAD', 'UNEXT']);
  expect(told(world, 'ULEAD')).toHaveLength(1);
  await world.type('ULEAD', agenda, 'end S1');
  await world.advance('PT6M', jobs);
  expect(await there(world)).toEqual(['UNEXT']);
  expect((await world.deps.shifts.read()).get('H1')?.value).toMatchObject({ heldFrom: time(35) });
});

test('a forgotten end keeps nobody for longer than an hour', async () => {
  const world = await begin();
  await world.type('ULEAD', agenda, 'start S1');
  await world.advance('PT101M', jobs);
  expect(await there(world)).toEqual(['UNEXT']);
});

test('without the stage clock a shift ends as planned', async () => {
  const world = await begin();
  await world.advance('PT37M', jobs);
  expect(await there(world)).toEqual(['UNEXT']);
});
