/** The modal that edits the event: its blocks, and reading back what was typed into it. */

import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { LocaleName } from '../../src/callboard/domain/event.ts';
import type { ModalSubmission } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { nearest } from '../../src/core/nearest.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import type { Locale, Translate } from '../../src/i18n/index.ts';
import { safeText } from '../../src/i18n/index.ts';
import { plainText } from '../../src/slack/blocks.ts';
import { channelTrouble, findChannel } from '../../src/slack/channels.ts';
import { escape, type Mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { CHANNEL_TROUBLE, type ChannelKind, channelKinds, channelLabel, languageName } from './view.ts';

type Named = readonly { readonly id: string; readonly name: string }[];
type Fields = ModalSubmission['values'];

const input = (
  block_id: string,
  label: string,
  element: InputBlock['element'],
  more: { hint?: string; optional?: boolean } = {},
): InputBlock => ({
  type: 'input',
  block_id,
  label: plainText(label),
  element,
  ...(more.hint && { hint: plainText(more.hint) }),
  ...(more.optional && { optional: true }),
});

const line = (initial: string, max: number): InputBlock['element'] => ({
  type: 'plain_text_input',
  action_id: 'text',
  max_length: max,
  ...(initial && { initial_value: initial }),
});

const nameOf = (id: string | undefined, channels: Named): string => {
  if (id === undefined) return '';
  const found = channels.find((channel) => channel.id === id);
  return found ? `#${found.name}` : id;
};

const language = (initial: Locale, t: Translate): InputBlock['element'] => {
  const options = LocaleName.options.map((value) => ({ text: plainText(languageName(value, t)), value }));
  const initial_option = options.find((option) => option.value === initial);
  return { type: 'static_select', action_id: 'pick', options, ...(initial_option && { initial_option }) };
};

const day = (initial: string | undefined): InputBlock['element'] => ({
  type: 'datepicker',
  action_id: 'pick',
  ...(initial && { initial_date: initial }),
});

const roomsText = (event: EventSettings, channels: Named): string =>
  event.rooms
    .map((room) => [[room.name, ...(room.aliases ?? [])].join(', '), nameOf(room.channel, channels)])
    .map(([names, channel]) => (channel ? `${names} = ${channel}` : names))
    .join(';\n');

/** `channels` are those that the bot sees, to show names instead of ids. */
export function eventModal(event: EventSettings, channels: Named, t: Translate): ModalView {
  const blocks: KnownBlock[] = [
    input('name', t('callboard.event.name'), line(event.name, 80)),
    input('first', t('callboard.event.first'), day(event.dates?.first), { optional: true }),
    input('last', t('callboard.event.last'), day(event.dates?.last), { optional: true }),
    input('zone', t('callboard.event.zone'), line(event.zone, 60), { hint: t('callboard.event.zoneHint') }),
    input('language', t('callboard.event.language'), language(event.language, t)),
    ...channelKinds.map((kind) =>
      input(kind, t(channelLabel(kind)), line(nameOf(event.channels[kind], channels), 90), {
        optional: true,
      }),
    ),
    input(
      'rooms',
      t('callboard.event.rooms'),
      {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: true,
        max_length: 3000,
        ...(event.rooms.length > 0 && { initial_value: truncate(roomsText(event, channels), 3000) }),
      },
      { hint: t('callboard.event.roomsHint'), optional: true },
    ),
  ];
  return {
    type: 'modal',
    callback_id: 'callboard.event',
    title: plainText(t('callboard.event.title')),
    submit: plainText(t('callboard.save')),
    close: plainText(t('callboard.close')),
    blocks,
  };
}

const typed = (fields: Fields, block: string): string => {
  const value = fields[block]?.['text'] ?? fields[block]?.['pick'];
  return typeof value === 'string' ? value.trim() : '';
};

/** The zone as IANA spells it; undefined when there is none such. */
function zoneOf(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** What the modal says, or what is wrong beside which input. Organizers stay as they are. */
export async function readEvent(
  fields: Fields,
  before: EventSettings,
  chat: Pick<Chat, 'channels' | 'channel'>,
  locale: Locale,
  t: Translate,
): Promise<{ readonly event: EventSettings } | { readonly errors: Record<string, Mrkdwn> }> {
  const errors: Record<string, Mrkdwn> = {};
  /** Looked at once: a list of rooms names the same channel many times. */
  const known = new Set<string>();
  const channelIn = async (block: string, text: string): Promise<string | undefined> => {
    if (text === '') return undefined;
    try {
      const id = await findChannel(text, chat);
      const trouble = known.has(id) ? undefined : await channelTrouble(id, chat);
      if (trouble) errors[block] = t(CHANNEL_TROUBLE[trouble], { channel: quoted(text) });
      if (!trouble) known.add(id);
      return trouble ? undefined : id;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors[block] = safeText(error, locale);
      return undefined;
    }
  };

  const name = typed(fields, 'name');
  if (name === '') errors['name'] = t('callboard.event.nameMissing');
  const zoneTyped = typed(fields, 'zone');
  const zone = zoneOf(zoneTyped);
  if (zone === undefined) {
    const guess = nearest(zoneTyped, Intl.supportedValuesOf('timeZone')) ?? 'Europe/Madrid';
    errors['zone'] = t('callboard.event.zoneWrong', { guess: escape(guess) });
  }
  const first = typed(fields, 'first');
  const last = typed(fields, 'last') || first;
  if (first === '' && last !== '') errors['first'] = t('callboard.event.firstMissing');
  if (last < first) errors['last'] = t('callboard.event.lastBefore');

  const channels: EventSettings['channels'] = {};
  for (const kind of channelKinds) {
    const id = await channelIn(kind, typed(fields, kind));
    if (id !== undefined) channels[kind satisfies ChannelKind] = id;
  }
  const rooms = await readRooms(typed(fields, 'rooms'), (text) => channelIn('rooms', text));
  if (new Set(rooms.map((room) => room.name.toLowerCase())).size !== rooms.length)
    errors['rooms'] ??= t('callboard.event.roomTwice');

  if (zone === undefined || Object.keys(errors).length > 0) return { errors };
  return {
    event: {
      name,
      zone,
      language: LocaleName.catch(before.language).parse(typed(fields, 'language')),
      ...(first !== '' && { dates: { first, last } }),
      organizers: before.organizers,
      channels,
      rooms,
    },
  };
}

/**
 * A line a room: `Main hall, Auditorium = #stage-main`; further names and the channel may be left out. A
 * semicolon ends a line too, for inputs that have only one.
 */
async function readRooms(
  text: string,
  channelIn: (text: string) => Promise<string | undefined>,
): Promise<EventSettings['rooms']> {
  const rooms: EventSettings['rooms'] = [];
  for (const row of text.split(/[\n;]/)) {
    const [names = '', channelText = ''] = row.split('=', 2);
    const [name, ...aliases] = names
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (name === undefined) continue;
    const channel = await channelIn(channelText.trim());
    rooms.push({ name, ...(channel && { channel }), ...(aliases.length > 0 && { aliases }) });
  }
  return rooms;
}
