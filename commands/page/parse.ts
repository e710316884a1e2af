/** What `/page` verbs take: a page's code, and text behind it. */

import { archivedDayOfPage } from '../../src/callboard/archive/state.ts';
import { permits } from '../../src/callboard/domain/permission.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { date } from '../../src/i18n/time.ts';
import { mayRead, type Page, pageDocument, pageNumber } from '../../src/page/domain/page.ts';
import { code as asCode, escape, quoted } from '../../src/slack/mrkdwn.ts';

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
  if (code === undefined) throw new UserError('page.noCode', { typed });
  const page = await deps.store.get(pageDocument, code);
  if (!page) throw (await archivedPage(code, who, deps)) ?? new UserError('page.noPage', { typed });
  if (!mayRead(page.value, who.person.id)) throw new UserError('page.noPage', { typed });
  return { page: page.value, rest };
}

/** That it is in the archive, for whoever may see pages; those of incidents, private ones too, never go there. */
async function archivedPage(
  code: string,
  { permission, locale }: Pick<RequestContext, 'permission' | 'locale'>,
  deps: Pick<Deps, 'store'>,
): Promise<UserError | undefined> {
  if (!permits(RIGHTS['/page'].verbs.show, permission, false)) return undefined;
  const number = pageNumber(code);
  const day = await archivedDayOfPage(number, deps);
  if (day === undefined) return undefined;
  return new UserError('page.archived', {
    code: escape(`P${number}`),
    day: date(day, locale),
    command: asCode(`callboard ledger --from ${day} --about P${number}`),
  });
}
