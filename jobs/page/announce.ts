/** `@here` in the ops channel: the step that asks all organizers also asks whoever is looking. */

import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { pageButtons } from '../../src/page/card.ts';
import { announcePage } from '../../src/page/domain/jobs.ts';
import { isConfidential, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { targetText } from '../../src/page/words.ts';
import { actions, section } from '../../src/slack/blocks.ts';
import { escape, mrkdwn, quotation } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: announcePage,
  async run({ page: code, sequence }, deps, { id, mayHaveRunBefore }) {
    const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
    if (page?.value.state !== 'open' || !event.channels.ops) return undefined;
    const { value } = page;
    // Those whom this step asks hear of it themselves; whoever is looking does not.
    if (isConfidential(value)) return undefined;
    const names = await loadPeople(value.target.kind === 'person' ? [value.target.name] : [], deps);
    const language = languageOf(undefined, event);
    const where = targetText(value.target, names, language.t);
    const said = language.t(hasAsked(value, sequence) ? 'page.here' : 'page.hereNobody', {
      code: escape(code),
      where,
    });
    const text = mrkdwn`<!here> ${said}\n${quotation(value.message)}`;
    const blocks = [section(text), ...actions(pageButtons(value, language).slice(0, 1))];
    const message = { text, blocks };
    await sendOnce(deps.chat, { channel: event.channels.ops }, { key: id, message, mayHaveRunBefore });
    return undefined;
  },
});

/** Whether anybody was asked before this step: of those who could not be, nobody can have answered. */
const hasAsked = (page: Page, sequence: number): boolean =>
  page.stepsRun.some(
    (ran) => ran.sequence >= page.countsFromStep && ran.sequence < sequence && ran.passed === undefined,
  );
