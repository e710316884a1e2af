/** `/page test`: pages the person themself on each of their channels, and reports what arrived. */

import type { Person } from '../../src/callboard/domain/person.ts';
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { PlainKey } from '../../src/i18n/index.ts';
import { refuseBlocked } from '../../src/page/admit-request.ts';
import { remindUntested } from '../../src/page/domain/jobs.ts';
import { openTest } from '../../src/page/open-test.ts';
import { channelName } from '../../src/page/words.ts';
import { joined } from '../../src/slack/mrkdwn.ts';

/** What keeps texts and calls from them. */
function missing({ phone }: Person, { channels }: Pick<Deps, 'channels'>): PlainKey[] {
  if (!channels.some(({ name }) => name === 'sms' || name === 'voice')) return ['page.test.noProvider'];
  return phone?.verifiedAt === undefined ? ['page.test.noPhone'] : [];
}

async function test(call: RequestContext, deps: Deps): Promise<Reply> {
  const { t, person } = call;
  refuseBlocked(call);
  const page = await openTest(call, deps);
  const planned = page.stepsRun.flatMap((ran) => ran.people.flatMap((one) => one.planned));
  const channels = joined(
    planned.map(({ channel }) => channelName(channel, t)),
    ', ',
  );
  const begun = planned.length === 0 ? t('page.test.nothing') : t('page.test.started', { channels });
  return { text: joined([begun, ...missing(person, deps).map((key) => t(key))], '\n') };
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
