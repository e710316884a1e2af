/** An applied change, read from the ledger by its number: each session before and after it. */
import type { Deps } from '../core/deps.ts';
import { withFields } from './domain/compare.ts';
import {
  agendaChanged,
  agendaImported,
  type ChangeHow,
  type ChangeWord,
  type Fields,
  type Fills,
  sessionChanged,
} from './domain/facts.ts';
import { Session } from './domain/session.ts';

export interface Moved {
  readonly code: string;
  readonly before: Session | undefined;
  readonly after: Session | undefined;
  readonly what: readonly ChangeWord[];
}

export interface AppliedChange {
  readonly moves: readonly Moved[];
  readonly how: 'import' | ChangeHow | undefined;
  /** The first import of all: everything is new to everybody. */
  readonly first: boolean;
  readonly reason: string | undefined;
  /** Which session steps in for which. */
  readonly fills?: Fills;
  /** The number of the change that this one took back. */
  readonly undone?: number;
}

export async function readChange(
  change: number,
  { store, sessions }: Pick<Deps, 'store' | 'sessions'>,
): Promise<AppliedChange> {
  const [facts, current] = await Promise.all([store.facts({ about: `change:${change}` }), sessions.read()]);
  const moves: Moved[] = [];
  let how: AppliedChange['how'];
  let first = false;
  let reason: string | undefined;
  let fills: Fills | undefined;
  let undone: number | undefined;
  for (const one of facts) {
    if (one.name === agendaImported.name) {
      how = 'import';
      first = agendaImported.schema.parse(one.data).was.source === undefined;
    } else if (one.name === agendaChanged.name) {
      const data = agendaChanged.schema.parse(one.data);
      how = data.how;
      reason = data.reason;
      fills = data.fills;
      undone = data.undone;
    } else if (one.name === sessionChanged.name) {
      const { session, what, before, after } = sessionChanged.schema.parse(one.data);
      moves.push(moved(session, what, before, after, current.get(session)?.value));
    }
  }
  // An agenda that was there without a source (the sandbox's demo) is replaced, and that is news of its own.
  return {
    moves,
    how,
    first: first && moves.every(({ what }) => what.includes('new')),
    reason,
    ...(fills && { fills }),
    ...(undone !== undefined && { undone }),
  };
}

/** What of a change concerns a slot that is filled: by it, or by the one that it took back. */
export async function fillsOf(
  change: AppliedChange,
  deps: Pick<Deps, 'store' | 'sessions'>,
): Promise<Fills | undefined> {
  return change.undone === undefined ? change.fills : (await readChange(change.undone, deps)).fills;
}

/** The session right after that change, even where a later one has changed it again. */
function moved(
  code: string,
  what: readonly ChangeWord[],
  before: Fields,
  after: Fields,
  now: Session | undefined,
): Moved {
  if (!now) {
    const gone = Session.safeParse({ ...withoutNulls(before), code });
    return { code, before: gone.success ? gone.data : undefined, after: undefined, what };
  }
  const then = withFields(now, after);
  return { code, before: what.includes('new') ? undefined : withFields(now, before), after: then, what };
}

const withoutNulls = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
