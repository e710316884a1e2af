/** Changing the plan: what is due follows it at once, for every session that is still to come. */
import { type Actor, type Change, cancelJobById, put, recordFact } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { planChanged } from './facts.ts';
import { pageMissingSpeakers, remindSpeaker } from './jobs.ts';
import { linkedSpeakers } from './link.ts';
import {
  inOrder,
  PLAN_ID,
  reminderKind,
  remindersOf,
  type SpeakerPlan,
  speakerPlanDocument,
} from './plan.ts';
import { dueAlready, isRemindable, type Planning, planReminders } from './reminders.ts';

export type PlanChange =
  | { readonly reminders: readonly number[] }
  | { readonly checkIn: number }
  | { readonly bring: string | undefined }
  /** A session's own reminders; undefined for those of the plan again. */
  | { readonly session: string; readonly own: readonly number[] | undefined };

/** The plan after the change; times that are new to it count from now on. */
export function changed(plan: SpeakerPlan, change: PlanChange, now: string): SpeakerPlan {
  if ('checkIn' in change) return { ...plan, checkIn: change.checkIn };
  if ('bring' in change) {
    const { bring: _, ...rest } = plan;
    return change.bring === undefined ? rest : { ...rest, bring: change.bring };
  }
  const minutes = 'own' in change ? (change.own ?? []) : change.reminders;
  const before = new Set([plan.reminders, ...Object.values(plan.sessions)].flat());
  const fresh = minutes.filter((one) => !before.has(one)).map((one) => [reminderKind(one), now] as const);
  const added = { ...plan.added, ...Object.fromEntries(fresh) };
  if (!('own' in change)) return { ...plan, added, reminders: inOrder(change.reminders) };
  const { [change.session]: _, ...others } = plan.sessions;
  const sessions = change.own ? { ...others, [change.session]: inOrder(change.own) } : others;
  return { ...plan, added, sessions };
}

/** @param changes - one after another, as one change of the plan */
export function changePlan(
  planning: Planning,
  version: number,
  changes: readonly PlanChange[],
  by: Actor,
): { readonly change: Change; readonly plan: SpeakerPlan } {
  const { now, links } = planning;
  const plan = changes.reduce<SpeakerPlan>(
    (so, change) => changed(so, change, instantText(now)),
    planning.plan,
  );
  const sessions = [...planning.sessions].filter((session) => isRemindable(session, now));
  const { jobs } = planReminders({ ...planning, sessions, plan });
  const kept = new Set([...jobs.map((job) => job.id), ...dueAlready({ ...planning, sessions, plan })]);
  const before = sessions.flatMap((session) => [
    pageMissingSpeakers.id({ session: session.code }),
    ...linkedSpeakers(session, links).flatMap(({ person }) =>
      remindersOf(planning.plan, session.code).map((one) =>
        remindSpeaker.id({ session: session.code, person, kind: reminderKind(one) }),
      ),
    ),
  ]);
  const result: Change = {
    put: [put(speakerPlanDocument, PLAN_ID, plan, version)],
    facts: [
      recordFact(planChanged, {
        at: now,
        by,
        about: ['speakers'],
        data: { fields: changes.flatMap((change) => Object.keys(change)) },
      }),
    ],
    jobs: [
      ...before.filter((id) => !kept.has(id)).map((id) => cancelJobById(id)),
      ...jobs,
      scheduleSpeakerBoard(now),
    ],
  };
  return { change: result, plan };
}
