/** The lessons of a dojo: over which channels each comes, and what counts as its answer. Nothing here knows of the dojo. */
import type { LessonName, Page } from './page.ts';

/** In their order. */
export const LESSONS: readonly LessonName[] = ['card', 'text', 'call', 'pass', 'resolve'];

/** The first of these that reaches the person is the lesson's. */
const CHANNELS: Readonly<Record<LessonName, readonly string[]>> = {
  card: ['slack'],
  text: ['sms'],
  call: ['voice'],
  pass: ['voice', 'sms', 'slack'],
  resolve: ['slack'],
};

/** The one channel that a lesson comes by, at once; all of them for any other page. */
export function lessonChannels<T extends { readonly channel: string }>(
  { lesson }: Pick<Page, 'lesson'>,
  all: readonly (T & { after: number })[],
): (T & { after: number })[] {
  if (!lesson) return [...all];
  const wanted = CHANNELS[lesson.name].find((name) => all.some(({ channel }) => channel === name));
  return all.filter(({ channel }) => channel === wanted).map((one) => ({ ...one, after: 0 }));
}

/** Those that can be taught over these channels. */
export const lessonsOver = (channels: readonly string[]): LessonName[] =>
  LESSONS.filter((lesson) => CHANNELS[lesson].some((channel) => channels.includes(channel)));

/** Whether what became of the page is what its lesson asks for. */
export function isLearned({ lesson, acknowledged, escalations, resolved, target }: Page): boolean {
  const mine = acknowledged?.by === target.name ? acknowledged.via : undefined;
  switch (lesson?.name) {
    case 'card':
      return mine === 'slack';
    case 'text':
      return mine === 'sms';
    case 'call':
      return mine === 'voice';
    case 'pass':
      return (escalations?.length ?? 0) > 0;
    case 'resolve':
      return resolved?.by === target.name;
    case undefined:
      return false;
  }
}
