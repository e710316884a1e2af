/**
 * Forgets alerts that nobody has heard of for two days and whose pages are over, so that a storm leaves nothing
 * behind. One whose page is still open stands in today's list, and is looked at again.
 */
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { alertDocument } from '../../src/page/domain/alert.ts';
import { alertsForgotten } from '../../src/page/domain/facts.ts';
import { forgetAlerts } from '../../src/page/domain/jobs.ts';
import { pageDocument } from '../../src/page/domain/page.ts';

const CHUNK = 200;

export default job({
  kind: forgetAlerts,
  async run({ day }, { store, clock }) {
    const ids = (await store.find(alertDocument, `day:${day}`)).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += CHUNK) {
      const some = ids.slice(from, from + CHUNK);
      await withOptimisticRetry(store, async () => {
        const now = clock.now();
        const today = instantText(now).slice(0, 10);
        const states = (await store.getMany(alertDocument, some)).filter((one) => one !== undefined);
        const codes = [...new Set(states.map(({ value }) => value.page))];
        const pages = await store.getMany(pageDocument, codes);
        const open = new Set(
          pages.flatMap((page) => (page && page.value.state !== 'resolved' ? [page.id] : [])),
        );
        const old = states.filter(({ value }) => (value.day ?? value.at.slice(0, 10)) === day);
        if (old.length === 0) return { result: undefined };
        const kept = old.some(({ value }) => open.has(value.page));
        return {
          change: {
            put: old.map(({ id, value, version }) =>
              put(alertDocument, id, open.has(value.page) ? { ...value, day: today } : null, version),
            ),
            facts: [
              recordFact(alertsForgotten, {
                at: now,
                by: 'callboard',
                about: [],
                data: { day, alerts: old.length },
              }),
            ],
            jobs: kept ? [scheduleJob(forgetAlerts, now.add({ hours: 48 }), { day: today })] : [],
          },
          result: undefined,
        };
      });
    }
    return undefined;
  },
});
