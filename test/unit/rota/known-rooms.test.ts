/** A rota's file may call a room otherwise than the programme does: pages of the room must reach its people. */
import { expect, test } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { withKnownRooms } from '../../../src/rota/domain/known-rooms.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';

const ROOMS = [
  { name: 'K.1.105 (La Fontaine)', aliases: ['K1.105', 'Yard'] },
  { name: 'Yard' },
  { name: 'Barn', aliases: ['The big barn', 'K1.105'] },
];

test.each([
  ['K1.105', 'K.1.105 (La Fontaine)'],
  ['k1.105 ', 'K.1.105 (La Fontaine)'],
  ['the BIG barn', 'Barn'],
  // Its own name goes before somebody else's other one, and a beginning is no name.
  ['Yard', 'Yard'],
  ['Bar', 'Bar'],
  ['Nowhere', 'Nowhere'],
])('%s is %s', (written, known) => {
  expect(withKnownRooms([{ room: written }], ROOMS)).toEqual([{ room: known }]);
});

test('a shift without a room has none', () => {
  expect(withKnownRooms([{}], ROOMS)).toEqual([{}]);
});

test('an imported shift in a room by its other name is asked when the room is paged', async () => {
  const event = fakeEvent({ rooms: [{ name: 'Barn', aliases: ['The big barn'] }] });
  const it = await fakeWorld(
    '2019-06-05T08:30:00Z',
    ['UORG', 'UANA', 'UANY'].map((id) => somebody(id)),
    event,
  );
  const csv = 'role,room,date,start,end,needed\nStage,The big barn,2019-06-05,10:00,12:00,1\n';
  const body = new TextEncoder().encode(csv);
  Object.assign(it.deps, { fetch: async () => ({ status: 'ok', body, contentType: 'text/csv' }) });
  const shown = await it.type('UORG', rota, 'import https://rota.example/shifts.csv');
  await it.press('UORG', rota, 'rota.apply', buttonOf(shown, 'rota.apply'));
  expect((await it.store.all(shiftDocument)).map(({ value }) => value.room)).toEqual(['Barn']);
  await it.type('UORG', rota, 'assign H1 <@UANA>');
  await it.advance('PT1M', jobs);
  await it.type('UANY', page, 'Barn The projector is dead');
  const [opened] = await it.store.all(pageDocument);
  expect(opened?.value.stepsRun[0]?.people.map(({ person }) => person)).toEqual(['UANA']);
});
