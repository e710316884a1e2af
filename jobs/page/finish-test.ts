/** Two minutes after `/page test`: tells the person what arrived. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { finishTest as finish } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { arrived, recordTestFinished, testedDocument } from '../../src/page/domain/tests.ts';
import { channelName, failureText } from '../../src/page/words.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: finish,
  async run({ page: code }, deps, { id: key, mayHaveRunBefore }) {
    const page = await deps.store.get(pageDocument, code);
    if (!page || page.value.state === 'resolved') return undefined;
    const { name: id } = page.value.target;
    const ids = page.value.stepsRun.flatMap((ran) =>
      ran.people.flatMap(({ planned }) => planned.map((one) => one.id)),
    );
    const [found, known, person, event] = await Promise.all([
      deps.store.getMany(notificationDocument, ids),
      deps.store.get(testedDocument, id),
      deps.directory.person(id),
      deps.events.settings(),
    ]);
    const notifications = found.flatMap((one) => (one ? [one.value] : []));
    const { t } = languageOf(person, event);
    const lines = notifications.map((one) => {
      const name = channelName(one.channel, t);
      if (arrived(one, page.value)) return mrkdwn`:white_check_mark: ${name}`;
      const why = one.state === 'failed' ? failureText(one.code, t) : t('page.test.notYet');
      return mrkdwn`:x: ${name}: ${why}`;
    });
    const message = { text: joined([t('page.test.result'), ...lines], '\n') };
    if (person?.slack)
      await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    return recordTestFinished(page, notifications, known, deps.clock.now());
  },
});
