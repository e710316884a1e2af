import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { EVENT_ID, eventDocument, unsetEvent } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import type { Put } from '../../../src/core/commit.ts';
import { instant, milliseconds } from '../../../src/core/instant.ts';
import { onShift } from '../../../src/rota/domain/on-shift.ts';
import { eventDocuments, persons } from '../../../src/sandbox/demo/documents.ts';
import { loadEvent } from '../../../src/sandbox/demo/load.ts';
import { demoEvent } from '../../../src/sandbox/demo/programme.ts';
import { exported, planned } from '../../support/event-files.ts';
import { fakeWorld } from '../../support/fake-deps.ts';
import { MemoryStore } from '../../support/memory-store.ts';

type Days = readonly { readonly date: string; readonly start: string; readonly end: string }[];
const load = (now: Temporal.Instant) => {
  const file = demoEvent(now);
  return eventDocuments(
    file,
    now,
    file.shifts.map((_, index) => `H${index + 1}`),
  );
};
const daysOf = (puts: readonly Put[]): Days =>
  (puts.find((one) => one.kind.name === 'agenda')?.value as { days?: Days } | undefined)?.days ?? [];
/** Any minute of four years: every hour, both changes of the clocks. */
const anyMoment = fc
  .integer({ min: Date.parse('2019-01-01T00:00Z') / 60_000, max: Date.parse('2022-12-31T00:00Z') / 60_000 })
  .map((minute) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000 + 12_345));

const isOnAt = (now: Temporal.Instant) => (one: { start: string; end: string }) =>
  milliseconds(one.start) <= now.epochMilliseconds && now.epochMilliseconds < milliseconds(one.end);

it('has a talk on stage when it opens, whatever the hour, and the linked talks later that day', () => {
  fc.assert(
    fc.property(anyMoment, (now) => {
      const { sessions, links, puts } = load(now);
      const onStage = sessions.filter(isOnAt(now));
      expect(onStage.map((session) => session.title)).toEqual(['Managing Failure in a Distributed World']);
      expect(links.map((link) => link.person)).toEqual(['U0SPEAKER1', 'U0SPEAKER2']);
      const days = daysOf(puts);
      expect(days).toHaveLength(3);
      const [today] = days;
      expect(today?.date).toBe(now.toZonedDateTimeISO('Europe/Madrid').toPlainDate().toString());
      for (const link of links) {
        const talk = sessions.find((session) => session.speakers.some((one) => one.id === link.speaker));
        expect(talk && milliseconds(talk.start)).toBeGreaterThan(now.epochMilliseconds + 60 * 60_000);
        expect(talk && today && talk.start < today.end).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it('has no two things in the room at once, and each of them on one of the three days', () => {
  fc.assert(
    fc.property(anyMoment, (now) => {
      const { sessions, puts } = load(now);
      for (const [index, session] of sessions.entries()) {
        const next = sessions[index + 1];
        if (next) expect(milliseconds(session.end)).toBeLessThanOrEqual(milliseconds(next.start));
      }
      const days = daysOf(puts);
      const inDays = (start: string) => days.filter((day) => day.start <= start && start < day.end).length;
      expect(sessions.map((session) => inDays(session.start))).toEqual(sessions.map(() => 1));
      expect(sessions.filter((session) => !session.isBreak)).toHaveLength(14);
    }),
    { numRuns: 200 },
  );
});

it('has one person at the stage around the clock, volunteer-1 when it opens', () => {
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 0, max: 60 * 48 }), (now, minutes) => {
      const { shifts } = load(now);
      const at = (t: Temporal.Instant) =>
        onShift(shifts, t, { room: 'Stage Main' }).map((one) => one.assignment.person);
      expect(at(now)).toEqual(['U0VOLUNTEER1']);
      expect(at(now.add({ minutes }))).toHaveLength(1);
      // Nobody is in two places.
      const desk = onShift(shifts, now.add({ minutes }), { role: 'Desk' }).map(
        (one) => one.assignment.person,
      );
      expect(desk).not.toEqual(at(now.add({ minutes })));
    }),
    { numRuns: 200 },
  );
});

it('knows everybody, with verified numbers but one', () => {
  const all = persons(instant('2019-06-05T08:00:00Z'));
  expect(all.filter((person) => person.phone?.verifiedAt).map((person) => person.handle)).toEqual([
    'organizer',
    'stage-lead',
    'volunteer-1',
    'volunteer-2',
    'speaker-1',
    'speaker-2',
    'holder-1',
    'holder-2',
    'holder-3',
  ]);
  expect(all.find((person) => person.handle === 'speaker-2')?.language).toBe('es');
});

it('is as its event file says', async () => {
  const world = await fakeWorld('2019-06-05T08:00:00Z', [], unsetEvent([]));
  // A store of its own: nothing was there before the demo.
  const store = new MemoryStore();
  const events = {
    settings: async () => (await store.get(eventDocument, EVENT_ID))?.value ?? unsetEvent([]),
  };
  const person = async (id: string) => (await store.get(personDocument, id))?.value;
  const directory = {
    ...world.deps.directory,
    person,
    byHandle: async (handle: string) => (await store.find(personDocument, `handle:${handle}`))[0]?.value,
  };
  const deps = { ...world.deps, store, events, directory, sessions: store.mirror(sessionDocument) };
  await loadEvent(store, deps.clock, undefined);
  const path = 'src/sandbox/demo/event.yaml';
  const text = readFileSync(path, 'utf8');
  expect(await planned(text, deps, path)).toEqual([]);
  // The test would see it.
  expect(await planned(text.replace('checkIn: 15m', 'checkIn: 20m'), deps, path)).toHaveLength(1);
  expect(await planned(await exported(deps), deps)).toEqual([]);
});
