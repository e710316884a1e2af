/**
 * A run of an action has one message of its own, in the thread of the card that it belongs to: who wants it, what it
 * waits for, what came of it, and where it failed what to try. It moves with what it belongs to.
 */

import { channelOfRoom } from '../../src/callboard/domain/event.ts';
import { recordCard, updated } from '../../src/core/card.ts';
import { recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { isClosed, sendOnce } from '../../src/core/once.ts';
import type { MessageTarget, Posted } from '../../src/core/ports/chat.ts';
import { translator } from '../../src/i18n/index.ts';
import { remedyCardPosted } from '../../src/incident/domain/remedy-facts.ts';
import { updateRemedyCard } from '../../src/incident/domain/remedy-jobs.ts';
import { aboutRun, type RemedyRun, remedyCardDocument } from '../../src/incident/domain/remedy-run.ts';
import { shared } from '../../src/incident/load.ts';
import { placedCard } from '../../src/incident/place.ts';
import { type ReadRemedyRun, readRemedyRun } from '../../src/incident/read.ts';
import { remedyMessage } from '../../src/incident/remedy-message.ts';
import { cardDocument, isConfidential } from '../../src/page/domain/page.ts';

export default job({
  kind: updateRemedyCard,
  async run({ id }, deps, { mayHaveRunBefore }) {
    const { store, chat, clock } = deps;
    const [read, card] = await Promise.all([
      readRemedyRun(id, 'responders', deps),
      store.get(remedyCardDocument, id),
    ]);
    if (!read) return undefined;
    const { zone, locale } = await shared(deps);
    const model = { run: read.run.value, page: read.scene.page?.value, zone, locale, now: clock.now() };
    const message = remedyMessage(model, translator(locale));
    const places = await placesOf(read, deps);
    const stays = card && isPlace(places[0], card.value);
    if (card && !stays) await chat.remove(card.value).catch(ignoreGone);
    if (stays && (await updated(chat, card.value, message))) return undefined;
    const sending = { key: `remedy:${id}`, message, mayHaveRunBefore, redraw: true };
    const posted = await postIn(places, (place) => sendOnce(chat, place, sending));
    await recordCard(deps, remedyCardDocument, {
      id,
      value: { ...ofRun(read.run.value), ...posted },
      version: card?.version ?? 0,
      fact: recordFact(remedyCardPosted, {
        at: clock.now(),
        by: 'callboard',
        ...aboutRun(read.run.value, read.scene),
        data: { run: id, channel: posted.channel },
      }),
    });
    return undefined;
  },
});

const ofRun = ({ id, page, incident }: RemedyRun) => ({
  run: id,
  ...(page !== undefined && { page }),
  ...(incident !== undefined && { incident }),
});

const ignoreGone = (error: unknown): void => {
  if (!(error instanceof PermanentError)) throw error;
};

/** A direct message has a channel of its own, which nothing here is compared with. */
const isPlace = (place: MessageTarget | undefined, at: Posted): boolean =>
  place !== undefined && ('person' in place ? at.channel.startsWith('D') : place.channel === at.channel);

/** The thread of its card; else where its room is talked of, or operations; else whoever pressed. The best first. */
async function placesOf({ run, scene }: ReadRemedyRun, deps: Deps): Promise<MessageTarget[]> {
  const { by, room, incident: named } = run.value;
  const { incident, page } = scene;
  const isOpenPage = page !== undefined && !isConfidential(page.value);
  const inThread = (card: Posted | undefined): MessageTarget[] =>
    card ? [{ channel: card.channel, thread: card.ts }] : [];
  if (isOpenPage && named === undefined)
    return [...inThread((await deps.store.get(cardDocument, page.id))?.value), { person: by }];
  if (incident) return [...inThread(await placedCard(incident, deps)), { person: by }];
  if (page) return [{ person: by }];
  const event = await deps.events.settings();
  const channels = [room === undefined ? undefined : channelOfRoom(event, room), event.channels.ops];
  return [...channels.flatMap((channel) => (channel === undefined ? [] : [{ channel }])), { person: by }];
}

async function postIn(
  places: readonly MessageTarget[],
  send: (place: MessageTarget) => Promise<Posted>,
): Promise<Posted> {
  let refused: unknown = new PermanentError('no-place');
  for (const place of places) {
    try {
      return await send(place);
    } catch (error) {
      if (!isClosed(error)) throw error;
      refused = error;
    }
  }
  throw refused;
}
