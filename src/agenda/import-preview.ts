/** What a file would change, named before anything is. For the organizer who imports, and for a held feed. */

import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Translate } from '../i18n/index.ts';
import { dayAndClock } from '../i18n/time.ts';
import { actions, button, context, section, sections } from '../slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { changeLine, countsText } from './changes-view.ts';
import { changeWords } from './domain/compare.ts';
import { type AgendaDiff, type Compared, counts, newSession } from './domain/diff.ts';
import type { ChangeWord } from './domain/facts.ts';
import type { Held } from './domain/held.ts';
import type { Oddity, ParsedAgenda } from './domain/parsed.ts';
import { type AgendaReader, agendaRoomText, titleText } from './lines.ts';
import { readingsText } from './readings.ts';

/** So many sessions of a kind are named; the rest are counted. */
const NAMED = 10;
const DIFFERENCES = 8;

export interface ImportModel {
  readonly nonce: string;
  readonly source: string;
  readonly parsed: Pick<
    ParsedAgenda,
    'format' | 'title' | 'days' | 'rooms' | 'sessions' | 'oddities' | 'table'
  >;
  readonly diff: AgendaDiff;
  readonly held: Held | undefined;
  /** So many sessions of ours would go, since this file is another agenda altogether; else 0. */
  readonly replaced?: number;
  readonly takeSource: ReadonlySet<string>;
  /** Its reader may name other columns: the preview is their own. */
  readonly columnsOpen?: boolean;
  /** The agenda changed between preview and Apply, so this is a new preview. */
  readonly again?: boolean;
}

const KINDS = ['cancelled', 'restored', 'time', 'room', 'duration', 'title', 'speakers', 'new'] as const;

/** Each changed session once, under the first of its kinds. */
function byKind(compared: readonly Compared[]): Map<(typeof KINDS)[number], Compared[]> {
  const groups = new Map<(typeof KINDS)[number], Compared[]>();
  const startOf = (compared: Compared) =>
    compared.kind === 'new' ? compared.parsed.start : compared.after.start;
  for (const one of [...compared].sort((a, b) => startOf(a).localeCompare(startOf(b)))) {
    const what: readonly ChangeWord[] =
      one.kind === 'new' ? ['new'] : one.kind === 'gone' ? ['cancelled'] : one.what;
    const kind = KINDS.find((word) => what.includes(word));
    if (!kind) continue;
    const group = groups.get(kind);
    if (group) group.push(one);
    else groups.set(kind, [one]);
  }
  return new Map(KINDS.flatMap((kind) => (groups.has(kind) ? [[kind, groups.get(kind) ?? []]] : [])));
}

function comparedLine(compared: Compared, reader: AgendaReader): Mrkdwn {
  if (compared.kind === 'new') {
    const session = newSession(compared.parsed, '');
    const { zone, locale, t } = reader;
    return mrkdwn`:new: ${titleText(session)} · ${dayAndClock(session.start, zone, locale)} · ${agendaRoomText(session.room, t)}`;
  }
  const what = compared.kind === 'gone' ? (['cancelled'] as const) : compared.what;
  return changeLine(compared.before, compared.after, what, reader);
}

/** Every kind of oddity once, with its count and examples. */
export const oddityLine = (oddity: Oddity, t: Translate): Mrkdwn => {
  const examples = joined(
    oddity.examples.map((one) => escape(truncate(one, 80))),
    '; ',
  );
  const said = t(`oddity.${oddity.kind}`, { count: oddity.count });
  return mrkdwn`• ${said}${examples ? mrkdwn` (${examples})` : ''}`;
};

export function importPreview(model: ImportModel, reader: AgendaReader): Message {
  const { t } = reader;
  const { parsed, diff, held, nonce, takeSource } = model;
  const found = counts(diff);
  const said = countsText(found, t);
  const speakers = new Set(parsed.sessions.flatMap((one) => one.speakers.map(({ id }) => id))).size;
  const title = t('agenda.importTitle', {
    source: escape(truncate(parsed.title ?? model.source, 150)),
    format: t(`agenda.format.${parsed.format}`),
  });
  const size = t('agenda.importSize', {
    sessions: parsed.sessions.length,
    rooms: parsed.rooms.length,
    days: parsed.days.length,
    speakers,
  });
  const nothing = diff.compared.length === 0 && takeSource.size === 0;
  const summary = nothing
    ? t('agenda.importNothing')
    : mrkdwn`${said} · ${t('agenda.count.unchanged', { count: found.unchanged })}`;
  const lines = [...byKind(diff.compared)].flatMap(([kind, all]) => [
    mrkdwn`*${t(`agenda.kind.${kind}`)}* (${all.length})`,
    ...all.slice(0, NAMED).map((one) => comparedLine(one, reader)),
    ...(all.length > NAMED ? [t('agenda.andMore', { count: all.length - NAMED })] : []),
  ]);
  const oddities = parsed.oddities.map((one) => oddityLine(one, t));
  const blocks: KnownBlock[] = [
    section(mrkdwn`*${title}*\n${size}`),
    ...(model.again ? [section(t('agenda.previewAgain'))] : []),
    section(summary),
    ...(held ? [section(heldText(held, t))] : []),
    ...(model.replaced ? [section(t('agenda.replaces', { count: model.replaced }))] : []),
    ...sections(lines).slice(0, 14),
    ...differenceBlocks(model, reader),
    ...(diff.over.length > 0 ? [context(t('agenda.importOver', { count: diff.over.length }))] : []),
    ...(parsed.table ? sections(readingsText(parsed.table, reader.zone, reader.locale, t)) : []),
    ...(oddities.length > 0 ? sections([mrkdwn`*${t('agenda.oddities')}*`, ...oddities]).slice(0, 6) : []),
    ...actions(
      [
        ...(nothing
          ? []
          : [
              held
                ? button('agenda.apply-anyway', t('agenda.applyAnyway'), nonce, 'danger')
                : button('agenda.apply', t('agenda.apply'), nonce, 'primary'),
            ]),
        ...(model.columnsOpen && parsed.table ? [button('agenda.columns', t('agenda.columns'), nonce)] : []),
        button('agenda.discard', t('agenda.discard'), nonce),
      ],
      'agenda.preview',
    ),
  ];
  return {
    text: truncate(
      joined([title, size, summary, ...(held ? [heldText(held, t)] : []), ...oddities], '\n'),
      3000,
    ),
    blocks,
  };
}

/** Every reason why it waits, each with what to look at. */
export function heldText(held: Held, t: Translate): Mrkdwn {
  const { rooms, gone, coming, speakersLost, shiftedMinutes, isOther, near } = held;
  const lost =
    rooms.length > 0
      ? t('agenda.heldRooms', {
          rooms: joined(
            rooms.map((room) => escape(room)),
            ', ',
          ),
          gone,
          coming,
        })
      : t('agenda.heldMany', { gone, coming });
  const said = [
    ...(isOther ? [t('agenda.heldOther')] : gone > 0 ? [lost] : []),
    ...(speakersLost > 0 ? [t('agenda.heldSpeakers', { count: speakersLost })] : []),
    ...(shiftedMinutes !== 0
      ? [
          t('agenda.heldShift', {
            minutes: Math.abs(shiftedMinutes),
            way: t(shiftedMinutes > 0 ? 'agenda.later' : 'agenda.earlier'),
          }),
        ]
      : []),
    ...(near.length > 0
      ? [
          t('agenda.heldNear', {
            sessions: joined(near.slice(0, 10).map(code), ', '),
          }),
        ]
      : []),
  ];
  return joined(said, '\n');
}

/** What was changed here by hand and the source says otherwise; ours stays unless the organizer chooses. */
function differenceBlocks({ diff, nonce, takeSource }: ImportModel, reader: AgendaReader): KnownBlock[] {
  const { t } = reader;
  const open = diff.differences;
  if (open.length === 0 && takeSource.size === 0) return [];
  const rows = open.slice(0, DIFFERENCES).map(({ session, source, conflict }) => ({
    ...section(
      mrkdwn`${conflict ? mrkdwn`:warning: ` : ''}${changeLine(source, session, changeWords(source, session), reader)}`,
    ),
    accessory: button('agenda.take-source', t('agenda.takeSource'), `${nonce} ${session.code}`),
  }));
  return [
    section(mrkdwn`*${t('agenda.byHand')}* ${t('agenda.byHandKept')}`),
    ...rows,
    ...(open.length > DIFFERENCES
      ? [context(t('agenda.andMore', { count: open.length - DIFFERENCES }))]
      : []),
    ...(takeSource.size > 0
      ? [
          context(t('agenda.sourceTaken', { sessions: joined([...takeSource].map(code), ', ') })),
          ...actions([button('agenda.keep-ours', t('agenda.keepOurs'), nonce)], 'agenda.ours'),
        ]
      : []),
  ];
}
