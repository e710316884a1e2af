/**
 * Changes of the programme that wait for a second organizer: while the budget of a promise is spent whose terms say so
 * (`secondOrganizer` of the event file). What the stage itself asks for (a session that runs over, a speaker who is late
 * or missing) and what a followed source has changed does not wait.
 */
import { z } from 'zod';
import type { EventSettings } from '../callboard/domain/event.ts';
import { tellOrganizers } from '../callboard/domain/jobs.ts';
import type { PromiseFigures } from '../callboard/domain/promises.ts';
import { readPromises } from '../callboard/promises/load.ts';
import { promiseName } from '../callboard/promises/words.ts';
import type { ButtonClick, Reply } from '../core/command.ts';
import { type Change, mergeChanges, recordFact, scheduleJob, type Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { Message } from '../core/ports/chat.ts';
import type { Language } from '../i18n/index.ts';
import { actions, button, section, sections } from '../slack/blocks.ts';
import { joined, type Mrkdwn, mention, mentionId, mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { changeSeconded } from './domain/facts.ts';
import { askSecondOrganizer } from './domain/jobs.ts';
import { keepPreview, type Preview } from './domain/preview.ts';

/** What the buttons carry: whose preview it is, which one, and whether its owner knows what harm it does. */
export const SecondPress = z.object({ owner: z.string(), nonce: z.string(), anyway: z.boolean() });
export type SecondPress = z.infer<typeof SecondPress>;

/** The promise whose budget is spent and that asks for two; undefined where one organizer decides, or there is only one. */
export async function promiseThatAsksSecond(
  { organizers }: Pick<EventSettings, 'organizers'>,
  deps: Pick<Deps, 'store' | 'events' | 'clock'>,
): Promise<PromiseFigures | undefined> {
  if (organizers.length < 2) return undefined;
  return (await readPromises(deps)).figures.find(({ asksSecond }) => asksSecond);
}

interface Waiting {
  readonly read: Versioned<Preview>;
  readonly anyway: boolean;
  readonly promise: PromiseFigures;
}

/** Nothing is applied: the organizers are asked once, and the first one may go on alone. */
export function askForSecond(
  { read, anyway, promise }: Waiting,
  click: ButtonClick,
): { readonly change?: Change; readonly result: Reply } {
  const { t, now, person } = click;
  const press = { owner: person.id, nonce: read.value.nonce, anyway };
  const text = t('agenda.second.waits', { promise: promiseName(promise, t) });
  const buttons = [
    button('agenda.apply-alone', t('agenda.second.alone'), JSON.stringify(press), 'danger'),
    button('agenda.discard', t('agenda.discard'), read.value.nonce),
  ];
  const result = { replace: { text, blocks: [section(text), ...actions(buttons, 'agenda.second')] } };
  if (read.value.awaitsSecond) return { result };
  const { madeAt: _, ...preview } = read.value;
  const kept = keepPreview({ owner: person.id, by: person.id, now }, read, {
    ...preview,
    awaitsSecond: true,
  });
  const asked = { jobs: [scheduleJob(askSecondOrganizer, now, { ...press, promise: promise.name })] };
  return { change: mergeChanges(kept, asked), result };
}

/** What organizers see: who wants which change, and why one is not enough. */
export function secondQuestion(
  press: SecondPress,
  promise: PromiseFigures,
  lines: readonly Mrkdwn[],
  { t }: Pick<Language, 't'>,
): Message {
  const head = t('agenda.second.asks', { person: mentionId(press.owner), promise: promiseName(promise, t) });
  return {
    text: truncate(joined([head, ...lines], '\n'), 3000),
    blocks: [
      section(head),
      ...sections(lines).slice(0, 40),
      ...actions(
        [button('agenda.apply-second', t('agenda.second.apply'), JSON.stringify(press), 'primary')],
        'agenda.second',
      ),
    ],
  };
}

/** Part of the commit that applies it: who was the second, or that nobody was. */
export function seconded(
  change: number,
  nonce: string,
  decided: 'by-second' | 'alone',
  { now, person }: Pick<ButtonClick, 'now' | 'person'>,
): Change {
  const alone = decided === 'alone';
  const stated = { at: now, by: person.id, about: [`change:${change}`], data: { change, alone } };
  const params = { person: { mrkdwn: mentionId(person.id) }, change };
  return {
    facts: [recordFact(changeSeconded, stated)],
    ...(alone && {
      jobs: [scheduleJob(tellOrganizers, now, { key: 'agenda.second.wasAlone', params }, `alone:${nonce}`)],
    }),
  };
}

/** What was applied, and by which two. */
export const byTwo = (
  said: Mrkdwn,
  first: string,
  { t, person }: Pick<ButtonClick, 't' | 'person'>,
): Mrkdwn =>
  mrkdwn`${said} ${t('agenda.second.byTwo', { first: mentionId(first), second: mention(person) })}`;
