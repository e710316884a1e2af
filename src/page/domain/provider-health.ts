/**
 * Whether a provider carries what it takes. Errors are seen at once, by whoever asks it; that it accepts and nothing
 * arrives is seen only by what becomes of the notifications, so that is what is judged here.
 *
 * A provider that fails is *set aside* for a channel: it comes last, behind those that are well, and is not used as
 * long as one of them is. It is back when a probe says so, and a probe is never a page.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJobById,
  document,
  fact,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { probeProvider } from './jobs.ts';
import { CARRIED_MINUTES, carriedIndex, type DeliveryName, type Notification } from './notification.ts';
import { isProviderFault } from './provider-faults.ts';

/** It refuses the account; it does not answer; it accepts, and what it accepts does not arrive. */
export const AsideReason = z.enum(['refused', 'down', 'lost']);
export type AsideReason = z.infer<typeof AsideReason>;

/** A drill that has left, and of which it is not known yet whether it arrived. */
const Drill = z.object({ reference: z.string(), at: InstantText });
export type Drill = z.infer<typeof Drill>;

export const ProviderHealth = z.object({
  provider: z.string(),
  channel: z.string(),
  aside: z
    .object({
      why: AsideReason,
      /** The provider's code, where it refuses. */
      code: z.string().exactOptional(),
      since: InstantText,
      /** Probes that have failed since. */
      probes: z.number().int(),
      drill: Drill.exactOptional(),
    })
    .exactOptional(),
  /** It has said of something on this channel that it arrived: only then does its silence mean something. */
  confirms: z.literal(true).exactOptional(),
  /** The job that tells organizers that it is back, where it waits for the account's other channels to join it. */
  telling: z.string().exactOptional(),
});
export type ProviderHealth = z.infer<typeof ProviderHealth>;

export const providerHealthDocument = document({
  name: 'provider-health',
  schema: ProviderHealth,
  schemaVersion: 1,
});

export const healthId = (provider: string, channel: string): string => `${provider}:${channel}`;

const place = { provider: z.string(), channel: z.string() };
export const providerSetAside = fact(
  'provider.set-aside',
  z.object({ ...place, why: AsideReason, code: z.string().exactOptional() }),
);
/** A drill was made ready or left, or (not `well`) a probe has failed. */
export const providerProbed = fact('provider.probed', z.object({ ...place, well: z.boolean() }));
/** Seconds that it was set aside. */
export const providerBack = fact('provider.back', z.object({ ...place, seconds: z.number() }));
export const providerConfirms = fact('provider.confirms', z.object(place));

/**
 * How it is judged. A night's pages are few, so that a share alone would be chance and a large least number would
 * never be reached (circuit breakers for request traffic ask for 10 to 100: Hystrix 20, resilience4j 100). Three
 * phones at once are no longer somebody's empty battery. Half is where those breakers open, too.
 */
export const LEAST_PHONES = 3;
export const FAILING_SHARE = 0.5;
/** How far back is looked, at least: two values of the index. */
export const WINDOW_MINUTES = CARRIED_MINUTES;

/** What one notification says about who carried it; undefined where it says nothing, or not yet. */
export function carriedOutcome(
  one: Notification,
  provider: string,
  confirms: boolean,
): 'arrived' | 'lost' | undefined {
  if (one.state === 'planned') return one.inDoubtBy === provider ? 'lost' : undefined;
  if (one.provider !== provider) return undefined;
  const rings = one.channel === 'voice';
  switch (one.state) {
    case 'delivered':
    case 'answered':
    case 'ringing':
      return 'arrived';
    case 'queued':
      return one.isOverdue ? 'lost' : undefined;
    case 'sent':
      // Handed to a carrier. Many never say more; whoever does for others has lost this one.
      return one.isOverdue && confirms ? 'lost' : undefined;
    case 'failed':
      if (isProviderFault(provider, one.channel, one.code)) return 'lost';
      return rings && RANG.has(one.code ?? '') ? 'arrived' : undefined;
  }
}

/** Ends of a call whose phone has rung. */
const RANG: ReadonlySet<string> = new Set(['busy', 'no-answer', 'no-digit', 'voicemail', 'passed']);

export interface Judgement {
  /** Phones whose latest message arrived, or was lost. */
  readonly arrived: number;
  readonly lost: number;
  readonly isFailing: boolean;
}

/**
 * Judges a provider by what it carried on one channel lately. Each phone counts once, by its latest message, so that
 * one that is switched off condemns nobody.
 *
 * @param carried - At least the notifications of the window; older ones are passed over.
 * @param confirms - Whether it is known to say of messages that they arrived.
 */
export function judgeProvider(
  carried: readonly Notification[],
  provider: string,
  confirms: boolean,
  now: Temporal.Instant,
): Judgement {
  const from = now.epochMilliseconds - WINDOW_MINUTES * 60_000;
  const latest = new Map<string, { readonly at: number; readonly outcome: 'arrived' | 'lost' }>();
  for (const one of carried) {
    const at = milliseconds(one.at);
    const outcome = at < from ? undefined : carriedOutcome(one, provider, confirms);
    const known = latest.get(one.person);
    if (outcome && (known === undefined || known.at <= at)) latest.set(one.person, { at, outcome });
  }
  const outcomes = [...latest.values()].map(({ outcome }) => outcome);
  const lost = outcomes.filter((outcome) => outcome === 'lost').length;
  const isFailing = outcomes.length >= LEAST_PHONES && lost / outcomes.length >= FAILING_SHARE;
  return { arrived: outcomes.length - lost, lost, isFailing };
}

/** The values of the index that hold the window. */
export const windowIndexes = (provider: string, channel: string, now: Temporal.Instant): string[] =>
  [0, 1].map((back) =>
    carriedIndex(provider, channel, now.epochMilliseconds - back * CARRIED_MINUTES * 60_000),
  );

/** Seconds until a provider that was set aside is probed, by how often it was before; the last goes on. */
const PROBE_AFTER = [30, 60, 120, 300, 600] as const;

export const probeAfter = (probes: number): number =>
  PROBE_AFTER[Math.min(probes, PROBE_AFTER.length - 1)] ?? 600;

type Read = Versioned<ProviderHealth>;

/** Puts it last, and has it probed. */
export function setAside(
  { id, value, version }: Read,
  why: AsideReason,
  code: string | undefined,
  now: Temporal.Instant,
): Change {
  const { telling, ...rest } = value;
  const { provider, channel } = value;
  const said = code === undefined ? {} : { code };
  const aside = { why, ...said, since: instantText(now), probes: 0 };
  return {
    put: [put(providerHealthDocument, id, { ...rest, aside }, version)],
    facts: [factOf(providerSetAside, { provider, channel, why, ...said }, now)],
    jobs: [
      scheduleJob(probeProvider, now.add({ seconds: probeAfter(0) }), { provider, channel }),
      // That it is back is not true any more, if nobody was told yet.
      ...(telling === undefined ? [] : [cancelJobById(telling)]),
    ],
  };
}

/** A probe went wrong: the next one later, and later each time. */
export function stayAside({ id, value, version }: Read, now: Temporal.Instant): Change {
  const { provider, channel, aside } = value;
  if (!aside) return {};
  const { drill: _, ...rest } = aside;
  const probes = aside.probes + 1;
  return {
    put: [put(providerHealthDocument, id, { ...value, aside: { ...rest, probes } }, version)],
    facts: [factOf(providerProbed, { provider, channel, well: false }, now)],
    jobs: [scheduleJob(probeProvider, now.add({ seconds: probeAfter(probes) }), { provider, channel })],
  };
}

/** Seconds after which it is asked what became of a drill, and for how long. */
const LOOK_EVERY = 15;
const DRILL_TAKES = 90;
/** Seconds that word of one channel waits for the account's others: in that time their drills are over too. */
export const OTHERS_WITHIN = DRILL_TAKES;

/** A drill is on its way, or still is: it is asked for again a little later. */
export function awaitDrill({ id, value, version }: Read, drill: Drill, now: Temporal.Instant): Change {
  const { provider, channel, aside } = value;
  if (!aside) return {};
  if (now.epochMilliseconds - milliseconds(drill.at) > DRILL_TAKES * 1000)
    return stayAside({ id, value, version }, now);
  const again = scheduleJob(probeProvider, now.add({ seconds: LOOK_EVERY }), { provider, channel });
  if (aside.drill) return { jobs: [again] };
  return {
    put: [put(providerHealthDocument, id, { ...value, aside: { ...aside, drill } }, version)],
    facts: [factOf(providerProbed, { provider, channel, well: true }, now)],
    jobs: [again],
  };
}

export const drillPrepared = ({ provider, channel }: ProviderHealth, now: Temporal.Instant) =>
  factOf(providerProbed, { provider, channel, well: true }, now);

/** What became of a drill, by what the provider says of it; undefined while it may still arrive. */
export function drillOutcome(
  { provider, channel }: ProviderHealth,
  report: { readonly state: DeliveryName; readonly code?: string },
): 'arrived' | 'lost' | undefined {
  switch (report.state) {
    case 'delivered':
    case 'answered':
    case 'ringing':
      return 'arrived';
    case 'failed':
      return channel === 'voice' && !isProviderFault(provider, channel, report.code) ? 'arrived' : 'lost';
    default:
      return undefined;
  }
}

/** Whether what it carried as the last resort since it was set aside has arrived, more of it than not. */
export function isCarryingAgain(
  carried: readonly Notification[],
  { provider, aside, confirms }: ProviderHealth,
  now: Temporal.Instant,
): boolean {
  if (!aside) return false;
  const since = carried.filter((one) => milliseconds(one.at) >= milliseconds(aside.since));
  const { arrived, lost } = judgeProvider(since, provider, confirms === true, now);
  return arrived > lost;
}

/** It is used again in its place of the order. @param telling - the job that tells of it, where that waits for others */
export function takeBack(
  { id, value, version }: Read,
  now: Temporal.Instant,
  telling: string | undefined,
): Change {
  const { aside, ...rest } = value;
  if (!aside) return {};
  const { provider, channel } = value;
  const seconds = Math.round((now.epochMilliseconds - milliseconds(aside.since)) / 1000);
  return {
    put: [put(providerHealthDocument, id, { ...rest, ...(telling !== undefined && { telling }) }, version)],
    facts: [factOf(providerBack, { provider, channel, seconds }, now)],
  };
}

/** It says what arrives: from now on its silence counts. */
export const learnConfirms = ({ id, value, version }: Read, now: Temporal.Instant): Change => ({
  put: [put(providerHealthDocument, id, { ...value, confirms: true }, version)],
  facts: [factOf(providerConfirms, { provider: value.provider, channel: value.channel }, now)],
});

const factOf = <T extends { provider: string; channel: string }>(
  kind: Parameters<typeof recordFact<T>>[0],
  data: T,
  now: Temporal.Instant,
) =>
  recordFact(kind, {
    at: now,
    by: 'callboard',
    about: ['providers', `provider:${data.provider}`],
    data,
  });
