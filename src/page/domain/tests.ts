/** Try-outs: who has seen their channels work, and who has never looked. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';
import { liveOf, type Shift } from '../../rota/domain/shift.ts';
import { resolvePage } from './answers.ts';
import { pagingTested } from './facts.ts';
import type { Notification } from './notification.ts';
import type { Page } from './page.ts';

/** The last try-out of a person; its id is theirs. */
const Tested = z.object({ at: InstantText, reached: z.array(z.string()), failed: z.array(z.string()) });
export const testedDocument = document({ name: 'paging-tested', schema: Tested, schemaVersion: 1 });

const ARRIVED: ReadonlySet<string> = new Set(['delivered', 'sent', 'answered']);

/** What each channel of a try-out came to. A call that was answered and put down did ring; a device says that it did. */
export const arrived = (notification: Notification, page: Page): boolean =>
  (ARRIVED.has(notification.state) && !(notification.channel === 'push' && notification.state === 'sent')) ||
  notification.code === 'no-digit' ||
  notification.code === 'voicemail' ||
  (notification.channel === page.acknowledged?.via && page.acknowledged !== undefined);

/** Closes the try-out and keeps what it showed. */
export function recordTestFinished(
  page: Versioned<Page>,
  notifications: readonly Notification[],
  known: Versioned<z.infer<typeof Tested>> | undefined,
  now: Temporal.Instant,
): Change {
  const person = page.value.target.name;
  const reached = notifications.filter((one) => arrived(one, page.value)).map(({ channel }) => channel);
  const failed = notifications.filter((one) => !arrived(one, page.value)).map(({ channel }) => channel);
  const over = resolvePage(page, { by: 'callboard', via: 'callboard', now }).change;
  return {
    put: [
      ...(over?.put ?? []),
      put(testedDocument, person, { at: instantText(now), reached, failed }, known?.version ?? 0),
    ],
    facts: [
      ...(over?.facts ?? []),
      recordFact(pagingTested, {
        at: now,
        by: person,
        about: [`person:${person}`],
        data: { person, reached, failed },
      }),
    ],
    jobs: over?.jobs ?? [],
  };
}

/** Days ahead in which somebody on the rota should have tried their channels. */
export const COMING_DAYS = 7;

/** Everybody with a shift in the coming week who never tried; one that is only proposed yet counts. */
export function neverTested(
  shifts: Iterable<Shift>,
  tested: ReadonlySet<string>,
  now: Temporal.Instant,
): string[] {
  const until = now.add({ hours: COMING_DAYS * 24 }).epochMilliseconds;
  const people = new Set<string>();
  for (const shift of shifts) {
    if (instant(shift.end).epochMilliseconds <= now.epochMilliseconds) continue;
    if (instant(shift.start).epochMilliseconds > until) continue;
    for (const { person } of liveOf(shift)) if (!tested.has(person)) people.add(person);
  }
  return [...people];
}
