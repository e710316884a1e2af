/** A page as a notice on a locked screen, and what takes its place once it is over. Pure. */
import type { Notice } from '../../core/ports/paging.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Page } from '../domain/page.ts';
import { authorOf, type Names, nameOf, targetName } from '../words.ts';

/** The channels that show a notice. */
const SHOWING: ReadonlySet<string> = new Set(['push', 'ntfy']);
export const showsNotice = (channel: string): boolean => SHOWING.has(channel);

export function pageNotice(page: Page, names: Names, t: Translate): Notice {
  const { code } = page;
  const isTest = page.kind === 'test';
  const heading = page.critical ? 'push.criticalTitle' : 'push.title';
  const from = t('push.from', { from: authorOf(page, names) });
  const stage = page.stage ? [t('page.sms.stage', { title: page.stage.title })] : [];
  return {
    about: code,
    title: isTest
      ? t('push.testTitle', { code })
      : t(heading, { code, where: targetName(page.target, names, t) }),
    body: [page.message, ...(isTest ? [] : [...stage, from])].join('\n'),
    acknowledge: t('page.button.ack'),
    ...(!isTest && { pass: t('push.pass') }),
  };
}

/** What is true of it for this person, in a line. */
export function overTitle(page: Page, person: string, names: Names, t: Translate): string {
  const { code, state, acknowledged } = page;
  if (state === 'resolved') return t('push.over.resolved', { code });
  if (!acknowledged) return t('push.over.handed', { code });
  if (acknowledged.by === person) return t('push.over.you', { code });
  return t('push.over.other', { code, who: nameOf(acknowledged.by, names) });
}
