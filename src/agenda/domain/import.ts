/** Applying a file: the diff as an edit of the agenda. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, happened } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { Agenda, AgendaState } from './agenda.ts';
import { commitEdit, type Step } from './change.ts';
import { same } from './compare.ts';
import { type AgendaDiff, counts, newSession } from './diff.ts';
import { agendaImported } from './facts.ts';
import type { ParsedAgenda } from './parsed.ts';

export interface Import {
  readonly parsed: Pick<ParsedAgenda, 'format' | 'title' | 'days' | 'rooms'>;
  readonly url?: string | undefined;
  readonly by: Actor;
  readonly now: Temporal.Instant;
}

/** Rooms of the file in its order, then those that only older sessions have. */
const roomsAfter = (before: Agenda, rooms: readonly string[]): string[] => [
  ...rooms,
  ...before.rooms.filter((room) => !rooms.includes(room)),
];

/**
 * The commit that makes the agenda what the file says; undefined where the file changes nothing, so that
 * importing it twice leaves no trace.
 */
export function applyImport(state: AgendaState, diff: AgendaDiff, it: Import): Change | undefined {
  let nextCode = state.agenda.nextCode;
  const steps: Step[] = diff.compared.map((one) =>
    one.kind === 'new'
      ? { before: undefined, after: newSession(one.parsed, `S${nextCode++}`) }
      : { before: one.before, after: one.after },
  );
  const days = it.parsed.days.map((day) => ({ ...day }));
  const rooms = roomsAfter(state.agenda, it.parsed.rooms);
  const unchanged =
    steps.length === 0 &&
    same(days, state.agenda.days) &&
    same(rooms, state.agenda.rooms) &&
    state.version > 0;
  if (unchanged) return undefined;
  const agenda: Agenda = {
    ...state.agenda,
    days,
    rooms,
    nextCode,
    source: {
      format: it.parsed.format,
      importedAt: instantText(it.now),
      ...(it.parsed.title !== undefined && { title: it.parsed.title }),
      ...(it.url !== undefined && { url: it.url }),
    },
  };
  return commitEdit(state, {
    steps,
    agenda,
    by: it.by,
    now: it.now,
    fact: (change) =>
      happened(agendaImported, {
        at: it.now,
        by: it.by,
        about: ['agenda', `change:${change}`],
        // The address may hold a key in its query; the ledger needs only to know where from.
        data: { change, source: hostOf(it.url), counts: counts(diff), was: state.agenda },
      }),
  });
}

function hostOf(url: string | undefined): string {
  if (url === undefined) return 'text';
  try {
    return new URL(url).host;
  } catch {
    return 'address';
  }
}
