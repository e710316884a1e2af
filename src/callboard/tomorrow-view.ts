/** Tomorrow at a glance: its weather in a line, then a line with its button for each thing to mend. Pure. */
import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Language, PlainKey } from '../i18n/index.ts';
import { dayAndClock, longDate } from '../i18n/time.ts';
import { button, context, section } from '../slack/blocks.ts';
import { joined, type Mrkdwn, mrkdwn } from '../slack/mrkdwn.ts';
import { lookAtTomorrow, type TomorrowKind, type TomorrowLine } from './domain/tomorrow.ts';
import type { LoadedTomorrow } from './tomorrow.ts';

/** What mends each; the value is the day. */
const MENDS: Readonly<Record<TomorrowKind, readonly [action: string, label: PlainKey]>> = {
  nothing: ['agenda.import', 'callboard.setup.button.programme'],
  held: ['agenda.watch', 'callboard.evening.button.watch'],
  failing: ['agenda.watch', 'callboard.evening.button.watch'],
  uncovered: ['rota.gaps', 'callboard.evening.button.gaps'],
  short: ['rota.gaps', 'callboard.evening.button.gaps'],
  clashes: ['agenda.check', 'callboard.evening.button.check'],
  unlinked: ['speakers.match', 'callboard.setup.button.speakers'],
  silent: ['speakers.today', 'callboard.evening.button.board'],
  noPhone: ['rota.gaps', 'callboard.evening.button.gaps'],
  untested: ['page.remind-untested', 'callboard.evening.button.ask'],
};

/** The first few, and how many more there are. */
const named = ({ found }: TomorrowLine<Mrkdwn>): Mrkdwn => {
  const more = found.count - found.first.length;
  return mrkdwn`${joined(found.first, '; ')}${more > 0 ? mrkdwn` … +${more}` : ''}`;
};

export function tomorrowMessage(loaded: LoadedTomorrow, { t, locale }: Language): Message {
  const { day, tomorrow, zone, feedRead } = loaded;
  const { weather, lines } = lookAtTomorrow(tomorrow);
  const { sessions, shifts, feed } = tomorrow;
  const head = t(`callboard.evening.${weather}`, {
    day: longDate(day, locale),
    sessions,
    shifts,
    count: lines.length,
  });
  if (weather === 'clear') return { text: head };
  const time = feedRead === undefined ? t('callboard.evening.never') : dayAndClock(feedRead, zone, locale);
  const text = (line: TomorrowLine<Mrkdwn>): Mrkdwn => {
    const { kind } = line;
    if (kind === 'nothing') return t('callboard.evening.nothing');
    if (kind === 'held' || kind === 'failing') return t(`callboard.evening.${kind}`, { time });
    return t(`callboard.evening.${kind}`, { count: line.found.count, first: named(line) });
  };
  const mend = ({ kind }: TomorrowLine<Mrkdwn>): Button => {
    const [action, label] = MENDS[kind];
    return button(action, t(label), day);
  };
  const blocks: KnownBlock[] = [
    section(head),
    ...lines.map((line) => section(text(line), undefined, mend(line))),
    ...(feed === 'well' ? [context(t('callboard.evening.feedWell', { time }))] : []),
  ];
  return { text: head, blocks };
}
