/** The direct message of a page: why this person gets it, and what they can press. Pure. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Language } from '../i18n/index.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { bold, escape, inert, type Mrkdwn, mrkdwn, quotation } from '../slack/mrkdwn.ts';
import {
  type CardModel,
  offeredRunbook,
  originLines,
  pageButtons,
  remedyButtons,
  remedyRuns,
  stateText,
} from './card.ts';
import { retryId } from './domain/notification.ts';
import { placeOf } from './domain/page.ts';
import { stepAt } from './domain/policy.ts';
import { personText, targetText } from './words.ts';

/** Why this person is asked: by name, on shift, as a lead or an organizer, and whether others were before them. */
function reasonText(
  { page, names }: CardModel,
  person: string,
  notification: string,
  { t }: Language,
): Mrkdwn {
  const where = targetText(page.target, names, t);
  if (page.kind === 'test') return t('page.why.test');
  if (page.target.kind === 'person' && page.target.name === person) return t('page.why.named');
  const ran = page.stepsRun.find(({ people }) =>
    people.some(({ planned }) =>
      planned.some(({ id }) => id === notification || retryId(id) === notification),
    ),
  );
  const who = ran ? stepAt(page.policy, ran.sequence)?.step.who : undefined;
  if (who !== 'lead' && who !== 'organizers') {
    if (who?.startsWith('role:')) return t('page.why.role', { role: inert(who.slice(5)), where });
    if (page.target.kind === 'group') return t('page.why.group', { where });
    return page.target.kind === 'oncall' ? t('page.why.oncall') : t('page.why.onShift', { where });
  }
  const before = page.stepsRun.filter(
    ({ sequence }) => sequence >= page.countsFromStep && sequence < (ran?.sequence ?? 0),
  );
  const asked = before.some(({ passed }) => passed === undefined);
  const why = t(who === 'lead' ? 'page.why.lead' : 'page.why.organizer', { where });
  return mrkdwn`${why} ${t(asked ? 'page.why.unanswered' : 'page.why.nobody')}`;
}

/** What the person who is asked sees in their direct messages. */
export function dmMessage(
  model: CardModel,
  person: string,
  notification: string,
  language: Language,
): Message {
  const { page, names } = model;
  const { t } = language;
  const where = targetText(page.target, names, t);
  const critical = page.critical ? mrkdwn`:rotating_light: ` : mrkdwn``;
  const place = placeOf(page, notification);
  const isOff = place?.offAt !== undefined && page.acknowledged?.by !== person && page.state !== 'resolved';
  const said = isOff ? t('page.dm.off', { where }) : whyAsked(model, person, notification, language);
  const mine = page.acknowledged?.by === person && page.state === 'acknowledged';
  const blocks: KnownBlock[] = [
    section(
      mrkdwn`${critical}${bold(page.code)} · *${where}*\n${quotation(page.message)}`,
      dmBlock(notification),
    ),
    ...originLines(model, language),
    section(said),
    ...remedyRuns(model, language),
    ...actions([
      ...(isOff ? [] : [...pageButtons(page, language), ...offeredRunbook(model, language)]),
      ...(mine && page.kind === 'page' ? [button('page.keep', t('page.button.keep'), page.code)] : []),
    ]),
    ...(isOff ? [] : remedyButtons(model)),
  ];
  return { text: mrkdwn`${critical}${escape(page.code)} ${where}: ${inert(page.message)}`, blocks };
}

/** Why this person gets it, where they are asked; else what is true now. */
function whyAsked(model: CardModel, person: string, notification: string, language: Language): Mrkdwn {
  const { page, names } = model;
  const { t } = language;
  const where = targetText(page.target, names, t);
  if (page.state === 'acknowledged' && page.acknowledged && page.handover?.to.includes(person))
    return t('page.dm.takeOver', { who: personText(page.acknowledged.by, names), where });
  if (page.state !== 'open') return stateText(model, language);
  return mrkdwn`${reasonText(model, person, notification, language)} ${t('page.dm.first')}`;
}

/** Names the direct message of a notification, so that one that left before a crash is found again. */
export const dmBlock = (notification: string): string => `page:${notification}`;
