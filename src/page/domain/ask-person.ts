/**
 * One person is asked by a step: on which channels, from when, and what is due for that. When the step begins,
 * and when somebody comes on duty while it runs.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import { type JobChange, type Put, put } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { channelsOf, type PagingContext } from './context.ts';
import { scheduleNotify } from './jobs.ts';
import { lessonChannels } from './lesson.ts';
import { type Notification, notificationDocument } from './notification.ts';
import type { Page, Ran } from './page.ts';
import { isSilent, type PassedOver, passedOver, waitsAlready } from './quiet-hours.ts';

/** One provider's start of calls: one a second, so that later ones do not wait in its queue unseen. */
const CALLS_PER_SECOND = 1;

export interface Asking {
  readonly page: Page;
  /** The steps run so far, those of the same decision included. */
  readonly earlier: readonly Ran[];
  readonly sequence: number;
  /** When the step began. */
  readonly start: Temporal.Instant;
  /** Calls planned so far in this decision: who matters most is rung first. */
  readonly calls: { planned: number };
}

export interface Asked {
  readonly place: Ran['people'][number];
  readonly put: readonly Put[];
  readonly jobs: readonly JobChange[];
  /** Whether anything that they would hear leaves before they are free again. */
  readonly isAwake: boolean;
}

/** Undefined where they cannot be reached on any channel. */
export function askPerson(person: Person, asking: Asking, context: PagingContext): Asked | undefined {
  const { page, earlier } = asking;
  const aside = passedOver(person, page, context);
  const channels = channelsFor(person, page, earlier, aside?.until, context);
  return channels.length === 0 ? undefined : planFor(person.id, channels, asking, context, aside);
}

/** @param channels each with the seconds from now at which it starts */
export function planFor(
  person: string,
  channels: readonly { readonly channel: string; readonly after: number }[],
  { page, sequence, start, calls }: Asking,
  { now, newId }: Pick<PagingContext, 'now' | 'newId'>,
  aside?: PassedOver,
): Asked {
  const late = (now.epochMilliseconds - start.epochMilliseconds) / 1000;
  const put: Put[] = [];
  const jobs: JobChange[] = [];
  const planned = channels.map(({ channel, after }) => {
    const spread = channel === 'voice' ? calls.planned++ / CALLS_PER_SECOND : 0;
    const leaves = now.add({ milliseconds: Math.round((after + spread) * 1000) });
    const notification: Notification = {
      id: newId(),
      page: page.code,
      person,
      channel,
      sequence,
      attempt: 1,
      at: instantText(leaves),
      state: 'planned',
    };
    put.push(putNew(notification));
    jobs.push(scheduleNotify(notification, leaves));
    return { id: notification.id, channel, after: late + after + spread };
  });
  const place = {
    person,
    planned,
    ...asideFields(aside),
    ...(late > 0 && { since: instantText(now) }),
  };
  return { place, put, jobs, isAwake: aside === undefined };
}

/** What a step keeps of whom it went past. */
export const asideFields = (
  aside: PassedOver | undefined,
): Pick<Ran['people'][number], 'quietUntil' | 'onStage'> =>
  aside
    ? { quietUntil: instantText(aside.until), ...(aside.why === 'stage' && { onStage: true as const }) }
    : {};

const putNew = (notification: Notification): Put => put(notificationDocument, notification.id, notification);

/** Whether a page can ask this person at all. */
export const isAskable = (person: Person | undefined): person is Person =>
  person !== undefined && !person.deactivated;

/** Their channels and when; in quiet hours what makes a noise begins at their end, once for all rounds. */
function channelsFor(
  person: Person,
  page: Page,
  earlier: readonly Ran[],
  asleepUntil: Temporal.Instant | undefined,
  context: PagingContext,
): { channel: string; after: number }[] {
  const { now } = context;
  const all = lessonChannels(page, channelsOf(person, page.critical || page.kind === 'test', context));
  if (!asleepUntil) return all;
  const silent = all.filter(({ channel }) => isSilent(channel));
  if (waitsAlready(person.id, page, earlier, now)) return silent;
  const loud = all.filter(({ channel }) => !isSilent(channel));
  const first = Math.min(...loud.map(({ after }) => after));
  const wait = (asleepUntil.epochMilliseconds - now.epochMilliseconds) / 1000;
  return [...silent, ...loud.map(({ channel, after }) => ({ channel, after: wait + after - first }))];
}
