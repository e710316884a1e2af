/** What people say to a page, from wherever they say it: read, decide, commit. */

import { mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { visibleText } from '../core/text.ts';
import {
  type Answerer,
  acknowledge,
  addPageNote,
  type Decision,
  keepHandling,
  resolvePage,
  takeOver,
} from './domain/answers.ts';
import { recordDigit } from './domain/delivery.ts';
import { escalate } from './domain/escalate.ts';
import { scheduleDmUpdate, schedulePageCard } from './domain/jobs.ts';
import { notificationDocument } from './domain/notification.ts';
import { type Page, pageDocument } from './domain/page.ts';
import { loadPagingContext, type PagingContextDeps } from './load.ts';

export type AnswerDeps = PagingContextDeps & Pick<Deps, 'store'>;
export type AnswerVerb = 'ack' | 'take' | 'resolve' | 'escalate' | 'keep';
export type AnswerResult = Pick<Decision, 'outcome' | 'page'>;

interface Options {
  readonly note?: string;
  /** Who passes it on, so that they are left in peace. */
  readonly passing?: string;
  /** The digit of the call `who.through`: each call gives one answer. */
  readonly digit?: '1' | '2';
}

/** Undefined where there is no such page. What came too late makes sure that the card shows what is true. */
export async function answerPage(
  code: string,
  verb: AnswerVerb,
  who: Answerer,
  deps: AnswerDeps,
  { note, passing, digit }: Options = {},
): Promise<AnswerResult | undefined> {
  const text = note === undefined ? undefined : visibleText(note);
  return await withOptimisticRetry(deps.store, async () => {
    const page = await deps.store.get(pageDocument, code);
    if (!page) return { result: undefined };
    const call = digit && who.through ? await deps.store.get(notificationDocument, who.through) : undefined;
    if (call?.value.digit) return { result: { outcome: 'answered-before' as const, page: page.value } };
    const decision =
      verb === 'ack'
        ? acknowledge(page, who)
        : verb === 'take'
          ? takeOver(page, who)
          : verb === 'resolve'
            ? resolvePage(page, who, text)
            : verb === 'keep'
              ? keepHandling(page, who)
              : escalate(page, who, await loadPagingContext(page.value, deps), passing);
    const change = decision.change ?? {
      jobs: [schedulePageCard(code, who.now), scheduleDmUpdate(code, who.now)],
    };
    const pressed = call && digit ? recordDigit(call, digit, who.now) : undefined;
    return {
      change: mergeChanges(change, pressed),
      result: { outcome: decision.outcome, page: decision.page },
    };
  });
}

export async function addNote(
  code: string,
  words: string,
  who: Pick<Answerer, 'by' | 'now'>,
  { store }: Pick<Deps, 'store'>,
): Promise<Page | undefined> {
  const text = visibleText(words);
  return await withOptimisticRetry(store, async () => {
    const page = await store.get(pageDocument, code);
    return page ? { change: addPageNote(page.value, text, who), result: page.value } : { result: undefined };
  });
}
