/** `tell`: the same words to the speakers of a room, a day or a track; shown with their count before they go. */

import { ofDay } from '../../src/agenda/domain/days.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { findNamedRoom, findTrack, roomsOf } from '../../src/agenda/find.ts';
import { loadAgenda, timeContext } from '../../src/agenda/load.ts';
import type { ButtonClick, CommandInvocation, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instant, instantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { parseDay } from '../../src/core/time.ts';
import { longDate } from '../../src/i18n/time.ts';
import { escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { typedDay } from '../../src/slack/typed-time.ts';
import {
  audience,
  discardMessage,
  prepareMessage,
  sendMessage,
  speakerMessageDocument,
} from '../../src/speakers/domain/message.ts';
import { readSpeakers } from '../../src/speakers/load.ts';
import { bulkPreview } from './tell-view.ts';

/** A direct message that people read on a phone. */
const MAX_CHARACTERS = 2_500;

/** `room Main hall: TEXT`, `day 2: TEXT`, `track Ops: TEXT` */
export async function tell(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [what, rest] = splitFirstWord(call.text);
  const all = await readSpeakers(deps);
  const coming = all.sessions.filter(
    (session) =>
      session.state === 'scheduled' && instant(session.end).epochMilliseconds > call.now.epochMilliseconds,
  );
  const asked = await chosen(what.toLowerCase(), rest, coming, call, deps);
  if (asked.text === '') throw new UserError('speakers.tell.how');
  const { persons, unlinked } = audience(asked.sessions, all.links);
  if (persons.length === 0) throw new UserError('speakers.tell.nobody', { to: asked.name });
  const id = deps.newId();
  const { text } = asked;
  // Nobody's words are cut: an end that is missing may be what mattered.
  if (text.length > MAX_CHARACTERS)
    throw new UserError('common.longText', { count: text.length, max: MAX_CHARACTERS });
  const message = {
    id,
    by: call.person.id,
    at: instantText(call.now),
    text,
    to: asked.to,
    persons,
    state: 'prepared' as const,
  };
  await deps.store.commit(prepareMessage(message, call.now));
  return bulkPreview({ message, to: asked.name, unlinked, event: call.event.name }, call.t);
}

interface Chosen {
  readonly to: string;
  readonly name: Mrkdwn;
  readonly sessions: readonly Session[];
  readonly text: string;
}

async function chosen(
  what: string,
  rest: string,
  coming: readonly Session[],
  call: CommandInvocation,
  deps: Deps,
): Promise<Chosen> {
  if (what === 'room') {
    const there = new Set(coming.map(({ room }) => room));
    const rooms = roomsOf(await loadAgenda(deps), call.event).filter(({ name }) => there.has(name));
    const { name, text } = split(rest, (typed) => findNamedRoom(rooms, typed));
    const sessions = coming.filter(({ room }) => room === name);
    return { to: `room:${name}`, name: escape(name), text, sessions };
  }
  if (what === 'track') {
    const { name, text } = split(rest, (typed) => findTrack(coming, typed));
    const sessions = coming.filter(({ track }) => track === name);
    return { to: `track:${name}`, name: escape(name), text, sessions };
  }
  const [, day = '', text = ''] =
    /^((?:\d+|\S+?))\s*:?\s+([\s\S]+)$/.exec(what === 'day' ? rest : `${what} ${rest}`) ?? [];
  if (day === '') throw new UserError('speakers.tell.how');
  const state = await loadAgenda(deps);
  const context = timeContext(state, call);
  if (what !== 'day' && 'problem' in parseDay(day, context)) throw new UserError('speakers.tell.how');
  const { date } = typedDay(what === 'day' && /^\d{1,3}$/.test(day) ? `day ${day}` : day, context);
  const sessions = ofDay(coming, [...context.days], call.zone, date);
  return { to: `day:${date}`, name: longDate(date.toString(), call.locale), text, sessions };
}

/** The name up to the colon; without one, the longest beginning that is the name of something. */
function split(text: string, find: (typed: string) => string): { name: string; text: string } {
  const colon = text.indexOf(':');
  if (colon > 0) return { name: find(text.slice(0, colon)), text: text.slice(colon + 1).trim() };
  const words = text.split(/\s+/);
  for (let count = words.length - 1; count > 0; count--) {
    try {
      return { name: find(words.slice(0, count).join(' ')), text: words.slice(count).join(' ') };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return { name: find(text), text: '' };
}

export const pressSend = (click: ButtonClick, deps: Deps): Promise<Reply> => settle(click, deps, sendMessage);
export const pressDiscard = (click: ButtonClick, deps: Deps): Promise<Reply> =>
  settle(click, deps, discardMessage);

async function settle(
  { value, person, now, t }: ButtonClick,
  deps: Deps,
  decision: typeof sendMessage | typeof discardMessage,
): Promise<Reply> {
  const done = await withOptimisticRetry(deps.store, async () => {
    const read = await deps.store.get(speakerMessageDocument, value);
    const change = read && decision(read, person.id, now);
    const result = { count: read?.value.persons.length ?? 0, state: change ? 'done' : read?.value.state };
    return { change, result };
  });
  const sent = done.state === 'sent' || (done.state === 'done' && decision === sendMessage);
  const text = sent ? t('speakers.tell.sent', { count: done.count }) : t('speakers.tell.discarded');
  return { replace: { text } };
}
