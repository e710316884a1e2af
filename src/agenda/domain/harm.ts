/** What of a change by hand hardly anybody wants: a session in the past, or on another day than its own. */
import type { Temporal } from 'temporal-polyfill';
import { instant, milliseconds } from '../../core/instant.ts';
import { type TimeContext, windowAt } from '../../core/time.ts';
import type { How } from './live.ts';
import type { Session } from './session.ts';

export interface MoveHarm {
  readonly kind: 'past' | 'other-day';
  readonly before: Session;
  readonly after: Session;
}

/** Minutes in which a time is still now: between what is typed and what is applied some pass. */
const NOW_MINUTES = 5;

/** The day of a session as people name it: a talk at 01:00 belongs to the evening before. */
export const dateOfSession = (
  { start }: Pick<Session, 'start'>,
  { days, zone }: Pick<TimeContext, 'days' | 'zone'>,
): string =>
  windowAt(days, instant(start))?.date ?? instant(start).toZonedDateTimeISO(zone).toPlainDate().toString();

/** Only who moves or swaps says a time; a delay goes on from the one that there is. */
export function moveHarms(
  {
    how,
    steps,
  }: { readonly how: How; readonly steps: readonly { readonly before: Session; readonly after: Session }[] },
  context: Pick<TimeContext, 'days' | 'zone'>,
  now: Temporal.Instant,
): MoveHarm[] {
  if (how !== 'move' && how !== 'swap' && how !== 'fill') return [];
  return steps.flatMap(({ before, after }): MoveHarm[] => {
    // A cancelled one that steps in has no day of its own.
    if (before.start === after.start || before.state === 'cancelled') return [];
    const isPast = milliseconds(after.start) < now.epochMilliseconds - NOW_MINUTES * 60_000;
    const isOther = dateOfSession(before, context) !== dateOfSession(after, context);
    return [
      ...(isPast ? [{ kind: 'past', before, after } as const] : []),
      ...(isOther ? [{ kind: 'other-day', before, after } as const] : []),
    ];
  });
}
