/** The list of talks that may step in, and how filling with one of them reads. */
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { translator } from '../i18n/index.ts';
import { escape, truncate } from '../slack/mrkdwn.ts';
import type { AgendaState } from './domain/agenda.ts';
import { type FillProblem, planFill, type standInProblem } from './domain/fill.ts';
import type { Plan } from './domain/live.ts';
import type { Session } from './domain/session.ts';
import { STANDBY_ID, type StandbyList, type StandIn, standbyDocument } from './domain/standby.ts';
import { sessionCode } from './lines.ts';

export const readStandby = async ({
  store,
}: Pick<Deps, 'store'>): Promise<Versioned<StandbyList> | undefined> =>
  await store.get(standbyDocument, STANDBY_ID);

/** What is said of the talk that does not take place; nothing of who did not come. */
const fillReason = ({ title }: StandIn, { language }: Pick<EventSettings, 'language'>): string =>
  translator(language)('agenda.fill.reason', { title: truncate(title, 120) });

/** @param event - whose language the reason of the cancellation is in */
export const fillPlan = (
  state: AgendaState,
  missing: Session,
  standIn: StandIn,
  {
    event,
    now,
  }: { readonly event: Pick<EventSettings, 'language'>; readonly now: Parameters<typeof standInProblem>[2] },
): Plan => planFill(state, missing, standIn, { now, reason: fillReason(standIn, event) });

const PROBLEMS = {
  cancelled: 'agenda.fill.cancelled',
  started: 'agenda.fill.started',
  over: 'agenda.fill.over',
  break: 'agenda.fill.break',
  same: 'agenda.fill.usage',
  'stand-in-began': 'agenda.fill.standInBegan',
} as const;

export function fillError(problem: FillProblem, missing: Session, standIn?: StandIn): UserError {
  const key = PROBLEMS[problem];
  if (key === 'agenda.fill.usage') return new UserError(key);
  const session = key === 'agenda.fill.standInBegan' ? escape(standIn?.code ?? '') : sessionCode(missing);
  return new UserError(key, { session });
}
