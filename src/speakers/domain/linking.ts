/** Speakers of the agenda and people: who could be who, and linking them. Never silently when in doubt. */
import type { Session, SpeakerRef } from '../../agenda/domain/session.ts';
import { mailPrint } from '../../callboard/domain/mail-print.ts';
import type { Person } from '../../callboard/domain/person.ts';
import {
  type Actor,
  type Change,
  cancelJobById,
  put,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { scheduleSpeakerBoard } from './board.ts';
import { speakerLinked, speakerMuted, speakerUnlinked } from './facts.ts';
import { callSpeaker, pageMissingSpeakers, remindSpeaker } from './jobs.ts';
import { type LinkedHow, type Links, type SpeakerLink, speakerLinkDocument } from './link.ts';
import { NameIndex, type NameLikeness, nameLikeness } from './names.ts';
import { reminderKind, remindersOf } from './plan.ts';
import { type Planning, planReminders } from './reminders.ts';

/** A speaker as the whole agenda knows them, with the sessions that name them, soonest first. */
export interface Speaker extends SpeakerRef {
  readonly sessions: readonly Session[];
}

/** Everybody who speaks or moderates in a session that is not cancelled, soonest first. */
export function speakersOf(sessions: Iterable<Session>): Speaker[] {
  const found = new Map<string, { ref: SpeakerRef; sessions: Session[] }>();
  const scheduled = [...sessions].filter((session) => session.state === 'scheduled' && !session.isBreak);
  for (const session of scheduled.sort((a, b) => a.start.localeCompare(b.start))) {
    for (const ref of session.speakers) {
      const one = found.get(ref.id) ?? { ref, sessions: [] };
      one.sessions.push(session);
      found.set(ref.id, one);
    }
  }
  return [...found.values()].map(({ ref, sessions: theirs }) => ({ ...ref, sessions: theirs }));
}

export const unlinked = (sessions: Iterable<Session>, links: Links): Speaker[] =>
  speakersOf(sessions).filter((speaker) => !links.has(speaker.id));

export interface Candidate {
  readonly person: Person;
  readonly why: 'email' | NameLikeness;
}

export interface Proposal {
  readonly speaker: Speaker;
  /** The likeliest first. */
  readonly candidates: readonly Candidate[];
  /** One candidate, by e-mail or the same name, whom no other speaker could be. Still somebody confirms. */
  readonly sure: boolean;
}

const rank = (why: Candidate['why']): number => (why === 'email' ? -1 : nameLikeness.indexOf(why));

/** Who each unlinked speaker could be: by e-mail where the agenda has one, then by name. */
export function proposeLinks(
  sessions: Iterable<Session>,
  links: Links,
  people: readonly Person[],
): Proposal[] {
  const inHouse = people.filter((person) => !person.guest);
  const byMail = new Map<string, Person[]>();
  for (const person of inHouse)
    if (person.email) {
      const print = mailPrint(person.email);
      byMail.set(print, [...(byMail.get(print) ?? []), person]);
    }
  const byName = new NameIndex(inHouse, ({ name }) => name);
  const proposals = unlinked(sessions, links).map((speaker) => {
    const mailed = (speaker.mail !== undefined && byMail.get(speaker.mail)) || [];
    const all: Candidate[] = [
      ...mailed.map((person) => ({ person, why: 'email' as const })),
      ...byName
        .alike(speaker.name)
        .flatMap(({ thing, how }) => (mailed.includes(thing) ? [] : [{ person: thing, why: how }])),
    ];
    const candidates = all.sort((a, b) => rank(a.why) - rank(b.why)).slice(0, 4);
    return { speaker, candidates };
  });
  const wanted = new Map<string, number>();
  for (const { candidates } of proposals)
    for (const { person } of candidates) wanted.set(person.id, (wanted.get(person.id) ?? 0) + 1);
  return proposals.map(({ speaker, candidates }) => {
    const [first, second] = candidates;
    const alone =
      first !== undefined && (second === undefined || (first.why === 'email' && second.why !== 'email'));
    const beyondDoubt =
      first?.why === 'email' || (first?.why === 'same' && wanted.get(first.person.id) === 1);
    return { speaker, candidates, sure: alone && beyondDoubt };
  });
}

export type Replan = Omit<Planning, 'links' | 'sessions'> & {
  readonly sessions: readonly Session[];
  readonly links: Links;
};

/** Links a speaker to a person, and plans what that person is to get. */
export function linkSpeaker(
  ref: SpeakerRef,
  person: Person,
  how: LinkedHow,
  read: Versioned<SpeakerLink> | undefined,
  by: Actor,
  planning: Replan,
): Change {
  const { now } = planning;
  const link: SpeakerLink = {
    speaker: ref.id,
    name: ref.name,
    person: person.id,
    how,
    by,
    at: instantText(now),
  };
  const theirs = planning.sessions.filter((session) => session.speakers.some((one) => one.id === ref.id));
  const replaced = read && read.value.person !== person.id ? takenBack(read.value, planning) : [];
  const planned = planReminders({
    ...planning,
    sessions: theirs,
    links: new Map([...planning.links, [ref.id, link]]),
    people: new Map([...planning.people, [person.id, person]]),
  });
  return {
    put: [put(speakerLinkDocument, ref.id, link, read?.version)],
    facts: [
      recordFact(speakerLinked, {
        at: now,
        by,
        about: [`speaker:${ref.id}`, `person:${person.id}`],
        data: { speaker: ref.id, person: person.id, how },
      }),
    ],
    jobs: [...replaced.map((id) => cancelJobById(id)), ...planned.jobs, scheduleSpeakerBoard(now)],
  };
}

/** Takes a link away; what was due for it is taken back. */
export function unlinkSpeaker(read: Versioned<SpeakerLink>, by: Actor, planning: Replan): Change {
  const { speaker, person } = read.value;
  return {
    put: [put(speakerLinkDocument, speaker, null, read.version)],
    facts: [
      recordFact(speakerUnlinked, {
        at: planning.now,
        by,
        about: [`speaker:${speaker}`, `person:${person}`],
        data: { speaker, person },
      }),
    ],
    jobs: [
      ...takenBack(read.value, planning).map((id) => cancelJobById(id)),
      scheduleSpeakerBoard(planning.now),
    ],
  };
}

/** No reminders and no search for this speaker, or again; changes of their talk are still told. */
export function muteSpeaker(
  read: Versioned<SpeakerLink>,
  muted: boolean,
  by: Actor,
  planning: Replan,
): Change {
  const { muted: _, ...rest } = read.value;
  const link: SpeakerLink = muted ? { ...rest, muted } : rest;
  const theirs = planning.sessions.filter((session) =>
    session.speakers.some((one) => one.id === link.speaker),
  );
  const planned = planReminders({
    ...planning,
    sessions: theirs,
    links: new Map([...planning.links, [link.speaker, link]]),
  });
  const stale = takenBack(link, planning).filter((id) => id.startsWith('remind:'));
  return {
    put: [put(speakerLinkDocument, link.speaker, link, read.version)],
    facts: [
      recordFact(speakerMuted, {
        at: planning.now,
        by,
        about: [`speaker:${link.speaker}`, `person:${link.person}`],
        data: { speaker: link.speaker, person: link.person, muted },
      }),
    ],
    jobs: [
      ...(muted ? stale.map((id) => cancelJobById(id)) : []),
      ...planned.jobs,
      scheduleSpeakerBoard(planning.now),
    ],
  };
}

/** What is due for this link alone; another speaker of the same session keeps theirs. */
function takenBack({ speaker, person }: SpeakerLink, { sessions, links, plan, now }: Replan): string[] {
  const theirs = sessions.filter(
    (session) =>
      session.speakers.some((one) => one.id === speaker) &&
      instant(session.start).epochMilliseconds > now.epochMilliseconds,
  );
  return theirs.flatMap((session) => {
    const others = session.speakers
      .filter((one) => one.id !== speaker)
      .map((one) => links.get(one.id)?.person);
    if (others.includes(person)) return [];
    const alone = others.every((other) => other === undefined);
    return [
      ...remindersOf(plan, session.code).map((minutes) =>
        remindSpeaker.id({ session: session.code, person, kind: reminderKind(minutes) }),
      ),
      callSpeaker.id({ session: session.code, person }),
      ...(alone ? [pageMissingSpeakers.id({ session: session.code })] : []),
    ];
  });
}
