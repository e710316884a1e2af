/** Rooms as a file of shifts calls them, by the names that the event knows them by. Pure. */
import { plain } from '../../core/match.ts';
import type { ShiftDraft } from './draft.ts';

export interface KnownRoom {
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
}

/**
 * A room under another of its names is that room: whoever is on shift in `K1.105` is asked when `K.1.105 (La Fontaine)`
 * is paged, where the event says that both are one. Whole names only; a room that nobody knows stays as it is written.
 */
export function withKnownRooms<T extends Pick<ShiftDraft, 'room'>>(
  drafts: readonly T[],
  rooms: readonly KnownRoom[],
): T[] {
  const names = new Map<string, string>();
  // What a room is called goes before what it is also called.
  for (const { name, aliases = [] } of rooms)
    for (const alias of aliases) if (!names.has(plain(alias))) names.set(plain(alias), name);
  for (const { name } of rooms) names.set(plain(name), name);
  return drafts.map((draft) => {
    const name = draft.room === undefined ? undefined : names.get(plain(draft.room));
    return name === undefined || name === draft.room ? draft : { ...draft, room: name };
  });
}
