/** From what a parser collected to the agenda: ends, identities, days, order, and what was odd. */

import { Temporal } from 'temporal-polyfill';
import type { ParsedAgenda, ParsedSession } from '../agenda/domain/parsed.ts';
import { instantText } from '../core/instant.ts';
import { truncatePlain } from '../core/text.ts';
import type { Collector, RawSession } from './collector.ts';
import { contentOf } from './content.ts';
import { daysOf } from './days.ts';
import { madeGuid, uniqueSessions } from './identity.ts';
import { MAX_NAME } from './limits.ts';
import { tellPeople } from './people.ts';
import { oneLine } from './text.ts';
import { ZoneClock } from './when.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A session without an end lasts until the next in its room, if that starts this soon; else an hour. */
const NEXT_WITHIN = 3 * HOUR;
const VERY_LONG = 12 * HOUR;

/** When the next session starts in the same room, for those that have no end. */
function nextStarts(sessions: readonly RawSession[]): (session: RawSession) => number | undefined {
  const byRoom = new Map<string, number[]>();
  for (const { room, start } of sessions) {
    const starts = byRoom.get(room);
    if (starts) starts.push(start);
    else byRoom.set(room, [start]);
  }
  return ({ room, start }) =>
    byRoom
      .get(room)
      ?.filter((other) => other > start && other <= start + NEXT_WITHIN)
      .reduce<number | undefined>((least, other) => Math.min(least ?? other, other), undefined);
}

function endOf(
  session: RawSession,
  into: Collector,
  next: (session: RawSession) => number | undefined,
): number {
  const { start, end, title } = session;
  if (end === undefined || end < start) {
    into.note(end === undefined ? 'no-end' : 'end-before-start', oneLine(title));
    return next(session) ?? start + HOUR;
  }
  if (end === start) into.note('zero-length', oneLine(title));
  if (end - start >= VERY_LONG) into.note('very-long', oneLine(title));
  return end;
}

/**
 * The stated zone, unless most of the file's own offsets say otherwise. UTC offsets contradict nothing:
 * many write their instants that way. Offsets that differ among themselves are told apart from a clock
 * change, which happens once.
 */
function checkZone(into: Collector): void {
  const { offsets, zone } = into;
  if (offsets.length === 0) return;
  if (zone !== undefined) {
    const clock = new ZoneClock(zone);
    const wrong = offsets.filter(({ at, offset }) => offset !== 0 && offset !== clock.offset(at));
    if (wrong.length * 2 > offsets.length) {
      into.note('zone-contradicts', `${zone} ≠ ${formatOffset(wrong[0]?.offset ?? 0)}`);
      into.zone = undefined;
    } else for (const { label } of wrong) into.note('mixed-offsets', label);
    return;
  }
  const order = offsets.toSorted((a, b) => a.at - b.at);
  const changes = order.filter(({ offset }, i) => i > 0 && offset !== order[i - 1]?.offset).length;
  if (changes <= 1) return;
  const usual = usualOffset(into);
  for (const { offset, label } of offsets) if (offset !== usual) into.note('mixed-offsets', label);
}

function usualOffset(into: Collector): number | undefined {
  const counts = new Map<number, number>();
  for (const { offset } of into.offsets) counts.set(offset, (counts.get(offset) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const formatOffset = (minutes: number): string => {
  const absolute = Math.abs(minutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
};

/** By what clock days are told where the source has none: its zone, the asked one, its offset. */
function dayClock(into: Collector): ZoneClock {
  const zone = into.zone ?? into.options.zone;
  if (zone !== undefined) return new ZoneClock(zone);
  const usual = usualOffset(into);
  return new ZoneClock(usual === undefined || usual === 0 ? 'UTC' : formatOffset(usual));
}

const text = (at: number): string => instantText(Temporal.Instant.fromEpochMilliseconds(at));

export function finishAgenda(into: Collector): ParsedAgenda {
  checkZone(into);
  const next = nextStarts(into.sessions);
  const roomNames = new Map(
    [...into.rooms, ''].map((room) => [room, truncatePlain(oneLine(room), MAX_NAME)]),
  );
  const texts = new Map<number, string>();
  const textOf = (at: number): string => {
    const known = texts.get(at) ?? text(at);
    texts.set(at, known);
    return known;
  };

  const personId = tellPeople(into);
  const read = into.sessions.map((raw): ParsedSession => {
    const { content, cancelled } = contentOf(raw, personId, into);
    const own = into.worthless ? '' : truncatePlain(oneLine(raw.guid), MAX_NAME);
    if (own === '' && !into.worthless) into.note('no-guid', content.title);
    const room = roomNames.get(raw.room) ?? '';
    if (room === '') into.note('no-room', content.title);
    return {
      ...content,
      guid: own || madeGuid(content.title, content.speakers),
      identity: own === '' ? 'worthless' : 'guid',
      room,
      start: textOf(raw.start),
      end: textOf(endOf(raw, into, next)),
      ...((cancelled || raw.cancelled === true) && { cancelled: true }),
    };
  });

  const unique = uniqueSessions(read, into);
  const order = new Map([...roomNames.values()].map((room, place) => [room, place]));
  const sessions = unique.toSorted(
    (a, b) =>
      compare(a.start, b.start) ||
      (order.get(a.room) ?? 0) - (order.get(b.room) ?? 0) ||
      compare(a.guid, b.guid),
  );
  const used = new Set(sessions.map(({ room }) => room).filter((room) => room !== ''));
  const days = daysOf(
    into,
    into.sessions.map(({ start }) => start),
    dayClock(into),
  );
  const inSomeDay = (start: string): boolean => days.some((day) => start >= day.start && start <= day.end);
  for (const session of sessions) if (!inSomeDay(session.start)) into.note('outside-day', session.title);

  const title = truncatePlain(oneLine(into.title), MAX_NAME);
  const zone = into.zone ?? (into.needsZone ? undefined : into.options.zone);
  return {
    format: into.format,
    ...(title !== '' && { title }),
    ...(zone !== undefined && { zone }),
    days,
    rooms: [...new Set([...roomNames.values()].filter((room) => used.has(room)))],
    sessions,
    oddities: into.odd.list(),
    needsZone: into.needsZone,
    needsDate: into.needsDate,
    ...(into.silentOnSpeakers &&
      sessions.every(({ speakers }) => speakers.length === 0) && { silentOnSpeakers: true }),
    ...(into.needsColumns && { needsColumns: into.needsColumns }),
    ...(into.needsOrder && { needsOrder: into.needsOrder }),
    ...(into.table && { table: into.table }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
