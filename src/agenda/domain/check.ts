/**
 * What looks wrong in an agenda. A check that cries wolf is not read again, so what is usual is left out:
 * breaks, plenaries that are listed in several rooms at once, and "persons" that are assemblies or hosts
 * with many overlapping sessions (38C3 had 140 such overlaps; none was a double booking).
 */
import { milliseconds } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import type { Day } from './agenda.ts';
import type { Session } from './session.ts';
import { byStart, overlap, roomClashes, slotOf } from './slots.ts';

export interface Finding {
  readonly kind:
    | 'speaker'
    | 'room'
    | 'tight'
    | 'outside'
    | 'no-end'
    | 'very-long'
    | 'unlinked'
    | 'nobody-on-shift';
  readonly sessions: readonly Session[];
  /** The speaker's or the room's name, where it is about one. */
  readonly of?: string;
  /** Minutes between the two sessions of a tight change of rooms. */
  readonly minutes?: number;
}

/** Minutes that somebody needs from one room to another. */
export const TIGHT_MINUTES = 10;
const LONG_HOURS = 12;
/** Who overlaps themself this often, or in this share of their sessions, is no person but a group. */
const GROUP_OVERLAPS = 3;
/** Nobody changes rooms in a hurry more often than this, either. */
const GROUP_FINDINGS = 8;

export interface Checked {
  readonly sessions: readonly Session[];
  readonly days: readonly Day[];
  /** Whether somebody links this speaker; not asked where nobody is linked at all. */
  readonly isLinked?: ((speakerId: string) => boolean) | undefined;
  /** Whether somebody is on shift in the room at the session's start; not asked where there is no rota. */
  readonly isStaffed?: ((session: Session) => boolean) | undefined;
  readonly from: number;
}

/** The same thing shown in several rooms at one time is one thing: a plenary, an overflow room, a break. */
const isSame = (a: Session, b: Session): boolean => a.start === b.start && plain(a.title) === plain(b.title);

function bySpeaker(sessions: readonly Session[]): Map<string, { name: string; sessions: Session[] }> {
  const found = new Map<string, { name: string; sessions: Session[] }>();
  for (const session of sessions)
    for (const { name } of new Map(session.speakers.map((one) => [plain(one.name), one])).values()) {
      const known = found.get(plain(name)) ?? { name, sessions: [] };
      found.set(plain(name), known);
      known.sessions.push(session);
    }
  return found;
}

/** What is wrong with the sessions of one speaker; nothing where the "speaker" is a group. */
function findingsOf(name: string, theirs: readonly Session[]): Finding[] {
  const own: Finding[] = [];
  let overlaps = 0;
  for (let i = 0; i < theirs.length; i++)
    for (let j = i + 1; j < theirs.length; j++) {
      const [a, b] = [theirs[i], theirs[j]];
      if (!a || !b) break;
      const gap = Math.round((milliseconds(b.start) - milliseconds(a.end)) / 60_000);
      if (gap >= TIGHT_MINUTES) break;
      if (isSame(a, b)) continue;
      if (overlap(slotOf(a), slotOf(b))) {
        own.push({ kind: 'speaker', of: name, sessions: [a, b] });
        if (++overlaps >= GROUP_OVERLAPS) return [];
      } else if (gap >= 0 && a.room !== b.room && a.room && b.room)
        own.push({ kind: 'tight', of: name, sessions: [a, b], minutes: gap });
      if (own.length > GROUP_FINDINGS) return [];
    }
  return own;
}

const speakerFindings = (sessions: readonly Session[]): Finding[] =>
  [...bySpeaker(sessions).values()].flatMap(({ name, sessions: theirs }) =>
    findingsOf(name, theirs.sort(byStart)),
  );

/** Everything that ends after `from`, the gravest first. */
export function checkAgenda({ sessions, days, isLinked, isStaffed, from }: Checked): Finding[] {
  const all = sessions
    .filter((one) => one.state === 'scheduled' && milliseconds(one.end) >= from)
    .sort(byStart);
  const talks = all.filter((one) => !one.isBreak);
  const rooms = roomClashes(talks)
    .filter((clash) => !isSame(...clash.sessions))
    .map(({ of, sessions: pair }): Finding => ({ kind: 'room', of, sessions: pair }));
  const speakers = speakerFindings(talks);
  const inside = (session: Session) =>
    days.some(
      (day) =>
        milliseconds(day.start) <= milliseconds(session.start) &&
        milliseconds(session.start) < milliseconds(day.end),
    );
  const single = (kind: Finding['kind'], fitting: readonly Session[]): Finding[] =>
    fitting.length > 0 ? [{ kind, sessions: fitting }] : [];
  const length = (session: Session) => milliseconds(session.end) - milliseconds(session.start);
  const unlinked = (session: Session) =>
    isLinked !== undefined && session.speakers.some(({ id }) => !isLinked(id));
  return [
    ...speakers.filter(({ kind }) => kind === 'speaker'),
    ...rooms,
    ...speakers.filter(({ kind }) => kind === 'tight'),
    ...single('outside', days.length === 0 ? [] : all.filter((session) => !inside(session))),
    ...single(
      'no-end',
      talks.filter((session) => length(session) <= 0),
    ),
    ...single(
      'very-long',
      talks.filter((session) => length(session) >= LONG_HOURS * 3_600_000),
    ),
    ...single('unlinked', talks.filter(unlinked)),
    ...single('nobody-on-shift', isStaffed ? talks.filter((one) => one.room !== '' && !isStaffed(one)) : []),
  ];
}
