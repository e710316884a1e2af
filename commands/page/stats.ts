/** `stats`: how pages went in the last seven days, by day and by hour, in words and as a picture. */

import type { Temporal } from 'temporal-polyfill';
import { loadDays } from '../../src/agenda/load.ts';
import type { RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { instant } from '../../src/core/instant.ts';
import { today } from '../../src/core/time.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { date as dayName, duration } from '../../src/i18n/time.ts';
import type { Counted } from '../../src/page/domain/fuse.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { type PageWeek, weekOf } from '../../src/page/domain/week.ts';
import { carriedOn } from '../../src/page/send-out.ts';
import { pageWeekChart } from '../../src/page/week-chart.ts';
import { providerName } from '../../src/page/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';

const DAYS = 7;

/** Seven of the event's days, today the last. A night that belongs to the day before is a part of that one. */
async function loadWeek(
  { now, zone }: Pick<RequestContext, 'now' | 'zone'>,
  deps: Pick<Deps, 'store'>,
): Promise<PageWeek> {
  const days = await loadDays(deps);
  const dayOf = (at: Temporal.Instant) => today({ now: at, zone, days });
  const last = dayOf(now);
  const dates = Array.from({ length: DAYS }, (_, back) =>
    last.subtract({ days: DAYS - 1 - back }).toString(),
  );
  // UTC's days that these touch: one before for zones, two after for nights that belong to the day before.
  const utc = Array.from({ length: DAYS + 3 }, (_, index) => last.add({ days: index - DAYS }).toString());
  const found = await Promise.all(utc.map((day) => deps.store.find(pageDocument, `day:${day}`)));
  const pages = found.flat().map(({ value }) => value);
  return weekOf(pages, dates, ({ openedAt }) => ({
    date: dayOf(instant(openedAt)).toString(),
    hour: instant(openedAt).toZonedDateTimeISO(zone).hour,
  }));
}

const lasting = (seconds: number | undefined) => (seconds === undefined ? mrkdwn`–` : duration(seconds));

/** Where there are several providers: what each of them carried, and for how much. */
async function carriedInWeek(deps: Deps, t: Translate): Promise<Mrkdwn[]> {
  const names = deps.providers.map(({ name }) => name);
  if (names.length < 2) return [];
  const days = await Promise.all(Array.from({ length: DAYS }, (_, ago) => carriedOn(names, ago, deps)));
  return names.map((name) => {
    const counts = days.flatMap((day) => day.filter(({ provider }) => provider === name));
    const sum = (counted: Counted) => counts.reduce((all, day) => all + day.counts[counted], 0);
    const money = escape((sum('money') / 1000).toFixed(2));
    const provider = escape(providerName(name));
    return t('page.stats.carried', { provider, texts: sum('texts'), calls: sum('calls'), money });
  });
}

export const statsVerb: Verb = {
  usage: { stats: 'page.usage.stats' },
  async run(call, deps) {
    const { t, locale } = call;
    const week = await loadWeek(call, deps);
    const count = week.answered + week.missed + week.waiting;
    if (count === 0) return { text: t('page.stats.none') };
    const title = t('page.stats.title');
    const { answered, missed, waiting } = week;
    const finding = t('page.stats.finding', {
      count,
      answered,
      missed,
      waiting,
      median: lasting(week.median),
    });
    const drawing = pageWeekChart(week, {
      title,
      below: finding,
      answered: t('page.stats.answered'),
      missed: t('page.stats.missed'),
      waiting: t('page.stats.waiting'),
      byHour: t('page.stats.byHour'),
      day: (day) => dayName(day, locale),
      median: ({ median }) => `${t('page.stats.median')}\n${lasting(median)}`,
    });
    const totals = week.hours.map((hour) => hour.answered + hour.missed + hour.waiting);
    const most = Math.max(...totals);
    const busiest = t('page.stats.hour', {
      hour: escape(`${totals.indexOf(most)}`.padStart(2, '0')),
      count: most,
    });
    const lines = week.days
      .filter((day) => day.answered + day.missed + day.waiting > 0)
      .map(
        ({ date, median, ...figures }) =>
          mrkdwn`• ${t('page.stats.day', { ...figures, day: dayName(date, locale), median: lasting(median) })}`,
      );
    const carried = await carriedInWeek(deps, t);
    const comment = joined([mrkdwn`*${title}*`, finding, ...lines, busiest, ...carried], '\n');
    return await illustrate(
      drawing,
      { name: 'pages.png', title, alt: `${title}. ${finding}` },
      comment,
      call,
      deps,
    );
  },
};
