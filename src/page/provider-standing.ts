/** How the providers stand: read for jobs and views, and told to the organizers once each time. */
import type { Temporal } from 'temporal-polyfill';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import { type Change, mergeChanges, put, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type Key, type PlainKey, type Translate, translator } from '../i18n/index.ts';
import { joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import {
  type AsideReason,
  healthId,
  OTHERS_WITHIN,
  type ProviderHealth,
  providerHealthDocument,
  takeBack,
} from './domain/provider-health.ts';
import { providerName } from './words.ts';

/** As it is kept; a provider that nothing was ever said of is well. */
export async function readHealth(
  provider: string,
  channel: string,
  { store }: Pick<Deps, 'store'>,
): Promise<Versioned<ProviderHealth>> {
  const id = healthId(provider, channel);
  return (await store.get(providerHealthDocument, id)) ?? { id, value: { provider, channel }, version: 0 };
}

const CARRIED: Readonly<Record<string, PlainKey>> = {
  sms: 'page.provider.texts',
  voice: 'page.provider.calls',
};

/** `texts and calls`. */
export function carriedText(channels: readonly string[], t: Translate): Mrkdwn {
  const words = channels.flatMap((channel) => {
    const key = CARRIED[channel];
    return key ? [t(key)] : [];
  });
  return joined(words, mrkdwn` ${t('page.provider.and')} `);
}

const ASIDE = {
  refused: 'page.provider.refused',
  down: 'page.provider.down',
  lost: 'page.provider.lost',
} as const satisfies Readonly<Record<AsideReason, Key>>;

/** Where whoever else carries it is set aside as well: nobody is next. */
const ASIDE_LAST = {
  refused: 'page.provider.refusedLast',
  down: 'page.provider.downLast',
  lost: 'page.provider.lostLast',
} as const satisfies Readonly<Record<AsideReason, Key>>;

/** How the others stand that carry a channel of this provider's. */
async function othersOf(
  provider: string,
  channel: string,
  deps: Pick<Deps, 'providers' | 'store'>,
): Promise<Versioned<ProviderHealth>[]> {
  const others = deps.providers.filter(
    ({ name, channels }) => name !== provider && channels.some((one) => one.name === channel),
  );
  return await Promise.all(others.map(({ name }) => readHealth(name, channel, deps)));
}

/** Tells the organizers that it was set aside for these channels, why, and whether anybody carries them still. */
export async function tellAside(
  provider: string,
  channels: readonly string[],
  { why, code }: { readonly why: AsideReason; readonly code?: string | undefined },
  deps: Pick<Deps, 'clock' | 'events' | 'providers' | 'store'>,
): Promise<Change> {
  const at = deps.clock.now();
  const others = await Promise.all(channels.map((channel) => othersOf(provider, channel, deps)));
  const words = ([ASIDE, ASIDE_LAST] as const).map(async (keys, isLast) => {
    const its = channels.filter((_, i) => others[i]?.every(({ value }) => value.aside) === (isLast === 1));
    if (its.length === 0) return undefined;
    const word = { key: keys[why], id: tellingId(keys[why], provider, its, at), at };
    return await tell(word, provider, its, code === undefined ? {} : { code }, deps);
  });
  return mergeChanges(
    // Unchanged: of two that are set aside at the same time, the second sees that it is the last.
    { put: others.flat().map((one) => put(providerHealthDocument, one.id, one.value, one.version)) },
    ...(await Promise.all(words)),
  );
}

/**
 * It carries on this channel again. The channels of an account that were set aside together are tried together: word
 * of the first waits for those that still are, and each that follows in time joins it.
 */
export async function bringBack(
  health: Versioned<ProviderHealth>,
  deps: Pick<Deps, 'clock' | 'events' | 'store' | 'providers'>,
): Promise<Change> {
  const now = deps.clock.now();
  const { provider, channel } = health.value;
  const names = (deps.providers.find(({ name }) => name === provider)?.channels ?? []).map(
    ({ name }) => name,
  );
  const others = await Promise.all(
    names.filter((name) => name !== channel).map((name) => readHealth(provider, name, deps)),
  );
  const stillAside = others.filter(({ value }) => value.aside);
  const waiting = await waitingWord(others, deps);
  const told = others.filter(({ value }) => waiting !== undefined && value.telling === waiting);
  const back = new Set([channel, ...told.map(({ value }) => value.channel)]);
  const channels = names.filter((name) => back.has(name));
  const isLast = stillAside.length === 0;
  const key = 'page.provider.back';
  const id = waiting ?? tellingId(key, provider, channels, now);
  const at = isLast ? now : now.add({ seconds: OTHERS_WITHIN });
  return mergeChanges(
    takeBack(health, now, isLast ? undefined : id),
    // Unchanged: of two that come back at the same time, the second sees the first.
    { put: stillAside.map((one) => put(providerHealthDocument, one.id, one.value, one.version)) },
    await tell({ key, id, at }, provider, channels, {}, deps),
  );
}

/** The job that is to tell of others that are back, while it waits. */
async function waitingWord(
  others: readonly Versioned<ProviderHealth>[],
  { store }: Pick<Deps, 'store'>,
): Promise<string | undefined> {
  const ids = new Set(others.flatMap(({ value }) => (value.telling === undefined ? [] : [value.telling])));
  const jobs = await Promise.all([...ids].map((id) => store.job(id)));
  return jobs.find((job) => job && job.leasedUntil === undefined)?.id;
}

/** Of this time: the same may happen again tomorrow. */
const tellingId = (key: Key, provider: string, channels: readonly string[], now: Temporal.Instant): string =>
  `${key}:${healthId(provider, channels.join('+'))}:${now.toString()}`;

async function tell(
  { key, id, at }: { readonly key: Key; readonly id: string; readonly at: Temporal.Instant },
  provider: string,
  channels: readonly string[],
  more: Readonly<Record<string, string>>,
  { events }: Pick<Deps, 'events'>,
): Promise<Change> {
  const what = carriedText(channels, translator((await events.settings()).language));
  const params = { provider: providerName(provider), what, ...more };
  return { jobs: [scheduleJob(tellOrganizers, at, { key, params }, id)] };
}

/** A provider on a channel, as it stands now. */
export interface ProviderStanding {
  readonly provider: string;
  readonly channel: string;
  /** Why it is set aside, and since when; undefined while it carries. */
  readonly aside: ProviderHealth['aside'];
}

/** How all that are configured stand, where there is more than one; in memory. */
export async function providerStandings({
  providers,
  providerHealth,
}: Pick<Deps, 'providers' | 'providerHealth'>): Promise<ProviderStanding[]> {
  if (providers.length < 2) return [];
  const health = await providerHealth.peek();
  return providers.flatMap(({ name: provider, channels }) =>
    channels.map(({ name: channel }) => ({
      provider,
      channel,
      aside: health.get(healthId(provider, channel))?.value.aside,
    })),
  );
}

/** For `/readyz`: in the words of the log. Nobody is unready because a provider is. */
export const asideRemark = ({ provider, channel, aside }: ProviderStanding): string[] =>
  aside ? [`${provider} is set aside for ${channel} (${aside.code ?? aside.why}) since ${aside.since}`] : [];
