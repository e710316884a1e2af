/** A changed agenda: shifts go with their sessions, nobody loses theirs, and what was covered stays covered. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { followAgendaForRota } from '../../../src/rota/domain/agenda-changes.ts';
import { draftsFromAgenda } from '../../../src/rota/domain/generate.ts';
import { defaultRota } from '../../../src/rota/domain/settings.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import { rotaOf } from '../../support/made-up-people.ts';

const BEGIN = Date.parse('2024-07-01T07:00:00Z');
const NOW = Temporal.Instant.fromEpochMilliseconds(BEGIN - 3_600_000);
const iso = (minutes: number) => new Date(BEGIN + minutes * 60_000).toISOString();
const minutesOf = (text: string) => (Date.parse(text) - BEGIN) / 60_000;

const agendaArb = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 90 }), length: fc.integer({ min: 20, max: 90 }) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((slots) => {
    let at = 0;
    return slots.map(({ gap, length }, index): Session => {
      const start = at + gap;
      at = start + length;
      return {
        code: `S${index + 1}`,
        guid: `S${index + 1}`,
        title: 'Talk',
        speakers: [],
        room: 'Main hall',
        start: iso(start),
        end: iso(at),
        state: 'scheduled',
      };
    });
  });

const settings = { ...defaultRota, needs: [{ role: 'Stage', people: 1, before: 15, after: 15 }] };

function generated(sessions: readonly Session[]): Shift[] {
  return draftsFromAgenda(sessions, settings, NOW).map(({ key, ...draft }, index) => ({
    ...draft,
    code: `H${index + 1}`,
    origin: { from: 'agenda', key },
    assignments: [{ person: `U${index}`, state: 'accepted' }],
  }));
}

const covered = (session: Session, shifts: readonly Shift[]): boolean => {
  let reached = Date.parse(session.start);
  for (const shift of [...shifts].sort((a, b) => a.start.localeCompare(b.start)))
    if (Date.parse(shift.start) <= reached) reached = Math.max(reached, Date.parse(shift.end));
  return reached >= Date.parse(session.end);
};

test('generated shifts cover every session, before and after it, in blocks of at most the length set', () => {
  fc.assert(
    fc.property(agendaArb, (sessions) => {
      const shifts = generated(sessions);
      for (const session of sessions) {
        const wide = {
          ...session,
          start: iso(minutesOf(session.start) - 15),
          end: iso(minutesOf(session.end) + 15),
        };
        expect(covered(wide, shifts)).toBe(true);
      }
      for (const { start, end, handover = 0 } of shifts) {
        // A cut waits for the end of a session for at most half an hour on either side.
        expect(minutesOf(end) - minutesOf(start) - handover).toBeLessThanOrEqual(settings.block + 60);
        expect(minutesOf(end)).toBeGreaterThan(minutesOf(start));
      }
    }),
  );
});

test('after a delay of a room from some session on, all is covered as before, by the same people', () => {
  fc.assert(
    fc.property(agendaArb, fc.nat(9), fc.integer({ min: 5, max: 60 }), (sessions, from, delay) => {
      const first = from % sessions.length;
      const moved = sessions.map((session, index) =>
        index < first
          ? session
          : {
              ...session,
              start: iso(minutesOf(session.start) + delay),
              end: iso(minutesOf(session.end) + delay),
            },
      );
      const shifts = generated(sessions);
      const rota = rotaOf({ shifts, settings });
      const by = { now: NOW, by: 'test', settings };
      const moves = moved
        .slice(first)
        .map((after, index) => ({ code: after.code, before: sessions[first + index], after }));
      const { change } = followAgendaForRota(by, rota, moves, new Map(moved.map((one) => [one.code, one])), {
        ops: 'C1',
        organizers: [],
      });
      const changed = new Map((change?.put ?? []).map(({ id, value }) => [id, value as Shift]));
      const now = shifts.map((shift) => changed.get(shift.code) ?? shift);
      for (const session of moved) expect(covered(session, now)).toBe(true);
      expect(now.map(({ assignments }) => assignments)).toEqual(shifts.map(({ assignments }) => assignments));
    }),
  );
});

test('cancelled sessions and scattered ones are asked about, and change nothing by themselves', () => {
  const sessions: Session[] = ['S1', 'S2'].map((code, index) => ({
    code,
    guid: code,
    title: 'Talk',
    speakers: [],
    room: 'Main hall',
    start: iso(index * 50),
    end: iso(index * 50 + 45),
    state: 'scheduled',
  }));
  const rota = rotaOf({ shifts: generated(sessions), settings });
  const by = { now: NOW, by: 'test', settings };
  const follow = (after: readonly Session[]) =>
    followAgendaForRota(
      by,
      rota,
      after.map((one, index) => ({ code: one.code, before: sessions[index], after: one })),
      new Map(after.map((one) => [one.code, one])),
      { ops: undefined, organizers: ['UORG'] },
    );
  const cancelled = follow(sessions.map((one) => ({ ...one, state: 'cancelled' })));
  expect(cancelled.questions).toEqual([{ shift: 'H1', why: 'cancelled' }]);
  expect(cancelled.change?.put).toEqual([]);
  const scattered = follow(sessions.map((one, index) => (index ? { ...one, room: 'Room B' } : one)));
  expect(scattered.questions).toEqual([{ shift: 'H1', why: 'rooms' }]);
  const together = follow(sessions.map((one) => ({ ...one, room: 'Room B' })));
  expect(together.change?.put?.map(({ value }) => value)).toEqual([
    expect.objectContaining({ room: 'Room B' }),
  ]);
});
