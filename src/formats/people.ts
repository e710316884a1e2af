/**
 * Who is who in a file. An id counts only together with a name: wikis give everybody the id 0, merged feeds
 * give one number to two people, and a reminder for somebody else's talk is worse than none.
 */
import { plain } from '../core/match.ts';
import { truncatePlain } from '../core/text.ts';
import type { Collector } from './collector.ts';
import { MAX_NAME } from './limits.ts';
import { oneLine } from './text.ts';

/** Written where there is no id. */
const PLACEHOLDER = /^(?:0+|-1|null|none|nil|undefined|nan|n\/?a|false|[0-]{8,})$/i;

/** `Ana García <ana@example.org>`: the address is for finding her, never for showing. */
const NAME_AND_ADDRESS = /^(.*?)\s*(?:[<(]([^\s<>()@]+@[^\s<>()@]+)[>)])?$/s;

export function nameAndAddress(text: string): { name: string; address: string | undefined } {
  const [, written = '', address] = NAME_AND_ADDRESS.exec(truncatePlain(oneLine(text), 4 * MAX_NAME)) ?? [];
  return { name: truncatePlain(written, MAX_NAME), address };
}

const idOf = (raw: string): string => {
  const id = truncatePlain(oneLine(raw), MAX_NAME);
  return PLACEHOLDER.test(id) ? '' : id;
};

const nameKey = (name: string): string => plain(name) || name;

/** The id of a person as the file gives it and the name; where the id is shared, both together. */
export type PersonId = (id: string, name: string) => string;

/** Notes each id that stands for several people, once, with their names. */
export function tellPeople(into: Collector): PersonId {
  const names = new Map<string, Map<string, string>>();
  for (const { speakers } of into.sessions)
    for (const { id, name: written } of speakers) {
      const { name } = nameAndAddress(written);
      const key = truncatePlain(oneLine(id), MAX_NAME);
      if (key === '' || name === '') continue;
      const of = names.get(key) ?? new Map<string, string>();
      names.set(key, of.set(nameKey(name), name));
    }
  for (const [id, of] of names)
    if (of.size > 1) into.note('person-id-shared', `${id}: ${[...of.values()].slice(0, 5).join(', ')}`);
  return (raw, name) => {
    const id = idOf(raw);
    if (id === '') return `name:${nameKey(name)}`;
    return (names.get(id)?.size ?? 0) > 1 ? truncatePlain(`${id}@${nameKey(name)}`, MAX_NAME) : id;
  };
}
