/** What is open where somebody's shift begins: pages and incidents that everybody may know of, and who has them. */
import type { Deps } from '../core/deps.ts';
import { readIncidents } from '../incident/read.ts';
import { isConfidential, pageDocument, pageNumber } from '../page/domain/page.ts';
import { code, escape, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import type { Shift } from './domain/shift.ts';
import type { NameOf, ShiftReader } from './words.ts';

/** Lines of each kind, and characters of what somebody wrote. */
const MAX_LINES = 5;
const MAX_WORDS = 120;

/** One line each, pages first; one that says so where nothing is open. */
export async function shiftBriefing(
  { room, role }: Pick<Shift, 'room' | 'role'>,
  { t }: Pick<ShiftReader, 't'>,
  who: NameOf,
  { store }: Pick<Deps, 'store'>,
): Promise<Mrkdwn[]> {
  const [pages, incidents] = await Promise.all([
    store.find(pageDocument, 'unresolved'),
    readIncidents('open', 'everybody', { store }),
  ]);
  const isHere = ({ kind, name }: { kind: string; name: string }) =>
    (kind === 'room' && name === room) || (kind === 'role' && name === role);
  const has = (person: string | undefined): Mrkdwn =>
    person === undefined ? t('rota.remind.nobodyHas') : t('rota.remind.has', { person: who(person) });
  const lines = [
    ...pages
      .map(({ value }) => value)
      .filter((page) => page.kind === 'page' && !isConfidential(page) && isHere(page.target))
      .sort((a, b) => pageNumber(a.code) - pageNumber(b.code))
      .slice(0, MAX_LINES)
      .map(
        (page) =>
          mrkdwn`${code(page.code)} ${truncate(escape(page.message), MAX_WORDS)} · ${has(page.acknowledged?.by)}`,
      ),
    ...incidents
      .filter(({ value }) => value.room !== undefined && value.room === room)
      .slice(0, MAX_LINES)
      .map(
        ({ value }) =>
          mrkdwn`${code(value.code)} ${truncate(escape(value.title), MAX_WORDS)} · ${has(value.roles.commander)}`,
      ),
  ];
  return lines.length > 0 ? lines : [t('rota.remind.nothingOpen')];
}
