/** The modal that edits the event: its blocks, and reading back what was typed into it. */

import type { ModalView } from '@slack/types';
import { type ChannelKind, channelKinds } from '../../src/callboard/closed-channels.ts';
import type { EventDates } from '../../src/callboard/domain/dates.ts';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { LocaleName } from '../../src/callboard/domain/event.ts';
import { retentionOf } from '../../src/callboard/domain/retention.ts';
import { type Kept, MAX_KEPT_DAYS } from '../../src/callboard/domain/retention-days.ts';
import type { ModalSubmission } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { nearest } from '../../src/core/nearest.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import { truncatePlain } from '../../src/core/text.ts';
import { MAX_NAME } from '../../src/formats/limits.ts';
import type { Locale, Translate } from '../../src/i18n/index.ts';
import { safeText } from '../../src/i18n/index.ts';
import { dateSpan } from '../../src/i18n/time.ts';
import { channelTrouble, findChannel } from '../../src/slack/channels.ts';
import { dateInput, selectInput, textInput } from '../../src/slack/inputs.ts';
import { escape, type Mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';
import { CHANNEL_TROUBLE, channelLabel, languageName } from './view.ts';

type Named = readonly { readonly id: string; readonly name: string }[];
type Fields = ModalSubmission['values'];
const KEPT: readonly Kept[] = ['numbers', 'people'];

const nameOf = (id: string | undefined, channels: Named): string => {
  if (id === undefined) return '';
  const found = channels.find((channel) => channel.id === id);
  return found ? `#${found.name}` : id;
};

const roomsText = (event: EventSettings, channels: Named): string =>
  event.rooms
    .map((room) => [[room.name, ...(room.aliases ?? [])].join(', '), nameOf(room.channel, channels)])
    .map(([names, channel]) => (channel ? `${names} = ${channel}` : names))
    .join(';\n');

/**
 * @param dates - When the event is, whoever says so.
 * @param channels - Those that the bot sees, to show names instead of ids.
 */
export function eventModal(
  event: EventSettings,
  dates: EventDates | undefined,
  channels: Named,
  { t, locale }: { readonly t: Translate; readonly locale: Locale },
): ModalView {
  const byProgramme =
    dates?.from === 'programme'
      ? t('callboard.event.datesHint', { dates: dateSpan(dates.first, dates.last, locale) })
      : undefined;
  const line = (block: string, label: string, initial: string, max: number, more: { hint?: string } = {}) =>
    textInput(block, label, { action: 'text', initial, max, ...more });
  const day = (block: 'first' | 'last') =>
    dateInput(block, t(`callboard.event.${block}`), event.dates?.[block], {
      action: 'pick',
      optional: true,
      ...(block === 'last' && byProgramme !== undefined && { hint: byProgramme }),
    });
  const languages = LocaleName.options.map((value) => ({ text: languageName(value, t), value }));
  return modal({
    id: 'callboard.event',
    title: t('callboard.event.title'),
    submit: t('callboard.save'),
    close: t('callboard.close'),
    blocks: [
      line('name', t('callboard.event.name'), event.name, 80),
      day('first'),
      day('last'),
      line('zone', t('callboard.event.zone'), event.zone, 60, { hint: t('callboard.event.zoneHint') }),
      selectInput('language', t('callboard.event.language'), languages, {
        action: 'pick',
        initial: event.language,
      }),
      ...channelKinds.map((kind) =>
        textInput(kind, t(channelLabel(kind)), {
          action: 'text',
          initial: nameOf(event.channels[kind], channels),
          max: 90,
          optional: true,
        }),
      ),
      ...KEPT.map((kept) =>
        line(kept, t(`callboard.event.kept.${kept}`), String(retentionOf(event)[kept]), 4, {
          hint: t('callboard.event.keptHint'),
        }),
      ),
      textInput('rooms', t('callboard.event.rooms'), {
        action: 'text',
        multiline: true,
        max: 3000,
        initial: roomsText(event, channels),
        hint: t('callboard.event.roomsHint'),
        optional: true,
      }),
    ],
  });
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

/** What the modal says, or what is wrong beside which input. */
export async function readEvent(
  fields: Fields,
  before: EventSettings,
  chat: Pick<Chat, 'channels' | 'channel'>,
  locale: Locale,
  t: Translate,
): Promise<
  | { readonly event: Omit<EventSettings, 'organizers' | 'crew' | 'blocked'> }
  | { readonly errors: Record<string, Mrkdwn> }
> {
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

  const retention: Partial<Record<Kept, number>> = {};
  for (const kept of KEPT) {
    const days = typed(fields, kept);
    if (days === '') continue;
    if (/^\d{1,4}$/.test(days) && Number(days) <= MAX_KEPT_DAYS) retention[kept] = Number(days);
    else errors[kept] = t('callboard.event.keptWrong');
  }

  const channels: EventSettings['channels'] = {};
  for (const kind of channelKinds) {
    const id = await channelIn(kind, typed(fields, kind));
    if (id !== undefined) channels[kind satisfies ChannelKind] = id;
  }
  const rooms = await readRooms(typed(fields, 'rooms'), before.rooms, (text) => channelIn('rooms', text));
  if (new Set(rooms.map((room) => room.name.toLowerCase())).size !== rooms.length)
    errors['rooms'] ??= t('callboard.event.roomTwice');

  if (zone === undefined || Object.keys(errors).length > 0) return { errors };
  return {
    event: {
      name,
      zone,
      language: LocaleName.catch(before.language).parse(typed(fields, 'language')),
      ...(first !== '' && { dates: { first, last } }),
      ...(Object.keys(retention).length > 0 && { retention }),
      channels,
      rooms,
    },
  };
}

/**
 * A line a room: `Main hall, Auditorium = #stage-main`; further names and the channel may be left out. A
 * semicolon ends a line too, for inputs that have only one. The door that a room shares is of the event file alone,
 * and stays.
 */
async function readRooms(
  text: string,
  before: EventSettings['rooms'],
  channelIn: (text: string) => Promise<string | undefined>,
): Promise<EventSettings['rooms']> {
  const rooms: EventSettings['rooms'] = [];
  for (const row of text.split(/[\n;]/)) {
    const [names = '', channelText = ''] = row.split('=', 2);
    const [name, ...aliases] = names
      .split(',')
      .map((one) => truncatePlain(one.trim(), MAX_NAME))
      .filter(Boolean);
    if (name === undefined) continue;
    const channel = await channelIn(channelText.trim());
    const door = before.find((one) => one.name === name)?.door;
    rooms.push({
      name,
      ...(channel && { channel }),
      ...(aliases.length > 0 && { aliases }),
      ...(door !== undefined && { door }),
    });
  }
  return rooms;
}
