/** Two minutes after `/page test`: tells the person what arrived. */

import type { SetupState } from '../../src/callboard/domain/setup.ts';
import { withNextStep } from '../../src/callboard/next-step.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { finishTest as finish } from '../../src/page/domain/jobs.ts';
import { notificationDocument } from '../../src/page/domain/notification.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { arrived, recordTestFinished, testedDocument } from '../../src/page/domain/tests.ts';
import { channelName, failureText } from '../../src/page/words.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** What it came to is committed after it is told, and counts in what is told. */
const withTry = ({ done, of }: SetupState['tests'], isWhole: boolean): SetupState['tests'] => ({
  done: done + (isWhole ? 1 : 0),
  of: of + 1,
});

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
    const now = deps.clock.now();
    const { t, locale } = languageOf(person, event);
    const lines = notifications.map((one) => {
      const name = channelName(one.channel, t);
      if (arrived(one, page.value)) return mrkdwn`:white_check_mark: ${name}`;
      const why = one.state === 'failed' ? failureText(one.code, t) : t('page.test.notYet');
      return mrkdwn`:x: ${name}: ${why}`;
    });
    const said = { text: joined([t('page.test.result'), ...lines], '\n') };
    if (person?.slack) {
      const isWhole = notifications.every((one) => arrived(one, page.value));
      const sure = (state: SetupState) => ({ ...state, tests: withTry(state.tests, isWhole) });
      const message = await withNextStep(said, { event, now, person, t, locale }, deps, sure);
      await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    }
    return recordTestFinished(page, notifications, known, now);
  },
});
