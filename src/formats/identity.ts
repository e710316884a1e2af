/**
 * Who is who in a file: guid, then (guid, start). Where a file has no ids, or ids that change with each
 * build, one is made of the title and the speakers, which at least stays the same when a talk moves.
 */
import { createHash } from 'node:crypto';
import type { ParsedSession } from '../agenda/domain/parsed.ts';
import { plain } from '../core/match.ts';
import type { Collector } from './collector.ts';

export const madeGuid = (title: string, speakers: readonly { readonly name: string }[]): string => {
  const words = [title, ...speakers.map(({ name }) => name)].map((text) => plain(text) || text);
  return `made:${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 20)}`;
};

const groups = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const of = found.get(key(item));
    if (of) of.push(item);
    else found.set(key(item), [item]);
  }
  return found;
};

const slot = (session: ParsedSession): string => `${session.guid}\n${session.start}`;

/** (guid, start) made unique: by room, then by title; what is the same in all of these is there once. */
export function uniqueSessions(sessions: readonly ParsedSession[], into: Collector): ParsedSession[] {
  for (const [, same] of groups(sessions, (session) => session.guid)) {
    const [first] = same;
    if (first?.identity === 'guid' && new Set(same.map((session) => session.start)).size > 1)
      for (const again of same.slice(1)) into.note('duplicate-guid', again.title);
  }
  const result: ParsedSession[] = [];
  for (const [, same] of groups(sessions, slot)) {
    if (same.length === 1) {
      result.push(...same);
      continue;
    }
    const byRoom = groups(same, (session) => session.room);
    for (const [room, inRoom] of byRoom) {
      const byTitle = groups(inRoom, (session) => session.title);
      // The same title at the same time until another time is another session: office hours beside a drop-in.
      const byWhole = groups(inRoom, ({ title, end }) => `${title}\n${end}`);
      for (const [, equal] of byWhole) {
        const [session] = equal;
        if (!session) continue;
        const { title } = session;
        const ends = new Set(byTitle.get(title)?.map(({ end }) => end)).size;
        for (let i = 1; i < equal.length; i++) into.note('duplicate-session', title);
        const guid = [
          session.guid,
          ...(byRoom.size > 1 ? [plain(room) || room] : []),
          ...(byTitle.size > 1 ? [plain(title) || title] : []),
          ...(ends > 1 ? [session.end] : []),
        ].join('@');
        if (guid !== session.guid && session.identity === 'guid') into.note('duplicate-guid', title);
        result.push({ ...session, guid });
      }
    }
  }
  // Two made names can still fall together ("A" in a room "b@c"); a number settles it.
  for (const [, same] of groups(result, slot)) {
    for (const [place, session] of same.entries())
      if (place > 0) result[result.indexOf(session)] = { ...session, guid: `${session.guid}@${place + 1}` };
  }
  return result;
}
