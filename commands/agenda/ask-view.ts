/** Asking for what a file does not tell: its time zone, its first date, the meaning of its columns. */

import type { View } from '@slack/types';
import type { ColumnField, NeedsColumns } from '../../src/agenda/domain/parsed.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { modal, selectInput, textInput } from './inputs.ts';

/** What a file does not tell. */
export interface Missing {
  readonly zone: boolean;
  readonly date: boolean;
  readonly columns: NeedsColumns | undefined;
}

export const isMissing = (missing: Missing): boolean =>
  missing.zone || missing.date || missing.columns !== undefined;

export function askView(nonce: string, missing: Missing, zone: string, t: Translate): Message {
  const asked = [
    ...(missing.zone ? [t('agenda.askZone')] : []),
    ...(missing.date ? [t('agenda.askDate')] : []),
    ...(missing.columns ? [t('agenda.askColumns')] : []),
  ].join('\n');
  const onlyZone = missing.zone && !missing.date && !missing.columns;
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
  modal('agenda.import', t('agenda.importModal'), t('agenda.importSubmit'), t('agenda.close'), [
    textInput('url', t('agenda.importUrl'), { optional: true, placeholder: 'https://…/schedule.json' }),
    textInput('text', t('agenda.importText'), { optional: true, multiline: true }),
    textInput('zone', t('agenda.importZone'), {
      optional: true,
      placeholder: zone,
      hint: t('agenda.importZoneHint', { zone }),
    }),
  ]);

/** Asks for what the file does not tell; a column is offered under its own header. */
export function answerModal(nonce: string, missing: Missing, zone: string, t: Translate): View {
  const columns = missing.columns;
  const choices = (columns?.columns ?? []).map((name) => ({ text: name, value: name }));
  const fields: readonly ColumnField[] = columns
    ? [
        ...new Set([
          ...columns.missing,
          'end' as const,
          'duration' as const,
          'room' as const,
          'speakers' as const,
        ]),
      ]
    : [];
  return modal(
    'agenda.answer',
    t('agenda.importModal'),
    t('agenda.importSubmit'),
    t('agenda.close'),
    [
      ...(missing.zone ? [textInput('zone', t('agenda.importZone'), { placeholder: zone })] : []),
      ...(missing.date ? [textInput('date', t('agenda.firstDate'), { placeholder: '2019-06-05' })] : []),
      ...fields.map((field) =>
        selectInput(`column.${field}`, t(`agenda.column.${field}`), choices, {
          optional: !columns?.missing.includes(field),
          ...(columns?.guessed[field] && { initial: columns.guessed[field] }),
        }),
      ),
    ],
    nonce,
  );
}
