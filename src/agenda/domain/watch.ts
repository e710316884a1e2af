/**
 * Following a feed. The content is hashed, "version" strings and dates of the source are not believed; a feed
 * that fails is asked less and less often, and the agenda stays as it last was. A loss that is too large to be
 * believed waits for a person, or until the feed has said the same in two more polls.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  type Fact,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { watchChanged } from './facts.ts';
import { pollFeed } from './jobs.ts';
import { Told } from './told.ts';

export const Watch = z.object({
  url: z.string(),
  everySeconds: z.number().int().positive(),
  ...Told.shape,
  /** Who switched it on; the applied changes are theirs in the ledger. */
  by: z.string(),
  since: InstantText,
  etag: z.string().exactOptional(),
  lastModified: z.string().exactOptional(),
  /** Of the content that was last applied or found to change nothing. */
  hash: z.string().exactOptional(),
  /** Polls that failed since the last good one. */
  failures: z.number().int().nonnegative(),
  lastGood: InstantText.exactOptional(),
  /** A loss that waits: how often in a row the feed said exactly this. */
  held: z.object({ hash: z.string(), seen: z.number().int().positive(), nonce: z.string() }).exactOptional(),
  /** Nobody has applied anything of this feed yet: what it says is a preview. */
  unseen: z.literal(true).exactOptional(),
});
export type Watch = z.infer<typeof Watch>;

export const watchDocument = document({ name: 'agenda-watch', schema: Watch, schemaVersion: 1 });
export const WATCH_ID = 'watch';

/** The poll that held it, and two more that say the same. */
export const POLLS_TO_BELIEVE = 3;
const MAX_SECONDS = 3600;
/** The organizers are told once, when so many polls in a row have failed. */
export const TELL_AFTER_FAILURES = 3;

/** How the followed feed stands, for people who look at everything at once. */
export function feedState(
  watch: Pick<Watch, 'held' | 'failures'> | undefined,
): 'none' | 'well' | 'held' | 'failing' {
  if (!watch) return 'none';
  if (watch.held) return 'held';
  return watch.failures >= TELL_AFTER_FAILURES ? 'failing' : 'well';
}

export const LEAST_SECONDS = 60;

/** Seconds until the next poll: doubled with each failure, up to an hour, or the interval where it is longer. */
export const nextPollSeconds = ({
  everySeconds,
  failures,
}: Pick<Watch, 'everySeconds' | 'failures'>): number =>
  Math.max(everySeconds, Math.min(MAX_SECONDS, everySeconds * 2 ** Math.min(failures, 12)));

interface By {
  readonly by: string;
  readonly now: Temporal.Instant;
}

type Became = z.infer<typeof watchChanged.schema>['became'];

const watchFact = (actor: By, became: Became, code?: string): Fact =>
  recordFact(watchChanged, {
    at: actor.now,
    by: actor.by,
    about: ['agenda'],
    data: { became, ...(code !== undefined && { code }) },
  });

export function watchOn(
  actor: By,
  old: Versioned<Watch> | undefined,
  watch: Pick<Watch, 'url' | 'everySeconds'> & Partial<Pick<Watch, 'held' | 'unseen'> & Told>,
): Change {
  const since = instantText(actor.now);
  return {
    put: [put(watchDocument, WATCH_ID, { ...watch, by: actor.by, since, failures: 0 }, old?.version ?? 0)],
    facts: [watchFact(actor, 'on')],
    jobs: [scheduleJob(pollFeed, actor.now, { since })],
  };
}

export const watchOff = (actor: By, old: Versioned<Watch>): Change => ({
  put: [put(watchDocument, WATCH_ID, null, old.version)],
  facts: [watchFact(actor, 'off')],
  jobs: [cancelJob(pollFeed, {})],
});

/** After a poll: the watch as it is now, and when it asks again. */
export function polled(
  actor: By,
  old: Versioned<Watch>,
  watch: Watch,
  became: Became,
  code?: string,
): Change {
  return {
    put: [put(watchDocument, WATCH_ID, watch, old.version)],
    facts: [watchFact(actor, became, code)],
    jobs: [
      scheduleJob(pollFeed, actor.now.add({ seconds: nextPollSeconds(watch) }), {
        since: watch.since,
      }),
    ],
  };
}

/** A person has applied what the feed says: from now on its ordinary changes are applied by themselves. */
export const accepted = (actor: By, old: Versioned<Watch>, hash: string): Change => ({
  put: [put(watchDocument, WATCH_ID, release(old.value, hash), old.version)],
  facts: [watchFact(actor, 'applied')],
});

/** The feed answered: no failures any more. */
export function good(
  watch: Watch,
  now: Temporal.Instant,
  heard: { readonly etag?: string; readonly lastModified?: string },
): Watch {
  const { etag: _, lastModified: __, ...rest } = watch;
  return {
    ...rest,
    failures: 0,
    lastGood: instantText(now),
    ...(heard.etag !== undefined && { etag: heard.etag }),
    ...(heard.lastModified !== undefined && { lastModified: heard.lastModified }),
  };
}

/** The loss again: believed when it was said often enough. */
export function hold(watch: Watch, hash: string, nonce: string): { watch: Watch; believed: boolean } {
  const seen = watch.held?.hash === hash ? watch.held.seen + 1 : 1;
  // While a loss waits the feed must be read in full each time: "unchanged" would be no second opinion.
  const { etag: _, lastModified: __, ...rest } = watch;
  const held = { hash, seen, nonce: watch.held?.hash === hash ? watch.held.nonce : nonce };
  return { watch: { ...rest, held }, believed: seen >= POLLS_TO_BELIEVE };
}

export function release(watch: Watch, hash: string): Watch {
  const { held: _, unseen: __, ...rest } = watch;
  return { ...rest, hash };
}
