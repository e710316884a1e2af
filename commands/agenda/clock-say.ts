/** `clock ROOM say TEXT`: a message before whoever speaks, from wherever the organizer is; `say off` takes it away. */
import { MAX_STAGE_MESSAGE } from '../../src/agenda/domain/stage-room.ts';
import { sayOnStage } from '../../src/agenda/press-stage.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { visibleText } from '../../src/core/text.ts';
import { code, escape, inert } from '../../src/slack/mrkdwn.ts';

const SAY = /^(.*?)\s*\b(?:say|decir)\b\s*([\s\S]*)$/i;
const SAY_AGAIN = /^(.*?\b(?:say|decir)\b.*?)\s+(?:say|decir)\b\s*([\s\S]*)$/i;
const OTHER_WORD = /\s+(?:reset|undo|deshacer)$/i;
const OFF = /^(?:off|nada)$/i;
const MENTION = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g;

/** `Main hall say 5 minutes, please`. @param isRoom - whether a text names a room, which may have the word in it */
export function readSay(text: string, isRoom: (typed: string) => boolean) {
  const [whole, room = '', words = ''] = SAY.exec(text) ?? [];
  if (whole === undefined || isRoom(text) || isRoom(text.replace(OTHER_WORD, ''))) return undefined;
  // Where the room itself is called so, the word behind it is meant.
  const [, longer = '', rest = ''] = SAY_AGAIN.exec(text) ?? [];
  if (longer !== '' && isRoom(longer)) return { room: longer, text: rest };
  return { room, text: words };
}

/** A screen shows names, where Slack has ids. */
async function withNames(typed: string, { directory }: Pick<Deps, 'directory'>): Promise<string> {
  const ids = [...typed.matchAll(MENTION)].map(([, id = '']) => id);
  const names = new Map<string, string>();
  for (const id of new Set(ids)) names.set(id, (await directory.person(id))?.name ?? '');
  return typed.replace(MENTION, (_, id: string) => names.get(id) ?? '');
}

export async function sayFromChat(
  typed: string,
  room: string,
  { person, t }: Pick<RequestContext, 'person' | 't'>,
  deps: Deps,
): Promise<Message> {
  const text = visibleText((await withNames(typed, deps)).replace(/\s+/g, ' '));
  const where = { room: escape(room) };
  if (text === '') throw new UserError('agenda.stage.sayWhat', where);
  if (text.length > MAX_STAGE_MESSAGE)
    throw new UserError('agenda.stage.sayTooLong', { max: MAX_STAGE_MESSAGE, count: text.length });
  const isOff = OFF.test(text);
  const changed = await sayOnStage(room, isOff ? undefined : text, person.id, deps);
  if (isOff) return { text: t(changed ? 'agenda.stage.unsaid' : 'agenda.stage.nothingSaid', where) };
  const how = code(`/agenda clock ${room} say off`);
  return { text: t('agenda.stage.said', { ...where, text: inert(text), how }) };
}
