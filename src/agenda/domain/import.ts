/** Applying a file: the diff as an edit of the agenda. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, recordFact } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { Agenda, AgendaState } from './agenda.ts';
import { commitEdit, type Step } from './change.ts';
import { deepEqual } from './compare.ts';
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
export function applyImport(state: AgendaState, diff: AgendaDiff, imported: Import): Change | undefined {
  let nextCode = state.agenda.nextCode;
  const steps: Step[] = diff.compared.map((one) =>
    one.kind === 'new'
      ? { before: undefined, after: newSession(one.parsed, `S${nextCode++}`) }
      : { before: one.before, after: one.after },
  );
  const days = imported.parsed.days.map((day) => ({ ...day }));
  const rooms = roomsAfter(state.agenda, imported.parsed.rooms);
  const unchanged =
    steps.length === 0 &&
    deepEqual(days, state.agenda.days) &&
    deepEqual(rooms, state.agenda.rooms) &&
    state.version > 0;
  if (unchanged) return undefined;
  const agenda: Agenda = {
    ...state.agenda,
    days,
    rooms,
    nextCode,
    source: {
      format: imported.parsed.format,
      importedAt: instantText(imported.now),
      ...(imported.parsed.title !== undefined && { title: imported.parsed.title }),
      ...(imported.url !== undefined && { url: imported.url }),
    },
  };
  return commitEdit(state, {
    steps,
    agenda,
    by: imported.by,
    now: imported.now,
    fact: (change) =>
      recordFact(agendaImported, {
        at: imported.now,
        by: imported.by,
        about: ['agenda', `change:${change}`],
        // The address may hold a key in its query; the ledger needs only to know where from.
        data: { change, source: hostOf(imported.url), counts: counts(diff), was: state.agenda },
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
