/** The invitation as its channel sees it, and the reminder of it. Pure. */
import type { Message } from '../core/ports/chat.ts';
import type { Translate } from '../i18n/index.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { escape, mrkdwn } from '../slack/mrkdwn.ts';
import type { Invite, InviteStanding } from './domain/invite.ts';
import { keyed } from './messages.ts';

export const inviteKey = (round: string): string => `invite-${round}`;

const answerButtons = (t: Translate) =>
  actions([
    button('rota.availability', t('rota.invite.when'), undefined, 'primary'),
    button('rota.contact', t('rota.invite.phone')),
    button('rota.open-shifts', t('rota.invite.openShifts')),
    button('rota.invite-not', t('rota.invite.notThisTime')),
  ]);

/** `12 of 40 answered`, and what they said. */
export function inviteCount({ can, not, silent }: InviteStanding, t: Translate) {
  const answered = can.length + not.length;
  const text = t('rota.invite.count', { answered, asked: answered + silent.length });
  return answered === 0
    ? text
    : mrkdwn`${text} · ${t('rota.invite.said', { can: can.length, not: not.length })}`;
}

export function inviteCard(invite: Invite, standing: InviteStanding, event: string, t: Translate): Message {
  const key = inviteKey(invite.round);
  const title = t('rota.invite.title', { event: escape(event) });
  if (invite.state === 'closed')
    return keyed(key, mrkdwn`${title}\n${t('rota.invite.isClosed')}`, context(inviteCount(standing, t)));
  const count = inviteCount(standing, t);
  return {
    text: mrkdwn`${title} ${count}`,
    blocks: [
      section(mrkdwn`${title}\n${t('rota.invite.ask')}`, key),
      ...answerButtons(t),
      section(mrkdwn`:ballot_box_with_check: ${count}`),
      context(t('rota.invite.byText')),
    ],
  };
}

/** To one person who has not answered. */
export function inviteReminder(key: string, event: string, t: Translate): Message {
  return keyed(key, t('rota.invite.reminder', { event: escape(event) }), ...answerButtons(t));
}
