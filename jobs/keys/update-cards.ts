/**
 * Posts the cards of a set or ceremony (organizers' channel, and each holder directly). Those that are there
 * already are updated by a job each: Slack gives updates singly.
 */
import { createHash } from 'node:crypto';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Message, MessageTarget, Posted } from '../../src/core/ports/chat.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { cardsDocument, cardsPosted } from '../../src/keys/domain/cards.ts';
import { updateKeyCard, updateKeyCards } from '../../src/keys/domain/jobs.ts';
import { drawCard } from '../../src/keys/draw-card.ts';

/** A card that cannot be posted to one must not keep the others from theirs. */
async function attempt(deps: Deps, work: () => Promise<Posted>): Promise<Posted[]> {
  try {
    return [await work()];
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    deps.log.warn({ part: 'keys', code: error.code }, 'a card could not be posted');
    return [];
  }
}

export default job({
  kind: updateKeyCards,
  async run({ what, of }, deps, { mayHaveRunBefore }) {
    const { store, chat, directory, events, clock } = deps;
    const event = await events.settings();
    const card = await drawCard(what, of, event.zone, deps);
    if (!card) return undefined;
    const localeOf = async (person: string) => languageOf(await directory.person(person), event).locale;
    const posted = await store.get(cardsDocument, card.id);
    const known = posted?.value.posts ?? [];
    const updates = known.map((post) => scheduleJob(updateKeyCard, clock.now(), { what, of, post }));
    const { ops } = event.channels;
    const missing = card.people.filter((person) => known.every((one) => one.person !== person));
    const posts = [...known];
    // A digest, since the id names the custody, which is no business of whoever reads the channel.
    const key = `keys:${of}:${createHash('sha256').update(card.id).digest('base64url')}`;
    const send = (place: MessageTarget, message: Message) =>
      attempt(deps, () => sendOnce(chat, place, { key, message, mayHaveRunBefore, redraw: true }));
    if (ops && known.every(({ person }) => person !== undefined)) {
      posts.push(...(await send({ channel: ops }, card.draw(undefined, event.language))));
    }
    for (const person of missing) {
      const at = await send({ person }, card.draw(person, await localeOf(person)));
      posts.push(...at.map(({ channel, ts }) => ({ channel, ts, person })));
    }
    if (posts.length === known.length) return { jobs: updates };
    const now = clock.now();
    return {
      put: [put(cardsDocument, card.id, { posts }, posted?.version ?? 0)],
      facts: [
        recordFact(cardsPosted, { at: now, by: 'callboard', about: [], data: { count: posts.length } }),
      ],
      // What happened while they were being posted is not on them yet.
      jobs: [...updates, scheduleJob(updateKeyCards, now, { what, of }, card.id)],
    };
  },
});
