/** Posts the cards of a set or ceremony (organizers' channel, and each holder directly), or updates them. */
import { createHash } from 'node:crypto';
import { updatedIfPossible } from '../../src/core/card.ts';
import { put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Message, MessageTarget, Posted } from '../../src/core/ports/chat.ts';
import { languageOf, translator } from '../../src/i18n/index.ts';
import { ceremonyCard, setCard } from '../../src/keys/cards.ts';
import { cardsDocument, cardsPosted } from '../../src/keys/domain/cards.ts';
import { ceremonyDocument, custodyOf, isCeremonyOver } from '../../src/keys/domain/ceremony.ts';
import { updateKeyCards } from '../../src/keys/domain/jobs.ts';
import { type Holder, keySetDocument } from '../../src/keys/domain/set.ts';
import { readChain } from '../../src/keys/on-chain.ts';

/** A card for `whose` eyes, or for the organizers together. */
type Draw = (whose: string | undefined, locale: 'en' | 'es') => Message;

async function drawn(what: 'set' | 'ceremony', of: string, zone: string, { store, guarded, keeper }: Deps) {
  const chain = (await readChain(store)).value;
  if (what === 'set') {
    const set = (await store.get(keySetDocument, of))?.value;
    if (!set) return undefined;
    const holders: readonly Holder[] = set.next ? (set.next.approvedBy ? set.next.holders : []) : [];
    const draw: Draw = (whose, locale) => setCard(set, chain, translator(locale), whose);
    // A new deal is a new call to the holders; an update notifies nobody.
    return {
      draw,
      people: holders.map(({ person }) => person),
      id: `set:${of}:${set.next?.deal?.custody ?? ''}`,
    };
  }
  const ceremony = (await store.get(ceremonyDocument, of))?.value;
  const set = ceremony && (await store.get(keySetDocument, ceremony.set))?.value;
  if (!ceremony || !set) return undefined;
  // It is on record that this is over: what was sealed for it need not be opened by anybody again.
  if (isCeremonyOver(ceremony)) keeper.forget(custodyOf(ceremony));
  const action = guarded.all.find(({ name }) => name === ceremony.target);
  const shown = ceremony.purpose === 'fire' || ceremony.purpose === 'restore' ? action : undefined;
  const draw: Draw = (whose, locale) =>
    ceremonyCard(ceremony, shown, chain, { t: translator(locale), zone, locale }, whose);
  const people = new Set([...(set.current?.holders ?? []).map(({ person }) => person), ceremony.by]);
  return { draw, people: [...people], id: `ceremony:${of}:${ceremony.nonce}` };
}

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
    const card = await drawn(what, of, event.zone, deps);
    if (!card) return undefined;
    const localeOf = async (person: string) => languageOf(await directory.person(person), event).locale;
    const posted = await store.get(cardsDocument, card.id);
    const known = posted?.value.posts ?? [];
    for (const { channel, ts, person } of known) {
      const message = card.draw(person, person ? await localeOf(person) : event.language);
      await updatedIfPossible(chat, { channel, ts }, message);
    }
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
    if (posts.length === known.length) return undefined;
    const now = clock.now();
    return {
      put: [put(cardsDocument, card.id, { posts }, posted?.version ?? 0)],
      facts: [
        recordFact(cardsPosted, { at: now, by: 'callboard', about: [], data: { count: posts.length } }),
      ],
      // What happened while they were being posted is not on them yet.
      jobs: [scheduleJob(updateKeyCards, now, { what, of }, card.id)],
    };
  },
});
