/** With somebody's first card: asks whether they want any, once and never again. */
import { loadCards } from '../../src/callboard/cards/load.ts';
import { firstCardMessage } from '../../src/callboard/cards/messages.ts';
import { cardsAsked } from '../../src/callboard/domain/card-facts.ts';
import { askAboutCards } from '../../src/callboard/domain/jobs.ts';
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';

export default job({
  kind: askAboutCards,
  async run({ person: id }, deps, { id: key, mayHaveRunBefore }) {
    const [person, event] = await Promise.all([deps.directory.person(id), deps.events.settings()]);
    if (person?.slack === undefined || person.deactivated) return undefined;
    const language = languageOf(person, event);
    const loaded = await loadCards(id, language, deps);
    const { choice, wasAsked } = loaded?.tally.people[id] ?? {};
    // It was taken back, or they have said so by themselves.
    const first = loaded?.cards.at(-1);
    if (!first || choice !== undefined || wasAsked) return undefined;
    const message = firstCardMessage(first, language.t);
    await sendOnce(deps.chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    const at = deps.clock.now();
    const about = [`person:${id}`];
    return { facts: [recordFact(cardsAsked, { at, by: 'callboard', about, data: { person: id } })] };
  },
  // That somebody cannot be asked about cards is nobody's trouble.
  failed: async () => 'quiet',
});
