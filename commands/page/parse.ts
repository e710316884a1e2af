/** What `/page` verbs take: a page's code, and text behind it. */

import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { mayRead, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { quoted } from '../../src/slack/mrkdwn.ts';

export interface Coded {
  readonly page: Page;
  readonly rest: string;
}

/** The page that the first word names, or a UserError that quotes it: also for one that is not theirs to read. */
export async function takePage(text: string, person: string, { store }: Pick<Deps, 'store'>): Promise<Coded> {
  const [word, rest] = splitFirstWord(text);
  const code = /^[pP]\d{1,9}$/.test(word) ? word.toUpperCase() : undefined;
  const typed = quoted(word);
  if (code === undefined) throw new UserError('page.noCode', { typed });
  const page = await store.get(pageDocument, code);
  if (!page || !mayRead(page.value, person)) throw new UserError('page.noPage', { typed });
  return { page: page.value, rest };
}
