/** Loads the event that the sandbox opens with: once, in one commit, with everything that is due for it. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { sessionFound } from '../../agenda/domain/change.ts';
import { type Change, document, fact, type JobPut, type Put, put, recordFact } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Store } from '../../core/ports/store.ts';
import { rescheduled } from '../../rota/domain/reschedule.ts';
import { defaultRota } from '../../rota/domain/settings.ts';
import {
  type Attendance,
  attendanceDocument,
  attendanceId,
  noAttendance,
} from '../../speakers/domain/attendance.ts';
import { remindSpeaker } from '../../speakers/domain/jobs.ts';
import { linksById } from '../../speakers/domain/link.ts';
import { defaultPlan } from '../../speakers/domain/plan.ts';
import { planReminders } from '../../speakers/domain/reminders.ts';
import { eventDocuments, personPuts, persons } from './documents.ts';
import { readEventFile } from './event-file.ts';
import { demoKeys } from './keys.ts';
import { demoEvent } from './programme.ts';
import { demoRunbooks } from './runbooks.ts';
import { DEMO_PORT, demoActions } from './setup.ts';

/** That it was loaded; its presence is what keeps a second start from doing it again. */
const Loaded = z.object({ event: z.string() });
const loadedDocument = document({ name: 'sandbox-event', schema: Loaded, schemaVersion: 1 });
const LOADED_ID = 'loaded';

const eventLoaded = fact('event.loaded', z.object({ event: z.string(), sessions: z.number() }));

/** The event did not begin with the sandbox: what was due before it opened has been sent and seen. */
export function alreadyReminded(past: readonly JobPut[]): Put[] {
  const records = new Map<string, Attendance>();
  for (const job of past) {
    const parsed = remindSpeaker.schema.safeParse(job.data);
    if (!parsed.success) continue;
    const { session, person, kind, start } = parsed.data;
    const id = attendanceId(session, person);
    const record = records.get(id) ?? noAttendance(session, person);
    const at = instantText(job.at);
    const reminder = { kind, start, at, sent: 'slack' as const, seenAt: at };
    records.set(id, { ...record, reminders: [...record.reminders, reminder] });
  }
  return [...records].map(([id, record]) => put(attendanceDocument, id, record));
}

/** `which` is an event file, `none` for the people alone, undefined for the demo. */
export async function loadEvent(
  store: Store,
  clock: Clock,
  which: string | undefined,
  port = DEMO_PORT,
): Promise<void> {
  if (await store.get(loadedDocument, LOADED_ID)) return;
  const now = clock.now();
  const everybody = persons(now);
  const file = which === 'none' ? undefined : which === undefined ? demoEvent(now) : readEventFile(which);
  const name = file?.name ?? 'none';
  const codes: string[] = [];
  for (const _ of file?.shifts ?? []) codes.push(`H${await store.next('shift')}`);
  const loaded = file && eventDocuments(file, now, codes);
  const reminders = loaded
    ? planReminders({
        sessions: loaded.sessions,
        links: linksById(loaded.links),
        plan: defaultPlan,
        records: new Map(),
        people: new Map(everybody.map((person) => [person.id, person])),
        zone: file.zone,
        now,
      }).jobs
    : [];
  const isPast = (job: JobPut) => Temporal.Instant.compare(job.at, now) <= 0;
  const shiftJobs = loaded?.shifts.flatMap((shift) => rescheduled(undefined, shift, defaultRota, now)) ?? [];
  const holders = everybody.filter(({ handle }) => handle?.startsWith('holder-')).map(({ id }) => id);
  const keys = which === undefined ? demoKeys(holders, now) : {};
  const runbooks = which === undefined ? demoRunbooks(now) : {};
  const stage: Change = which === undefined ? demoActions(port, `K${await store.next('hook')}`, now) : {};
  const change: Change = {
    put: [
      put(loadedDocument, LOADED_ID, { event: name }),
      ...personPuts(everybody),
      ...(loaded?.puts ?? []),
      ...alreadyReminded(reminders.filter(isPast)),
      ...(keys.put ?? []),
      ...(runbooks.put ?? []),
      ...(stage.put ?? []),
    ],
    facts: [
      recordFact(eventLoaded, {
        at: now,
        by: 'sandbox',
        about: ['agenda'],
        data: { event: name, sessions: loaded?.sessions.length ?? 0 },
      }),
      ...(loaded?.sessions ?? []).map((session) => sessionFound(session, now, 'sandbox')),
      ...(keys.facts ?? []),
      ...(runbooks.facts ?? []),
      ...(stage.facts ?? []),
    ],
    jobs: [...reminders.filter((job) => !isPast(job)), ...shiftJobs],
  };
  await store.commit(change);
}
