/** The end of a room's quiet window: each page that waited begins now. */

import { put, recordFact } from '../../src/core/commit.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { startHeldPage } from '../../src/page/domain/ask-again.ts';
import { quietEnded } from '../../src/page/domain/facts.ts';
import { endQuiet } from '../../src/page/domain/jobs.ts';
import { pageDocument, quietDocument, targetKey } from '../../src/page/domain/page.ts';
import { loadPagingContext } from '../../src/page/load.ts';

export default job({
  kind: endQuiet,
  async run({ room }, deps) {
    const { store, clock } = deps;
    const quiet = await store.get(quietDocument, room);
    const now = clock.now();
    if (!quiet || instant(quiet.value.until).epochMilliseconds > now.epochMilliseconds) return undefined;
    const held = await store.find(pageDocument, `held:${targetKey({ kind: 'room', name: room })}`);
    for (const { id } of held)
      await withOptimisticRetry(store, async () => {
        const page = await store.get(pageDocument, id);
        const change = page && startHeldPage(page, await loadPagingContext(page.value, deps));
        return { change, result: undefined };
      });
    const data = { room, pages: held.map(({ id }) => id) };
    return {
      put: [put(quietDocument, room, null, quiet.version)],
      facts: [recordFact(quietEnded, { at: now, by: 'callboard', about: [`room:${room}`], data })],
    };
  },
});
