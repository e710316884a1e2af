/**
 * Looks whether a provider that was set aside carries again. Where the operator has named a phone whose holder has
 * agreed, by a drill that must arrive there. Where there is none, by asking the provider, which shows that it answers
 * and takes the account; one that accepted and lost messages answers all the while, so it is back only when what it
 * carried as the last resort has arrived. Never by a page that another provider could carry.
 */
import type { Person } from '../../src/callboard/domain/person.ts';
import { type Change, put, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant, instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import type { Outgoing, PagingChannel } from '../../src/core/ports/paging.ts';
import { translator } from '../../src/i18n/index.ts';
import { clock as timeOfDay } from '../../src/i18n/time.ts';
import { spokenDocument } from '../../src/page/domain/call-script.ts';
import { probeProvider } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import {
  awaitDrill,
  type Drill,
  drillOutcome,
  drillPrepared,
  isCarryingAgain,
  type ProviderHealth,
  stayAside,
  takeBack,
  windowIndexes,
} from '../../src/page/domain/provider-health.ts';
import { bringBack, readHealth } from '../../src/page/provider-standing.ts';
import { sendOut } from '../../src/page/send-out.ts';
import { providerName } from '../../src/page/words.ts';

type Read = Versioned<ProviderHealth>;

export default job({
  kind: probeProvider,
  async run({ provider: name, channel: channelName }, deps, { mayHaveRunBefore }) {
    const health = await readHealth(name, channelName, deps);
    const { aside } = health.value;
    if (!aside) return undefined;
    const now = deps.clock.now();
    const provider = deps.providers.find((one) => one.name === name);
    const channel = provider?.channels.find((one) => one.name === channelName);
    // It is not configured any more: nobody waits for it, and nobody need be told.
    if (!provider || !channel) return takeBack(health, now, undefined);
    if (aside.drill) return await lookAtDrill(channel, health, aside.drill, deps);
    try {
      await provider.check();
      if (deps.drillNumber !== undefined)
        return await sendDrill(channel, health, deps.drillNumber, mayHaveRunBefore, deps);
    } catch {
      return stayAside(health, now);
    }
    return aside.why !== 'lost' || (await carriesAgain(health.value, deps))
      ? await bringBack(health, deps)
      : stayAside(health, now);
  },
  /** It stays aside, and what it carries as the last resort speaks for it. */
  async failed({ provider, channel }, _code, deps) {
    return stayAside(await readHealth(provider, channel, deps), deps.clock.now());
  },
});

/** Whether what it carried since, because nobody else could, has arrived. */
async function carriesAgain(health: ProviderHealth, deps: Deps): Promise<boolean> {
  const now = deps.clock.now();
  const found = await Promise.all(
    windowIndexes(health.provider, health.channel, now).map((index) =>
      deps.store.find(notificationDocument, index),
    ),
  );
  return isCarryingAgain(
    found.flat().map(({ value }) => value),
    health,
    now,
  );
}

/** Seconds that a drill's text may wait: later it says nothing about now. */
const DRILL_VALID_FOR = 60;

/** To a phone whose holder has agreed, by this provider alone. */
async function sendDrill(
  channel: PagingChannel,
  health: Read,
  number: string,
  mayHaveRunBefore: boolean,
  deps: Deps,
): Promise<Change> {
  const { provider, aside } = health.value;
  if (!aside) return {};
  const now = deps.clock.now();
  const { name: event, zone, language } = await deps.events.settings();
  const t = translator(language);
  const since = instant(aside.since);
  const said = {
    event,
    provider: providerName(provider),
    number: aside.probes + 1,
    time: timeOfDay(since, zone, language),
  };
  const id = `drill-${provider}-${channel.name}-${since.epochMilliseconds}-${aside.probes}`;
  if (channel.name === 'voice' && !(await deps.store.get(spokenDocument, id)))
    // Before the call leaves: whoever answers at once must hear it.
    await deps.store.commit({
      put: [put(spokenDocument, id, { text: t('page.provider.drillCall', said), language })],
      facts: [drillPrepared(health.value, now)],
    });
  const holder: Person = { id: 'drill', name: 'Drill', phone: { number, verifiedAt: instantText(now) } };
  const outgoing: Outgoing = {
    notification: id,
    attempt: 1,
    to: holder,
    text: t('page.provider.drillText', said),
    validFor: DRILL_VALID_FOR,
    since,
  };
  const left = mayHaveRunBefore ? await channel.find?.(outgoing) : undefined;
  const { reference } = left ?? (await sendOut(channel, outgoing, deps));
  return awaitDrill(health, { reference, at: instantText(now) }, now);
}

/** It has arrived, it never will, or it is asked for again. */
async function lookAtDrill(channel: PagingChannel, health: Read, drill: Drill, deps: Deps): Promise<Change> {
  const now = deps.clock.now();
  const state = await channel.poll?.(drill.reference).catch(() => undefined);
  const end = state && drillOutcome(health.value, state);
  if (end === undefined) return awaitDrill(health, drill, now);
  return end === 'arrived' ? await bringBack(health, deps) : stayAside(health, now);
}
