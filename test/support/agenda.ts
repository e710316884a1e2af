/** Made-up sessions and files for tests of the agenda, and real files of ../shared/data where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type AgendaState, agendaState } from '../../src/agenda/domain/agenda.ts';
import type { ParsedAgenda, ParsedSession } from '../../src/agenda/domain/parsed.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import type { Versioned } from '../../src/core/commit.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
/** The real files are not part of the project; a checkout without them skips what needs them. */
export const hasRealData = existsSync(DATA);
export const realFile = (path: string): Uint8Array => readFileSync(resolve(DATA, path));

/** `time(90)` is an hour and a half after 2019-06-05 08:00 UTC, which is 10:00 in Madrid. */
export const time = (minutes: number): string =>
  `${new Date(Date.UTC(2019, 5, 5, 8) + minutes * 60_000).toISOString().slice(0, 19)}Z`;

export const session = (code: string, from: number, to: number, more: Partial<Session> = {}): Session => ({
  code,
  guid: `guid-${code}`,
  title: `Talk ${code}`,
  speakers: [{ id: `speaker-${code}`, name: `Speaker ${code}` }],
  room: 'Main hall',
  start: time(from),
  end: time(to),
  state: 'scheduled',
  ...more,
});

export const parsedSession = ({
  code: _,
  state,
  reason: __,
  base: ___,
  ...rest
}: Session): ParsedSession => ({
  ...rest,
  identity: 'guid',
  ...(state === 'cancelled' && { cancelled: true }),
});

/** The file that would give these sessions. */
export const fileOf = (sessions: readonly Session[], more: Partial<ParsedAgenda> = {}): ParsedAgenda => ({
  format: 'frab-json',
  days: [{ index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' }],
  rooms: [...new Set(sessions.map(({ room }) => room).filter(Boolean))],
  sessions: sessions.map(parsedSession),
  oddities: [],
  needsZone: false,
  needsDate: false,
  ...more,
});

export function stateOf(sessions: readonly Session[], version = 1): AgendaState {
  const map = new Map<string, Versioned<Session>>(
    sessions.map((value) => [value.code, { id: value.code, value, version: 1 }]),
  );
  const file = fileOf(sessions);
  const agenda = { days: [...file.days], rooms: [...file.rooms], nextCode: 1000, undoable: [] };
  return agendaState({ id: 'agenda', value: agenda, version }, map);
}
