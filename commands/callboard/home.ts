/** The event's own part of App Home: when it is; and in a new workspace, whose it is. */

import { Temporal } from 'temporal-polyfill';
import type { EventSettings } from '../../src/callboard/domain/event.ts';
import type { HomePart, RequestContext } from '../../src/core/command.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { escape, joined, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { datesOf } from './view.ts';

/** `Day 2 of 3`, `starts in 5 days`; undefined where it has no dates or is over. */
export function whenIs(event: EventSettings, now: Temporal.Instant, t: Translate): Mrkdwn | undefined {
  if (!event.dates) return undefined;
  const today = now.toZonedDateTimeISO(event.zone).toPlainDate();
  const first = Temporal.PlainDate.from(event.dates.first);
  const last = Temporal.PlainDate.from(event.dates.last);
  const before = today.until(first, { largestUnit: 'day' }).days;
  if (before > 0) return t('callboard.home.startsIn', { count: before });
  if (Temporal.PlainDate.compare(today, last) > 0) return undefined;
  const count = first.until(last, { largestUnit: 'day' }).days + 1;
  return t('callboard.home.day', { day: 1 - before, count });
}

export async function callboardHome(request: Omit<RequestContext, 'trigger'>): Promise<HomePart> {
  const { event, person, locale, now, t } = request;
  const facts = [whenIs(event, now, t), datesOf(event, locale), escape(event.zone)].filter(
    (fact) => fact !== undefined,
  );
  const isNew = event.organizers.length === 0 && !person.guest;
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
