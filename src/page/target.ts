/** `TARGET[!] MESSAGE` as people type it: a room, a role, a person or `oncall`, then what is the matter. */

import type { EventSettings } from '../callboard/domain/event.ts';
import type { Permission } from '../callboard/domain/permission.ts';
import type { Person } from '../callboard/domain/person.ts';
import type { UserGroup } from '../callboard/domain/user-group.ts';
import { findGroup, type GroupDeps, namesGroup } from '../callboard/groups.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { matchByName, plain } from '../core/match.ts';
import { nearest } from '../core/nearest.ts';
import { code, escape, joined, quoted } from '../slack/mrkdwn.ts';
import { findPerson, joinNumbers, namesNumber, namesPerson } from '../slack/people.ts';
import type { Target } from './domain/page.ts';

export interface NamedPlace {
  readonly target: Target;
  readonly names: readonly string[];
}

type PlaceDeps = Pick<Deps, 'shifts' | 'roles' | 'sessions'>;

/** Every room and role that the event (as read just now), the agenda or the rota knows. */
export async function loadPlaces(
  event: EventSettings,
  { shifts, roles, sessions }: PlaceDeps,
): Promise<NamedPlace[]> {
  const [allShifts, allRoles, allSessions] = await Promise.all([
    shifts.peek(),
    roles.peek(),
    sessions.peek(),
  ]);
  const rooms = new Map<string, readonly string[]>();
  for (const { value } of allSessions.values()) if (value.room) rooms.set(value.room, [value.room]);
  for (const { value } of allShifts.values()) if (value.room) rooms.set(value.room, [value.room]);
  for (const room of event.rooms) rooms.set(room.name, [room.name, ...(room.aliases ?? [])]);
  const roleNames = new Set<string>();
  for (const { value } of allShifts.values()) roleNames.add(value.role);
  for (const { value } of allRoles.values()) roleNames.add(value.name);
  return [
    ...[...rooms].map(([name, names]): NamedPlace => ({ target: { kind: 'room', name }, names })),
    ...[...roleNames].map((name): NamedPlace => ({ target: { kind: 'role', name }, names: [name] })),
  ];
}

export interface Typed {
  readonly target: Target;
  /** The user group that the target is, to be kept by whoever opens a page for it. */
  readonly group?: UserGroup;
  readonly critical: boolean;
  readonly message: string;
}

/** Most words that a room's name has here. */
const MAX_WORDS = 5;
const CHANNEL = /^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/;
const ONCALL: ReadonlySet<string> = new Set(['oncall', 'on call']);

const bang = (word: string): { name: string; critical: boolean } =>
  word.endsWith('!') ? { name: word.replace(/!+$/, ''), critical: true } : { name: word, critical: false };

/**
 * Reads the target at the beginning of `text`; a UserError quotes it and names what would do.
 *
 * @param asker - Who asks, where somebody without Slack may be named by their number.
 */
export async function readTarget(
  text: string,
  event: EventSettings,
  deps: PlaceDeps & GroupDeps,
  asker?: { readonly permission: Permission },
): Promise<Typed> {
  const places = await loadPlaces(event, deps);
  const found =
    (await byNumber(text, deps, asker)) ??
    (await inQuotes(text, places)) ??
    (await byWords(text, places, event, deps));
  // `! ` may also stand by itself.
  const [, mark, message = ''] = /^(!+\s+)?([\s\S]*)$/.exec(found.message.trim()) ?? [];
  return { ...found, critical: found.critical || mark !== undefined, message: message.trim() };
}

async function byNumber(
  text: string,
  { directory }: GroupDeps,
  asker: { readonly permission: Permission } | undefined,
): Promise<Typed | undefined> {
  if (!asker) return undefined;
  const [word = '', ...rest] = joinNumbers(text).split(' ');
  const { name, critical } = bang(word);
  if (!namesNumber(name)) return undefined;
  const person = await findPerson(name, directory, asker);
  return { target: { kind: 'person', name: person.id }, critical, message: rest.join(' ') };
}

async function inQuotes(text: string, places: readonly NamedPlace[]): Promise<Typed | undefined> {
  const [, name, mark, message] = /^["“]([^"”]+)["”](!?)\s*([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || message === undefined) return undefined;
  return { target: byName(name, places), critical: mark === '!', message };
}

async function byWords(
  text: string,
  places: readonly NamedPlace[],
  event: EventSettings,
  deps: GroupDeps,
): Promise<Typed> {
  const words = text.split(/\s+/).filter(Boolean);
  const after = (count: number) => words.slice(count).join(' ');
  const { name: first, critical } = bang(words[0] ?? '');
  if (namesGroup(first) || namesPerson(first))
    return { ...(await byPersonOrGroup(first, deps)), critical, message: after(1) };
  const [, channel] = CHANNEL.exec(first) ?? [];
  const room = channel && event.rooms.find((one) => one.channel === channel);
  if (room) return { target: { kind: 'room', name: room.name }, critical, message: after(1) };
  if (ONCALL.has(plain(first))) return { target: { kind: 'oncall', name: '' }, critical, message: after(1) };
  // A whole name of several words goes before the beginning of another.
  for (let count = Math.min(MAX_WORDS, words.length); count >= 1; count--) {
    const { name, critical: marked } = bang(words.slice(0, count).join(' '));
    const wanted = plain(name);
    const whole = places.find((place) => place.names.some((known) => plain(known) === wanted));
    if (wanted && whole) return { target: whole.target, critical: marked, message: after(count) };
  }
  return { target: byName(first, places), critical, message: after(1) };
}

type Named = Pick<Typed, 'target' | 'group'>;

/** Outside of Slack's own words a group is typed like a person, who goes first. */
async function byPersonOrGroup(word: string, deps: GroupDeps): Promise<Named> {
  const person = namesGroup(word)
    ? new UserError('page.noTarget', { typed: quoted(word) })
    : await findPerson(word, deps.directory).catch((error: unknown) => error);
  if (isPerson(person)) return { target: { kind: 'person', name: person.id } };
  const group = await findGroup(word, deps);
  if (!group) throw person;
  return { target: { kind: 'group', name: group.id, label: `@${group.handle}` }, group };
}

const isPerson = (found: unknown): found is Person => !(found instanceof Error);

/** By any unambiguous beginning of its name. */
export function byName(name: string, places: readonly NamedPlace[]): Target {
  const typed = quoted(name);
  if (ONCALL.has(plain(name))) return { kind: 'oncall', name: '' };
  const found = matchByName(name, places, (place) => place.names);
  if ('found' in found) return found.found.target;
  if ('ambiguous' in found) {
    const candidates = joined(
      found.ambiguous.map(({ target }) => code(target.name)),
      ', ',
    );
    throw new UserError('page.ambiguousTarget', { typed, candidates });
  }
  const names = places.map(({ target }) => target.name);
  const guess = nearest(plain(name), names.map(plain));
  const meant = names.find((one) => plain(one) === guess);
  if (meant) throw new UserError('page.didYouMeanTarget', { typed, guess: escape(meant) });
  throw new UserError('page.noTarget', { typed });
}
