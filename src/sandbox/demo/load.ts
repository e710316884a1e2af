/** Loads the event that the sandbox opens with: once, in one commit, with everything that is due for it. */
import { z } from 'zod';
import { type Change, document, fact, happened, put } from '../../domain/commit.ts';
import { rescheduled } from '../../domain/rota/jobs.ts';
import { defaultRota } from '../../domain/rota/settings.ts';
import { linksById } from '../../domain/speakers/link.ts';
import { defaultPlan } from '../../domain/speakers/plan.ts';
import { planReminders } from '../../domain/speakers/reminders.ts';
import type { Clock, Store } from '../../ports.ts';
import { eventDocuments, personPuts, persons } from './documents.ts';
import { readEventFile } from './event-file.ts';
import { demoEvent } from './programme.ts';

/** That it was loaded; its presence is what keeps a second start from doing it again. */
const Loaded = z.object({ event: z.string() });
const loadedDocument = document({ name: 'sandbox-event', schema: Loaded, number: 1 });
const LOADED_ID = 'loaded';

const eventLoaded = fact('event.loaded', z.object({ event: z.string(), sessions: z.number() }));

/** `which` is an event file, `none` for the people alone, undefined for the demo. */
export async function loadEvent(store: Store, clock: Clock, which: string | undefined): Promise<void> {
  if (await store.get(loadedDocument, LOADED_ID)) return;
  const now = clock.now();
  const everybody = persons(now);
  const file = which === 'none' ? undefined : which === undefined ? demoEvent(now) : readEventFile(which);
  const name = file?.name ?? 'none';
  const codes: string[] = [];
  for (const _ of file?.shifts ?? []) codes.push(`H${await store.next('shift')}`);
  const loaded = file && eventDocuments(file, now, codes);
  const planned = loaded && {
    jobs: [
      ...planReminders({
        sessions: loaded.sessions,
        links: linksById(loaded.links),
        plan: defaultPlan,
        records: new Map(),
        people: new Map(everybody.map((person) => [person.id, person])),
        zone: file.zone,
        now,
      }).jobs,
      ...loaded.shifts.flatMap((shift) => rescheduled(undefined, shift, defaultRota, now)),
    ],
  };
  const change: Change = {
    put: [put(loadedDocument, LOADED_ID, { event: name }), ...personPuts(everybody), ...(loaded?.puts ?? [])],
    facts: [
      happened(eventLoaded, {
        at: now,
        by: 'sandbox',
        about: ['agenda'],
        data: { event: name, sessions: loaded?.sessions.length ?? 0 },
      }),
    ],
    ...planned,
  };
  await store.commit(change);
}
