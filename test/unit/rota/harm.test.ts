/** One question before harm on the rota: what is asked, that the answer fires once, and what stays unasked. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Reply } from '../../../src/core/command.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { emptyWithout, HARMLESS_MINUTES, spanHarms, typoOf } from '../../../src/rota/domain/harm.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import { buttonOf, buttonsOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const PEOPLE = ['UORG', 'ULEAD', 'UANA', 'UBEN', 'UCAT'];
const EVENT = fakeEvent({
  crew: PEOPLE,
  rooms: [{ name: 'Stage Main', channel: 'CMAIN' }, { name: 'Foyer' }],
});
/** 10:00 in Madrid. */
const world = (start = '2019-06-05T08:00:00Z') =>
  fakeWorld(
    start,
    PEOPLE.map((id) => somebody(id)),
    EVENT,
  );
const text = (reply: Reply) => JSON.stringify(reply);
const shifts = async ({ deps }: World) => [...(await deps.shifts.read()).values()].map(({ value }) => value);
const labels = (reply: Reply) => buttonsOf(reply).map((one) => one.text.text);
const dms = ({ chat }: World, to: string) => chat.sent.filter((one) => one.to === to).map((one) => one.text);

describe('adding a shift', () => {
  it('asks about a time that is past, offers tomorrow, and adds what is chosen', async () => {
    const it = await world('2019-06-05T18:05:00Z');
    const asked = await it.type('UORG', rota, 'add Stage in stage 14:00-16:00 x2 @uana');
    expect(text(asked)).toContain('That time is past: 14:00–16:00');
    expect(labels(asked)).toEqual(['Thu 6 Jun 14:00–16:00', 'Add anyway']);
    expect(await shifts(it)).toEqual([]);
    await it.press('UORG', rota, 'rota.add-instead', buttonOf(asked, 'rota.add-instead'));
    expect(await shifts(it)).toMatchObject([
      {
        role: 'Stage',
        room: 'Stage Main',
        start: '2019-06-06T12:00:00Z',
        end: '2019-06-06T14:00:00Z',
        min: 2,
        assignments: [{ person: 'UANA' }],
      },
    ]);
  });

  it('does it anyway exactly once, with the words as they were meant when they were typed', async () => {
    const it = await world('2019-06-05T18:05:00Z');
    const asked = await it.type('UORG', rota, 'add Stage 14:00-16:00');
    await it.advance('PT12H', []);
    const value = buttonOf(asked, 'rota.add-anyway');
    expect(text(await it.press('UORG', rota, 'rota.add-anyway', value))).toContain('Added');
    expect(await shifts(it)).toMatchObject([{ start: '2019-06-05T12:00:00Z' }]);
    const again = text(await it.press('UORG', rota, 'rota.add-anyway', value));
    expect(again).toContain('has changed since I asked');
    expect(again).toContain('/rota add Stage 14:00-16:00');
    expect(await shifts(it)).toHaveLength(1);
  });

  it('asks about times the wrong way round and half a day of work, not about a night', async () => {
    const it = await world();
    const asked = await it.type('UORG', rota, 'add Stage in stage 16:00-14:00');
    expect(text(asked)).toContain('That ends before it begins: as it stands it would last 22 hours');
    expect(labels(asked)).toEqual(['14:00–16:00', 'Add anyway']);
    await it.press('UORG', rota, 'rota.add-instead', buttonOf(asked, 'rota.add-instead'));
    expect(await shifts(it)).toMatchObject([{ start: '2019-06-05T12:00:00Z', end: '2019-06-05T14:00:00Z' }]);
    expect(text(await it.type('UORG', rota, 'add Stage 11:00-23:30'))).toContain('would last 12.5 hours');
    expect(text(await it.type('UORG', rota, 'add Stage 22:00-06:00'))).toContain('Added');
    expect(text(await it.type('UORG', rota, 'add Stage 11:00-23:00'))).toContain('Added');
  });

  it('asks whether a new name is a typo; one that is near nothing is made, and said', async () => {
    const it = await world();
    const first = text(await it.type('UORG', rota, 'add Stage in stage 11:00-12:00 x2'));
    expect(first).toContain('`Stage` is a new role');
    expect(first).toContain('It needs 2 people');
    const asked = await it.type('UORG', rota, 'add Stge in stage 14:00-16:00');
    expect(text(asked)).toContain('There is no role `Stge` yet. Did you mean `Stage`?');
    expect(labels(asked)).toEqual(['Stage', 'Create role Stge']);
    const values = ['rota.add-instead', 'rota.add-anyway'].map((one) => buttonOf(asked, one));
    await it.press('UORG', rota, 'rota.add-instead', values[0]);
    expect((await shifts(it)).map(({ role }) => role)).toEqual(['Stage', 'Stage']);
    await it.press('UORG', rota, 'rota.add-anyway', values[1]);
    expect((await shifts(it)).map(({ role }) => role)).toEqual(['Stage', 'Stage', 'Stge']);
    const room = await it.type('UORG', rota, 'add Stage in Stage Mian 17:00-18:00');
    expect(labels(room)).toEqual(['Stage Main', 'Create room Stage Mian']);
    await expect(it.type('UORG', rota, 'add Stage in Nowhere 17:00-18:00')).rejects.toMatchObject({
      key: 'rota.noRoom',
    });
    expect(text(await it.type('UORG', rota, 'add Bar in "Beer garden" 17:00-18:00'))).toContain('Added');
  });

  it('puts all that is wrong into one question, and mends all of it at once', async () => {
    const it = await world('2019-06-05T18:05:00Z');
    await it.type('UORG', rota, 'add Stage in stage 21:00-22:00');
    const asked = await it.type('UORG', rota, 'add Stge in "Stage Mian" 16:00-14:00');
    expect(labels(asked)).toEqual(['Stage, Stage Main, Thu 6 Jun 14:00–16:00', 'Add anyway']);
    const added = await it.press('UORG', rota, 'rota.add-instead', buttonOf(asked, 'rota.add-instead'));
    expect(text(added)).toContain('Added');
    expect((await shifts(it))[1]).toMatchObject({
      role: 'Stage',
      room: 'Stage Main',
      start: '2019-06-06T12:00:00Z',
    });
  });
});

describe('leaving a room empty', () => {
  const onDuty = async (people = '@uana') => {
    const it = await world();
    await it.type('UORG', rota, `add Stage in stage 10:00-14:00 x2 ${people}`);
    await it.type('UORG', rota, 'lead Stage @ulead');
    await it.settle(jobs);
    return it;
  };

  it('`done` asks, finds cover, and the room keeps its person until somebody has it', async () => {
    const it = await onDuty();
    const asked = await it.type('UANA', rota, 'done');
    expect(text(asked)).toContain('Nobody would be in Stage Main 10:00–14:00 without <@UANA>');
    expect(labels(asked)).toEqual(['Find cover', 'Done anyway']);
    const found = await it.press('UANA', rota, 'rota.find-cover', buttonOf(asked, 'rota.find-cover'));
    expect(text(found)).toContain('keeps it until somebody has it');
    expect(await it.store.all(coverDocument)).toMatchObject([{ value: { shift: 'H1', person: 'UANA' } }]);
    expect(await shifts(it)).toMatchObject([{ assignments: [{ person: 'UANA', state: 'accepted' }] }]);
  });

  it('`done` anyway tells the lead and the organizers, who can still find cover; both count then', async () => {
    const it = await onDuty();
    await it.type('UORG', rota, 'add Door 18:00-19:00 @uben');
    const value = buttonOf(await it.type('UANA', rota, 'done'), 'rota.done-anyway');
    expect(text(await it.press('UANA', rota, 'rota.done-anyway', value))).toContain('is done');
    expect(text(await it.press('UANA', rota, 'rota.done-anyway', value))).toContain('not on `H1`');
    await it.settle(jobs);
    const toLead = it.chat.sent.filter(({ to }) => to === 'ULEAD').at(-1);
    expect(toLead?.text).toContain('<@UANA> has left `H1`');
    expect(dms(it, 'COPS').at(-1)).toContain('nobody is there now');
    expect(text(await it.type('UORG', rota, 'gaps'))).toContain('`H1`');
    const offered = await it.press('ULEAD', rota, 'rota.offer-cover', 'H1:UANA');
    expect(text(offered)).toContain('nobody has it now');
    await it.settle(jobs);
    const [cover] = await it.store.all(coverDocument);
    await it.press('UBEN', rota, 'rota.cover-take', cover?.id);
    expect((await shifts(it))[0]?.assignments).toEqual([
      { person: 'UANA', state: 'done' },
      { person: 'UBEN', state: 'accepted' },
    ]);
  });

  it('nobody is asked while others are there, or a quarter of an hour before the end', async () => {
    const both = await onDuty('@uana @uben');
    expect(text(await both.type('UANA', rota, 'done'))).toContain('is done');
    expect(text(await both.type('UBEN', rota, 'done'))).toContain('Nobody would be in');
    const late = await onDuty();
    await late.advance('PT3H45M', []);
    expect(text(await late.type('UANA', rota, 'done'))).toContain('is done');
  });

  it('an answer does nothing once the shift has changed', async () => {
    const it = await onDuty();
    const value = buttonOf(await it.type('UANA', rota, 'done'), 'rota.done-anyway');
    await it.type('UORG', rota, 'assign H1 @ucat');
    expect(text(await it.press('UANA', rota, 'rota.done-anyway', value))).toContain('has changed since');
    expect(await shifts(it)).toMatchObject([{ assignments: [{ state: 'accepted' }, { state: 'accepted' }] }]);
  });

  it('`drop` asks too, whoever drops whom, and tells the lead where it is no alarm already', async () => {
    const it = await world();
    await it.type('UORG', rota, 'add Stage in stage tomorrow 14:00-16:00 @uana');
    await it.type('UORG', rota, 'lead Stage @ulead');
    const asked = await it.type('UORG', rota, 'drop H1 @uana');
    expect(text(asked)).toContain('Nobody would be in Stage Main Thu 6 Jun 14:00–16:00');
    const value = buttonOf(asked, 'rota.drop-anyway');
    expect(text(await it.press('UORG', rota, 'rota.drop-anyway', value))).toContain('is off `H1`');
    await it.settle(jobs);
    expect(dms(it, 'ULEAD').at(-1)).toContain('<@UANA> has left `H1`');
    expect(dms(it, 'UANA').at(-1)).toContain('no longer on shift');
  });
});

describe('what cannot be meant', () => {
  const at = (text: string) => Temporal.Instant.from(text);
  it('a shift is past a quarter of an hour after its start, too long after half a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 600 }), fc.integer({ min: 1, max: 1440 }), (begun, long) => {
        const now = at('2019-06-05T08:00:00Z');
        const start = now.subtract({ minutes: begun });
        const kinds = spanHarms({ start, end: start.add({ minutes: long }) }, false, now).map(
          ({ kind }) => kind,
        );
        expect(kinds.includes('past')).toBe(begun > HARMLESS_MINUTES);
        expect(kinds.includes('long')).toBe(long > 720);
      }),
    );
  });

  it('a typo is near, is not the name itself, and no other number', () => {
    expect(typoOf('Stge', ['Door', 'Stage'])).toBe('Stage');
    expect(typoOf('stage', ['Stage'])).toBeUndefined();
    expect(typoOf('Saal 2', ['Saal 1'])).toBeUndefined();
    expect(typoOf('Night watch', ['Stage'])).toBeUndefined();
  });
});

it('a room is empty without somebody exactly where no other shift of it has its people', () => {
  const NOW = 1_559_721_600_000;
  const shift = (code: string, person: string, from: number, to: number): Shift => ({
    code,
    role: 'Stage',
    room: 'Main',
    start: new Date(NOW + from * 60_000).toISOString(),
    end: new Date(NOW + to * 60_000).toISOString(),
    min: 1,
    assignments: [{ person, state: 'accepted' }],
  });
  const spans = fc.array(fc.tuple(fc.integer({ min: -60, max: 120 }), fc.integer({ min: 1, max: 120 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(spans, (others) => {
      const mine = shift('H0', 'U0', -30, 90);
      const all = [
        mine,
        ...others.map(([from, long], i) => shift(`H${i + 1}`, `U${i + 1}`, from, from + long)),
      ];
      // Minute by minute: the first run of free ones that is longer than what does no harm.
      let run = 0;
      let first: number | undefined;
      for (let minute = 0; minute <= 90; minute++) {
        const free = minute < 90 && !others.some(([from, long]) => from <= minute && minute < from + long);
        if (free) run++;
        else {
          if (run > HARMLESS_MINUTES && first === undefined) first = minute - run;
          run = 0;
        }
      }
      const found = emptyWithout(all, mine, 'U0', Temporal.Instant.fromEpochMilliseconds(NOW));
      expect(found === undefined ? undefined : (Date.parse(found.start) - NOW) / 60_000).toBe(first);
    }),
  );
});
