/** What a plan does, in lines: for its preview, and for offers that are taken with one press. */
import { escape, joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import { changeLine } from './changes-view.ts';
import { changeWords } from './domain/compare.ts';
import { type Plan, planSteps } from './domain/live.ts';
import type { Clash } from './domain/slots.ts';
import { type AgendaReader, sessionCode } from './lines.ts';

export const planLines = (plan: Pick<Plan, 'steps' | 'placed'>, reader: AgendaReader): Mrkdwn[] =>
  planSteps(plan).map(({ before, after }) =>
    changeLine(before, after, before ? changeWords(before, after) : ['new'], reader),
  );

const clashLine = (clash: Clash, { t }: AgendaReader): Mrkdwn => {
  const [a, b] = clash.sessions;
  const params = { of: escape(clash.of), a: sessionCode(a), b: sessionCode(b) };
  return mrkdwn`:warning: ${t(clash.kind === 'room' ? 'agenda.roomClash' : 'agenda.speakerClash', params)}`;
};

/** Clashes that it makes, and what would end after its day. */
export const planWarnings = (
  { clashes, late }: Pick<Plan, 'clashes' | 'late'>,
  reader: AgendaReader,
): Mrkdwn[] => [
  ...clashes.map((clash) => clashLine(clash, reader)),
  ...late.map(
    (session) => mrkdwn`:warning: ${reader.t('agenda.endsLate', { session: sessionCode(session) })}`,
  ),
];

/** The speakers and the shifts that it touches. @param shifts - as `shiftsTouched` names them */
export function planTouches(
  plan: Pick<Plan, 'steps' | 'placed'>,
  shifts: readonly Mrkdwn[],
  { t }: AgendaReader,
): Mrkdwn[] {
  const speakers = new Set(planSteps(plan).flatMap(({ after }) => after.speakers.map(({ name }) => name)));
  const names = [...speakers].map((name) => escape(name));
  return [
    ...(names.length > 0 ? [t('agenda.touchesSpeakers', { names: joined(names, ', ') })] : []),
    ...(shifts.length > 0 ? [t('agenda.touchesShifts', { shifts: joined(shifts.slice(0, 30), ', ') })] : []),
  ];
}
