/** What people and machines ask of the bot again and again, each as one call: for the benchmark and the test of growth. */

import { callboard } from '../../commands/callboard/command.ts';
import { gather } from '../../commands/callboard/gather.ts';
import { statusView } from '../../commands/callboard/status.ts';
import { commands } from '../../commands/index.ts';
import { createMetrics } from '../../src/adapters/prometheus/metrics.ts';
import { lateJobs, loadBoard } from '../../src/callboard/board/load.ts';
import { boardParts } from '../../src/callboard/board/view.ts';
import type { Permission } from '../../src/callboard/domain/permission.ts';
import { sweep } from '../../src/chores.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { loadPermission } from '../../src/core/permission.ts';
import { runCommand } from '../../src/core/run-command.ts';
import { translator } from '../../src/i18n/index.ts';
import { cardMessage } from '../../src/page/card.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { loadCard } from '../../src/page/load-card.ts';
import { homeView } from '../../src/slack/home.ts';
import { somebody } from './fake-deps.ts';

const t = translator('en');

export type HotPath = (deps: Deps) => Promise<unknown>;

export async function askedBy(id: string, permission: Permission, deps: Deps): Promise<RequestContext> {
  const event = await deps.events.settings();
  const person = somebody(id);
  const now = deps.clock.now();
  return { person, permission, locale: 'en', t, trigger: '', now, zone: event.zone, event };
}

const metrics = createMetrics({ version: '0', node: '0' }, []);

export const HOT_PATHS: Readonly<Record<string, HotPath>> = {
  'Home of an organizer': async (deps) =>
    await homeView(commands, await askedBy('UORG', 'organizer', deps), deps),
  'Home of a volunteer': async (deps) => await homeView(commands, await askedBy('UVOL', 'crew', deps), deps),
  '`/callboard status`': async (deps) =>
    statusView(await gather(deps, await askedBy('UORG', 'organizer', deps)), t, 'en'),
  '`/callboard hooks`': async (deps) =>
    await runCommand(
      callboard,
      {
        ...(await askedBy('UORG', 'organizer', deps)),
        text: 'hooks',
        channel: 'CGENERAL',
        progress: async () => {},
      },
      deps,
    ),
  'the sweep': sweep,
  '`/metrics`': async (deps) =>
    await metrics.text({
      now: () => deps.clock.now().epochMilliseconds,
      standing: () => deps.store.outboxCounts(deps.clock.now()),
      ready: async () => {},
      providers: [],
    }),
  '`/board`': async (deps) => boardParts(await loadBoard(deps, await lateJobs(deps)), t, 'en'),
  "a page's card": async (deps) => {
    const [page] = await deps.store.find(pageDocument, 'unresolved');
    if (!page) throw new Error('no page is open');
    return cardMessage(await loadCard(page.value, deps), { t, locale: 'en' });
  },
  'who somebody is, before the ack of a command': async (deps) => {
    const asking = await askedBy('UANY', 'attendee', deps);
    return await loadPermission(asking.person, asking.event, deps);
  },
};
