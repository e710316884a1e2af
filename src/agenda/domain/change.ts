/**
 * Any change of the agenda as one commit: the sessions, the agenda's own document, a fact for each
 * session, and the jobs that carry it on (reminders, shifts, boards, announcements).
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Actor,
  type Change,
  type Fact,
  type Put,
  put,
  recordFact,
  scheduleJob,
} from '../../core/commit.ts';
import { AGENDA_ID, type Agenda, type AgendaState, agendaDocument, UNDO_DEPTH } from './agenda.ts';
import { changeWords, difference, worthTelling } from './compare.ts';
import { sessionChanged } from './facts.ts';
import { type Changed, followAgenda, postChange } from './jobs.ts';
import { type Session, sessionDocument } from './session.ts';

/** `before` is undefined for a new session, `after` for one that is taken out again (an undone import). */
export interface Step {
  readonly before: Session | undefined;
  readonly after: Session | undefined;
}

export interface Edit {
  readonly steps: readonly Step[];
  /** The agenda after the change; days, rooms and the next code may differ. */
  readonly agenda: Agenda;
  readonly by: Actor;
  readonly now: Temporal.Instant;
  /** The fact about the change as a whole, given its number. */
  readonly fact: (change: number) => Fact;
  /** An undo does not stand to be undone. */
  readonly undoable?: false;
}

/** The number that the next change of this agenda will have. */
export const nextChange = (state: Pick<AgendaState, 'version'>): number => state.version + 1;

const changedWords = ({ before, after }: Step) =>
  before && after ? changeWords(before, after) : after ? (['new'] as const) : (['removed'] as const);

/** Nothing is left of a session that is taken out, so its fact holds all of it. */
const whole = ({ code: _, ...fields }: Session) => fields;

/** What the fact of a new session says of it. */
const slotFields = ({ title, room, start, end, state, isBreak }: Session) => ({
  ...{ title, room, start, end, state },
  ...(isBreak && { isBreak }),
});

/** That a session is there, where no change of the agenda brought it: it was there from the beginning. */
export const sessionFound = (session: Session, at: Temporal.Instant, by: Actor): Fact =>
  recordFact(sessionChanged, {
    ...{ at, by, about: [`session:${session.code}`] },
    data: {
      ...{ session: session.code, title: session.title, what: ['new'], before: {} },
      after: slotFields(session),
    },
  });

function factOf(step: Step, number: number, edit: Edit): Fact[] {
  const { before, after } = step;
  const it = after ?? before;
  if (!it) return [];
  const fields =
    before && after
      ? difference(before, after)
      : { before: before ? whole(before) : {}, after: after ? slotFields(after) : {} };
  const rooms = new Set([before?.room, after?.room].filter((room) => room));
  return [
    recordFact(sessionChanged, {
      at: edit.now,
      by: edit.by,
      about: [`session:${it.code}`, `change:${number}`, ...[...rooms].map((room) => `room:${room}`)],
      data: { session: it.code, title: it.title, what: [...changedWords(step)], ...fields },
    }),
  ];
}

/** What the stage clock was told since the edit was planned stays: an edit is of the plan. */
function withActualOf(session: Session, known: Session | undefined): Session {
  const { actual: _, ...plan } = session;
  return known?.actual === undefined ? plan : { ...plan, actual: known.actual };
}

/** Steps that change nothing are left out; an edit without any still records the agenda where it differs. */
export function commitEdit(state: AgendaState, edit: Edit): Change {
  const number = nextChange(state);
  const steps = edit.steps.filter(
    ({ before, after }) => !before || !after || Object.keys(difference(before, after).after).length > 0,
  );
  const undoable =
    edit.undoable === false || steps.length === 0
      ? edit.agenda.undoable
      : [...edit.agenda.undoable, number].slice(-UNDO_DEPTH);
  const puts: Put[] = steps.flatMap(({ before, after }) => {
    const code = (after ?? before)?.code;
    if (code === undefined) return [];
    const known = state.sessions.get(code);
    return [
      put(sessionDocument, code, after ? withActualOf(after, known?.value) : null, known?.version ?? 0),
    ];
  });
  const changed: Changed[] = steps.flatMap((step) => {
    const code = (step.after ?? step.before)?.code;
    const what = [...changedWords(step)];
    return code === undefined || what.length === 0 ? [] : [{ code, what }];
  });
  const told = changed.some(({ what }) => worthTelling(what));
  return {
    put: [put(agendaDocument, AGENDA_ID, { ...edit.agenda, undoable }, state.version), ...puts],
    facts: [edit.fact(number), ...steps.flatMap((step) => factOf(step, number, edit))],
    jobs:
      changed.length === 0
        ? []
        : [
            scheduleJob(followAgenda, edit.now, {
              change: number,
              sessions: changed,
            }),
            ...(told ? [scheduleJob(postChange, edit.now, { change: number })] : []),
          ],
  };
}
