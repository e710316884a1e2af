/**
 * Which session of a file is which of ours. By guid; where a guid has several slots, by guid and start;
 * and by title and speakers where the source's ids are worthless or the talk was entered anew. Short
 * codes, stars, reminders and shifts hang on this, so a wrong match is worse than none.
 */
import { milliseconds } from '../../core/instant.ts';
import { plain } from '../../core/match.ts';
import type { ParsedSession } from './parsed.ts';
import type { Session, SpeakerRef } from './session.ts';

type Slotted = Pick<Session, 'guid' | 'room' | 'start' | 'title' | 'speakers'>;

/** At least so alike must two titles be (Dice coefficient of their words) to be one talk, retitled. */
const ALIKE = 0.75;

const talkKey = (session: Slotted): string =>
  [plain(session.title) || session.title, ...session.speakers.map(({ name }) => plain(name)).sort()].join(
    '\n',
  );

/** Where the source has it now: what somebody here changed by hand does not hide it. */
const slotKey = (session: Slotted & { base?: Session['base'] }): string =>
  `${session.base?.start ?? session.start} ${session.base?.room ?? session.room}`;

const startOf = (session: Slotted & { base?: Session['base'] }): number =>
  milliseconds(session.base?.start ?? session.start);

function groups<T>(things: Iterable<T>, key: (thing: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const thing of things) {
    const name = key(thing);
    const group = found.get(name);
    if (group) group.push(thing);
    else found.set(name, [thing]);
  }
  return found;
}

/** Milliseconds: a break of the next day is another break. */
const SAME_DAY = 8 * 60 * 60_000;

/** Equal titles are one talk where somebody speaks; a title alone says little from one day to the next. */
const isOneTalk = (our: Session, their: ParsedSession): boolean =>
  their.speakers.length > 0 || Math.abs(startOf(our) - startOf(their)) <= SAME_DAY;

const equalSets = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');

class Matching {
  readonly pairs = new Map<ParsedSession, Session>();
  readonly ours: Set<Session>;
  readonly theirs: Set<ParsedSession>;

  constructor(ours: Iterable<Session>, theirs: Iterable<ParsedSession>) {
    this.ours = new Set(ours);
    this.theirs = new Set(theirs);
  }

  pair(our: Session, their: ParsedSession): void {
    this.pairs.set(their, our);
    this.ours.delete(our);
    this.theirs.delete(their);
  }

  /** Within groups of equal key: equal slots first, then the nearest in time, as many as there are. */
  byKey(
    key: (session: Slotted) => string,
    when: (ours: readonly Session[], theirs: readonly ParsedSession[]) => boolean = () => true,
    fits: (our: Session, their: ParsedSession) => boolean = () => true,
  ): void {
    const ourGroups = groups(this.ours, key);
    for (const [name, theirs] of groups(this.theirs, key)) {
      const ours = ourGroups.get(name);
      if (!ours || !when(ours, theirs)) continue;
      const bySlot = groups(ours, slotKey);
      for (const their of theirs) {
        const our = bySlot.get(slotKey(their))?.shift();
        if (our) this.pair(our, their);
      }
      for (const their of theirs) {
        if (!this.theirs.has(their)) continue;
        const near = ours
          .filter((our) => this.ours.has(our) && fits(our, their))
          .sort((a, b) => Math.abs(startOf(a) - startOf(their)) - Math.abs(startOf(b) - startOf(their)))[0];
        if (near) this.pair(near, their);
      }
    }
  }

  /** What is left: the most alike first, where the titles are alike and somebody (or the slot) is the same. */
  byLikeness(): void {
    const index = new Map<string, Session[]>();
    const tokens = (session: Slotted) => new Set(plain(session.title).split(' ').filter(Boolean));
    for (const our of this.ours)
      for (const token of tokens(our)) index.set(token, [...(index.get(token) ?? []), our]);
    const candidates: { our: Session; their: ParsedSession; likeness: number }[] = [];
    for (const their of this.theirs) {
      const mine = tokens(their);
      const shared = new Map<Session, number>();
      for (const token of mine)
        for (const our of index.get(token) ?? []) shared.set(our, (shared.get(our) ?? 0) + 1);
      for (const [our, count] of shared) {
        const likeness = (2 * count) / (mine.size + tokens(our).size);
        const names = new Set(our.speakers.map(({ name }) => plain(name)));
        const somebody = their.speakers.some(({ name }) => names.has(plain(name)));
        if (likeness >= ALIKE && (somebody || slotKey(our) === slotKey(their)))
          candidates.push({ our, their, likeness: likeness + (somebody ? 1 : 0) });
      }
    }
    for (const { our, their } of candidates.sort((a, b) => b.likeness - a.likeness))
      if (this.ours.has(our) && this.theirs.has(their)) this.pair(our, their);
  }
}

/** The session of ours that each session of the file is; those that are new are not in the map. */
export function matchSessions(
  existing: Iterable<Session>,
  parsed: readonly ParsedSession[],
): ReadonlyMap<ParsedSession, Session> {
  const matching = new Matching(existing, parsed);
  // pretalx swaps the guids of a talk's two slots when they swap: the same slots of the same talk under
  // the same guids are the same sessions, however the guids are dealt among them.
  matching.byKey(talkKey, (ours, theirs) => {
    const guids = [ours, theirs].map((side) => side.map(({ guid }) => guid));
    const slots = [ours, theirs].map((side: readonly Slotted[]) => side.map(slotKey));
    return equalSets(guids[0] ?? [], guids[1] ?? []) && equalSets(slots[0] ?? [], slots[1] ?? []);
  });
  const byGuid = (session: Slotted & { identity?: ParsedSession['identity'] }) =>
    session.identity === 'worthless' || session.guid === ''
      ? `worthless ${session.room} ${session.start}`
      : session.guid;
  matching.byKey(byGuid);
  matching.byKey(talkKey, () => true, isOneTalk);
  matching.byLikeness();
  return matching.pairs;
}

function idsByName(speakers: Iterable<SpeakerRef>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { id, name } of speakers) {
    const ids = found.get(plain(name)) ?? new Set();
    found.set(plain(name), ids.add(id));
  }
  return found;
}

const sharesAWord = (a: string, b: string): boolean => {
  const words = new Set(plain(a).split(' '));
  return plain(b)
    .split(' ')
    .some((word) => words.has(word));
};

/**
 * The same sessions with our ids for their speakers, where another format of the source names them by other
 * ids: links to people hang on them. Only where the name is one person's on both sides.
 */
export function withOurSpeakers(
  existing: readonly Session[],
  parsed: readonly ParsedSession[],
): readonly ParsedSession[] {
  const speakers = existing.flatMap((session) => session.speakers);
  const known = new Map<string, Set<string>>();
  for (const { id, name } of speakers) known.set(id, (known.get(id) ?? new Set()).add(name));
  const ours = idsByName(speakers);
  const theirs = idsByName(parsed.flatMap((session) => session.speakers));
  const idFor = ({ id, name }: SpeakerRef): string => {
    const names = known.get(id);
    const another =
      names !== undefined && /^\d+$/.test(id) && ![...names].some((known) => sharesAWord(known, name));
    if ((names && !another) || theirs.get(plain(name))?.size !== 1) return id;
    const [one, second] = ours.get(plain(name)) ?? [];
    if (one !== undefined && second === undefined) return one;
    // Another source's number for somebody else altogether.
    return another ? `${id}@${plain(name)}` : id;
  };
  return parsed.map((session) =>
    session.speakers.every((speaker) => idFor(speaker) === speaker.id)
      ? session
      : { ...session, speakers: session.speakers.map((speaker) => ({ ...speaker, id: idFor(speaker) })) },
  );
}
