/** `/page test`: pages the person themself on each of their channels, and reports what arrived. */

import type { Verb } from '../../src/core/command.ts';
import { countRequest, refuseBlocked } from '../../src/page/admit-request.ts';
import { openOrFindPage } from '../../src/page/open.ts';
import { channelName } from '../../src/page/words.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

export const testVerb: Verb = {
  usage: { test: 'page.usage.test' },
  async run(call, deps) {
    const { t, person } = call;
    refuseBlocked(call);
    const { page } = await openOrFindPage(
      {
        target: { kind: 'person', name: person.id },
        critical: false,
        message: t('page.test.message'),
        author: person.id,
        authorName: person.name,
        kind: 'test',
      },
      deps,
      countRequest(call, deps),
    );
    const planned = page.stepsRun.flatMap((ran) => ran.people.flatMap((one) => one.planned));
    if (planned.length === 0) return { text: t('page.test.nothing') };
    const channels = joined(
      planned.map(({ channel }) => channelName(channel, t)),
      ', ',
    );
    const missing = person.phone?.verifiedAt === undefined ? mrkdwn`\n${t('page.test.noPhone')}` : mrkdwn``;
    return { text: mrkdwn`${t('page.test.started', { channels })}${missing}` };
  },
};
