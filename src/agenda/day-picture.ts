/** A day of the agenda as a picture, and in a sentence what there is to see. */
import type { Locale, Translate } from '../i18n/index.ts';
import { clock, longDate } from '../i18n/time.ts';
import type { Mrkdwn } from '../slack/mrkdwn.ts';
import { dayChart } from './day-chart.ts';
import type { AgendaState } from './domain/agenda.ts';
import { byDay, daysFrom } from './domain/days.ts';
import { deviationOf } from './domain/planned.ts';
import { orderedRooms } from './domain/reading.ts';
import type { Session } from './domain/session.ts';
import { liveSessions, readAgenda } from './load.ts';

export interface DayReader {
  readonly t: Translate;
  readonly locale: Locale;
  /** The event's zone. */
  readonly zone: string;
  readonly now: { readonly epochMilliseconds: number };
}

/** By the agenda's own days where it has them. @param date - as `2019-06-05` */
export function sessionsOfDay(date: string, state: AgendaState, zone: string): readonly Session[] {
  const days = state.agenda.days.length > 0 ? state.agenda.days : daysFrom(liveSessions(state), zone);
  return byDay(liveSessions(state), days, zone).find((group) => group.date === date)?.sessions ?? [];
}

/** @param date - as `2019-06-05`; undefined where nothing is on that day */
export function dayPicture(date: string, state: AgendaState, { t, locale, zone, now }: DayReader) {
  const sessions = sessionsOfDay(date, state, zone);
  if (sessions.length === 0) return undefined;
  const known = orderedRooms(readAgenda(state.sessions), state.agenda.rooms);
  const names = [...new Set([...known, ...sessions.map(({ room }) => room)])];
  const rooms = names
    .map((room) => ({ room, sessions: sessions.filter((one) => one.room === room) }))
    .filter((one) => one.sessions.length > 0);
  const title = longDate(date, locale);
  const finding = found(sessions, t);
  const drawing = dayChart(rooms, now.epochMilliseconds, {
    title,
    below: finding,
    asPlanned: t('agenda.picture.asPlanned'),
    changed: t('agenda.picture.changed'),
    cancelled: t('agenda.cancelled'),
    planned: t('agenda.picture.planned'),
    now: t('agenda.picture.now'),
    noRoom: t('agenda.noRoom'),
    clock: (ms) => clock(ms, zone, locale),
    more: (count) => t('agenda.picture.more', { count }),
  });
  return { drawing, title, finding, sessions };
}

/** Breaks are no sessions to whoever reads: they are drawn, and not counted. */
function found(drawn: readonly Session[], t: Translate): Mrkdwn {
  const sessions = drawn.filter(({ isBreak }) => !isBreak);
  const all = sessions.flatMap((session) => deviationOf(session) ?? []);
  const going = all.filter(({ cancelled }) => !cancelled);
  return t('agenda.picture.finding', {
    count: sessions.length,
    late: going.filter(({ late, over }) => late > 0 || over > 0).length,
    moved: going.filter(({ late, roomBefore }) => late < 0 || roomBefore !== undefined).length,
    cancelled: all.length - going.length,
  });
}
