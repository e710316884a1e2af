/** `/incident private I2`: from then on only its responders know of it; who they are, and who comes and goes. */
import type { CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import type { Incident } from '../../src/incident/domain/incident.ts';
import {
  addResponders,
  isPrivate,
  makePrivate,
  removeResponder,
  respondingPeople,
} from '../../src/incident/domain/privacy.ts';
import { readIncident } from '../../src/incident/read.ts';
import { quotedName } from '../../src/incident/words.ts';
import { escape, mention, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { takePeople } from '../../src/slack/people.ts';
import { changeIncident } from './change.ts';
import { codeAndText } from './parse.ts';
import { askPublic } from './public.ts';

const FORM = '/incident private I2 add|remove @user';
const WORDS: Readonly<Record<string, 'add' | 'remove'>> = {
  add: 'add',
  with: 'add',
  con: 'add',
  añadir: 'add',
  anadir: 'add',
  remove: 'remove',
  without: 'remove',
  quitar: 'remove',
  sin: 'remove',
};

/** What people try who want it public again. */
const OFF: ReadonlySet<string> = new Set(['off', 'no']);

async function run(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { person, now, t } = call;
  const [code, rest] = codeAndText(call.text, FORM);
  const [word, behind] = splitFirstWord(rest);
  if (OFF.has(rest.toLowerCase())) return await askPublic(code, call, deps);
  const verb = WORDS[word.toLowerCase()];
  const { people, rest: unread } = await takePeople(verb ? behind : rest, deps.directory);
  if (unread !== '' || (verb && people.length === 0))
    throw new UserError('incident.textMissing', { form: escape(FORM) });
  const ids = people.map(({ id }) => id);
  const before = await changeIncident(code, person, deps, ({ id, value, version }) => {
    const read = { id, value, version };
    if (verb !== 'remove')
      return isPrivate(value)
        ? addResponders(read, ids, person.id, now)
        : makePrivate(read, ids, person.id, now);
    if (!isPrivate(value)) throw new UserError('incident.private.notPrivate', { code: escape(value.code) });
    const [first] = people;
    const change = first && people.length === 1 ? removeResponder(read, first.id, person.id, now) : undefined;
    if (change === undefined || !first) throw new UserError('incident.textMissing', { form: escape(FORM) });
    if (change === 'in-charge')
      throw new UserError('incident.private.inCharge', {
        person: mention(first),
        code: escape(value.code),
      });
    return change;
  });
  return { text: said(before, (await readIncident(before.code, person, deps))?.value, t) };
}

/** Whoever took themself off is told no more than the code that they typed. */
function said(before: Incident, after: Incident | undefined, t: CommandInvocation['t']) {
  if (!after) return mrkdwn`🔒 ${escape(before.code)}`;
  const filled = { incident: quotedName(after, t), people: mentionIds(respondingPeople(after)) };
  return t(isPrivate(before) ? 'incident.private.responders' : 'incident.private.made', filled);
}

export const privateVerbs: Readonly<Record<string, Verb>> = {
  private: {
    usage: {
      'private I2': 'incident.usage.private',
      'private I2 add|remove @user': 'incident.usage.privateAdd',
    },
    run,
  },
};
