import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { agendaState } from '../../../src/agenda/domain/agenda.ts';
import { counts, diffAgenda, newSession } from '../../../src/agenda/domain/diff.ts';
import { held, replaces } from '../../../src/agenda/domain/held.ts';
import { matchSessions } from '../../../src/agenda/domain/identity.ts';
import { applyImport } from '../../../src/agenda/domain/import.ts';
import type { ParsedAgenda, ParsedSession } from '../../../src/agenda/domain/parsed.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { applyUndo, planUndo } from '../../../src/agenda/domain/undo.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import {
  fileOf,
  hasRealData,
  parsedSession,
  realFile,
  session,
  type stateOf,
  time,
} from '../../support/agenda.ts';
import { applied, recorded, valuesOf } from '../../support/apply.ts';

const now = Temporal.Instant.from('2019-06-05T06:00:00Z');
const by = { by: 'UORG', now };

const importInto = (state: ReturnType<typeof stateOf>, file: ParsedAgenda) =>
  applyImport(state, diffAgenda(valuesOf(state), file, { now }), { parsed: file, ...by });

const kinds = (ours: readonly Session[], file: ParsedAgenda) => {
  const { unchanged, ...found } = counts(diffAgenda(ours, file, { now }));
  return { unchanged, ...Object.fromEntries(Object.entries(found).filter(([, count]) => count > 0)) };
};

describe('which session is which', () => {
  it('is told by guid, through a move and a new title', () => {
    const ours = [session('S1', 0, 30), session('S2', 30, 60)];
    const file = fileOf([{ ...session('S1', 60, 90), title: 'Renamed' }, session('S2', 30, 60)]);
    const [one] = diffAgenda(ours, file, { now }).compared;
    expect(one).toMatchObject({ kind: 'changed', before: { code: 'S1' }, what: ['time', 'title'] });
  });

  it('is told by guid and start where one talk has two slots under one guid', () => {
    const twice = [
      session('S1', 0, 30, { guid: 'one', title: 'Twice', speakers: [] }),
      session('S2', 300, 330, { guid: 'one', title: 'Twice', speakers: [] }),
    ];
    const moved = fileOf([
      twice[0] as Session,
      { ...(twice[1] as Session), start: time(360), end: time(390) },
    ]);
    const { compared, unchanged } = diffAgenda(twice, moved, { now });
    expect(unchanged).toBe(1);
    expect(compared).toMatchObject([{ kind: 'changed', before: { code: 'S2' }, what: ['time'] }]);
  });

  it('is told by likeness as it would be by comparing every title with every other', () => {
    const word = fc.constantFrom('the', 'a', 'of', 'rust', 'slack', 'page', 'night', 'key', 'rota', 'stage');
    const titles = fc.uniqueArray(fc.uniqueArray(word, { minLength: 1, maxLength: 8 }), {
      maxLength: 8,
      selector: (words) => [...words].sort().join(' '),
    });
    const dice = (a: readonly string[], b: readonly string[]) =>
      (2 * a.filter((one) => b.includes(one)).length) / (a.length + b.length);
    const speakers = [{ id: 'ada', name: 'Ada' }];
    fc.assert(
      fc.property(titles, titles, (olds, news) => {
        const ours = olds.map((words, i) => session(`S${i}`, i, i + 1, { title: words.join(' '), speakers }));
        const file = fileOf(
          news.map((words, i) =>
            session(`N${i}`, 500 + i, 501 + i, { guid: `new-${i}`, title: words.join(' '), speakers }),
          ),
        );
        const matched = matchSessions(ours, file.sessions);
        for (const [their, our] of matched)
          expect(dice(our.title.split(' '), their.title.split(' '))).toBeGreaterThanOrEqual(0.75);
        // Whoever is left on both sides is like nobody who is left.
        const taken = new Set(matched.values());
        for (const their of file.sessions.filter((one) => !matched.has(one)))
          for (const our of ours.filter((one) => !taken.has(one)))
            expect(dice(our.title.split(' '), their.title.split(' '))).toBeLessThan(0.75);
      }),
    );
  });

  it('reads each title a few times, however many there are of both', () => {
    let reads = 0;
    const counted = <T extends object>(one: T, title: string): T =>
      Object.defineProperty(one, 'title', {
        enumerable: true,
        get: () => {
          reads++;
          return title;
        },
      });
    const of = (side: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...session(`${side}${i}`, i, i + 1, { guid: `${side}${i}` }),
      }));
    const ours = of('S', 400).map((one, i) => counted(one, `The art of the ${i} and the of ${i}`));
    const theirs = fileOf(of('N', 400)).sessions.map((one, i) => counted(one, `The ${i} in a of the`));
    expect(matchSessions(ours, theirs).size).toBe(0);
    expect(reads).toBeLessThan(10 * 800);
  });

  it('sees nothing in what the stage clock was told: a file knows only the plan', () => {
    const { start, end } = session('S1', 0, 30);
    const ours = [
      session('S1', 0, 30, { actual: { start, end } }),
      session('S2', 30, 60, { actual: { start } }),
    ];
    const file = fileOf([session('S1', 0, 30), session('S2', 30, 60)]);
    expect(kinds(ours, file)).toEqual({ unchanged: 2 });
    const moved = fileOf([session('S1', 0, 30), session('S2', 40, 70)]);
    expect(kinds(ours, moved)).toEqual({ unchanged: 1, time: 1 });
  });

  it('sees nothing in the swapped guids of a talk’s two slots', () => {
    const slots = [
      session('S1', 0, 30, { guid: 'a', title: 'Workshop', speakers: [] }),
      session('S2', 60, 90, { guid: 'b', title: 'Workshop', speakers: [] }),
    ];
    const swapped = fileOf([
      { ...(slots[0] as Session), guid: 'b' },
      { ...(slots[1] as Session), guid: 'a' },
    ]);
    expect(kinds(slots, swapped)).toEqual({ unchanged: 2 });
  });

  it('goes by title and speakers where ids are worthless', () => {
    const ours = [
      session('S1', 0, 30, { title: 'Kubernetes is not a deployment tool' }),
      session('S2', 30, 60),
    ];
    const file = fileOf(ours);
    const rebuilt = {
      ...file,
      sessions: file.sessions.map(
        (one, i): ParsedSession => ({ ...one, guid: `build-2-${i}`, identity: 'worthless' }),
      ),
    };
    expect(kinds(ours, rebuilt)).toEqual({ unchanged: 2 });
    const [first, ...rest] = rebuilt.sessions;
    const renamed = {
      ...(first as ParsedSession),
      title: 'Kubernetes is not a deployment tool!? A platform',
    };
    const { compared } = diffAgenda(ours, { ...rebuilt, sessions: [renamed, ...rest] }, { now });
    expect(compared).toMatchObject([{ kind: 'changed', before: { code: 'S1' }, what: ['title'] }]);
  });

  it('never takes one talk for another that merely has the same slot', () => {
    const ours = [session('S1', 0, 30, { title: 'Monitoring at scale' })];
    const other = fileOf([session('S9', 0, 30, { title: 'Cooking for forty people' })]);
    expect(kinds(ours, other)).toEqual({ unchanged: 0, new: 1, cancelled: 1 });
  });

  it('keeps our ids of speakers whom another format names by other ids', () => {
    const ours = [session('S1', 0, 30)];
    const file = fileOf([{ ...(ours[0] as Session), speakers: [{ id: '2', name: 'Speaker S1' }] }]);
    expect(kinds(ours, file)).toEqual({ unchanged: 1 });
  });
});

describe('a title alone', () => {
  const lunch = (code: string, from: number, more: Partial<Session> = {}) =>
    session(code, from, from + 60, { title: 'Lunch', speakers: [], guid: `${code}-${from}`, ...more });
  const HOURS = 60;

  it.each([
    ['the same day', 3 * HOURS, 1],
    ['eight hours on', 8 * HOURS, 1],
    ['eight hours and a minute on', 8 * HOURS + 1, 0],
    ['the next day', 24 * HOURS, 0],
  ])('pairs what nobody speaks at within eight hours: %s', (_, later, matched) => {
    const diff = diffAgenda([lunch('S1', 0)], fileOf([lunch('S9', later)]), { now });
    expect(diff.matched).toBe(matched);
  });

  it('goes by where the source had it, not by where somebody moved it to', () => {
    const moved = lunch('S1', 20 * HOURS, { base: { start: time(0), end: time(60) } });
    expect(diffAgenda([moved], fileOf([lunch('S9', 2 * HOURS)]), { now }).matched).toBe(1);
    expect(diffAgenda([moved], fileOf([lunch('S9', 21 * HOURS)]), { now }).matched).toBe(0);
  });

  it('never pairs the breaks of one event with those of another, day by day or in the same hour', () => {
    const days = [0, 1, 2, 3].map((day) => lunch(`S${day}`, day * 24 * HOURS));
    const year = days.map((one, i) => ({ ...one, code: `S${i + 10}`, guid: `other-${i}` }));
    const shift = (from: string) =>
      new Date(Date.parse(from) + 364 * 86_400_000).toISOString().replace('.000Z', 'Z');
    const next = year.map((one) => ({ ...one, start: shift(one.start), end: shift(one.end) }));
    expect(diffAgenda(days, fileOf(next), { now }).matched).toBe(0);
  });

  it('pairs a talk across days where somebody speaks at it', () => {
    const talk = session('S1', 0, 60);
    const later = { ...session('S1', 30 * HOURS, 31 * HOURS), guid: 'new' };
    expect(diffAgenda([talk], fileOf([later]), { now }).matched).toBe(1);
  });
});

describe('another agenda altogether', () => {
  const old = Array.from({ length: 40 }, (_, i) => session(`S${i}`, i * 30, i * 30 + 30));
  const other = (shared: number) =>
    Array.from({ length: 60 }, (_, i) =>
      i < shared
        ? (old[i] as Session)
        : session(`T${i}`, 90_000 + i * 30, 90_030 + i * 30, { guid: `other-${i}`, title: `Other ${i}` }),
    );
  const diffTo = (shared: number) => diffAgenda(old, fileOf(other(shared)), { now });

  it('replaces ours and is not held, however one or two talks of it match by accident', () => {
    for (const shared of [0, 1, 2])
      expect(replaces(diffTo(shared), old.length, 'https://b.example/', 'https://a.example/')).toBe(true);
    expect(replaces(diffTo(10), old.length, 'https://b.example/', 'https://a.example/')).toBe(false);
  });

  it('replaces what came from no file at all (the demo), and pasted text does too', () => {
    expect(replaces(diffTo(0), old.length, 'https://b.example/', undefined)).toBe(true);
    expect(replaces(diffTo(0), old.length, undefined, 'https://a.example/')).toBe(true);
  });

  it('is held where the very same address says something else all of a sudden', () => {
    const diff = diffTo(1);
    expect(replaces(diff, old.length, 'https://a.example/', 'https://a.example/')).toBe(false);
    expect(held(old, diff, now)).toMatchObject({ isOther: true });
  });
});

describe('what was changed by hand', () => {
  const before = session('S1', 0, 30);
  const delayed: Session = {
    ...before,
    start: time(15),
    end: time(45),
    base: { start: time(0), end: time(30) },
  };

  it('is not reverted by a source that still says the old time', () => {
    const diff = diffAgenda([delayed], fileOf([before]), { now });
    expect(diff.compared).toEqual([]);
    expect(diff.differences).toMatchObject([{ session: { code: 'S1' }, conflict: false }]);
  });

  it('is a conflict when the source moved it too, and stays unless the organizer chooses', () => {
    const file = fileOf([{ ...before, start: time(60), end: time(90) }]);
    const kept = diffAgenda([delayed], file, { now });
    expect(kept.differences).toMatchObject([{ conflict: true, source: { start: time(60) } }]);
    expect(kept.compared).toMatchObject([
      { after: { start: time(15), base: { start: time(60) } }, what: [] },
    ]);
    const taken = diffAgenda([delayed], file, { now, takeSource: new Set(['S1']) });
    expect(taken.compared).toMatchObject([{ after: { start: time(60), end: time(90) } }]);
    expect(taken.compared[0]).not.toHaveProperty('after.base');
  });

  it('is no longer by hand once the source says the same', () => {
    const diff = diffAgenda([delayed], fileOf([{ ...before, start: time(15), end: time(45) }]), { now });
    expect(diff.differences).toEqual([]);
    expect(diff.compared[0]).not.toHaveProperty('after.base');
  });

  it('does not keep other fields of the source away', () => {
    const diff = diffAgenda([delayed], fileOf([{ ...before, room: 'Room B', title: 'New title' }]), { now });
    expect(diff.compared).toMatchObject([{ after: { start: time(15), room: 'Room B', title: 'New title' } }]);
  });
});

describe('a loss that is too large to be believed', () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    session(`S${i + 1}`, i * 10, i * 10 + 10, { room: i < 3 ? 'Room C' : 'Main hall' }),
  );
  const without = (gone: number, from = 3) => fileOf(many.filter((_, i) => i < from || i >= from + gone));
  const isHeld = (file: ParsedAgenda) => held(many, diffAgenda(many, file, { now }), now);

  it('is ten or more and over a fifth', () => {
    expect(isHeld(without(9))).toBeUndefined();
    expect(isHeld(without(10))).toMatchObject({ gone: 10, coming: 40 });
  });

  it('is a whole room', () => {
    expect(isHeld(without(3, 0))).toMatchObject({ rooms: ['Room C'], gone: 3 });
  });

  it('is not a room that was renamed, nor sessions that the file itself calls cancelled', () => {
    expect(
      isHeld(fileOf(many.map((one) => (one.room === 'Room C' ? { ...one, room: 'Room D' } : one)))),
    ).toBeUndefined();
    expect(isHeld(fileOf(many.map((one) => ({ ...one, state: 'cancelled' as const }))))).toBeUndefined();
  });

  it('does not count what is over already', () => {
    const later = Temporal.Instant.from(time(395));
    const diff = diffAgenda(many, fileOf(many.slice(-1)), { now: later });
    expect(diff.compared).toEqual([]);
    expect(diff.over).toHaveLength(39);
    expect(held(many, diff, later)).toBeUndefined();
  });
});

const anySession = (i: number) =>
  fc
    .record({
      start: fc.integer({ min: 0, max: 2000 }),
      length: fc.integer({ min: 0, max: 120 }),
      room: fc.constantFrom('Main hall', 'Room B', 'Room C', ''),
      title: fc.constantFrom('Opening', 'Lunch', 'Testing in production', 'Falco', 'Ünïcode'),
      state: fc.constantFrom('scheduled' as const, 'scheduled' as const, 'cancelled' as const),
    })
    .map(({ start, length, ...rest }) => session(`S${i}`, start, start + length, { ...rest, guid: `g${i}` }));

const anyFile = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 })
  .chain((ids) => fc.tuple(...ids.map(anySession)))
  .map((sessions) => fileOf(sessions));

describe('properties of an import', () => {
  const empty = agendaState(undefined, new Map());
  const content = (one: Session) => JSON.stringify(Object.entries(parsedSession(one)).sort());

  it('makes the agenda exactly what the file says, and only cancels what it no longer has', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (first, second) => {
        const before = applied(empty, importInto(empty, first));
        const after = applied(before, importInto(before, second));
        const kept = valuesOf(after);
        for (const wanted of second.sessions) {
          const text = content({ ...newSession(wanted, 'S0') });
          expect(kept.some((one) => content(one) === text)).toBe(true);
        }
        const more = kept.length - second.sessions.length;
        expect(kept.filter(({ state }) => state === 'cancelled').length).toBeGreaterThanOrEqual(more);
        expect(new Set(kept.map(({ code }) => code)).size).toBe(kept.length);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (first, second) => {
        const before = applied(empty, importInto(empty, first));
        const after = applied(before, importInto(before, second));
        expect(importInto(after, second)).toBeUndefined();
      }),
    );
  });

  it('is undone to exactly what was before', () => {
    fc.assert(
      fc.property(anyFile, anyFile, (first, second) => {
        const before = applied(empty, importInto(empty, first));
        const change = importInto(before, second);
        if (!change) return;
        const after = applied(before, change);
        const undo = planUndo(after, after.version, recorded(change));
        if (!undo) {
          // Only days or rooms changed: there is no session to take back.
          expect(valuesOf(after)).toEqual(valuesOf(before));
          return;
        }
        const back = applied(after, applyUndo(after, undo, 'UORG', now));
        expect(valuesOf(back)).toEqual(valuesOf(before));
        expect(back.agenda.days).toEqual(before.agenda.days);
      }),
    );
  });
});

describe.skipIf(!hasRealData)('real feeds (../shared/data, which is not part of the project)', () => {
  const read = (path: string, zone?: string) => parseAgenda(realFile(path), zone ? { zone } : {});
  const ours = (file: ParsedAgenda) => file.sessions.map((one, i) => newSession(one, `S${i + 1}`));
  const between = (before: ParsedAgenda, after: ParsedAgenda, at: string) => {
    const t = Temporal.Instant.from(at);
    return {
      diff: counts(diffAgenda(ours(before), after, { now: t })),
      held: held(ours(before), diffAgenda(ours(before), after, { now: t }), t),
    };
  };

  it('36C3: three new, eight moved in time, six in room, none gone', () => {
    const before = read('frab-json/36c3-stages.81c1eda.json');
    const after = read('frab-json/36c3-stages.a52fcef.json');
    const found = between(before, after, '2019-12-26T20:10:00Z');
    expect(found.diff).toMatchObject({ new: 3, time: 8, room: 6, cancelled: 0, title: 0 });
    expect(found.held).toBeUndefined();
  });

  it('droidcon NYC: eleven new, four gone, 71 moved in time, 27 in room', () => {
    const zone = 'America/New_York';
    const before = read('sessionize-json/droidcon-nyc-2019.dd87f4e8.gridsmart.json', zone);
    const after = read('sessionize-json/droidcon-nyc-2019.6fbccd05.gridsmart.json', zone);
    const found = between(before, after, '2019-08-22T00:00:00Z');
    expect(found.diff).toMatchObject({ new: 11, cancelled: 4, time: 71, room: 27 });
  });

  it('democon: the same event as JSON and XML is the same sessions', () => {
    const before = read('frab-json/democon-2022-pretalx.json');
    const after = read('frab-xml/democon-2022-pretalx.xml');
    expect(between(before, after, '2022-09-01T00:00:00Z').diff.unchanged).toBe(35);
  });

  it('democon: its calendar has the same sessions at the same times, and one more', () => {
    const before = read('frab-json/democon-2022-pretalx.json');
    const after = read('ics/democon-2022-pretalx.ics');
    expect(between(before, after, '2022-09-01T00:00:00Z').diff).toMatchObject({
      new: 1,
      cancelled: 0,
      time: 0,
      room: 0,
      title: 0,
    });
  });
});
