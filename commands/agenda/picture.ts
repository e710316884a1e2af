/** `picture [day N]` and the button under a day: the day by room and time, planned and as it is now. */

import { dayChart } from '../../src/agenda/day-chart.ts';
import { deviationWords } from '../../src/agenda/deviation-words.ts';
import { byDay, daysFrom } from '../../src/agenda/domain/days.ts';
import { deviationOf } from '../../src/agenda/domain/planned.ts';
import { orderedRooms } from '../../src/agenda/domain/reading.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { sessionCode, titleText } from '../../src/agenda/lines.ts';
import { liveSessions, loadAgenda, readAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { clock, longDate } from '../../src/i18n/time.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';

type Who = Pick<RequestContext, 't' | 'locale' | 'zone' | 'now'>;

const MAX_LINES = 20;

async function picture(text: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, locale, zone, now } = who;
  const state = await loadAgenda(deps);
  const typed = text === '' ? 'today' : /^\d+$/.test(text) ? `day ${text}` : text;
  const date = typedDay(typed, timeContext(state, who)).date.toString();
  const days = state.agenda.days.length > 0 ? state.agenda.days : daysFrom(liveSessions(state), zone);
  const sessions =
    byDay(liveSessions(state), days, zone).find((group) => group.date === date)?.sessions ?? [];
  const title = longDate(date, locale);
  if (sessions.length === 0) return { text: t('agenda.picture.none', { day: title }) };
  const known = orderedRooms(readAgenda(state.sessions), state.agenda.rooms);
  const names = [...new Set([...known, ...sessions.map(({ room }) => room)])];
  const rooms = names
    .map((room) => ({ room, sessions: sessions.filter((one) => one.room === room) }))
    .filter((one) => one.sessions.length > 0);
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
  const comment = joined([mrkdwn`*${title}*`, finding, ...changes(sessions, who)], '\n');
  const file = { name: `agenda-${date}.png`, title, alt: `${title}. ${finding}` };
  return await illustrate(drawing, file, truncate(comment, 2900), who, deps);
}

function found(sessions: readonly Session[], t: Who['t']): Mrkdwn {
  const all = sessions.flatMap((session) => deviationOf(session) ?? []);
  const going = all.filter(({ cancelled }) => !cancelled);
  return t('agenda.picture.finding', {
    count: sessions.length,
    late: going.filter(({ late, over }) => late > 0 || over > 0).length,
    moved: going.filter(({ late, roomBefore }) => late < 0 || roomBefore !== undefined).length,
    cancelled: all.length - going.length,
  });
}

/** Each session that differs from its plan, in order of time. */
function changes(sessions: readonly Session[], { t, locale, zone }: Who): Mrkdwn[] {
  const changed = sessions.flatMap((session) => {
    const words = deviationWords(deviationOf(session), t);
    return words.length > 0 ? [{ session, words }] : [];
  });
  changed.sort((a, b) => (a.session.start < b.session.start ? -1 : 1));
  const shown = changed
    .slice(0, MAX_LINES)
    .map(
      ({ session, words }) =>
        mrkdwn`• ${clock(session.start, zone, locale)} ${titleText(session)} · ${escape(session.room)} · ${escape(words.join(', '))} · ${sessionCode(session)}`,
    );
  const left = changed.length - shown.length;
  return [...shown, ...(left > 0 ? [mrkdwn`• … (+${left})`] : [])];
}

export const pictureVerb: Verb = {
  usage: { 'picture [day N]': 'agenda.usage.picture' },
  run: async (call, deps) => await picture(call.text, call, deps),
};

/** Its value is the date. */
export const pictureButton: Button = {
  run: async (click, deps) => await picture(click.value, click, deps),
};
