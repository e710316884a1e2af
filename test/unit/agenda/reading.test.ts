import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAgenda } from '../../../src/agenda/domain/check.ts';
import { byDay, daysFrom } from '../../../src/agenda/domain/days.ts';
import { clashing } from '../../../src/agenda/domain/diary.ts';
import { newSession } from '../../../src/agenda/domain/diff.ts';
import {
  agendaReader,
  nextBoundary,
  nextStart,
  nowAndNext,
  startingBetween,
} from '../../../src/agenda/domain/reading.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { parseAgenda } from '../../../src/formats/index.ts';
import { hasRealData, realFile, session, stateOf, time } from '../../support/agenda.ts';

const at = (minutes: number) => Date.parse(time(minutes));
const read = (sessions: readonly Session[]) => agendaReader()(stateOf(sessions).sessions);

describe('now and next', () => {
  const sessions = [
    session('S1', 0, 30),
    session('S2', 30, 60),
    session('S3', 0, 90, { room: 'Room B' }),
    session('S4', 300, 330, { room: 'Room B', state: 'cancelled' }),
    session('S5', 10, 20, { room: 'Room C' }),
  ];

  it('a session is on from its start until its end, excluded', () => {
    const codes = (minute: number) =>
      nowAndNext(read(sessions), ['Main hall', 'Room B', 'Room C'], at(minute)).map(({ room, now, next }) => [
        room,
        now.map(({ code }) => code).join(),
        next.map(({ code }) => code).join(),
      ]);
    expect(codes(0)).toEqual([
      ['Main hall', 'S1', 'S2'],
      ['Room B', 'S3', ''],
      ['Room C', '', 'S5'],
    ]);
    expect(codes(30)).toEqual([
      ['Main hall', 'S2', ''],
      ['Room B', 'S3', ''],
      ['Room C', '', ''],
    ]);
  });

  it('the next boundary is the next start or end', () => {
    expect(nextBoundary(read(sessions), at(0))).toBe(at(10));
    expect(nextBoundary(read(sessions), at(60))).toBe(at(90));
    expect(nextBoundary(read(sessions), at(90))).toBeUndefined();
    expect(nextStart(read(sessions), at(0))).toBe(at(10));
    expect(startingBetween(read(sessions), at(0), at(30)).map(({ code }) => code)).toEqual(['S5', 'S2']);
  });

  it('is the same as looking at every session, also after some have changed', () => {
    const any = fc.array(
      fc.record({
        start: fc.nat(100),
        length: fc.nat(40),
        room: fc.constantFrom('A', 'B', ''),
        off: fc.boolean(),
      }),
      { maxLength: 25 },
    );
    const make = (all: { start: number; length: number; room: string; off: boolean }[]) =>
      all.map(({ start, length, room, off }, i) =>
        session(`S${i}`, start, start + length, { room, state: off ? 'cancelled' : 'scheduled' }),
      );
    fc.assert(
      fc.property(any, any, fc.nat(150), (first, second, minute) => {
        const reader = agendaReader();
        reader(stateOf(make(first)).sessions);
        const after = make(second);
        const found = nowAndNext(reader(stateOf(after).sessions), [], at(minute));
        const on = after.filter(
          ({ state, start, end }) =>
            state === 'scheduled' && Date.parse(start) <= at(minute) && Date.parse(end) > at(minute),
        );
        expect(found.flatMap(({ now }) => now.map(({ code }) => code)).sort()).toEqual(
          on.map(({ code }) => code).sort(),
        );
        for (const { room, next } of found) {
          const later = after.filter(
            (one) => one.room === room && one.state === 'scheduled' && Date.parse(one.start) > at(minute),
          );
          const soonest = later.map(({ start }) => start).sort()[0];
          expect(next.map(({ code }) => code).sort()).toEqual(
            later
              .filter(({ start }) => start === soonest)
              .map(({ code }) => code)
              .sort(),
          );
        }
      }),
    );
  });

  it('gives back the same object while nothing changes', () => {
    const reader = agendaReader();
    const { sessions: same } = stateOf(sessions);
    expect(reader(same)).toBe(reader(same));
  });
});

describe('the day of a session', () => {
  const days = [
    { index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' },
    { index: 2, date: '2019-06-06', start: '2019-06-06T07:00:00Z', end: '2019-06-07T02:00:00Z' },
  ];

  it('after midnight is the evening before; outside every window it is its date', () => {
    const all = [
      { ...session('S1', 0, 1), start: '2019-06-05T23:30:00Z' },
      { ...session('S2', 0, 1), start: '2019-06-06T05:00:00Z' },
      { ...session('S3', 0, 1), start: '2019-06-09T05:00:00Z' },
    ];
    expect(
      byDay(all, days, 'Europe/Madrid').map(({ date, index, sessions }) => [
        date,
        index,
        sessions.map(({ code }) => code).join(),
      ]),
    ).toEqual([
      ['2019-06-05', 1, 'S1'],
      ['2019-06-06', 2, 'S2'],
      ['2019-06-09', undefined, 'S3'],
    ]);
  });

  it('is some day for every session, once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5000, max: 5000 })), (starts) => {
        const all = starts.map((start, i) => session(`S${i}`, start, start + 30));
        const groups = byDay(all, days, 'Australia/Lord_Howe');
        expect(groups.flatMap(({ sessions }) => sessions.map(({ code }) => code)).sort()).toEqual(
          all.map(({ code }) => code).sort(),
        );
        expect(daysFrom(all, 'Australia/Lord_Howe').length).toBe(
          new Set(byDay(all, [], 'Australia/Lord_Howe').map(({ date }) => date)).size,
        );
      }),
    );
  });

  it('lasts 23 or 25 hours when the clocks change, and loses nothing', () => {
    const dst = [
      { index: 1, date: '2019-10-26', start: '2019-10-26T02:00:00Z', end: '2019-10-27T03:00:00Z' },
      { index: 2, date: '2019-10-27', start: '2019-10-27T03:00:00Z', end: '2019-10-28T03:00:00Z' },
    ];
    const party = { ...session('S1', 0, 1), start: '2019-10-27T02:30:00Z' };
    expect(byDay([party], dst, 'Europe/Madrid').find(({ sessions }) => sessions.length > 0)?.index).toBe(1);
  });
});

it('a diary marks what shares time, and not what touches', () => {
  const entry = (id: string, start: number, end: number) => ({ id, start, end });
  expect([...clashing([entry('a', 0, 10), entry('b', 10, 20), entry('c', 15, 30)])].sort()).toEqual([
    'b',
    'c',
  ]);
});

describe('the check', () => {
  const check = (sessions: readonly Session[]) =>
    checkAgenda({ sessions, days: [], from: Number.NEGATIVE_INFINITY }).map(
      ({ kind, of }) => `${kind} ${of ?? ''}`,
    );
  const ada = [{ id: 'ada', name: 'Ada' }];

  it('finds who is in two places, a room booked twice and a change that is too tight', () => {
    expect(
      check([
        session('S1', 0, 30, { speakers: ada }),
        session('S2', 20, 50, { speakers: ada, room: 'Room B' }),
        session('S3', 53, 80, { speakers: ada, room: 'Room C' }),
        session('S4', 10, 40),
      ]),
    ).toEqual(['speaker Ada', 'room Main hall', 'tight Ada']);
  });

  it('is quiet about plenaries in several rooms, breaks, and groups that are listed as persons', () => {
    const assembly = [{ id: 'a', name: 'Assembly of the Blue' }];
    expect(
      check([
        session('S1', 0, 30, { title: 'Opening', speakers: ada }),
        session('S2', 0, 30, { title: 'Opening', speakers: ada, room: 'Room B' }),
        session('S3', 30, 60, { isBreak: true }),
        session('S4', 30, 60, { isBreak: true }),
        ...[0, 1, 2, 3].map((i) => session(`S1${i}`, 100, 200, { room: `Room ${i}`, speakers: assembly })),
      ]),
    ).toEqual([]);
  });

  it.skipIf(!hasRealData)('38C3 (../shared/data): of 140 overlaps of assemblies few are left', () => {
    const file = parseAgenda(realFile('frab-xml/38c3.xml'));
    const sessions = file.sessions.map((one, i) => newSession(one, `S${i + 1}`));
    const found = checkAgenda({ sessions, days: file.days, from: Number.NEGATIVE_INFINITY });
    const overlaps = found.filter(({ kind }) => kind === 'speaker');
    expect(overlaps.length).toBeLessThan(40);
    expect(found.filter(({ kind }) => kind === 'room').length).toBeLessThanOrEqual(2);
  });
});
