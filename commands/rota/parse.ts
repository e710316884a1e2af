/** What people type behind `/rota`: codes of shifts, rooms, roles, and the long form of `add`. */
import { Temporal } from 'temporal-polyfill';
import { listed, roomsOf } from '../../src/agenda/find.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Versioned } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { matchByName } from '../../src/core/match.ts';
import { parseClock, resolveWall, type TimeContext, WEEKDAY } from '../../src/core/time.ts';
import { typoOf } from '../../src/rota/domain/harm.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { escape, mrkdwn, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { typedTime } from '../../src/slack/typed-time.ts';

/** `H45`, `h45` or `45` at the beginning, and what follows. */
export function takeShift(text: string, rota: LoadedRota): { shift: Versioned<Shift>; rest: string } {
  const [, number, rest = ''] = /^h?(\d+)\b\s*([\s\S]*)$/i.exec(text.trim()) ?? [];
  if (text.trim() === '') throw new UserError('rota.noShiftNamed');
  if (number === undefined) throw new UserError('rota.whichShift', { typed: quoted(text) });
  return { shift: shiftByCode(`H${Number(number)}`, rota), rest };
}

export function shiftByCode(code: string, rota: LoadedRota): Versioned<Shift> {
  const shift = rota.shifts.get(code);
  if (!shift) throw new UserError('rota.noShift', { typed: quoted(code) });
  return shift;
}

/** A bar has no sessions, but shifts. */
const knownRooms = (rota: LoadedRota, event: RequestContext['event']) =>
  roomsOf(
    rota.agenda,
    event,
    [...rota.shifts.values()].flatMap(({ value }) => value.room ?? []),
  );

export function findRotaRoom(typed: string, rota: LoadedRota, event: RequestContext['event']): string {
  const rooms = knownRooms(rota, event);
  const found = matchByName(typed, rooms, ({ names }) => names);
  if ('found' in found) return found.found.name;
  if ('ambiguous' in found)
    throw new UserError('rota.severalRooms', {
      typed: quoted(typed),
      names: listed(found.ambiguous.map(({ name }) => escape(name))),
    });
  if (typed.trim() === '') throw new UserError('agenda.whatFor', { form: mrkdwn`/rota room R` });
  if (rooms.length === 0) throw new UserError('agenda.noRooms');
  throw new UserError('rota.noRoom', {
    typed: quoted(typed),
    names: listed(rooms.map(({ name }) => escape(name))),
  });
}

export const roleNames = (rota: LoadedRota): string[] => [
  ...new Set([...rota.roles.keys(), ...[...rota.shifts.values()].map(({ value }) => value.role)]),
];

export function findRole(typed: string, rota: LoadedRota): string {
  const names = roleNames(rota);
  const found = matchByName(typed, names, (name) => [name]);
  if ('found' in found) return found.found;
  if (typed.trim() === '') throw new UserError('agenda.whatFor', { form: mrkdwn`/rota role R` });
  if (names.length === 0) throw new UserError('rota.noRoles');
  const params = (candidates: readonly string[]) => ({
    typed: quoted(typed),
    names: listed(candidates.map(escape)),
  });
  if ('ambiguous' in found) throw new UserError('rota.severalRoles', params(found.ambiguous));
  throw new UserError('rota.noRole', params(names));
}

/** A role that exists, or what was typed, as a new one. Several candidates are no new role. */
export function roleOrNew(typed: string, rota: LoadedRota): string {
  const found = matchByName(typed, roleNames(rota), (name) => [name]);
  if ('found' in found) return found.found;
  if ('ambiguous' in found)
    throw new UserError('rota.severalRoles', {
      typed: quoted(typed),
      names: listed(found.ambiguous.map(escape)),
    });
  return truncate(typed.trim(), 60);
}

export interface TypedSpan {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
  readonly ambiguous: boolean;
  /** A day was typed, so that no other is meant. */
  readonly dated: boolean;
  /** The end's clock time is earlier than the start's. */
  readonly turned: boolean;
}

const CLOCK = '(?:\\d{1,2}[:.h]\\d{2}(?:\\s?[ap]m|\\s?h)?|\\d{1,2}\\s?(?:[ap]m|h))';
const DAY = `(?:(?:day|d[ií]a)\\s*\\d+|today|tomorrow|hoy|ma[nñ]ana|${WEEKDAY}|\\d{4}-\\d{2}-\\d{2})`;
const SPAN = new RegExp(
  `(?:^|\\s)(?:(${DAY})\\s+)?(?:(?:from|de|desde|at|a)\\s+)?(?:las?\\s+)?(${CLOCK}|now|ahora)\\s*(?:-|–|—|to|a|until|hasta)\\s*(?:las?\\s+)?(${CLOCK})(?=\\s|$)`,
  'i',
);

/** `TIME-TIME` anywhere in the text (`day 2 22:00-02:00` ends on the day after), and the text without it. */
export function takeSpan(text: string, context: TimeContext): { span: TypedSpan; rest: string } {
  const found = SPAN.exec(text);
  if (!found) throw new UserError('rota.whichTime', { typed: quoted(text) });
  const [whole, day] = found;
  const [from = '', to = ''] = found.slice(2).map(wholeHour);
  const start = typedTime([day, from].filter(Boolean).join(' '), context);
  const end = endAfter(start.at, to, context);
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + whole.length)}`;
  return {
    span: {
      start: start.at,
      end,
      ambiguous: start.ambiguous,
      dated: day !== undefined,
      turned: !/^24\b/.test(to) && isTurned(start.at, end, context.zone),
    },
    rest: rest.replace(/\s+/g, ' ').trim(),
  };
}

/** `20h` is a clock time where two of them make a span; alone it would be so many hours. */
const wholeHour = (clock: string): string => clock.replace(/^(\d{1,2})\s?h$/i, '$1:00');

const isTurned = (start: Temporal.Instant, end: Temporal.Instant, zone: string): boolean => {
  const [from, to] = [start, end].map((at) => at.toZonedDateTimeISO(zone).toPlainTime());
  return from !== undefined && to !== undefined && Temporal.PlainTime.compare(to, from) < 0;
};

/** The first time after `start` at which the clock shows `to`. */
function endAfter(start: Temporal.Instant, to: string, { zone }: TimeContext): Temporal.Instant {
  // The midnight that ends the day is the one that begins the next.
  const time = parseClock(to.replace(/\s/g, '').replace(/^24(?=[:.h]00)/, '0'));
  if (!time) throw new UserError('typed.time', { typed: quoted(to) });
  const date = start.toZonedDateTimeISO(zone).toPlainDate();
  for (const days of [0, 1]) {
    const wall = date.add({ days }).toPlainDateTime(time);
    const found = resolveWall(wall, zone);
    if ('problem' in found)
      throw new UserError('typed.nonexistent', { wall: escape(wall.toString()), zone: escape(zone) });
    if (Temporal.Instant.compare(found.at, start) > 0) return found.at;
  }
  throw new UserError('typed.time', { typed: quoted(to) });
}

export interface TypedAdd {
  readonly role: string;
  /** No shift and no role is called so yet. */
  readonly isNewRole: boolean;
  readonly room: string | undefined;
  /** The room, or else the role, that a new name may be a typo of. */
  readonly near: { readonly role?: string | undefined; readonly room?: string | undefined };
  readonly span: TypedSpan;
  /** Undefined where no `xN` was typed. */
  readonly need: number | undefined;
}

/** `ROLE [in ROOM] TIME-TIME [xN]`, people already taken out. */
export function parseAdd(
  text: string,
  rota: LoadedRota,
  context: TimeContext,
  event: RequestContext['event'],
): TypedAdd {
  const counted = /(?:^|\s)[x×](\d{1,2})(?=\s|$)/i.exec(text);
  const plain = counted ? text.replace(counted[0], ' ') : text;
  const { span, rest } = takeSpan(plain, context);
  const [, role = rest, room] = /^(.*?\S)\s+(?:in|en)\s+(\S.*)$/i.exec(rest) ?? [];
  if (role.trim() === '') throw new UserError('rota.add.noRole', { typed: quoted(text) });
  const named = roleOrNew(role, rota);
  const isNewRole = !roleNames(rota).includes(named);
  const place = room === undefined ? undefined : placeOf(room, rota, event);
  return {
    role: named,
    isNewRole,
    room: place?.name,
    near: { role: isNewRole ? typoOf(named, roleNames(rota)) : undefined, room: place?.near },
    span,
    need: counted ? Math.max(1, Number(counted[1])) : undefined,
  };
}

interface Place {
  readonly name: string;
  /** The room that this may be a typo of. */
  readonly near?: string | undefined;
}

/** A room that is known; in quotes any place, such as a bar that no session is in. What is nearly one is asked about. */
function placeOf(typed: string, rota: LoadedRota, event: RequestContext['event']): Place {
  const [, inQuotes] = /^["“'«](.+)["”'»]$/.exec(typed.trim()) ?? [];
  const place = truncate((inQuotes ?? typed).trim(), 80);
  const known = knownRooms(rota, event).map(({ name }) => name);
  if (known.includes(place)) return { name: place };
  if (inQuotes !== undefined) return { name: place, near: typoOf(place, known) };
  try {
    return { name: findRotaRoom(typed, rota, event) };
  } catch (error) {
    const near = error instanceof UserError && error.key === 'rota.noRoom' ? typoOf(place, known) : undefined;
    if (near === undefined) throw error;
    return { name: place, near };
  }
}

/** The words of an `add` that mean exactly this. */
export function addWords(
  { role, room, span, need }: Pick<TypedAdd, 'role' | 'room' | 'span' | 'need'>,
  zone: string,
): string {
  const [from, to] = [span.start, span.end].map((at) => at.toZonedDateTimeISO(zone));
  const clockOf = (at: Temporal.ZonedDateTime | undefined) =>
    at?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? '';
  return [
    role,
    ...(room === undefined ? [] : [`in "${room}"`]),
    `${from?.toPlainDate().toString()} ${clockOf(from)}-${clockOf(to)}`,
    ...(need === undefined ? [] : [`x${need}`]),
  ].join(' ');
}
