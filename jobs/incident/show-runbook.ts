/**
 * Posts a message of a runbook into its thread, or brings it up to date. A longer one has several, one after the other.
 * Where the thread is another one now (the incident became private, the card was posted anew), it moves there.
 */
import { recordCard, updated } from '../../src/core/card.ts';
import { recordFact, scheduleJob } from '../../src/core/commit.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { runbookPosted } from '../../src/incident/domain/facts.ts';
import { showRunbook } from '../../src/incident/domain/jobs.ts';
import {
  runbookMessages,
  runbookPostDocument,
  runbookPostId,
} from '../../src/incident/domain/runbook-run.ts';
import { failedInPrivate } from '../../src/incident/failed.ts';
import { shared } from '../../src/incident/load.ts';
import { readRun } from '../../src/incident/read.ts';
import { readRemedies } from '../../src/incident/remedies.ts';
import { runbookMessage } from '../../src/incident/runbook-message.ts';
import { threadOfRun } from '../../src/incident/runbooks.ts';

export default job({
  kind: showRunbook,
  async run({ run: id, part }, deps, { mayHaveRunBefore }) {
    const { store, chat, clock } = deps;
    const read = await readRun(id, 'responders', deps);
    if (!read) return undefined;
    const { run, matter } = read;
    const { value } = run;
    // Each calls for the one after it, so that they stand in their order.
    if (part > 0 && !(await store.get(runbookPostDocument, runbookPostId(id, part - 1)))) return undefined;
    const thread = await threadOfRun(value, deps);
    if (!thread) throw new Error('the card is not posted yet');
    const { zone, locale } = await shared(deps);
    const remedies = new Map((await readRemedies(deps)).map((remedy) => [remedy.id, remedy.value]));
    const message = runbookMessage(id, value, part, { remedies, zone, locale, t: translator(locale) });
    const known = await store.get(runbookPostDocument, runbookPostId(id, part));
    const isHere = known?.value.channel === thread.channel && known.value.thread === thread.ts;
    if (known && !isHere)
      await chat.remove(known.value).catch((error: unknown) => {
        if (!(error instanceof PermanentError)) throw error;
      });
    if (isHere && (await updated(chat, known.value, message))) return undefined;
    const place = { channel: thread.channel, thread: thread.ts };
    const sending = { key: `runbook:${runbookPostId(id, part)}`, message, mayHaveRunBefore, redraw: true };
    const posted = await sendOnce(chat, place, sending);
    const { incident, page } = value;
    const whose = { ...(incident !== undefined && { incident }), ...(page !== undefined && { page }) };
    await recordCard(deps, runbookPostDocument, {
      id: runbookPostId(id, part),
      value: { ...whose, ...posted, thread: thread.ts },
      version: known?.version ?? 0,
      fact: recordFact(runbookPosted, {
        at: clock.now(),
        by: 'callboard',
        ...matter.about,
        data: { ...whose, runbook: value.name, part },
      }),
    });
    if (part + 1 >= runbookMessages(value.parts).length) return undefined;
    return { jobs: [scheduleJob(showRunbook, clock.now(), { run: id, part: part + 1, ...whose })] };
  },
  async failed({ incident }, code, deps) {
    return incident === undefined ? undefined : await failedInPrivate(incident, code, deps);
  },
});
