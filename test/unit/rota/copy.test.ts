/** A day's shifts on another day: wall clock times across clock changes, people by the rules, once. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import type { Reply } from '../../../src/core/command.ts';
import { copyOfDay } from '../../../src/rota/domain/copy.ts';
import type { Rota } from '../../../src/rota/domain/rota.ts';
import { defaultRota } from '../../../src/rota/domain/settings.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const PEOPLE = ['UORG', 'UANA', 'UBEN'];
const EVENT = fakeEvent({ crew: PEOPLE, rooms: [{ name: 'Stage Main' }] });
const world = () =>
  fakeWorld(
    '2019-06-05T08:00:00Z',
    PEOPLE.map((id) => somebody(id)),
    EVENT,
  );
const text = (reply: Reply) => JSON.stringify(reply);
const shifts = async ({ deps }: World) => [...(await deps.shifts.read()).values()].map(({ value }) => value);

const shift = (code: string, start: string, end: string, more: Partial<Shift> = {}): Shift => ({
  code,
  role: 'Stage',
  room: 'Main',
  start,
  end,
  min: 1,
  assignments: [],
  ...more,
});
const rotaOf = (zone: string, all: readonly Shift[]): Rota => ({
  shifts: new Map(all.map((value) => [value.code, { id: value.code, value, version: 1 }])),
  volunteers: new Map(),
  talks: new Map(),
  stars: new Map(),
  roles: new Map(),
  settings: defaultRota,
  zone,
});

describe.each([
  // Clocks forward: 02:30 does not exist on the second day; 01:30–04:00 is an hour shorter.
  ['Europe/Madrid', '2027-03-27', '2027-03-28', '02:30', 150],
  ['America/New_York', '2027-03-13', '2027-03-14', '02:30', 150],
  ['Australia/Lord_Howe', '2027-10-02', '2027-10-03', '02:15', 150],
] as const)('in the night when the clocks go forward in %s', (zone, from, to, missing, minutes) => {
  const at = (date: string, clock: string) =>
    Temporal.PlainDateTime.from(`${date}T${clock}`).toZonedDateTime(zone).toInstant().toString();
  it('times keep their wall clock, and what is jumped over is left out and named', () => {
    const night = shift('H1', at(from, '01:30'), at(from, '04:00'));
    const jumped = shift('H2', at(from, missing), at(from, '04:00'));
    const day = shift('H3', at(from, '10:00'), at(from, '12:00'), { sessions: ['S1'] });
    const copy = copyOfDay(
      rotaOf(zone, [night, jumped, day]),
      { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to), isOfDay: () => true, zone },
      false,
    );
    expect(copy.impossible).toEqual(['H2']);
    expect(copy.shifts.map(({ of, draft }) => [of, draft.start, draft.end])).toEqual([
      ['H1', at(to, '01:30'), at(to, '04:00')],
      ['H3', at(to, '10:00'), at(to, '12:00')],
    ]);
    const [first] = copy.shifts;
    const length = (Date.parse(first?.draft.end ?? '') - Date.parse(first?.draft.start ?? '')) / 60_000;
    expect(length).toBeLessThan(minutes);
    expect(copy.shifts[1]?.draft).not.toHaveProperty('sessions');
  });
});

it('a time that comes twice is the earlier one', () => {
  const zone = 'Europe/Madrid';
  const copy = copyOfDay(
    rotaOf(zone, [shift('H1', '2026-10-24T00:30:00Z', '2026-10-24T04:00:00Z')]),
    {
      from: Temporal.PlainDate.from('2026-10-24'),
      to: Temporal.PlainDate.from('2026-10-25'),
      isOfDay: () => true,
      zone,
    },
    false,
  );
  expect(copy.shifts[0]?.draft).toMatchObject({ start: '2026-10-25T00:30:00Z', end: '2026-10-25T05:00:00Z' });
});

describe('/rota copy', () => {
  const prepared = async () => {
    const it = await world();
    await it.type('UORG', rota, 'add Stage in stage 12:00-14:00 x2 @uana');
    await it.type('UORG', rota, 'add Stage in stage 22:00-01:00 @uben');
    await it.type('UORG', rota, 'add Stage in stage tomorrow 12:00-14:00');
    return it;
  };

  it('shows what it would add, adds it once, and is taken back whole', async () => {
    const it = await prepared();
    const before = await shifts(it);
    const shown = await it.type('UORG', rota, 'copy today to friday with people');
    expect(text(shown)).toContain('2 shifts of Wed 5 Jun to Fri 7 Jun');
    expect(text(shown)).toContain('`H1` → *Stage* · Stage Main, Fri 7 Jun 12:00–14:00 ×2 · <@UANA>');
    expect(await shifts(it)).toEqual(before);
    const apply = buttonOf(shown, 'rota.apply');
    await it.press('UORG', rota, 'rota.apply', apply);
    expect((await shifts(it)).slice(3)).toMatchObject([
      {
        start: '2019-06-07T10:00:00Z',
        end: '2019-06-07T12:00:00Z',
        min: 2,
        assignments: [{ person: 'UANA', state: 'proposed' }],
      },
      { start: '2019-06-07T20:00:00Z', end: '2019-06-07T23:00:00Z', assignments: [{ person: 'UBEN' }] },
    ]);
    expect((await shifts(it))[3]).not.toHaveProperty('origin');
    await it.settle(jobs);
    expect(it.chat.sent.filter(({ to, text }) => to === 'UANA' && text.includes('proposed'))).toHaveLength(1);
    expect(text(await it.press('UORG', rota, 'rota.apply', apply))).toContain('already');
    await it.press('UORG', rota, 'rota.undo', buttonOf(await it.type('UORG', rota, 'undo'), 'rota.undo'));
    expect(await shifts(it)).toEqual(before);
  });

  it('leaves alone what is there, and who is not free', async () => {
    const it = await prepared();
    await it.type('UORG', rota, 'add Door tomorrow 23:00-23:30 @uben');
    const shown = await it.type('UORG', rota, 'copy today tomorrow with people');
    expect(text(shown)).toContain('There already: `H1`');
    expect(text(shown)).toContain('do not come along');
    expect(text(shown)).toContain('overlap: has `H4`');
    await it.press('UORG', rota, 'rota.apply', buttonOf(shown, 'rota.apply'));
    expect((await shifts(it)).at(-1)).toMatchObject({ start: '2019-06-06T20:00:00Z', assignments: [] });
    expect(text(await it.type('UORG', rota, 'copy today tomorrow'))).toContain('Nothing would change');
  });

  it('is not applied to a rota that has changed since', async () => {
    const it = await prepared();
    const shown = await it.type('UORG', rota, 'copy today friday');
    await it.type('UORG', rota, 'add Stage in stage friday 12:00-14:00');
    expect(text(await it.press('UORG', rota, 'rota.apply', buttonOf(shown, 'rota.apply')))).toContain(
      'has changed since',
    );
  });

  it('says how it is written', async () => {
    const it = await prepared();
    await expect(it.type('UORG', rota, 'copy monday')).rejects.toMatchObject({ key: 'rota.copy.how' });
    await expect(it.type('UORG', rota, 'copy today today')).rejects.toMatchObject({ key: 'rota.copy.same' });
  });
});
