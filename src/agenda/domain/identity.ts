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

/**
 * Of so many words a title that is alike has at least these: 2 s / (n + m) >= ALIKE, and m >= s. So it has one
 * of the others' rarest, and the thousands that share only "the" are never looked at.
 */
const fewestShared = (words: number): number => Math.ceil((words * ALIKE) / (2 - ALIKE));

interface Worded<T> {
  readonly session: T;
  readonly words: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

const worded = <T extends Slotted>(session: T): Worded<T> => ({
  session,
  words: new Set(plain(session.title).split(' ').filter(Boolean)),
  names: new Set(session.speakers.map(({ name }) => plain(name))),
});

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
    const ours = [...this.ours].map(worded);
    const index = new Map<string, Worded<Session>[]>();
    for (const our of ours)
      for (const word of our.words) {
        const having = index.get(word);
        if (having) having.push(our);
        else index.set(word, [our]);
      }
    const rarity = (word: string): number => index.get(word)?.length ?? 0;
    const candidates: { our: Session; their: ParsedSession; likeness: number }[] = [];
    for (const their of [...this.theirs].map(worded)) {
      const rarestFirst = [...their.words].sort((a, b) => rarity(a) - rarity(b));
      const telling = rarestFirst.slice(0, rarestFirst.length - fewestShared(their.words.size) + 1);
      for (const our of new Set(telling.flatMap((word) => index.get(word) ?? []))) {
        const likeness =
          (2 * rarestFirst.filter((word) => our.words.has(word)).length) /
          (their.words.size + our.words.size);
        if (likeness < ALIKE) continue;
        const somebody = [...their.names].some((name) => our.names.has(name));
        if (somebody || slotKey(our.session) === slotKey(their.session))
          candidates.push({
            our: our.session,
            their: their.session,
            likeness: likeness + (somebody ? 1 : 0),
          });
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
