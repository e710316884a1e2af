/** What a dojo says: what just happened and what the others saw, what comes next, how it ended. Pure. */
import type { Message } from '../core/ports/chat.ts';
import type { Translate } from '../i18n/index.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import { type Dojo, MAX_AGAIN } from './domain/dojo.ts';

/** What happened with the lesson before; undefined at the first one, and where one is asked for again. */
function whatHappened({ lessons, lesson, attempt, passed }: Dojo, t: Translate): Mrkdwn | undefined {
  const before = lesson && lessons[lessons.indexOf(lesson) - 1];
  if (attempt > 0 || !before) return undefined;
  return passed.includes(before) ? t(`page.dojo.after.${before}`) : t('page.dojo.skipped');
}

/** Names the lesson that a button is about: what is pressed on an older message does nothing. */
const valueOf = ({ run, lesson }: Dojo): string => `${run} ${lesson ?? ''}`;

export function lessonMessage(dojo: Dojo, t: Translate): Message {
  const { lessons, lesson, attempt } = dojo;
  if (!lesson) return { text: t('page.dojo.over') };
  const number = lessons.indexOf(lesson) + 1;
  const head = t('page.dojo.head', { number, of: lessons.length });
  const happened = whatHappened(dojo, t);
  const comes = mrkdwn`*${head}* ${t(`page.dojo.before.${lesson}`)}`;
  const value = valueOf(dojo);
  return {
    text: joined([...(happened ? [happened] : []), comes], '\n\n'),
    blocks: [
      ...(happened ? [section(happened)] : []),
      section(comes),
      ...actions([
        ...(attempt < MAX_AGAIN ? [button('callboard.dojo-again', t('page.dojo.again'), value)] : []),
        button('callboard.dojo-skip', t('page.dojo.skip'), value),
        button('callboard.dojo-stop', t('page.dojo.stop'), value),
      ]),
      context(t('page.dojo.alone')),
    ],
  };
}

/** Before it can begin: whose number is it? */
export const phoneFirst = (t: Translate): Message => ({
  text: t('page.dojo.phone'),
  blocks: [
    section(t('page.dojo.phone')),
    ...actions([button('rota.contact', t('page.dojo.contact'), 'contact', 'primary')]),
  ],
});

/** Asks somebody whether they want to try it, with the one button that begins it. */
export const dojoOffer = (text: Mrkdwn, t: Translate): Message => ({
  text,
  blocks: [section(text), ...actions([button('callboard.dojo', t('page.dojo.begin'), 'begin', 'primary')])],
});

export function dojoEndMessage(
  { state, expired, passed, skipped, lessons, lesson }: Dojo,
  t: Translate,
): Message {
  const last = lessons.at(-1);
  const happened =
    state !== 'stopped' && lesson === undefined && last && passed.includes(last)
      ? t(`page.dojo.after.${last}`)
      : undefined;
  const end =
    state === 'done'
      ? t(skipped.length > 0 ? 'page.dojo.doneMost' : 'page.dojo.done', { count: passed.length })
      : t(expired ? 'page.dojo.expired' : 'page.dojo.stopped');
  const isTested = passed.includes('text') || passed.includes('call');
  const next = isTested ? t('page.dojo.tested') : t('page.dojo.untested');
  return { text: joined([...(happened ? [happened] : []), end, next], '\n\n') };
}
