/** What `/page` verbs take: a page's code, and text behind it. */

import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { missingPage } from '../../src/page/archived.ts';
import { mayRead, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { quoted } from '../../src/slack/mrkdwn.ts';

export interface Coded {
  readonly page: Page;
  readonly rest: string;
}

/** The page that the first word names, or a UserError that quotes it: also for one that is not theirs to read. */
export async function takePage(
  text: string,
  who: Pick<RequestContext, 'person' | 'permission' | 'locale'>,
  deps: Pick<Deps, 'store'>,
): Promise<Coded> {
  const [word, rest] = splitFirstWord(text);
  const code = /^[pP]\d{1,9}$/.test(word) ? word.toUpperCase() : undefined;
  const typed = quoted(word);
  if (word === '') throw new UserError('page.whichPage');
  if (code === undefined) throw new UserError('page.noCode', { typed });
  const page = await deps.store.get(pageDocument, code);
  if (!page) throw await missingPage(word, who, deps);
  if (!mayRead(page.value, who.person.id)) throw new UserError('page.noPage', { typed });
  return { page: page.value, rest };
}
