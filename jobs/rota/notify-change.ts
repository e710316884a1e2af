/** Tells a person or a channel what has become of a shift. */

import { recordFact } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { deliver } from '../../src/page/deliver.ts';
import { rotaTold } from '../../src/rota/domain/facts.ts';
import { notifyRotaChange } from '../../src/rota/domain/jobs.ts';
import { shiftDocument } from '../../src/rota/domain/shift.ts';
import { news } from '../../src/rota/news.ts';
import { volunteerSummary } from '../../src/rota/summary.ts';
import { loadNames, readerFor } from '../../src/rota/words.ts';
import { withoutMarks } from '../../src/slack/mrkdwn.ts';

/** Seconds after which news of a shift is worth nothing as a text message. */
const VALID = 3600;

export default job({
  kind: notifyRotaChange,
  async run(data, deps, { id, mayHaveRunBefore }) {
    const key = id.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 250);
    const person = data.channel ? undefined : await deps.directory.person(data.to);
    if (!data.channel && !person) throw new PermanentError('unreachable');
    const reader = await readerFor(person, deps);
    const who = await loadNames(deps, { mentions: !person || person.slack !== undefined });
    const shifts = (await deps.store.getMany(shiftDocument, data.shifts)).flatMap((one) =>
      one ? [one.value] : [],
    );
    const message =
      data.news === 'summary'
        ? await volunteerSummary(data.to, key, reader, deps)
        : news(
            {
              key,
              kind: data.news,
              shifts,
              codes: data.shifts,
              people: data.people ?? [],
              reason: data.reason,
              was: data.was,
            },
            reader,
            who,
          );
    if (!message) return undefined;
    if (data.channel) await sendOnce(deps.chat, { channel: data.to }, { key, message, mayHaveRunBefore });
    else if (person) {
      const text = withoutMarks(message.text);
      await deliver({ key, to: person, message, text, validFor: VALID }, mayHaveRunBefore, deps);
    }
    return {
      facts: [
        recordFact(rotaTold, {
          at: deps.clock.now(),
          by: 'callboard',
          about: [
            ...data.shifts.slice(0, 20).map((code) => `shift:${code}`),
            ...(data.channel ? [] : [`person:${data.to}`]),
          ],
          data: { to: data.to, what: data.news },
        }),
      ],
    };
  },
});
