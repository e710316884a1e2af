/** The event's own part of App Home: when it is; and in a new workspace, whose it is. */

import { Temporal } from 'temporal-polyfill';
import { loadDays } from '../../src/agenda/load.ts';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import { isFullMember } from '../../src/callboard/domain/person.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { type DayWindow, today } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { escape, joined, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { datesOf } from './view.ts';

/** `Day 2 of 3`, `starts in 5 days`; undefined where it has no dates or is over. */
export function whenIs(
  event: EventSettings,
  now: Temporal.Instant,
  t: Translate,
  days: readonly DayWindow[] = [],
): Mrkdwn | undefined {
  if (!event.dates) return undefined;
  // Half past one at night is still the evening before, where the agenda's days say so.
  const date = today({ now, zone: event.zone, days });
  const first = Temporal.PlainDate.from(event.dates.first);
  const last = Temporal.PlainDate.from(event.dates.last);
  const before = date.until(first, { largestUnit: 'day' }).days;
  if (before > 0) return t('callboard.home.startsIn', { count: before });
  if (Temporal.PlainDate.compare(date, last) > 0) return undefined;
  const count = first.until(last, { largestUnit: 'day' }).days + 1;
  return t('callboard.home.day', { day: 1 - before, count });
}

export async function callboardHome(
  request: Omit<RequestContext, 'trigger'>,
  deps: Pick<Deps, 'store'>,
): Promise<HomePart> {
  const { event, person, locale, now, t } = request;
  const facts = [
    whenIs(event, now, t, await loadDays(deps)),
    datesOf(event, locale),
    escape(event.zone),
  ].filter((fact) => fact !== undefined);
  const isNew = event.organizers.length === 0 && isFullMember(person);
  return {
    mine: isNew
      ? [
          section(t('callboard.claim.ask')),
          ...actions([button('callboard.claim', t('callboard.claim.yes'), 'event', 'primary')]),
        ]
      : [],
    event: [context(joined(facts, ' · '))],
  };
}
