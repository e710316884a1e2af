/** Counts the cards on from where they were counted last, and has whoever has their first one asked whether they want any. */

import { countCardsNow } from '../../src/callboard/cards/count.ts';
import { cardsCounted } from '../../src/callboard/domain/card-facts.ts';
import { CARD_TALLY_ID, cardTallyDocument, toBeAsked } from '../../src/callboard/domain/card-tally.ts';
import { askAboutCards, countCards } from '../../src/callboard/domain/jobs.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { afterNight } from '../../src/rota/domain/hours.ts';
import { rotaSettings } from '../../src/rota/load.ts';

export default job({
  kind: countCards,
  async run(_data, deps) {
    const { clock, events, directory } = deps;
    const event = await events.settings();
    if (!event.cards) return undefined;
    const now = clock.now();
    const { tally, before, isNews } = await countCardsNow(deps);
    if (!isNews) return undefined;
    const people = await Promise.all(toBeAsked(tally).map((id) => directory.person(id)));
    // A card is no reason to text somebody: whoever has no Slack is not asked.
    // Whoever answered a page at night and sleeps again is not woken by a card.
    const { night } = await rotaSettings(deps);
    const at = afterNight(now, night, event.zone);
    const asked = people.flatMap((person) => (person?.slack !== undefined ? [person.id] : []));
    return {
      put: [put(cardTallyDocument, CARD_TALLY_ID, tally, before?.version)],
      facts: [
        recordFact(cardsCounted, { at: now, by: 'callboard', about: [], data: { upTo: tally.upTo ?? '' } }),
      ],
      jobs: asked.map((person) => scheduleJob(askAboutCards, at, { person })),
    };
  },
});
