/** The refusal for a page that is not there, or not any more: what is archived says so, and how it is read. */
import { archivedDayOfPage } from '../callboard/archive/state.ts';
import { permits } from '../callboard/domain/permission.ts';
import type { RequestContext } from '../core/command.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { RIGHTS } from '../core/rights.ts';
import { date } from '../i18n/time.ts';
import { code as asCode, escape, quoted } from '../slack/mrkdwn.ts';
import { pageNumber } from './domain/page.ts';

/**
 * That it is in the archive, for whoever may see pages; those of incidents, private ones too, never go there. Anybody
 * else is told that there is no such page.
 *
 * @param typed - A page's code, as somebody wrote it.
 */
export async function missingPage(
  typed: string,
  { permission, locale }: Pick<RequestContext, 'permission' | 'locale'>,
  deps: Pick<Deps, 'store'>,
): Promise<UserError> {
  const unknown = new UserError('page.noPage', { typed: quoted(typed) });
  if (!permits(RIGHTS['/page'].verbs.show, permission, false)) return unknown;
  const number = pageNumber(typed);
  const day = await archivedDayOfPage(number, deps);
  if (day === undefined) return unknown;
  return new UserError('page.archived', {
    code: escape(`P${number}`),
    day: date(day, locale),
    command: asCode(`callboard ledger --from ${day} --about P${number}`),
  });
}
