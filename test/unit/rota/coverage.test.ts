import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { coverage, shortSpells } from '../../../src/rota/domain/coverage.ts';
import { liveOf, type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

const shift = (
  code: string,
  from: number,
  to: number,
  min: number,
  people: number,
  more: Partial<Shift> = {},
): Shift => ({
  code,
  role: 'Stage',
  room: 'Main hall',
  start: time(from),
  end: time(to),
  min,
  assignments: Array.from({ length: people }, (_, i) => ({ person: `U${code}${i}`, state: 'accepted' })),
  ...more,
});
const options = {
  window: { start: time(-600), end: time(1200) },
  now: Date.parse(time(0)),
  zone: 'Europe/Madrid',
  order: ['Main hall'],
};

describe('coverage', () => {
  it('tells hour by hour how many are there of how many, and a session with nobody', () => {
    const found = coverage(
      [
        shift('H1', 0, 120, 2, 2),
        shift('H2', 120, 180, 2, 1),
        shift('H3', 0, 60, 1, 0, { room: undefined as never, role: 'Desk' }),
      ],
      [session('S1', 150, 240)],
      options,
    );
    expect(found.rows.map(({ name }) => name)).toEqual(['Main hall', 'Desk']);
    const [main] = found.rows;
    expect(main?.cells).toEqual([
      { needed: 2, there: 2, missing: 0, unattended: false },
      { needed: 2, there: 2, missing: 0, unattended: false },
      { needed: 2, there: 1, missing: 1, unattended: false },
      { needed: 0, there: 0, missing: 0, unattended: true },
    ]);
    expect(main && shortSpells(found, main)).toEqual([
      { start: Date.parse(time(120)), end: Date.parse(time(180)), missing: 1, unattended: false },
      { start: Date.parse(time(180)), end: Date.parse(time(240)), missing: 0, unattended: true },
    ]);
  });

  it('begins with the hour of now, at whole hours of the zone', () => {
    const found = coverage([shift('H1', 0, 300, 1, 1)], [], { ...options, now: Date.parse(time(95)) });
    expect(found.hours.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual([
      '09:00',
      '10:00',
      '11:00',
      '12:00',
    ]);
    const kolkata = coverage([shift('H1', 0, 60, 1, 1)], [], { ...options, zone: 'Asia/Kolkata' });
    expect(kolkata.hours.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual(['07:30', '08:30']);
  });

  test('no minute is worse than its hour says, and some minute is as bad', () => {
    const shifts = fc.array(
      fc.record({
        from: fc.nat(300),
        long: fc.integer({ min: 1, max: 200 }),
        min: fc.nat(3),
        people: fc.nat(3),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(shifts, (made) => {
        const all = made.map(({ from, long, min, people }, i) =>
          shift(`H${i}`, from, from + long, min, people),
        );
        const found = coverage(all, [], options);
        found.hours.forEach((hour, index) => {
          const missing = Array.from({ length: 60 }, (_, minute) => {
            const at = hour + minute * 60_000;
            return all
              .filter(({ start, end }) => Date.parse(start) <= at && at < Date.parse(end))
              .reduce((sum, one) => sum + Math.max(0, one.min - liveOf(one).length), 0);
          });
          expect(found.rows[0]?.cells[index]?.missing ?? 0).toBe(Math.max(...missing));
        });
      }),
      { numRuns: 100 },
    );
  });
});

async function world() {
  const it = await fakeWorld('2019-06-05T08:00:00Z');
  const shifts = [shift('H1', 0, 120, 2, 1), shift('H2', 0, 120, 1, 1, { room: 'Side' })];
  await it.store.commit({
    put: [
      ...shifts.map((one) => put(shiftDocument, one.code, one)),
      put(sessionDocument, 'S1', session('S1', 60, 180, { room: 'Side <!channel>' })),
    ],
    facts: [recordFact(eventChanged, { at: it.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  return it;
}

it('says in words all that the picture shows, and loses nothing but the picture where none can be drawn', async () => {
  const it = await world();
  const reply = (await it.type('UORG', rota, 'coverage')) as { file: { alt: string }; comment: string };
  expect(reply.file.alt).toContain('2 of 3 rooms are short');
  expect(reply.comment).toContain('• *Main hall*: 10:00–12:00 1 missing');
  expect(reply.comment).toContain('Side &lt;!channel&gt;');
  expect(JSON.stringify(it.pictures.drawn)).toContain('1/2');
  it.pictures.failure = new PermanentError('picture-failed');
  const words = (await it.type('UORG', rota, 'cobertura')) as { text: string };
  expect(words.text).toContain('• *Main hall*: 10:00–12:00 1 missing');
  expect(words.text).toContain('The picture could not be drawn');
  expect(it.logged).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      data: { code: 'picture-failed', file: 'coverage-2019-06-05.png' },
    }),
  );
});

it('the list of gaps has it as a button, for the same day', async () => {
  const it = await world();
  const gaps = JSON.stringify(await it.type('UORG', rota, 'gaps 2019-06-05'));
  expect(gaps).toContain('"rota.coverage"');
  const reply = (await it.press('UORG', rota, 'rota.coverage', '2019-06-05')) as { comment: string };
  expect(reply.comment).toContain('Wednesday 5 June');
  const none = (await it.press('UORG', rota, 'rota.coverage', '2019-06-09')) as { text: string };
  expect(none.text).toContain('Nothing is left to cover');
});
