/** What a file and the event have different, item by item; the same for plan, apply and the daily look. */
import { truncatePlain } from '../../core/text.ts';
import type { SomeSections } from '../domain/event-file.ts';
import { type FullEventFile, SECTION_NAMES, type SectionName } from './schema.ts';

/** One thing that can be added, changed or removed by itself: a room, an organizer, a time of the plan. */
interface Item {
  readonly key: string;
  readonly value: unknown;
}

export interface Difference {
  readonly section: SectionName;
  /** Within the section: a room's name, a person's id, `reminders`. */
  readonly key: string;
  readonly kind: 'added' | 'changed' | 'removed';
  /** As the event has it now; undefined where it has none. */
  readonly before?: unknown;
  /** As the file has it. */
  readonly after?: unknown;
}

/** No file makes or takes away a key: these are told, and done by hand. */
export const isByHand = ({ section }: Difference): boolean => section === 'keys' || section === 'guarded';

const each = <T>(all: readonly T[], key: (one: T) => string): Item[] => {
  const counts = new Map<string, number>();
  return all.map((value) => {
    const name = key(value);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { key: count > 1 ? `${name} (${count})` : name, value };
  });
};
const fields = (value: object): Item[] => Object.entries(value).map(([key, one]) => ({ key, value: one }));
const names = (all: readonly string[]): Item[] => all.map((key) => ({ key, value: true }));

/** Each section as items. */
const ITEMS: { readonly [S in SectionName]: (section: FullEventFile[S]) => Item[] } = {
  event: fields,
  organizers: names,
  crew: names,
  crewGroups: names,
  channels: fields,
  rooms: (rooms) => each(rooms, ({ name }) => name),
  retention: fields,
  promises: fields,
  cards: (cards) => [{ key: 'cards', value: cards }],
  flags: (flags) => each(flags, ({ name }) => name),
  roles: (roles) => each(roles, ({ name }) => name),
  rota: fields,
  policies: fields,
  hooks: (hooks) => each(hooks, ({ name }) => name),
  runbooks: (runbooks) => each(runbooks, ({ name }) => name),
  drills: (drills) => each(drills, ({ name }) => name),
  speakers: fields,
  actions: (actions) => each(actions, ({ name }) => name),
  keys: (keys) => each(keys, ({ set }) => set),
  guarded: names,
};

const itemsOf = <S extends SectionName>(section: S, value: FullEventFile[S]): Map<string, unknown> =>
  new Map(ITEMS[section](value).map((item) => [item.key, item.value]));

/** The same whatever the order of an object's fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** What of the file the event does not have yet. Both have ids in place of names. */
export function setupDifferences(event: FullEventFile, file: SomeSections<FullEventFile>): Difference[] {
  return SECTION_NAMES.flatMap((section): Difference[] => {
    const wanted = file[section];
    if (wanted === undefined) return [];
    const before = itemsOf(section, event[section]);
    const after = itemsOf(section, wanted);
    const has = [...after].flatMap(([key, value]): Difference[] => {
      if (!before.has(key)) return [{ section, key, kind: 'added', after: value }];
      const now = before.get(key);
      return isSame(now, value) ? [] : [{ section, key, kind: 'changed', before: now, after: value }];
    });
    const gone = [...before]
      .filter(([key]) => !after.has(key))
      .map(([key, value]): Difference => ({ section, key, kind: 'removed', before: value }));
    return [...has, ...gone];
  });
}

/** Characters of a text that a line shows; a runbook has hundreds. */
const MAX_SHOWN = 60;
const brief = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > MAX_SHOWN ? `“${truncatePlain(line, MAX_SHOWN)}” (${text.length} characters)` : line;
};

const short = (value: unknown): string => {
  if (Array.isArray(value))
    return value.map((one) => (isObject(one) ? `{${short(one)}}` : short(one))).join(', ') || 'none';
  if (value === null || value === undefined) return 'none';
  if (typeof value !== 'object') return brief(String(value));
  return Object.entries(value)
    .filter(([, one]) => one !== false && !isEmpty(one))
    .map(([key, one]) => `${key} ${Array.isArray(one) ? `(${short(one)})` : short(one)}`)
    .join(', ');
};

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of two objects the fields alone that differ. */
function changedText(before: unknown, after: unknown): string {
  if (!isObject(before) || !isObject(after)) return `${short(before)} → ${short(after)}`;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => `${field} ${short(before[field])} → ${short(after[field])}`)
    .join('; ');
}

const MARK = { added: '+', changed: '~', removed: '-' } as const;

/**
 * One line: `~ rooms Main hall: channel C1 → C2`.
 *
 * @param named - how an id is shown to people
 */
export function differenceText(one: Difference, named: (id: string) => string = String): string {
  const ids = (text: string) => text.replaceAll(/\b[UW][A-Z0-9]{5,}\b/g, (id) => named(id));
  const what = `${MARK[one.kind]} ${one.section} ${ids(one.key)}`;
  if (one.kind === 'changed') return `${what}: ${ids(changedText(one.before, one.after))}`;
  const value = one.kind === 'added' ? one.after : one.before;
  const { name: _, set: _set, ...rest } = isObject(value) ? value : {};
  const more = isObject(value) ? short(rest) : value === true ? '' : short(value);
  return more === '' ? what : `${what}: ${ids(more)}`;
}
