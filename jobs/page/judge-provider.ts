/** Sets a provider aside for a channel that another one carries as well: it refuses us, is down, or loses messages. */
import { type Change, mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { judgeProviderJob } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import {
  judgeProvider,
  learnConfirms,
  type ProviderHealth,
  setAside,
  windowIndexes,
} from '../../src/page/domain/provider-health.ts';
import { readHealth, tellAside } from '../../src/page/provider-standing.ts';

export default job({
  kind: judgeProviderJob,
  async run({ provider, channel, why, code }, deps) {
    const carriedByOthers = (name: string): boolean =>
      deps.providers.filter(({ channels }) => channels.some((one) => one.name === name)).length > 1;
    const known = deps.providers.find(({ name }) => name === provider);
    if (!known || !carriedByOthers(channel)) return undefined;
    if (why === 'lost') return await judgeLosses(provider, channel, deps);
    // An account is refused for all that it carries; that it does not answer may be so of one of its doors.
    const channels = why === 'refused' ? known.channels.map(({ name }) => name) : [channel];
    const all = await Promise.all(
      channels.filter(carriedByOthers).map((name) => readHealth(provider, name, deps)),
    );
    const well = all.filter(({ value }) => !value.aside);
    if (well.length === 0) return undefined;
    const now = deps.clock.now();
    return mergeChanges(
      ...well.map((one) => setAside(one, why, code, now)),
      await tellAside(
        provider,
        well.map(({ value }) => value.channel),
        { why, code },
        deps,
      ),
    );
  },
  /** What it was to judge is judged again with the next notification that is lost. */
  async failed() {
    return 'quiet';
  },
});

async function judgeLosses(provider: string, channel: string, deps: Deps): Promise<Change | undefined> {
  const now = deps.clock.now();
  const [health, ...found] = await Promise.all([
    readHealth(provider, channel, deps),
    ...windowIndexes(provider, channel, now).map((index) => deps.store.find(notificationDocument, index)),
  ]);
  if (health.value.aside) return undefined;
  const carried = found.flat().map(({ value }) => value);
  const hasConfirmed = carried.some((one) => one.provider === provider && one.state === 'delivered');
  const confirms = health.value.confirms === true || hasConfirmed;
  if (judgeProvider(carried, provider, confirms, now).isFailing) {
    const value: ProviderHealth = { ...health.value, ...(confirms && { confirms: true as const }) };
    return mergeChanges(
      setAside({ ...health, value }, 'lost', undefined, now),
      await tellAside(provider, [channel], { why: 'lost' }, deps),
    );
  }
  return confirms && health.value.confirms !== true ? learnConfirms(health, now) : undefined;
}
