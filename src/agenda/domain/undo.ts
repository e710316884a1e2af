/** Taking the last change back, from the ledger: every `session.changed` holds what was before. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, type Recorded, recordFact } from '../../core/commit.ts';
import type { Agenda, AgendaState } from './agenda.ts';
import { commitEdit, type Step } from './change.ts';
import { deepEqual, difference, withFields } from './compare.ts';
import { agendaChanged, agendaImported, type Fields, sessionChanged } from './facts.ts';
import type { Session } from './session.ts';

export interface Undo {
  /** The number of the change that is taken back. */
  readonly change: number;
  readonly steps: readonly Step[];
  /** The agenda as it was, where the change was an import. */
  readonly agenda: Agenda;
}

/** The change that `undo` takes back next. */
export const lastUndoable = (state: AgendaState): number | undefined => state.agenda.undoable.at(-1);

/** What a change's fact holds of the fields is still so; an `undo` must not take back what came after it. */
const stillSo = (now: Session, after: Fields): boolean =>
  Object.entries(after).every(([field, value]) => deepEqual(now[field as keyof Session] ?? null, value));

/**
 * Whether a change is too long ago to be taken back: its own fact, which all have beside those of its sessions, is
 * archived. Some of the sessions' may still be there, as in the room of an incident: half of it is not undone.
 */
export const isChangeArchived = (facts: readonly Recorded[]): boolean =>
  facts.every(({ name }) => name === sessionChanged.name);

/**
 * The undo of a change, from its facts (those about `change:<number>`). `undefined` where a session has been
 * changed since by something that is not undone, so that it cannot be taken back; and of one that is archived.
 */
export function planUndo(state: AgendaState, change: number, facts: readonly Recorded[]): Undo | undefined {
  if (isChangeArchived(facts)) return undefined;
  const steps: Step[] = [];
  let agenda = state.agenda;
  for (const one of facts) {
    if (one.name === agendaImported.name) {
      const { was } = agendaImported.schema.parse(one.data);
      agenda = { ...was, nextCode: agenda.nextCode, undoable: agenda.undoable };
    }
    if (one.name !== sessionChanged.name) continue;
    const { session: code, before, after, what } = sessionChanged.schema.parse(one.data);
    const now = state.sessions.get(code)?.value;
    if (!now || !stillSo(now, after)) return undefined;
    steps.push({ before: now, after: what.includes('new') ? undefined : withFields(now, before) });
  }
  if (steps.length === 0) return undefined;
  return { change, steps, agenda: { ...agenda, undoable: agenda.undoable.filter((one) => one < change) } };
}

export function applyUndo(state: AgendaState, undo: Undo, by: Actor, now: Temporal.Instant): Change {
  const codes = undo.steps.flatMap(({ before, after }) =>
    before && (!after || Object.keys(difference(before, after).after).length > 0) ? [before.code] : [],
  );
  return commitEdit(state, {
    steps: undo.steps,
    agenda: undo.agenda,
    by,
    now,
    undoable: false,
    fact: (change) =>
      recordFact(agendaChanged, {
        at: now,
        by,
        about: ['agenda', `change:${change}`],
        data: { change, how: 'undo', sessions: codes, undone: undo.change },
      }),
  });
}
