/**
 * A person's own quiet hours. A page that is not critical goes past them: to whoever can be asked at once.
 * Their direct message is there to be read; what makes a noise waits for the end of the quiet hours, when
 * the page is handed over if nobody has it by then and it is still theirs.
 */
import { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import { instant } from '../../core/instant.ts';
import type { PagingContext } from './context.ts';
import type { Notification } from './notification.ts';
import { askingOf, liveSteps, type Page, type Ran } from './page.ts';

const minutes = (text: string): number => {
  const [hours = 0, rest = 0] = text.split(':').map(Number);
  return hours * 60 + rest;
};

/** Whether it is within this person's quiet hours, by the wall clock of the event. */
export function isQuiet(person: Person, now: Temporal.Instant, zone: string): boolean {
  const quiet = person.contact?.quiet;
  if (!quiet) return false;
  const local = now.toZonedDateTimeISO(zone);
  const at = local.hour * 60 + local.minute;
  const [from, to] = [minutes(quiet.from), minutes(quiet.to)];
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

/**
 * When these quiet hours end; undefined outside them. The first moment at which the wall clock shows a time
 * that is not quiet: where the clocks change in between, that may be the change itself.
 */
export function quietUntil(
  person: Person,
  now: Temporal.Instant,
  zone: string,
): Temporal.Instant | undefined {
  const quiet = person.contact?.quiet;
  if (!quiet || !isQuiet(person, now, zone)) return undefined;
  const local = now.toZonedDateTimeISO(zone);
  const [hour = 0, minute = 0] = quiet.to.split(':').map(Number);
  // Two days on, where all of the waking hour is one that the clocks leave out.
  const ends = [0, 1, 2].flatMap((days) => {
    const plain = local.toPlainDate().add({ days }).toPlainDateTime({ hour, minute });
    return (['earlier', 'later'] as const).map((which) =>
      plain.toZonedDateTime(zone, { disambiguation: which }),
    );
  });
  const change = local.getTimeZoneTransition('next');
  return [...ends, ...(change ? [change] : [])]
    .map((end) => end.toInstant())
    .filter((end) => end.epochMilliseconds > now.epochMilliseconds && !isQuiet(person, end, zone))
    .sort((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0];
}

export interface PassedOver {
  readonly until: Temporal.Instant;
  /** By their quiet hours, or by the talk that they are giving. */
  readonly why: 'quiet' | 'stage';
}

/**
 * Until when a page goes past this person while others can be asked: the end of their quiet hours, or of the
 * talk that they are giving. Undefined where they are asked aloud now, as by every critical page.
 */
export function passedOver(
  person: Person,
  page: Pick<Page, 'kind' | 'critical'>,
  { now, event, onStage }: Pick<PagingContext, 'now' | 'event' | 'onStage'>,
): PassedOver | undefined {
  if (page.kind !== 'page' || page.critical) return undefined;
  const quiet = quietUntil(person, now, event.zone);
  const stage = onStage.get(person.id);
  if (stage && (!quiet || Temporal.Instant.compare(stage, quiet) > 0)) return { until: stage, why: 'stage' };
  return quiet && { until: quiet, why: 'quiet' };
}

/** What makes no noise leaves at once, quiet hours or not. */
export const isSilent = (channel: string): boolean => channel === 'slack';

const isAsleep = ({ quietUntil: until, offAt }: Ran['people'][number], now: Temporal.Instant): boolean =>
  offAt === undefined && until !== undefined && instant(until).epochMilliseconds > now.epochMilliseconds;

/** Whether something waits already for the end of this person's quiet hours: later rounds add nothing to it. */
export const waitsAlready = (
  person: string,
  { countsFromStep }: Pick<Page, 'countsFromStep'>,
  ran: readonly Ran[],
  now: Temporal.Instant,
): boolean =>
  ran.some(
    (one) =>
      one.sequence >= countsFromStep &&
      one.people.some((asked) => asked.person === person && isAsleep(asked, now)),
  );

/** Those of a step who are in their quiet hours now. */
export const asleepOf = (ran: Ran | undefined, now: Temporal.Instant): ReadonlySet<string> =>
  new Set((ran?.people ?? []).filter((asked) => isAsleep(asked, now)).map(({ person }) => person));

/** Whether a notification waited for the end of its person's quiet hours. */
export const wasAsleep = (page: Page, notification: Pick<Notification, 'id' | 'sequence'>): boolean =>
  askingOf(page, notification)?.place.quietUntil !== undefined;

/** When the first of them can be asked, where everybody whom the page could ask is in their quiet hours. */
export function allQuietUntil(page: Page): string | undefined {
  const ran = liveSteps(page);
  if (page.gaveUpAt === undefined || ran.some(({ passed }) => passed === undefined)) return undefined;
  const waiting = ran.flatMap(({ people }) => people.filter(({ offAt }) => !offAt));
  return waiting.flatMap(({ quietUntil: until }) => until ?? []).sort()[0];
}
