/**
 * The dojo: somebody learns to answer a page on their own phone, a lesson after the other, each at their own pace.
 * What was answered by text or call has shown that the number works, which is what a try-out shows.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  fact,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { expireDojo, openLesson, tellDojoEnded, tellLesson } from './dojo-jobs.ts';
import { pagingTested } from './facts.ts';
import { LessonName } from './page.ts';
import { testedDocument } from './tests.ts';

/** It rings phones and costs texts: one may begin it again after so many minutes. */
export const DOJO_EVERY_MINUTES = 10;
/** A dojo that nobody has gone on with for so long is over. */
export const DOJO_WAITS_MINUTES = 60;
/** Between the words that say what comes and its coming: time to read them. Seconds. */
export const READING_SECONDS = 5;
/** How often one lesson may be asked for again. */
export const MAX_AGAIN = 3;

export const Dojo = z.object({
  /** `phone`: it waits for a number to be verified. */
  state: z.enum(['phone', 'going', 'done', 'stopped']),
  /** Which of this person's it is, from 1. */
  run: z.number().int().positive(),
  begunAt: InstantText,
  /** What can be taught over this person's channels, in order. */
  lessons: z.array(LessonName),
  /** The one it is at. */
  lesson: LessonName.exactOptional(),
  /** How often that one was asked for again. */
  attempt: z.number().int().nonnegative(),
  passed: z.array(LessonName),
  skipped: z.array(LessonName),
  /** Nobody went on with it. */
  expired: z.literal(true).exactOptional(),
});
export type Dojo = z.infer<typeof Dojo>;
/** Its id is the person's. */
export const dojoDocument = document({ name: 'dojo', schema: Dojo, schemaVersion: 1 });

const person = z.string();
const run = z.number().int();
export const dojoBegun = fact('dojo.begun', z.object({ person, run }));
export const lessonPassed = fact('dojo.lesson-passed', z.object({ person, run, lesson: LessonName }));
export const lessonSkipped = fact('dojo.lesson-skipped', z.object({ person, run, lesson: LessonName }));
export const lessonAgain = fact('dojo.lesson-again', z.object({ person, run, lesson: LessonName }));
export const dojoStopped = fact('dojo.stopped', z.object({ person, run, expired: z.boolean() }));
/** Most of it was learned. */
export const dojoDone = fact(
  'dojo.done',
  z.object({ person, run, passed: z.array(LessonName), skipped: z.array(LessonName) }),
);

type Read = Versioned<Dojo>;
type Instant = Temporal.Instant;

const about = (id: string) => [`person:${id}`];

/** Names the page of a lesson, so that it is opened once. */
export const lessonOrigin = (
  id: string,
  { run, lesson, attempt }: Pick<Dojo, 'run' | 'lesson' | 'attempt'>,
): string => `dojo:${id}:${run}:${lesson}:${attempt}`;

/** That a lesson comes: its words first. */
const teach = (id: string, { run, lesson, attempt }: Dojo, now: Instant): Change => ({
  jobs: [
    ...(lesson ? [scheduleJob(tellLesson, now, { person: id, run, lesson, attempt })] : []),
    scheduleJob(expireDojo, now.add({ minutes: DOJO_WAITS_MINUTES }), { person: id, run }),
  ],
});

export type Begun =
  | { readonly change: Change; readonly dojo: Dojo }
  | { readonly wait: number; readonly isGoing: boolean };

/**
 * Begins one, or goes on with one that waited for a number.
 *
 * @param lessons - What this person's channels can teach; undefined where their phone is to be verified first.
 * @returns `wait`: so many minutes from now, since they have just begun it; `isGoing` where they are in the midst of it.
 */
export function beginDojo(
  id: string,
  known: Read | undefined,
  lessons: readonly LessonName[] | undefined,
  now: Instant,
): Begun {
  const before = known?.value;
  const waited = before ? (now.epochMilliseconds - milliseconds(before.begunAt)) / 60_000 : undefined;
  if (
    before &&
    before.state !== 'phone' &&
    waited !== undefined &&
    waited >= 0 &&
    waited < DOJO_EVERY_MINUTES
  )
    return { wait: Math.ceil(DOJO_EVERY_MINUTES - waited), isGoing: before.state === 'going' };
  const first = lessons?.[0];
  const dojo: Dojo = {
    state: first === undefined ? 'phone' : 'going',
    run: before?.state === 'phone' ? before.run : (before?.run ?? 0) + 1,
    begunAt: instantText(now),
    lessons: [...(lessons ?? [])],
    ...(first && { lesson: first }),
    attempt: 0,
    passed: [],
    skipped: [],
  };
  const begun: Change = {
    put: [put(dojoDocument, id, dojo, known?.version ?? 0)],
    facts: [
      recordFact(dojoBegun, { at: now, by: id, about: about(id), data: { person: id, run: dojo.run } }),
    ],
    jobs: before?.state === 'going' ? [cancelJob(expireDojo, { person: id, run: before.run })] : [],
  };
  return { dojo, change: mergeChanges(begun, teach(id, dojo, now)) };
}

/** Whether this is the lesson that a dojo is at: what is pressed on an older message is not. */
export const isAt = (
  dojo: Dojo | undefined,
  of: { readonly run: number; readonly lesson: string },
): dojo is Dojo => dojo?.state === 'going' && dojo.run === of.run && dojo.lesson === of.lesson;

/** The lesson it is at is over: the next one comes, or the end. */
export function nextLesson({ id, value, version }: Read, how: 'passed' | 'skipped', now: Instant): Change {
  const { lesson } = value;
  if (value.state !== 'going' || !lesson) return {};
  const next = value.lessons[value.lessons.indexOf(lesson) + 1];
  const { lesson: _, ...rest } = value;
  const dojo: Dojo = { ...rest, [how]: [...value[how], lesson], attempt: 0, ...(next && { lesson: next }) };
  const kind = how === 'passed' ? lessonPassed : lessonSkipped;
  const data = { person: id, run: value.run, lesson };
  const told: Change = { facts: [recordFact(kind, { at: now, by: id, about: about(id), data })] };
  if (!next) return mergeChanges(told, endDojo(id, dojo, version, now));
  return mergeChanges(told, { put: [put(dojoDocument, id, dojo, version)] }, teach(id, dojo, now));
}

/** More was learned than left out: then it is done, and not only over. */
const isMostLearned = ({ passed, skipped }: Dojo): boolean => passed.length > skipped.length;

function endDojo(id: string, before: Dojo, version: number, now: Instant): Change {
  const { passed, skipped, run } = before;
  const isDone = isMostLearned(before);
  const dojo: Dojo = { ...before, state: isDone ? 'done' : 'stopped' };
  const said = { at: now, by: id, about: about(id) };
  return {
    put: [put(dojoDocument, id, dojo, version)],
    facts: [
      isDone
        ? recordFact(dojoDone, { ...said, data: { person: id, run, passed, skipped } })
        : recordFact(dojoStopped, { ...said, data: { person: id, run, expired: false } }),
    ],
    jobs: [cancelJob(expireDojo, { person: id, run }), scheduleJob(tellDojoEnded, now, { person: id, run })],
  };
}

/** The channels that answered, where a phone was among them: their person has seen it work. */
export function recordLearned(
  id: string,
  { passed }: Pick<Dojo, 'passed'>,
  known: Versioned<unknown> | undefined,
  now: Instant,
): Change | undefined {
  const reached = [
    ...(passed.includes('card') ? ['slack'] : []),
    ...(passed.includes('text') ? ['sms'] : []),
    ...(passed.includes('call') ? ['voice'] : []),
  ];
  if (!passed.includes('text') && !passed.includes('call')) return undefined;
  const tested = { at: instantText(now), reached, failed: [] };
  return {
    put: [put(testedDocument, id, tested, known?.version ?? 0)],
    facts: [
      recordFact(pagingTested, {
        at: now,
        by: id,
        about: about(id),
        data: { person: id, reached, failed: [] },
      }),
    ],
  };
}

/** The same lesson once more, where a call was missed or a text went astray; undefined where it was often enough. */
export function repeatLesson({ id, value, version }: Read, now: Instant): Change | undefined {
  const { lesson, run, attempt } = value;
  if (value.state !== 'going' || !lesson || attempt >= MAX_AGAIN) return undefined;
  const dojo: Dojo = { ...value, attempt: attempt + 1 };
  const data = { person: id, run, lesson };
  return mergeChanges(
    {
      put: [put(dojoDocument, id, dojo, version)],
      facts: [recordFact(lessonAgain, { at: now, by: id, about: about(id), data })],
      jobs: [
        cancelJob(tellLesson, { person: id, run, lesson, attempt }),
        cancelJob(openLesson, { person: id, run, lesson, attempt }),
      ],
    },
    teach(id, dojo, now),
  );
}

export function stopDojo({ id, value, version }: Read, now: Instant, expired = false): Change {
  if (value.state !== 'going' && value.state !== 'phone') return {};
  const { lesson, run, attempt } = value;
  const dojo: Dojo = { ...value, state: 'stopped', ...(expired && { expired: true as const }) };
  const isTold = value.state === 'going';
  return {
    put: [put(dojoDocument, id, dojo, version)],
    facts: [
      recordFact(dojoStopped, {
        at: now,
        by: expired ? 'callboard' : id,
        about: about(id),
        data: { person: id, run, expired },
      }),
    ],
    jobs: [
      cancelJob(expireDojo, { person: id, run }),
      ...(lesson
        ? [
            cancelJob(tellLesson, { person: id, run, lesson, attempt }),
            cancelJob(openLesson, { person: id, run, lesson, attempt }),
          ]
        : []),
      ...(isTold ? [scheduleJob(tellDojoEnded, now, { person: id, run })] : []),
    ],
  };
}
