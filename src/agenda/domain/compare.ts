/** Two states of one session: which fields differ, and what people call that. */
import { milliseconds } from '../../core/instant.ts';
import type { ChangeWord, Fields } from './facts.ts';
import type { Session } from './session.ts';

const CONTENT = [
  'title',
  'subtitle',
  'abstract',
  'description',
  'speakers',
  'track',
  'kind',
  'language',
  'url',
  'links',
  'isBreak',
  'doNotRecord',
] as const satisfies readonly (keyof Session)[];

const COMPARED = [
  ...CONTENT,
  'guid',
  'room',
  'start',
  'end',
  'state',
  'reason',
  'base',
] as const satisfies readonly (keyof Session)[];

export const deepEqual = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

const speakerKey = (session: Pick<Session, 'speakers'>): string =>
  session.speakers
    .map((speaker) => speaker.name)
    .sort()
    .join('\n');

/** The differing fields on each side, absent ones as null. */
export function difference(from: Session, to: Session): { before: Fields; after: Fields } {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const field of COMPARED) {
    if (deepEqual(from[field], to[field])) continue;
    before[field] = from[field] ?? null;
    after[field] = to[field] ?? null;
  }
  return { before, after } as { before: Fields; after: Fields };
}

/** Sets fields on a session; null takes a field away. The opposite of {@link difference}. */
export function withFields(session: Session, fields: Fields): Session {
  const changed: Record<string, unknown> = { ...session };
  for (const [field, value] of Object.entries(fields)) {
    if (value === null) delete changed[field];
    else changed[field] = value;
  }
  return changed as Session;
}

const length = (session: Pick<Session, 'start' | 'end'>): number =>
  milliseconds(session.end) - milliseconds(session.start);

/** In the order people care about. Nothing at all where only bookkeeping differs (a guid, a base). */
export function changeWords(from: Session, to: Session): ChangeWord[] {
  const found: ChangeWord[] = [];
  if (from.state !== to.state) found.push(to.state === 'cancelled' ? 'cancelled' : 'restored');
  if (from.start !== to.start) found.push('time');
  if (length(from) !== length(to)) found.push('duration');
  if (from.room !== to.room) found.push('room');
  if (from.title !== to.title) found.push('title');
  if (speakerKey(from) !== speakerKey(to)) found.push('speakers');
  const details = CONTENT.some(
    (field) => field !== 'title' && field !== 'speakers' && !deepEqual(from[field], to[field]),
  );
  if (details || from.reason !== to.reason) found.push('details');
  return found;
}

/** Worth telling people about; a new abstract is not. */
export const worthTelling = (what: readonly ChangeWord[]): boolean =>
  what.some((word) => word !== 'details' && word !== 'removed');
