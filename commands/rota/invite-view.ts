/** Where the invitation stands, for organizers: who can, who does not want to, who has not answered. Pure. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../../src/core/ports/chat.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import type { Invite, InviteStanding } from '../../src/rota/domain/invite.ts';
import { inviteCount } from '../../src/rota/invite-card.ts';
import type { NameOf, ShiftReader } from '../../src/rota/words.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { joined, type Mrkdwn, mentionChannel, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** Names of one kind on a page: more make no list that anybody reads. */
const NAMES = 60;

export function inviteStandingView(
  { invite, standing, page }: { invite: Invite; standing: InviteStanding; page: number },
  reader: ShiftReader & { readonly who: NameOf },
): Message {
  const { t, who, locale, zone, now } = reader;
  const isOpen = invite.state === 'open';
  const from = page * NAMES;
  const title = t(isOpen ? 'rota.invite.standing' : 'rota.invite.standingClosed', {
    channel: mentionChannel(invite.channel),
    time: clockFrom(invite.openedAt, now, zone, locale),
    person: who(invite.by),
  });
  const list = (heading: Mrkdwn, people: readonly string[]): KnownBlock[] => {
    const shown = people.slice(from, from + NAMES);
    return shown.length === 0 ? [] : [section(mrkdwn`*${heading}*\n${joined(shown.map(who), ', ')}`)];
  };
  const longest = Math.max(standing.can.length, standing.not.length, standing.silent.length);
  const left = longest - from - NAMES;
  return {
    text: mrkdwn`${title} ${inviteCount(standing, t)}`,
    blocks: [
      section(mrkdwn`${title}\n${inviteCount(standing, t)}`),
      ...list(t('rota.invite.can', { count: standing.can.length }), standing.can),
      ...list(t('rota.invite.not', { count: standing.not.length }), standing.not),
      ...list(t('rota.invite.silent', { count: standing.silent.length }), standing.silent),
      ...(isOpen && invite.members.length === 0 ? [context(t('rota.invite.reading'))] : []),
      ...actions([
        ...(standing.can.length > 0
          ? [button('rota.fill', t('rota.invite.fillNow'), undefined, 'primary')]
          : []),
        ...(left > 0 ? [button('rota.invite-standing', t('rota.button.more'), String(page + 1))] : []),
        ...(isOpen ? [button('rota.invite-close', t('rota.invite.close'))] : []),
      ]),
    ],
  };
}
