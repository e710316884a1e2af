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
  /** The source's own identity for it, whole. */
  readonly fingerprint: string;
  readonly firing: boolean;
  /** It is over by the look of a sentence alone: that counts only for an alert that was known before. */
  readonly overOnlyIfKnown?: boolean;
  /** Empty where the source had no words for it. */
  readonly message: string;
  /** How a list calls it; its message where there is none. */
  readonly name?: string;
  /** False where the message is not the source's own: it then takes no other's place. */
  readonly hasWords: boolean;
  readonly critical: boolean;
  /** Whom the source wants, as it names them; the hook's own target where it says nothing. */
  readonly target?: string;
  /** What the source calls the thing by: `device: projector`. Actions are chosen by them. */
  readonly labels?: Readonly<Record<string, string>>;
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
  /** It pages for the heartbeats of its target, and opens no door: it has no token. */
  heartbeats: z.literal(true).exactOptional(),
  /** Requests in the minute that began at `minute`. */
  window: z.object({ minute: z.number().int(), count: z.number().int() }).exactOptional(),
  /** When it last opened pages, for telling a storm. */
  opened: z.array(InstantText),
  /** The page that stands for a storm, while it lasts. */
  storm: z.object({ page: z.string(), last: InstantText }).exactOptional(),
  /** The pages that stand for its critical alerts, one for each target; `target` is the target's key. */
  criticalStorms: z
    .array(z.object({ page: z.string(), target: z.string(), last: InstantText }))
    .exactOptional(),
  /** When organizers last heard that this source is turned away. */
  toldTurnedAway: InstantText.exactOptional(),
});
export type Hook = z.infer<typeof Hook>;
export const hookDocument = document({
  name: 'hook',
  schema: Hook,
  schemaVersion: 1,
  indexes: (hook) => [`code:${hook.code}`],
});

/** One alert of one hook; its id is `<hook's code>:<identity>`. */
export const AlertState = z.object({
  page: z.string(),
  firing: z.boolean(),
  /** When it last began to fire. */
  at: InstantText,
  /** The day, in UTC, in whose list it stands until it is forgotten. */
  day: z.iso.date().exactOptional(),
});
export type AlertState = z.infer<typeof AlertState>;
export const alertDocument = document({
  name: 'alert',
  schema: AlertState,
  schemaVersion: 1,
  indexes: ({ day, at }) => [`day:${day ?? at.slice(0, 10)}`],
});

/** Requests a minute that one token may make. Alertmanager sends one per group and interval. */
export const REQUESTS_A_MINUTE = 60;

/** Requests in the minute that began at `minute`, in minutes since 1970. */
export type RequestWindow = NonNullable<Hook['window']>;

/**
 * @param now milliseconds since 1970
 * @returns seconds until this token may ask again (0: now), and the window with this request in it
 */
export function countHookRequest(
  window: RequestWindow | undefined,
  now: number,
): { wait: number; window: RequestWindow } {
  const minute = Math.floor(now / 60_000);
  const count = window?.minute === minute ? window.count + 1 : 1;
  const wait = count > REQUESTS_A_MINUTE ? Math.ceil(((minute + 1) * 60_000 - now) / 1000) : 0;
  return { wait, window: { minute, count: Math.min(count, REQUESTS_A_MINUTE + 1) } };
}

/** Hours before organizers hear once more that a source is turned away. */
const TOLD_AGAIN_HOURS = 12;

/** @param now milliseconds since 1970 */
export const tellsAgain = (told: string, now: number): boolean =>
  !isRecent(milliseconds(told), now, TOLD_AGAIN_HOURS * 3_600_000);

/** Whether organizers are to hear now that this source is turned away. */
export const tellsTurnedAway = ({ toldTurnedAway: told }: Hook, now: number): boolean =>
  told === undefined || tellsAgain(told, now);

/** When organizers last heard of somebody whose token was never ours. There is one such document. */
export const strangerDocument = document({
  name: 'hook-stranger',
  schema: z.object({ at: InstantText }),
  schemaVersion: 1,
});
export const STRANGER_ID = 'any';

/** So many new pages of one hook within a minute are a storm; it lasts until ten minutes have been quiet. */
export const STORM_PAGES = 4;
const STORM_WITHIN_MS = 60_000;
const STORM_LASTS_MS = 600_000;

export const recentOf = (opened: readonly string[], now: number): string[] =>
  opened.filter((at) => isRecent(milliseconds(at), now, STORM_WITHIN_MS));

/** @param last when it last took an alert in */
export const stormLasts = (last: string, now: number): boolean =>
  isRecent(milliseconds(last), now, STORM_LASTS_MS);

/** Where a new alert of this hook goes: a page of its own, the storm's page, or a new storm. */
export function placeFor(
  { opened, storm }: Pick<Hook, 'opened' | 'storm'>,
  now: number,
): { kind: 'own' | 'begin' } | { kind: 'join'; page: string } {
  if (storm && stormLasts(storm.last, now)) return { kind: 'join', page: storm.page };
  return { kind: recentOf(opened, now).length >= STORM_PAGES ? 'begin' : 'own' };
}
