/** `/page test`: pages the person themself on each of their channels, and reports what arrived. */

import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { refuseBlocked } from '../../src/page/admit-request.ts';
import { remindUntested } from '../../src/page/domain/jobs.ts';
import { openTest } from '../../src/page/open-test.ts';
import { channelName } from '../../src/page/words.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

async function test(call: RequestContext, deps: Deps): Promise<Reply> {
  const { t, person } = call;
  refuseBlocked(call);
  const page = await openTest(call, deps);
  const planned = page.stepsRun.flatMap((ran) => ran.people.flatMap((one) => one.planned));
  if (planned.length === 0) return { text: t('page.test.nothing') };
  const channels = joined(
    planned.map(({ channel }) => channelName(channel, t)),
    ', ',
  );
  const missing = person.phone?.verifiedAt === undefined ? mrkdwn`\n${t('page.test.noPhone')}` : mrkdwn``;
  return { text: mrkdwn`${t('page.test.started', { channels })}${missing}` };
}

export const testVerb: Verb = { usage: { test: 'page.usage.test' }, run: test };

/** The same by a press; and the request to try it, to everybody on the coming rota who never has. */
export const testButtons: Readonly<Record<string, Button>> = {
  'page.test': { run: test },
  'page.remind-untested': {
    async run({ now, t }, deps) {
      await deps.store.commit({ jobs: [scheduleJob(remindUntested, now, {})] });
      return { text: t('page.test.asked') };
    },
  },
};
