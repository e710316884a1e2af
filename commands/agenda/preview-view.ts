/** Previews of changes by hand: what `Apply` will do, named before it is done. */

import type { Temporal } from 'temporal-polyfill';
import type { MoveHarm } from '../../src/agenda/domain/harm.ts';
import type { Plan } from '../../src/agenda/domain/live.ts';
import { type AgendaReader, sessionCode } from '../../src/agenda/lines.ts';
import { planLines, planTouches, planWarnings } from '../../src/agenda/plan-lines.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { dayAndClock } from '../../src/i18n/time.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { inert, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';

/** What runs over moves nothing by itself: it only ends later. */
function titleOf({ how, steps }: Plan, t: AgendaReader['t']): Mrkdwn {
  const longer = steps.filter(
    ({ before, after }) => before.start === after.start && before.end !== after.end,
  );
  const count = steps.length - longer.length;
  if (how !== 'delay' || longer.length === 0) return t(`agenda.plan.${how}`, { count: steps.length });
  return t(count === 0 ? 'agenda.plan.runsOver' : 'agenda.plan.runsOverAndMoves', { count });
}

const anywayOf = ({ how }: Plan) =>
  how === 'swap' ? 'agenda.swapAnyway' : how === 'fill' ? 'agenda.fillAnyway' : 'agenda.moveAnyway';

export interface PlanModel {
  readonly nonce: string;
  readonly plan: Plan;
  /** Shifts in the rooms and times concerned, each with who has it. */
  readonly shifts: readonly Mrkdwn[];
  /** What the reader must know beside it, such as an ambiguous time. */
  readonly note?: Mrkdwn;
  readonly again?: boolean;
  /** What hardly anybody wants of it: the preview then is the question, and is answered with `… anyway`. */
  readonly harms?: readonly MoveHarm[];
  /** The time that was more likely meant. */
  readonly better?: { readonly session: string; readonly start: Temporal.Instant } | undefined;
}

const harmText = ({ kind, before, after }: MoveHarm, { t, zone, locale }: AgendaReader): Mrkdwn => {
  const params = { session: sessionCode(before), time: dayAndClock(after.start, zone, locale) };
  if (kind === 'past') return mrkdwn`:warning: ${t('agenda.ask.past', params)}`;
  return mrkdwn`:warning: ${t('agenda.ask.otherDay', { ...params, was: dayAndClock(before.start, zone, locale) })}`;
};

export function planPreview(
  { nonce, plan, shifts, note, again, harms = [], better }: PlanModel,
  reader: AgendaReader,
): Message {
  const { t } = reader;
  const title = titleOf(plan, t);
  const lines = planLines(plan, reader);
  const touched = planTouches(plan, shifts, reader).map((text) => truncate(text, 1400));
  const warnings = planWarnings(plan, reader);
  const asked = harms.slice(0, 6).map((harm) => harmText(harm, reader));
  const reason = plan.reason ? [t('agenda.posted.reason', { reason: inert(plan.reason) })] : [];
  const all = [
    ...asked,
    ...reason,
    ...lines,
    ...touched,
    ...(warnings.length > 0 ? warnings : [t('agenda.noClashes')]),
  ];
  return {
    text: truncate(joined([title, ...(note ? [note] : []), ...all], '\n'), 3000),
    blocks: [
      section(mrkdwn`*${title}*${note ? mrkdwn`\n${note}` : ''}`),
      ...(again ? [section(t('agenda.previewAgain'))] : []),
      ...sections(all).slice(0, 40),
      ...actions(
        [
          ...(better
            ? [
                button(
                  'agenda.move-to',
                  dayAndClock(better.start, reader.zone, reader.locale),
                  JSON.stringify({ session: better.session, start: better.start.toString() }),
                  'primary',
                ),
              ]
            : []),
          harms.length > 0
            ? button('agenda.apply-anyway', t(anywayOf(plan)), nonce, 'danger')
            : button('agenda.apply', t('agenda.apply'), nonce, 'primary'),
          button('agenda.discard', t('agenda.discard'), nonce),
        ],
        'agenda.preview',
      ),
    ],
  };
}

export interface UndoModel {
  readonly nonce: string;
  readonly lines: readonly Mrkdwn[];
  readonly again?: boolean;
}

export function undoPreview({ nonce, lines, again }: UndoModel, { t }: AgendaReader): Message {
  const title = t('agenda.plan.undo', { count: lines.length });
  const shown = lines.slice(0, 40);
  const rest = lines.length - shown.length;
  const all = [...shown, ...(rest > 0 ? [t('agenda.andMore', { count: rest })] : [])];
  return {
    text: truncate(joined([title, ...all], '\n'), 3000),
    blocks: [
      section(mrkdwn`*${title}*`),
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
