/** `picture [day N]` and the button under a day: the day by room and time, planned and as it is now. */

import { dayPicture } from '../../src/agenda/day-picture.ts';
import { deviationWords } from '../../src/agenda/deviation-words.ts';
import { deviationOf } from '../../src/agenda/domain/planned.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { sessionCode, titleText } from '../../src/agenda/lines.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { Button, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { illustrate } from '../../src/core/illustrate.ts';
import { clock, longDate } from '../../src/i18n/time.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';

type Who = Pick<RequestContext, 't' | 'locale' | 'zone' | 'now'>;

const MAX_LINES = 20;

async function picture(text: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, locale } = who;
  const state = await loadAgenda(deps);
  const typed = text === '' ? 'today' : /^\d+$/.test(text) ? `day ${text}` : text;
  const date = typedDay(typed, timeContext(state, who)).date.toString();
  const day = dayPicture(date, state, who);
  if (!day) return { text: t('agenda.picture.none', { day: longDate(date, locale) }) };
  const { drawing, title, finding, sessions } = day;
  const comment = joined([mrkdwn`*${title}*`, finding, ...changes(sessions, who)], '\n');
  const file = { name: `agenda-${date}.png`, title, alt: `${title}. ${finding}` };
  return await illustrate(drawing, file, truncate(comment, 2900), who, deps);
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
