/** What a dojo does by itself. Ids are deterministic; each handler reads again before it acts. */
import { z } from 'zod';
import { jobKind, RETRY } from '../../core/commit.ts';
import { LessonName } from './page.ts';

const page = z.string();

/** Sees whether a lesson was answered as it asks, and goes on with the dojo that it is of. */
export const followLessonPage = jobKind({
  name: 'follow-lesson',
  schema: z.object({ page }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ page }: { page: string }) => `follow-lesson:${page}`,
});

const lesson = z.object({
  person: z.string(),
  run: z.number().int(),
  lesson: LessonName,
  attempt: z.number().int(),
});
type LessonRef = z.infer<typeof lesson>;
const lessonId = ({ person, run, lesson, attempt }: LessonRef) => `${person}:${run}:${lesson}:${attempt}`;

/** Says in a direct message what just happened in a dojo, and what comes next. */
export const tellLesson = jobKind({
  name: 'tell-lesson',
  schema: lesson,
  queue: 'reminders',
  retry: RETRY.message,
  id: (ref: LessonRef) => `tell-lesson:${lessonId(ref)}`,
});

/** Pages somebody for a lesson of their dojo. */
export const openLesson = jobKind({
  name: 'open-lesson',
  schema: lesson,
  queue: 'reminders',
  retry: RETRY.brief,
  id: (ref: LessonRef) => `open-lesson:${lessonId(ref)}`,
});

/** Says how a dojo ended. */
export const tellDojoEnded = jobKind({
  name: 'tell-dojo-ended',
  schema: z.object({ person: z.string(), run: z.number().int() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ person, run }: { person: string; run: number }) => `tell-dojo-ended:${person}:${run}`,
});

/** Ends a dojo that nobody has answered for an hour. */
export const expireDojo = jobKind({
  name: 'expire-dojo',
  schema: z.object({ person: z.string(), run: z.number().int() }),
  queue: 'chores',
  retry: RETRY.follow,
  id: ({ person, run }: { person: string; run: number }) => `expire-dojo:${person}:${run}`,
});
