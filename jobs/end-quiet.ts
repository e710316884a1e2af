/** The end of a room's quiet window: each page that waited begins now. */
import { decide } from '../src/decide.ts';
import { happened, put } from '../src/domain/commit.ts';
import { instant } from '../src/domain/instant.ts';
import { handOver } from '../src/domain/paging/answers.ts';
import { quietEnded } from '../src/domain/paging/facts.ts';
import { endQuiet } from '../src/domain/paging/jobs.ts';
import { pageDocument, quietDocument, targetKey } from '../src/domain/paging/page.ts';
import { job } from '../src/job.ts';
import { loadWorld } from '../src/paging/load.ts';

export default job({
  kind: endQuiet,
  async run({ room }, deps) {
    const { store, clock } = deps;
    const quiet = await store.get(quietDocument, room);
    const now = clock.now();
    if (!quiet || instant(quiet.value.until).epochMilliseconds > now.epochMilliseconds) return undefined;
    const held = await store.find(pageDocument, `held:${targetKey({ kind: 'room', name: room })}`);
    for (const { id } of held)
      await decide(store, async () => {
        const page = await store.get(pageDocument, id);
        const change = page && handOver(page, await loadWorld(page.value, deps));
        return { change, result: undefined };
      });
    const data = { room, pages: held.map(({ id }) => id) };
    return {
      put: [put(quietDocument, room, null, quiet.version)],
      facts: [happened(quietEnded, { at: now, by: 'callboard', about: [`room:${room}`], data })],
    };
  },
});
