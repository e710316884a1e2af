/** What `/callboard` shows: the event, its organizers. Pure. */

import { type ChannelKind, channelKinds } from '../../src/callboard/closed-channels.ts';
import type { EventDates } from '../../src/callboard/domain/dates.ts';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { answerButton, consentTo, type Marks, questionMessage } from '../../src/core/question.ts';
import type { Key, Locale, Translate } from '../../src/i18n/index.ts';
import { dateSpan } from '../../src/i18n/time.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import {
  bold,
  code,
  escape,
  joined,
  type Mrkdwn,
  mentionChannel,
  mentionId,
  mrkdwn,
} from '../../src/slack/mrkdwn.ts';

/** What to do about a channel in which the bot cannot post. */
export const CHANNEL_TROUBLE = {
  invite: 'callboard.channel.invite',
  archived: 'callboard.channel.archived',
  unseen: 'callboard.channel.unseen',
} as const satisfies Record<string, Key>;

export const channelLabel = (kind: ChannelKind): Key & `callboard.channel.${ChannelKind}` =>
  `callboard.channel.${kind}`;

/** `5–7 June 2019`, and that nobody but the programme says so where that is the case. */
function datesText(dates: EventDates | undefined, locale: Locale, t: Translate): Mrkdwn {
  if (!dates) return t('callboard.event.unset');
  const shown = dateSpan(dates.first, dates.last, locale);
  return dates.from === 'event' ? shown : t('callboard.event.fromProgramme', { dates: shown });
}

/** The name of a language in the reader's own: `Spanish`, `español`. */
export const languageName = (language: Locale, t: Translate): Mrkdwn => t(`language.${language}`);

const facts = (
  event: EventSettings,
  dates: EventDates | undefined,
  locale: Locale,
  t: Translate,
): Mrkdwn[] => {
  const unset = t('callboard.event.unset');
  const channels = channelKinds.map((kind) => {
    const channel = event.channels[kind];
    return mrkdwn`${t(channelLabel(kind))}: ${channel ? mentionChannel(channel) : unset}`;
  });
  const rooms = event.rooms.map(
    (room) =>
      mrkdwn`${escape([room.name, ...(room.aliases ?? [])].join(', '))}: ${room.channel ? mentionChannel(room.channel) : unset}`,
  );
  return [
    mrkdwn`${t('callboard.event.dates')}: ${datesText(dates, locale, t)}`,
    mrkdwn`${t('callboard.event.zone')}: ${code(event.zone)}`,
    mrkdwn`${t('callboard.event.language')}: ${languageName(event.language, t)}`,
    ...channels,
    ...(rooms.length > 0
      ? [mrkdwn`${t('callboard.event.rooms')}:`, ...rooms.map((room) => mrkdwn`• ${room}`)]
      : []),
    mrkdwn`${t('callboard.event.organizers')}: ${joined(event.organizers.map(mentionId), ', ') || unset}`,
  ];
};

/** The event's settings; organizers can edit them here. */
export function eventView(
  event: EventSettings,
  dates: EventDates | undefined,
  { locale, t }: { readonly locale: Locale; readonly t: Translate },
  mayEdit: boolean,
): Message {
  return {
    text: t('callboard.event.text', { name: escape(event.name) }),
    blocks: [
      section(mrkdwn`${bold(event.name)}\n${joined(facts(event, dates, locale, t), '\n')}`),
      ...(mayEdit ? actions([button('callboard.edit', t('callboard.event.edit'), 'event', 'primary')]) : []),
    ],
  };
}

/** Asked of the first person in a workspace where nobody is the organizer yet. */
export function claimView(t: Translate): Message {
  const text = t('callboard.claim.ask');
  return {
    text,
    blocks: [
      section(text),
      ...actions([button('callboard.claim', t('callboard.claim.yes'), 'event', 'primary')]),
    ],
  };
}

/** The harm of taking oneself off the organizers. */
export const LEAVING = 'leaving';

/** Whoever organizes now: an answer to an older question of leaving means nothing. */
export const organizersMarks = ({ organizers }: Pick<EventSettings, 'organizers'>): Marks => ({
  organizers: `${organizers.length} ${organizers.join(' ').slice(0, 800)}`,
});

/** Asked before somebody takes themself off: what they would lose. */
export function removeSelfView({ t, now, event }: Pick<RequestContext, 't' | 'now' | 'event'>): Message {
  const harm = { kind: LEAVING, text: t('callboard.organizers.self') };
  const consent = consentTo('organizers remove', now, [harm], organizersMarks(event));
  const anyway = answerButton('callboard.remove-self', t('callboard.organizers.leave'), consent, 'danger');
  return questionMessage([harm], [], anyway);
}

export const organizersView = (event: EventSettings, t: Translate): Message => ({
  text: t('callboard.organizers.list', {
    organizers: joined(event.organizers.map(mentionId), ', ') || t('callboard.event.unset'),
  }),
});
