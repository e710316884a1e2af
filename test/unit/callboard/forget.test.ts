/** `/callboard forget @user`: asks, refuses whoever is still in office, and leaves nothing of them. */
import { expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { forgottenDocument } from '../../../src/callboard/domain/forgotten.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put } from '../../../src/core/commit.ts';
import { type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';

const START = '2019-06-05T08:00:00Z';
const people = [
  somebody('UORG'),
  somebody('UVAL', { name: 'Val Volunteer', phone: { number: '+12025550111' } }),
  somebody('UANY'),
];
const shift = (code: string, start: string, end: string): Shift => ({
  code,
  role: 'door',
  start,
  end,
  min: 1,
  assignments: [{ person: 'UVAL', state: 'accepted' }],
});
const said = (reply: Reply): string => JSON.stringify(reply);

async function world() {
  const made = await fakeWorld(START, people, fakeEvent({ organizers: ['UORG'] }));
  const shifts = [
    shift('H1', '2019-06-04T08:00:00Z', '2019-06-04T10:00:00Z'),
    shift('H2', '2019-06-06T08:00:00Z', '2019-06-06T10:00:00Z'),
  ];
  await made.deps.store.commit({
    put: shifts.map((one) => put(shiftDocument, one.code, one)),
    facts: [
      {
        name: 'page.noted',
        at: made.deps.clock.now(),
        by: 'UVAL',
        about: [],
        data: { page: 'P1', text: 'mine' },
      },
    ],
  });
  return made;
}

it('says what would go, and nothing goes until the button is pressed', async () => {
  const { type, deps } = await world();
  const asked = said(await type('UORG', callboard, 'forget <@UVAL>'));
  expect(asked).toContain('H2');
  expect(asked).not.toContain('H1');
  expect(asked).toContain('callboard.forget');
  expect((await deps.store.get(personDocument, 'UVAL'))?.value.name).toBe('Val Volunteer');
});

it('takes them out of everything; a place that is to come is free, one that is past is nobody’s', async () => {
  const { press, deps } = await world();
  const done = said(await press('UORG', callboard, 'callboard.forget', 'UVAL'));
  expect(done).toMatch(/Forgotten: \d+ records/);
  expect(await deps.store.get(personDocument, 'UVAL')).toBeUndefined();
  const [past, coming] = await deps.store.getMany(shiftDocument, ['H1', 'H2']);
  expect(past?.value.assignments[0]?.person).toMatch(/^x-/);
  expect(coming?.value.assignments).toEqual([]);
  const facts = await deps.store.facts();
  const stated = facts.find(({ name }) => name === 'person.forgotten');
  expect(stated).toMatchObject({ by: 'UORG', data: { why: 'asked', documents: { shift: 2, person: 1 } } });
  expect(JSON.stringify(stated)).not.toMatch(/UVAL|Val|2025550111/);
  expect((await deps.store.outbox()).map(({ name }) => name)).toContain('erase-facts');
  expect((await deps.store.all(forgottenDocument))[0]?.value.people).toHaveLength(1);
});

it('an organizer is taken off first, and only organizers may forget', async () => {
  const { type, press } = await world();
  await expect(type('UORG', callboard, 'forget <@UORG>')).rejects.toMatchObject({
    key: 'callboard.forget.organizer',
  });
  await expect(press('UORG', callboard, 'callboard.forget', 'UORG')).rejects.toMatchObject({
    key: 'callboard.forget.organizer',
  });
  await expect(type('UANY', callboard, 'forget <@UVAL>')).rejects.toThrow();
  await expect(press('UANY', callboard, 'callboard.forget', 'UVAL')).rejects.toThrow();
  await expect(type('UORG', callboard, 'forget')).rejects.toMatchObject({ key: 'callboard.forget.how' });
});
