/** Tells somebody that a card was given to them; whoever has not said so yet is asked whether they want any. */
import { loadCards } from '../../src/callboard/cards/load.ts';
import { giftMessage } from '../../src/callboard/cards/messages.ts';
import { cardsAsked, giftTold } from '../../src/callboard/domain/card-facts.ts';
import { tellGift } from '../../src/callboard/domain/jobs.ts';
import { recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { mention } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: tellGift,
  async run({ card: id, from, person: to }, deps, { id: key, mayHaveRunBefore }) {
    const { directory, events, chat, clock } = deps;
    const [giver, person, event] = await Promise.all([
      directory.person(from),
      directory.person(to),
      events.settings(),
    ]);
    if (!giver || person?.slack === undefined || person.deactivated) return undefined;
    const language = languageOf(person, event);
    const loaded = await loadCards(to, language, deps);
    // Somebody else was given it first, or it is no card any more.
    const card = loaded?.cards.find((one) => one.id === id);
    if (!loaded || !card) return undefined;
    const { choice, wasAsked } = loaded.tally.people[to] ?? {};
    const isAsked = choice === undefined && !wasAsked;
    const message = giftMessage(card, mention(giver), isAsked, language.t);
    await sendOnce(chat, { person: person.slack }, { key, message, mayHaveRunBefore });
    const told = { at: clock.now(), by: 'callboard', about: [`person:${to}`] };
    return {
      facts: [
        recordFact(giftTold, { ...told, data: { card: id, from, to } }),
        ...(isAsked ? [recordFact(cardsAsked, { ...told, data: { person: to } })] : []),
      ],
    };
  },
  // It is theirs all the same, and they find it in Home.
  failed: async () => 'quiet',
});
