/**
 * Talks that may step in where a speaker does not come: a session of the programme whose speaker would go earlier, or
 * one that the programme has no place for (a reserve of the call for papers). What became of one is nowhere but in the
 * agenda, so that undoing a change of the agenda takes back all of it.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Actor, type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { standbyAdded, standbyHere, standbyRemoved } from './facts.ts';
import { type Session, SpeakerRef } from './session.ts';

const StandbyTalk = z.object({
  /** The code of a session, or `B1` of a talk that the programme does not have. */
  code: z.string(),
  /** Only of a talk that the programme does not have. */
  own: z.object({ title: z.string(), speakers: z.array(SpeakerRef) }).exactOptional(),
  /** Of a session: where it can be given in another length than the programme says. */
  minutes: z.number().int().positive().exactOptional(),
  /** It can be given in this room only. */
  room: z.string().exactOptional(),
  language: z.string().exactOptional(),
  by: z.string(),
  at: InstantText,
  /** Somebody has seen the speaker, or they said so themselves. */
  here: z.object({ at: InstantText, by: z.string() }).exactOptional(),
});
export type StandbyTalk = z.infer<typeof StandbyTalk>;

export const StandbyList = z.object({
  talks: z.array(StandbyTalk),
  /** The number of the next talk without a place in the programme; never given twice. */
  next: z.number().int().positive(),
});
export type StandbyList = z.infer<typeof StandbyList>;

export const standbyDocument = document({ name: 'standby', schema: StandbyList, schemaVersion: 1 });

/** There is one list in an event. */
export const STANDBY_ID = 'standby';

/** More are no standby but a second programme. */
export const MAX_STANDBY = 40;

type Read = Versioned<StandbyList> | undefined;

interface By {
  readonly by: Actor;
  readonly now: Temporal.Instant;
}

const listOf = (read: Read): StandbyList => read?.value ?? { talks: [], next: 1 };

const committed = (
  read: Read,
  list: StandbyList,
  fact: typeof standbyAdded | typeof standbyRemoved | typeof standbyHere,
  codes: readonly string[],
  { by, now }: By,
): Change => ({
  put: [put(standbyDocument, STANDBY_ID, list, read?.version ?? 0)],
  facts: codes.map((talk) =>
    recordFact(fact, { at: now, by, about: ['standby', `session:${talk}`], data: { talk } }),
  ),
});

/**
 * Puts a talk on the list; one that is there already is replaced, and whether its speaker is here stays.
 *
 * @param asked - without a code it gets one: the programme does not have it
 */
export function addStandby(
  read: Read,
  asked: Omit<StandbyTalk, 'code' | 'by' | 'at' | 'here'> & { readonly code?: string },
  actor: By,
): { readonly change: Change; readonly talk: StandbyTalk } {
  const list = listOf(read);
  const code = asked.code ?? `B${list.next}`;
  const known = list.talks.find((one) => one.code === code);
  const talk: StandbyTalk = {
    ...asked,
    code,
    by: actor.by,
    at: instantText(actor.now),
    ...(known?.here && { here: known.here }),
  };
  const talks = [...list.talks.filter((one) => one.code !== code), talk];
  const next = asked.code === undefined ? list.next + 1 : list.next;
  return { talk, change: committed(read, { talks, next }, standbyAdded, [code], actor) };
}

export function removeStandby(read: Read, code: string, actor: By): Change {
  const list = listOf(read);
  const talks = list.talks.filter((one) => one.code !== code);
  return committed(read, { ...list, talks }, standbyRemoved, [code], actor);
}

/** The speakers of these talks are here. */
export function markStandbyHere(read: Read, codes: readonly string[], actor: By): Change {
  const list = listOf(read);
  const here = { at: instantText(actor.now), by: actor.by };
  const talks = list.talks.map((one) => (codes.includes(one.code) ? { ...one, here } : one));
  return committed(read, { ...list, talks }, standbyHere, codes, actor);
}

/** The guid of the session that a talk of the list has become, where the programme did not have it. */
export const standbyGuid = (code: string): string => `standby:${code}`;

/** Nobody's file has it, so no file cancels it. */
export const isFromStandby = ({ guid }: Pick<Session, 'guid'>): boolean => guid.startsWith('standby:');

/** A talk that may step in, as it would be given. */
export interface StandIn {
  /** `S21`, or `B1`. */
  readonly code: string;
  readonly title: string;
  readonly speakers: readonly SpeakerRef[];
  /** How long it takes, in milliseconds. */
  readonly length: number;
  /** As the agenda has it; undefined where it has no place there yet. */
  readonly session?: Session;
  readonly room?: string;
  readonly language?: string;
}

/** A session of the programme, in its own length. */
export const standInOfSession = (session: Session): StandIn => ({
  code: session.code,
  title: session.title,
  speakers: session.speakers,
  length: milliseconds(session.end) - milliseconds(session.start),
  session,
  ...(session.language !== undefined && { language: session.language }),
});

/** A talk of the list; undefined where its session is gone from the agenda. */
export function standInOf(talk: StandbyTalk, sessions: Iterable<Session>): StandIn | undefined {
  const { own, minutes, room, language } = talk;
  const guid = standbyGuid(talk.code);
  const session = [...sessions].find((one) => (own ? one.guid === guid : one.code === talk.code));
  const bound = { ...(room !== undefined && { room }), ...(language !== undefined && { language }) };
  const length = minutes === undefined ? {} : { length: minutes * 60_000 };
  if (session) return { ...standInOfSession(session), ...length, ...bound };
  if (!own || minutes === undefined) return undefined;
  return { code: talk.code, title: own.title, speakers: own.speakers, ...bound, length: minutes * 60_000 };
}
