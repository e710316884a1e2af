/**
 * What a file would change. A session has three states here: what we have, what the source said before
 * (its base), and what the source says now; so a change made by hand is never silently reverted.
 */
import type { Temporal } from 'temporal-polyfill';
import { milliseconds } from '../../core/instant.ts';
import type { AgendaState } from './agenda.ts';
import { changeWords, deepEqual } from './compare.ts';
import type { ChangeWord } from './facts.ts';
import { matchSessions, withOurSpeakers } from './identity.ts';
import type { AgendaFormat, ParsedAgenda, ParsedSession } from './parsed.ts';
import type { Session } from './session.ts';
import { isFromStandby } from './standby.ts';

const BY_HAND = ['room', 'start', 'end', 'state'] as const;
type ByHand = (typeof BY_HAND)[number];

export type Compared =
  | { readonly kind: 'new'; readonly parsed: ParsedSession }
  | {
      readonly kind: 'changed';
      readonly before: Session;
      readonly after: Session;
      readonly what: readonly ChangeWord[];
    }
  /** In the file no more. */
  | { readonly kind: 'gone'; readonly before: Session; readonly after: Session };

/** A session whose time, room or state somebody changed by hand, and which the source says otherwise. */
export interface Difference {
  readonly session: Session;
  /** What it would be by the source. */
  readonly source: Session;
  /** The source, too, has changed since: not only behind, but of another mind. */
  readonly conflict: boolean;
}

export interface AgendaDiff {
  readonly compared: readonly Compared[];
  /** Sessions of the file that change nothing. */
  readonly unchanged: number;
  /** Sessions of the file that we have. */
  readonly matched: number;
  readonly differences: readonly Difference[];
  /** Codes of sessions that are over and that the file no longer has: left as they are. */
  readonly over: readonly string[];
}

/** Everything but code and what was changed by hand, from the file. */
function fromSource(parsed: ParsedSession, code: string): Session {
  const { cancelled, identity: _, ...content } = parsed;
  return { ...content, code, state: cancelled ? 'cancelled' : 'scheduled' };
}

export const newSession = (parsed: ParsedSession, code: string): Session => fromSource(parsed, code);

interface Merged {
  readonly after: Session;
  readonly difference?: Difference;
}

/** `theirs` is the session as the source now says; ours stays where somebody changed it by hand. */
function merge(before: Session, theirs: Session, takeSource: boolean): Merged {
  const { base, reason, ...ours } = before;
  if (base === undefined || takeSource) {
    const keepReason = theirs.state === 'cancelled' && reason !== undefined;
    return { after: { ...theirs, ...(keepReason && { reason }) } };
  }
  const after: Record<ByHand, string> = {
    room: theirs.room,
    start: theirs.start,
    end: theirs.end,
    state: theirs.state,
  };
  const left: Partial<Record<ByHand, string>> = {};
  let conflict = false;
  for (const field of BY_HAND) {
    const was = base[field];
    if (was === undefined || theirs[field] === ours[field]) continue;
    after[field] = ours[field];
    left[field] = theirs[field];
    if (theirs[field] !== was) conflict = true;
  }
  // Half a slot by hand and half from the source could end before it starts: the slot stays together.
  if (milliseconds(after.end) < milliseconds(after.start)) {
    after.start = ours.start;
    after.end = ours.end;
    left.start = theirs.start;
    left.end = theirs.end;
  }
  const differs = Object.keys(left).length > 0;
  const merged = {
    ...theirs,
    ...after,
    ...(after.state === 'cancelled' && reason !== undefined && { reason }),
    ...(differs && { base: left }),
  } as Session;
  return differs
    ? { after: merged, difference: { session: before, source: theirs, conflict } }
    : { after: merged };
}

export interface Wanted {
  readonly now: Temporal.Instant;
  /** Codes of sessions for which the organizer takes what the source says. */
  readonly takeSource?: ReadonlySet<string>;
  /** The format that the agenda came in last: another one without any speaker says nothing about them. */
  readonly knownFormat?: AgendaFormat | undefined;
}

/** Sessions still to come; when all is over (somebody tries an old file out), all of them count. */
export function coming<T extends Pick<Session, 'end'>>(sessions: Iterable<T>, now: Temporal.Instant): T[] {
  const all = [...sessions];
  const left = all.filter((session) => milliseconds(session.end) > now.epochMilliseconds);
  return left.length > 0 ? left : all;
}

/** No speaker in all of the file, and not because the source that had them has lost them. */
const saysNothingOfSpeakers = (parsed: ParsedAgenda, known: AgendaFormat | undefined): boolean =>
  parsed.sessions.every(({ speakers }) => speakers.length === 0) &&
  (parsed.silentOnSpeakers === true || (known !== undefined && known !== parsed.format));

/** The file against the agenda as it is. */
export const diffState = (
  state: AgendaState,
  parsed: ParsedAgenda,
  wanted: Omit<Wanted, 'knownFormat'>,
): AgendaDiff =>
  diffAgenda(
    [...state.sessions.values()].map(({ value }) => value),
    parsed,
    { ...wanted, knownFormat: state.agenda.source?.format },
  );

export function diffAgenda(existing: Iterable<Session>, parsed: ParsedAgenda, wanted: Wanted): AgendaDiff {
  const ours = [...existing];
  const theirs = withOurSpeakers(ours, parsed.sessions);
  const pairs = matchSessions(ours, theirs);
  const compared: Compared[] = [];
  const differences: Difference[] = [];
  const over: string[] = [];
  const silent = saysNothingOfSpeakers(parsed, wanted.knownFormat);
  let unchanged = 0;
  for (const one of theirs) {
    const before = pairs.get(one);
    if (!before) {
      compared.push({ kind: 'new', parsed: one });
      continue;
    }
    const told = silent
      ? { ...fromSource(one, before.code), speakers: before.speakers }
      : fromSource(one, before.code);
    // An id that changes with each build of the file is no news.
    const source = one.identity === 'worthless' ? { ...told, guid: before.guid } : told;
    const { after, difference } = merge(before, source, wanted.takeSource?.has(before.code) === true);
    if (difference) differences.push(difference);
    if (sameSession(before, after)) unchanged++;
    else compared.push({ kind: 'changed', before, after, what: changeWords(before, after) });
  }
  const matched = new Set(pairs.values());
  const planned = [
    ...ours.filter(({ state }) => state === 'scheduled'),
    ...parsed.sessions.filter(({ cancelled }) => !cancelled),
  ];
  const still = new Set<object>(coming(planned, wanted.now));
  for (const before of ours) {
    if (matched.has(before)) continue;
    if (before.state === 'cancelled' || isFromStandby(before)) continue;
    if (!still.has(before)) over.push(before.code);
    else {
      const { base: _, ...rest } = before;
      compared.push({ kind: 'gone', before, after: { ...rest, state: 'cancelled' } });
    }
  }
  return { compared, unchanged, matched: pairs.size, differences, over };
}

/** When it really began is no source's matter, and no difference to what one says. */
const sameSession = ({ actual: _, ...a }: Session, { actual: __, ...b }: Session): boolean => {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof typeof a>;
  for (const key of keys) if (!deepEqual(a[key], b[key])) return false;
  return true;
};

/** How many of each, for the preview and for the fact. A session may count as moved and retitled. */
export function counts(diff: AgendaDiff): Record<ChangeWord | 'unchanged', number> {
  const found: Record<ChangeWord | 'unchanged', number> = {
    new: 0,
    time: 0,
    duration: 0,
    room: 0,
    title: 0,
    speakers: 0,
    cancelled: 0,
    restored: 0,
    removed: 0,
    details: 0,
    unchanged: diff.unchanged,
  };
  for (const one of diff.compared) {
    if (one.kind === 'new') found.new++;
    else if (one.kind === 'gone') found.cancelled++;
    else if (one.what.length === 0) found.unchanged++;
    else for (const word of one.what) found[word]++;
  }
  return found;
}
