/**
 * The agenda as a whole: what belongs to no single session. Its document's version counts the changes of
 * the agenda, so every change puts it, a preview is bound to it, and `change:<version>` names the change.
 */
import { z } from 'zod';
import { document, type Versioned } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { agendaFormats } from './parsed.ts';
import type { Session } from './session.ts';

const Day = z.object({
  index: z.number().int().positive(),
  /** `2019-06-05`, the date that people call the day by. */
  date: z.string(),
  start: InstantText,
  /** Exclusive. */
  end: InstantText,
});
export type Day = z.infer<typeof Day>;

export const Source = z.object({
  format: z.enum(agendaFormats),
  title: z.string().exactOptional(),
  url: z.string().exactOptional(),
  importedAt: InstantText,
});

export const Agenda = z.object({
  days: z.array(Day),
  /** In the source's order, which is the order people know. */
  rooms: z.array(z.string()),
  /** The number of the next new session's code; never given twice. */
  nextCode: z.number().int().positive(),
  source: Source.exactOptional(),
  /** Numbers of the changes that `undo` takes back, the last one last. */
  undoable: z.array(z.number().int()),
});
export type Agenda = z.infer<typeof Agenda>;

export const agendaDocument = document({ name: 'agenda', schema: Agenda, schemaVersion: 1 });

/** There is one agenda in an event. */
export const AGENDA_ID = 'agenda';

/** So many changes can be taken back, one after the other. */
export const UNDO_DEPTH = 20;

/** The agenda and its sessions as read; `version` 0 where nothing was ever imported. */
export interface AgendaState {
  readonly agenda: Agenda;
  readonly version: number;
  readonly sessions: ReadonlyMap<string, Versioned<Session>>;
}

/** The highest code among sessions that came without an agenda (a restored backup, a demo) counts too. */
const firstFreeCode = (sessions: Iterable<string>): number => {
  let highest = 0;
  for (const code of sessions) highest = Math.max(highest, Number(/^S(\d+)$/.exec(code)?.[1] ?? 0));
  return highest + 1;
};

export function agendaState(
  found: Versioned<Agenda> | undefined,
  sessions: ReadonlyMap<string, Versioned<Session>>,
): AgendaState {
  return {
    agenda: found?.value ?? { days: [], rooms: [], nextCode: firstFreeCode(sessions.keys()), undoable: [] },
    version: found?.version ?? 0,
    sessions,
  };
}
