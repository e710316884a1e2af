/** A page as a text message and as a call: short, whole, with how to answer at the end. Pure. */

import type { Translate } from '../i18n/index.ts';
import { fitGsm } from '../phone/gsm.ts';
import { replyCode } from './domain/codes.ts';
import type { Notification } from './domain/notification.ts';
import type { Page } from './domain/page.ts';
import { authorOf, type Names, targetName } from './words.ts';

/** Two segments: who, where, what and how to answer are more than 160 characters when somebody explains. */
const MAX_SEPTETS = 306;

/**
 * No two texts to a person are the same, so that one that left before a crash is found again: the step of the page
 * stands behind its code from the second on. Whom it asks may be asked for the first time by it.
 */
function codeAgain(code: string, { sequence, attempt }: Notification, t: Translate): string {
  const asked = sequence === 0 ? code : t('page.sms.again', { code, count: sequence + 1 });
  return attempt > 1 ? t('page.sms.resent', { code: asked }) : asked;
}

/** Ends it, where whoever wrote it did not. */
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

export function smsText(page: Page, notification: Notification, names: Names, t: Translate): string {
  const code = codeAgain(page.code, notification, t);
  const where = targetName(page.target, names, t);
  const from = authorOf(page, names);
  const head = t(page.critical ? 'page.sms.criticalHead' : 'page.sms.head', { code, where, from });
  const stage = page.stage ? ` ${sentence(t('page.sms.stage', { title: page.stage.title }))}` : '';
  const tail =
    page.kind === 'test'
      ? t('page.sms.testTail', { reply: replyCode(page.code, notification.person) })
      : t('page.sms.tail', { reply: replyCode(page.code, notification.person) });
  return fitGsm(`${head} `, `${sentence(page.message)}${stage}`, ` ${tail}`, MAX_SEPTETS);
}

/** Many at once: one text names them all, newest last, each with its code. */
export function bundleText(pages: readonly Page[], notification: Notification, t: Translate): string {
  const head = t('page.sms.bundle', { count: pages.length });
  const list = pages.map((page) => `${replyCode(page.code, notification.person)} ${page.message}`).join('; ');
  const first = pages[0] ? replyCode(pages[0].code, notification.person) : '';
  return fitGsm(`${head} `, list, ` ${t('page.sms.tail', { reply: first })}`, MAX_SEPTETS);
}

/** What the call says, before how to answer it. */
export function pageCallText(page: Page, names: Names, t: Translate): string {
  const where = targetName(page.target, names, t);
  const from = authorOf(page, names);
  const head = t(page.critical ? 'page.call.criticalHead' : 'page.call.head', { where, from });
  return `${head} ${sentence(page.message)}${page.stage ? ` ${sentence(t('page.sms.stage', { title: page.stage.title }))}` : ''}`;
}
