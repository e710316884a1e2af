/** What people say to a page, from wherever they say it: read, decide, commit. */

import type { Deps } from '../core/deps.ts';
import { decide } from '../core/optimistic-retry.ts';
import { acknowledge, type Decision, escalate, keep, note, resolve, type Who } from './domain/answers.ts';
import { cardNow, dmsNow } from './domain/jobs.ts';
import { type Page, pageDocument } from './domain/page.ts';
import { loadWorld, type WorldDeps } from './load.ts';

export type AnswerDeps = WorldDeps & Pick<Deps, 'store'>;
export type AnswerVerb = 'ack' | 'resolve' | 'escalate' | 'keep';
export type Answered = Pick<Decision, 'outcome' | 'page'>;

interface Options {
  readonly note?: string;
  /** Who passes it on, so that they are left in peace. */
  readonly passing?: string;
}

/** Undefined where there is no such page. What came too late makes sure that the card shows what is true. */
export async function answer(
  code: string,
  verb: AnswerVerb,
  who: Who,
  deps: AnswerDeps,
  { note: text, passing }: Options = {},
): Promise<Answered | undefined> {
  return await decide(deps.store, async () => {
    const page = await deps.store.get(pageDocument, code);
    if (!page) return { result: undefined };
    const decision =
      verb === 'ack'
        ? acknowledge(page, who)
        : verb === 'resolve'
          ? resolve(page, who, text)
          : verb === 'keep'
            ? keep(page, who)
            : escalate(page, who, await loadWorld(page.value, deps), passing);
    const change = decision.change ?? { jobs: [cardNow(code, who.now), dmsNow(code, who.now)] };
    return { change, result: { outcome: decision.outcome, page: decision.page } };
  });
}

export async function addNote(
  code: string,
  text: string,
  who: Pick<Who, 'by' | 'now'>,
  { store }: Pick<Deps, 'store'>,
): Promise<Page | undefined> {
  return await decide(store, async () => {
    const page = await store.get(pageDocument, code);
    return page ? { change: note(page.value, text, who), result: page.value } : { result: undefined };
  });
}
