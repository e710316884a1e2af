/**
 * Pages from machines. The same alert is the same page, a resolved one resolves it, and many in a minute
 * become one page that counts them: a storm pages people once.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, isRecent, milliseconds } from '../../core/instant.ts';
import { Target } from './page.ts';

/** What any of the formats says about one alert. */
export interface Alert {
  /** The source's own identity for it. */
  readonly fingerprint: string;
  readonly firing: boolean;
  readonly message: string;
  readonly critical: boolean;
  /** Whom the source wants, as it names them; the hook's own target where it says nothing. */
  readonly target?: string;
}

/** A door for one source. Its id is the hash of its token: the token itself is kept nowhere. */
export const Hook = z.object({
  /** `K1`, how organizers name it. */
  code: z.string(),
  name: z.string(),
  target: Target,
  by: z.string(),
  createdAt: InstantText,
  revokedAt: InstantText.exactOptional(),
  /** Requests in the minute that began at `minute`. */
  window: z.object({ minute: z.number().int(), count: z.number().int() }).exactOptional(),
  /** When it last opened pages, for telling a storm. */
  opened: z.array(InstantText),
  /** The page that stands for a storm, while it lasts. */
  storm: z.object({ page: z.string(), last: InstantText }).exactOptional(),
});
export type Hook = z.infer<typeof Hook>;
export const hookDocument = document({
  name: 'hook',
  schema: Hook,
  schemaVersion: 1,
  indexes: (hook) => [`code:${hook.code}`],
});

/** One alert of one hook; its id is `<hook's code>:<fingerprint>`. */
export const AlertState = z.object({
  page: z.string(),
  firing: z.boolean(),
  count: z.number().int(),
  at: InstantText,
});
export type AlertState = z.infer<typeof AlertState>;
export const alertDocument = document({
  name: 'alert',
  schema: AlertState,
  schemaVersion: 1,
  indexes: (alert) => (alert.firing ? [`firing:${alert.page}`] : []),
});

/** Requests a minute that one token may make. Alertmanager sends one per group and interval. */
export const REQUESTS_A_MINUTE = 60;

/** Seconds until this token may ask again, and the window with this request in it. */
export function rate(hook: Hook, now: number): { wait: number; window: NonNullable<Hook['window']> } {
  const minute = Math.floor(now / 60_000);
  const count = hook.window?.minute === minute ? hook.window.count + 1 : 1;
  const wait = count > REQUESTS_A_MINUTE ? Math.ceil(((minute + 1) * 60_000 - now) / 1000) : 0;
  return { wait, window: { minute, count: Math.min(count, REQUESTS_A_MINUTE + 1) } };
}

/** So many new pages of one hook within a minute are a storm; it lasts until ten minutes have been quiet. */
export const STORM_PAGES = 4;
const STORM_WITHIN_MS = 60_000;
const STORM_LASTS_MS = 600_000;

/** Where a new alert of this hook goes: a page of its own, the storm's page, or a new storm. */
export function placeFor(
  hook: Hook,
  now: number,
): { kind: 'own' | 'begin' } | { kind: 'join'; page: string } {
  if (hook.storm && isRecent(milliseconds(hook.storm.last), now, STORM_LASTS_MS))
    return { kind: 'join', page: hook.storm.page };
  return { kind: recentOf(hook.opened, now).length >= STORM_PAGES ? 'begin' : 'own' };
}

export const recentOf = (opened: readonly string[], now: number): string[] =>
  opened.filter((at) => isRecent(milliseconds(at), now, STORM_WITHIN_MS));
