/** `coverage [day N]`: who is missing where and when, as a picture of rooms and hours, and in words. */

import { Temporal } from 'temporal-polyfill';
import { orderedRooms } from '../../src/agenda/domain/reading.ts';
import { liveSessions, readAgenda } from '../../src/agenda/load.ts';
import { chartText } from '../../src/core/chart-look.ts';
import type { Button, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { instantText } from '../../src/core/instant.ts';
import { clock, longDate } from '../../src/i18n/time.ts';
import { type CoverageWords, coverageChart } from '../../src/rota/coverage-chart.ts';
import { type Coverage, type CoverageRow, coverage, shortSpells } from '../../src/rota/domain/coverage.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { dayWindow, type Who } from './show.ts';

const MAX_LINES = 20;

interface CoverageDay {
  readonly date: string;
  readonly found: Coverage;
}

function coverageOf(rota: LoadedRota, date: string, window: { start: string; end: string }, who: Who) {
  const { sessions, agenda } = rota.agenda;
  const order = orderedRooms(readAgenda(sessions), agenda.rooms);
  const shifts = [...rota.shifts.values()].map(({ value }) => value);
  const options = { window, now: who.now.epochMilliseconds, zone: who.zone, order };
  return { date, found: coverage(shifts, liveSessions(rota.agenda), options) };
}

/** All of a date in the zone: where the agenda names no days, its sessions say nothing of when shifts begin. */
function calendarDay(date: string, zone: string) {
  const day = Temporal.PlainDate.from(date);
  const midnight = (at: Temporal.PlainDate) => instantText(at.toZonedDateTime(zone).toInstant());
  return { start: midnight(day), end: midnight(day.add({ days: 1 })) };
}

/** The day asked for; without one the first on which anything is left. */
function dayShown(text: string, rota: LoadedRota, who: Who): CoverageDay | undefined {
  const windows = rota.agenda.agenda.days;
  const windowOf = (date: string) => windows.find((day) => day.date === date) ?? calendarDay(date, who.zone);
  if (text !== '') {
    const { date } = dayWindow(/^\d+$/.test(text) ? `day ${text}` : text, rota, who);
    return coverageOf(rota, date, windowOf(date), who);
  }
  for (const { date } of rotaTime(rota, who).days) {
    const day = coverageOf(rota, date, windowOf(date), who);
    if (day.found.rows.length > 0) return day;
  }
  return undefined;
}

/** Each room that lacks somebody, those that lack most first, with its hours. */
function lines(found: Coverage, short: readonly CoverageRow[], { t, zone, locale }: Who): Mrkdwn[] {
  const shown = [...short].sort((a, b) => b.missing - a.missing).slice(0, MAX_LINES);
  return [
    ...shown.map((row) => {
      const spells = shortSpells(found, row).map(({ start, end, missing, unattended }) => {
        const when = mrkdwn`${clock(start, zone, locale)}–${clock(end, zone, locale)}`;
        return unattended
          ? t('rota.coverage.unattended', { when })
          : t('rota.coverage.missing', { when, count: missing });
      });
      return mrkdwn`• ${bold(truncate(row.name, 80))}: ${joined(spells, ', ')}`;
    }),
    ...(short.length > MAX_LINES ? [t('rota.list.left', { count: short.length - MAX_LINES })] : []),
  ];
}

export async function showCoverage(text: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, zone, locale } = who;
  const day = dayShown(text, await loadRota(deps), who);
  if (!day || day.found.rows.length === 0) return { text: t('rota.coverage.none') };
  const { found } = day;
  const short = found.rows.filter(({ missing }) => missing > 0);
  const [worst] = [...short].sort((a, b) => b.missing - a.missing);
  const title = t('rota.coverage.title', { day: longDate(day.date, locale) });
  const below = worst
    ? t('rota.coverage.below', {
        short: short.length,
        rooms: found.rows.length,
        worst: truncate(escape(worst.name), 60),
        hours: worst.missing,
      })
    : t('rota.coverage.all', { rooms: found.rows.length });
  const words: CoverageWords = {
    title,
    below: worst
      ? t('rota.coverage.below', {
          short: short.length,
          rooms: found.rows.length,
          worst: chartText(worst.name, 24),
          hours: worst.missing,
        })
      : below,
    covered: t('rota.coverage.covered'),
    short: t('rota.coverage.short'),
    nobody: t('rota.coverage.nobody'),
    hour: (ms) => clock(ms, zone, locale),
    more: (rooms, some) => t('rota.coverage.more', { rooms, short: some }),
  };
  const comment = joined([mrkdwn`*${title}*`, below, ...lines(found, short, who)], '\n');
  const file = { name: `coverage-${day.date}.png`, title, alt: `${title}. ${words.below}` };
  return await illustrate(coverageChart(found, words), file, truncate(comment, 2900), who, deps);
}

export const coverageVerb: Verb = {
  usage: { 'coverage [day N]': 'rota.use.coverage' },
  run: async (call, deps) => await showCoverage(call.text, call, deps),
};

/** From the list of gaps, for the same day. */
export const coverageButtons: Readonly<Record<string, Button>> = {
  'rota.coverage': { run: async (click, deps) => await showCoverage(click.value, click, deps) },
};
