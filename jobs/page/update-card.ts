/**
 * Posts a page's card, or updates it in place; a card that somebody deleted is posted anew. After each
 * update it looks once more: whichever of two updates lands last leaves what is true. A card that was posted
 * by a process that died before it could say where is found again: a second one would be left behind.
 */

import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { recordCard, updated } from '../../src/core/card.ts';
import { type Change, PRIVATE, put, recordFact, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { sendOnce } from '../../src/core/once.ts';
import type { Message, Posted } from '../../src/core/ports/chat.ts';
import { languageOf } from '../../src/i18n/index.ts';
import { scheduleRemedyCard } from '../../src/incident/domain/remedy-jobs.ts';
import { isRunOver } from '../../src/incident/domain/remedy-run.ts';
import { redrawRunbook } from '../../src/incident/domain/runbook-run.ts';
import { readRunsOf, remedyRunsOf } from '../../src/incident/read.ts';
import { cardBlock, cardMessage } from '../../src/page/card.ts';
import { cardPlaces } from '../../src/page/card-place.ts';
import { cardPosted, cardTaken } from '../../src/page/domain/facts.ts';
import { updateCard } from '../../src/page/domain/jobs.ts';
import { cardDocument, isConfidential, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { loadCard } from '../../src/page/load-card.ts';

type Card = { page: string } & Posted;
const MAX_LOOKS = 5;

export default job({
  kind: updateCard,
  async run({ page: code }, deps, { id, mayHaveRunBefore }) {
    let shown = '';
    for (let look = 1; look <= MAX_LOOKS; look++) {
      const drawn = await draw(code, deps);
      if (!drawn) return undefined;
      const text = JSON.stringify(drawn.message);
      if (text === shown) return undefined;
      const card = await deps.store.get(cardDocument, code);
      if (isConfidential(drawn.page)) return card && (await takeAway(card, deps));
      // Only the first run of the page's first update is sure that nobody was here before.
      const mayHavePosted = mayHaveRunBefore || id !== updateCard.id({ page: code }) || drawn.version > 1;
      await show(drawn, card, mayHavePosted, deps);
      shown = text;
    }
    return undefined;
  },
});

/** It has become a part of a private incident: no channel shows it any more. */
async function takeAway(
  card: Versioned<Card>,
  deps: Pick<Deps, 'store' | 'chat' | 'clock'>,
): Promise<Change> {
  const { chat, clock } = deps;
  const { page } = card.value;
  // With what else is ours in its thread: what is at work goes on in the incident's own place.
  const runbooks = await readRunsOf(`page:${page}`, deps);
  const runs = (await remedyRunsOf({ page }, deps)).filter((run) => !isRunOver(run));
  await chat.removeThread(card.value).catch((error: unknown) => {
    if (!(error instanceof PermanentError)) throw error;
  });
  const about = [`page:${page}`, PRIVATE];
  return {
    put: [put(cardDocument, page, null, card.version)],
    facts: [recordFact(cardTaken, { at: clock.now(), by: 'callboard', about, data: { page } })],
    jobs: [
      ...runbooks.flatMap(({ id, value }) => redrawRunbook(id, value, clock.now())),
      ...runs.map((run) => scheduleRemedyCard(run, clock.now())),
    ],
  };
}

interface Drawn {
  readonly page: Page;
  readonly version: number;
  readonly event: EventSettings;
  readonly message: Message;
}

async function draw(code: string, deps: Deps): Promise<Drawn | undefined> {
  const [page, event] = await Promise.all([deps.store.get(pageDocument, code), deps.events.settings()]);
  // A try-out comes by its person's channels alone, and a card would be one more.
  if (!page || page.value.kind === 'test') return undefined;
  const message = cardMessage(await loadCard(page.value, deps), languageOf(undefined, event));
  return { page: page.value, version: page.version, event, message };
}

async function show(
  drawn: Drawn,
  card: Versioned<Card> | undefined,
  mayHavePosted: boolean,
  deps: Deps,
): Promise<void> {
  const { code } = drawn.page;
  if (await updated(deps.chat, card?.value, drawn.message)) return;
  const posted = await post(drawn, mayHavePosted, deps);
  if (!posted) return;
  await recordCard(deps, cardDocument, {
    id: code,
    value: { page: code, ...posted },
    version: card?.version ?? 0,
    fact: recordFact(cardPosted, {
      at: deps.clock.now(),
      by: 'callboard',
      about: [`page:${code}`],
      data: { page: code, channel: posted.channel },
    }),
  });
}

async function post(
  drawn: Drawn,
  mayHaveRunBefore: boolean,
  { chat, log }: Pick<Deps, 'chat' | 'log'>,
): Promise<Posted | undefined> {
  const { page, message } = drawn;
  const card = { key: cardBlock(page.code), message, mayHaveRunBefore, redraw: true };
  for (const place of cardPlaces(page, drawn.event)) {
    try {
      return await sendOnce(chat, place, card);
    } catch (error) {
      if (!(error instanceof PermanentError) || 'person' in place) throw error;
      log.warn({ page: page.code, ...place, code: error.code }, 'a card could not be posted there');
    }
  }
  return undefined;
}
