/** How pages went today, for App Home: how many, how fast they were answered, how many nobody answered. */

import type { KnownBlock } from '@slack/types';
import { Temporal } from 'temporal-polyfill';
import { loadDays } from '../../src/agenda/load.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant, milliseconds } from '../../src/core/instant.ts';
import { today } from '../../src/core/time.ts';
import { duration } from '../../src/i18n/time.ts';
import { mayRead, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { context } from '../../src/slack/blocks.ts';
import { joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

/** UTC's days that a day of the event may touch, from the one before: zones, and nights that belong to it. */
const UTC_DAYS = [-1, 0, 1, 2];
const DAY_MS = 86_400_000;

/** The pages opened on the event's day: a night that belongs to the day before is a part of that one. */
async function openedToday(
  now: RequestContext['now'],
  zone: string,
  deps: Pick<Deps, 'store'>,
): Promise<Page[]> {
  const days = await loadDays(deps);
  const dayOf = (at: RequestContext['now']) => today({ now: at, zone, days });
  const date = dayOf(now);
  // Most of them lie before it as a whole, or have not begun: their pages are none of today's.
  const touched = UTC_DAYS.map((more) => date.add({ days: more }).toString()).filter((day) => {
    const begins = instant(`${day}T00:00:00Z`);
    const lastMoment = begins.add({ milliseconds: DAY_MS - 1 });
    const isOver = Temporal.PlainDate.compare(dayOf(lastMoment), date) < 0;
    return !isOver && begins.epochMilliseconds <= now.epochMilliseconds;
  });
  const found = await Promise.all(touched.map((day) => deps.store.find(pageDocument, `day:${day}`)));
  return found
    .flat()
    .map(({ value }) => value)
    .filter(({ openedAt }) => dayOf(instant(openedAt)).equals(date));
}

export async function pagesToday(
  open: number,
  { person, now, t, zone }: Pick<RequestContext, 'person' | 'now' | 't' | 'zone'>,
  deps: Pick<Deps, 'store'>,
): Promise<KnownBlock[]> {
  const pages = (await openedToday(now, zone, deps)).filter(
    (page) => page.kind === 'page' && mayRead(page, person.id),
  );
  if (pages.length === 0 && open === 0) return [];
  const seconds = pages
    .flatMap(({ openedAt, acknowledged }) =>
      acknowledged ? [(milliseconds(acknowledged.at) - milliseconds(openedAt)) / 1000] : [],
    )
    .sort((a, b) => a - b);
  const median = seconds[Math.floor(seconds.length / 2)];
  const missed = pages.filter(({ gaveUpAt }) => gaveUpAt !== undefined).length;
  const parts = [
    t('page.home.today', { count: pages.length }),
    t('page.home.open', { count: open }),
    ...(median === undefined ? [] : [t('page.home.median', { time: duration(median) })]),
    ...(missed > 0 ? [t('page.home.missed', { count: missed })] : []),
  ];
  return [context(mrkdwn`:pager: ${joined(parts, ' · ')}`)];
}
