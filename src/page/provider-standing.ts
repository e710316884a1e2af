/** How the providers stand: read for jobs and views, and told to the organizers once each time. */
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import { type Change, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { type Key, type PlainKey, type Translate, translator } from '../i18n/index.ts';
import { joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import {
  type AsideReason,
  healthId,
  type ProviderHealth,
  providerHealthDocument,
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

/** Tells the organizers that it was set aside for these channels, and why. */
export const tellAside = async (
  provider: string,
  channels: readonly string[],
  { why, code }: { readonly why: AsideReason; readonly code?: string | undefined },
  deps: Pick<Deps, 'clock' | 'events'>,
): Promise<Change> => await tell(ASIDE[why], provider, channels, code === undefined ? {} : { code }, deps);

/** Tells them that it carries again. */
export const tellBack = async (
  provider: string,
  channels: readonly string[],
  deps: Pick<Deps, 'clock' | 'events'>,
): Promise<Change> => await tell('page.provider.back', provider, channels, {}, deps);

async function tell(
  key: Key,
  provider: string,
  channels: readonly string[],
  more: Readonly<Record<string, string>>,
  { clock, events }: Pick<Deps, 'clock' | 'events'>,
): Promise<Change> {
  const now = clock.now();
  const what = carriedText(channels, translator((await events.settings()).language));
  const params = { provider: providerName(provider), what, ...more };
  // Of this time: the same may happen again tomorrow.
  const id = `${key}:${healthId(provider, channels.join('+'))}:${now.toString()}`;
  return { jobs: [scheduleJob(tellOrganizers, now, { key, params }, id)] };
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
