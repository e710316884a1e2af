/** A missed speaker has come: the page that looks for them is over once everybody it looks for is here. */

import type { Temporal } from 'temporal-polyfill';
import { type Change, cancelJob, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { resolvePage } from '../page/domain/answers.ts';
import { openPageJob } from '../page/domain/jobs.ts';
import { pageDocument } from '../page/domain/page.ts';
import type { Attendance } from './domain/attendance.ts';
import { closeMissingSpeakerPage, dmSpeakerNumbers } from './domain/jobs.ts';
import { foundAll } from './domain/missing.ts';

interface By {
  readonly now: Temporal.Instant;
}

/** A page that is just being opened by another process is ended so many seconds later. */
const LATER_SECONDS = 20;

/** Ends the page of this origin, if it is there. */
export async function endSearch(
  origin: string,
  by: string,
  { now }: By,
  deps: Pick<Deps, 'store'>,
): Promise<Change | undefined> {
  const [page] = await deps.store.find(pageDocument, `origin:${origin}`);
  return page && resolvePage(page, { by, via: 'callboard', now }).change;
}

/** What belongs into the commit of this check-in. */
export async function foundPage(
  person: { readonly id: string },
  reads: ReadonlyMap<string, Versioned<Attendance>>,
  by: By & { readonly person: { readonly id: string } },
  deps: Pick<Deps, 'store'>,
): Promise<Change | undefined> {
  const origin = foundAll(person.id, reads);
  if (origin === undefined) return undefined;
  const ended = await endSearch(origin, by.person.id, by, deps);
  if (ended) return ended;
  const later = by.now.add({ seconds: LATER_SECONDS });
  return {
    jobs: [
      cancelJob(openPageJob, { origin }),
      cancelJob(dmSpeakerNumbers, {}, origin),
      scheduleJob(closeMissingSpeakerPage, later, { origin, person: person.id }),
    ],
  };
}
