/** Asking for what a file does not tell: its time zone, its first date, the meaning of its columns. */

import type { View } from '@slack/types';
import {
  type ColumnField,
  columnFields,
  type NeedsColumns,
  type NeedsOrder,
  type TableColumns,
} from '../../src/agenda/domain/parsed.ts';
import { readingsText } from '../../src/agenda/readings.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Locale, Translate } from '../../src/i18n/index.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { selectInput, textInput } from '../../src/slack/inputs.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { modal } from '../../src/slack/views.ts';

/** What a file does not tell. */
export interface Missing {
  readonly zone: boolean;
  readonly date: boolean;
  readonly columns: NeedsColumns | undefined;
  readonly order: NeedsOrder | undefined;
}

export const isMissing = (missing: Missing): boolean =>
  missing.zone || missing.date || missing.columns !== undefined || missing.order !== undefined;

/** How the rows read with what is known of the columns: `*Title* · Room · 9:00`. */
function readingOf({ columns, guessed, sample }: NeedsColumns, t: Translate): Mrkdwn[] {
  const fields = ['title', 'speakers', 'room', 'date', 'start', 'end'] as const;
  return sample.flatMap(({ line, cells }) => {
    const read = fields.flatMap((field) => {
      const cell = cells[columns.indexOf(guessed[field] ?? '')] ?? '';
      return cell === '' ? [] : [field === 'title' ? bold(cell) : escape(cell)];
    });
    // Of columns that nobody knows yet, the row as it stands.
    const shown = read.length > 0 ? read : cells.filter((cell) => cell !== '').map(escape);
    return shown.length === 0 ? [] : [t('agenda.askRow', { row: line, read: joined(shown, ' · ') })];
  });
}

/** What could not be read, by its place, and what would be read if it could. */
function columnsText(needs: NeedsColumns, t: Translate): Mrkdwn {
  const { unread } = needs;
  const head = unread
    ? t('agenda.askUnread', {
        rows: unread.rows,
        row: unread.row,
        column: escape(unread.column),
        cell: escape(unread.cell),
        what: t(`agenda.expected.${unread.expected}`),
      })
    : t('agenda.askColumns');
  const then = [unread?.title ? bold(unread.title) : mrkdwn``, escape(unread?.room ?? '')].filter(Boolean);
  const reads = readingOf(needs, t);
  return joined(
    [
      head,
      ...(then.length > 0 ? [t('agenda.askUnreadThen', { read: joined(then, ' · ') })] : []),
      ...(reads.length > 0 ? [t('agenda.askReads'), ...reads] : []),
    ],
    '\n',
  );
}

export function askView(nonce: string, missing: Missing, zone: string, t: Translate): Message {
  const asked = joined(
    [
      ...(missing.zone ? [t('agenda.askZone')] : []),
      ...(missing.date ? [t('agenda.askDate')] : []),
      ...(missing.order ? [t('agenda.askOrder', { example: escape(missing.order.example) })] : []),
      ...(missing.columns ? [columnsText(missing.columns, t)] : []),
    ],
    '\n',
  );
  const onlyZone = missing.zone && !missing.date && !missing.columns && !missing.order;
  return {
    text: asked,
    blocks: [
      section(asked),
      ...actions(
        [
          ...(onlyZone ? [button('agenda.use-zone', t('agenda.useZone', { zone }), nonce, 'primary')] : []),
          button('agenda.answer', t(onlyZone ? 'agenda.otherZone' : 'agenda.answer'), nonce),
          button('agenda.discard', t('agenda.discard'), nonce),
        ],
        'agenda.ask',
      ),
    ],
  };
}

export const importModal = (t: Translate, zone: string): View =>
  modal({
    id: 'agenda.import',
    title: t('agenda.importModal'),
    submit: t('agenda.importSubmit'),
    close: t('agenda.close'),
    blocks: [
      textInput('url', t('agenda.importUrl'), { optional: true, placeholder: 'https://…/schedule.json' }),
      textInput('text', t('agenda.importText'), { optional: true, multiline: true }),
      textInput('zone', t('agenda.importZone'), {
        optional: true,
        placeholder: zone,
        hint: t('agenda.importZoneHint', { zone }),
      }),
    ],
  });

const FIRST_ASKED = ['title', 'date', 'start', 'end', 'duration', 'room', 'speakers', 'track'] as const;

/** Asks for what the file does not tell; a column is offered under its own header, with what it holds. */
export function answerModal(
  nonce: string,
  missing: Missing,
  table: TableColumns | undefined,
  { zone, locale }: { readonly zone: string; readonly locale: Locale },
  t: Translate,
): View {
  const { order } = missing;
  const columns = missing.columns ?? table;
  const choices = (columns?.columns ?? []).map((name, i) => {
    const holds = columns?.sample.map(({ cells }) => cells[i] ?? '').find((cell) => cell !== '') ?? '';
    return { text: holds === '' ? name : `${name} — ${holds}`, value: name };
  });
  const required = missing.columns?.unread ? [] : (missing.columns?.missing ?? []);
  const fields: readonly ColumnField[] = columns
    ? [...new Set<ColumnField>([...required, ...FIRST_ASKED, ...columnFields])]
    : [];
  return modal({
    id: 'agenda.answer',
    title: t('agenda.importModal'),
    submit: t('agenda.importSubmit'),
    close: t('agenda.close'),
    blocks: [
      ...(missing.columns ? [section(columnsText(missing.columns, t))] : []),
      ...(columns ? sections(readingsText(columns, zone, locale, t)) : []),
      ...(missing.zone ? [textInput('zone', t('agenda.importZone'), { placeholder: zone })] : []),
      ...(missing.date ? [textInput('date', t('agenda.firstDate'), { placeholder: '2019-06-05' })] : []),
      ...(order
        ? [
            selectInput('order', t('agenda.orderAnswer', { example: order.example }), [
              { text: order.dmy, value: 'dmy' },
              { text: order.mdy, value: 'mdy' },
            ]),
          ]
        : []),
      ...fields.map((field) =>
        selectInput(`column.${field}`, t(`agenda.column.${field}`), choices, {
          optional: !required.includes(field),
          ...(columns?.guessed[field] && { initial: columns.guessed[field] }),
        }),
      ),
    ],
    meta: nonce,
  });
}
