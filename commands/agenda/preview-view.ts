/** Previews of changes by hand: what `Apply` will do, named before it is done. */

import { changeLine } from '../../src/agenda/changes-view.ts';
import { changeWords } from '../../src/agenda/domain/compare.ts';
import type { Plan } from '../../src/agenda/domain/live.ts';
import type { Clash } from '../../src/agenda/domain/slots.ts';
import { type AgendaReader, sessionCode } from '../../src/agenda/lines.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { escape, truncate } from '../../src/slack/mrkdwn.ts';

const clashText = (clash: Clash, reader: AgendaReader): string => {
  const [a, b] = clash.sessions;
  const params = { of: escape(clash.of), a: sessionCode(a), b: sessionCode(b) };
  return `:warning: ${reader.t(clash.kind === 'room' ? 'agenda.roomClash' : 'agenda.speakerClash', params)}`;
};

export interface PlanModel {
  readonly nonce: string;
  readonly plan: Plan;
  /** Codes of shifts in the rooms and times concerned. */
  readonly shifts: readonly string[];
  /** What the reader must know beside it, such as an ambiguous time. */
  readonly note?: string;
  readonly again?: boolean;
}

export function planPreview({ nonce, plan, shifts, note, again }: PlanModel, reader: AgendaReader): Message {
  const { t } = reader;
  const title = t(`agenda.plan.${plan.how}`, { count: plan.steps.length });
  const lines = plan.steps.map(({ before, after }) =>
    changeLine(before, after, changeWords(before, after), reader),
  );
  const speakers = new Set(plan.steps.flatMap(({ after }) => after.speakers.map(({ name }) => name)));
  const touched = [
    ...(speakers.size > 0
      ? [t('agenda.touchesSpeakers', { names: [...speakers].map((name) => escape(name)).join(', ') })]
      : []),
    ...(shifts.length > 0
      ? [
          t('agenda.touchesShifts', {
            shifts: shifts
              .slice(0, 30)
              .map((code) => `\`${code}\``)
              .join(', '),
          }),
        ]
      : []),
  ].map((text) => truncate(text, 1400));
  const warnings = [
    ...plan.clashes.map((clash) => clashText(clash, reader)),
    ...plan.late.map((session) => `:warning: ${t('agenda.endsLate', { session: sessionCode(session) })}`),
  ];
  const all = [...lines, ...touched, ...(warnings.length > 0 ? warnings : [t('agenda.noClashes')])];
  return {
    text: truncate([title, ...(note ? [note] : []), ...all].join('\n'), 3000),
    blocks: [
      section(`*${title}*${note ? `\n${note}` : ''}`),
      ...(again ? [section(t('agenda.previewAgain'))] : []),
      ...sections(all).slice(0, 40),
      ...actions(
        [
          button('agenda.apply', t('agenda.apply'), nonce, 'primary'),
          button('agenda.discard', t('agenda.discard'), nonce),
        ],
        'agenda.preview',
      ),
    ],
  };
}

export interface UndoModel {
  readonly nonce: string;
  readonly lines: readonly string[];
  readonly again?: boolean;
}

export function undoPreview({ nonce, lines, again }: UndoModel, { t }: AgendaReader): Message {
  const title = t('agenda.plan.undo', { count: lines.length });
  const shown = lines.slice(0, 40);
  const rest = lines.length - shown.length;
  const all = [...shown, ...(rest > 0 ? [t('agenda.andMore', { count: rest })] : [])];
  return {
    text: truncate([title, ...all].join('\n'), 3000),
    blocks: [
      section(`*${title}*`),
      ...(again ? [section(t('agenda.previewAgain'))] : []),
      ...sections(all).slice(0, 40),
      ...actions(
        [
          button('agenda.apply', t('agenda.apply'), nonce, 'primary'),
          button('agenda.discard', t('agenda.discard'), nonce),
        ],
        'agenda.preview',
      ),
    ],
  };
}
