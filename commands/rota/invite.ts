/** `invite`: asks a channel, or somebody without Slack, to help; shows who has answered; ends it. */
import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
import { isCostly, phoneNumber } from '../../src/callboard/domain/phone.ts';
import type { Button, ButtonClick, CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import { type Change, mergeChanges, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { plain } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { volunteerChanged } from '../../src/rota/domain/facts.ts';
import { closeInvite, openInvite } from '../../src/rota/domain/invite.ts';
import { textInvitation } from '../../src/rota/domain/jobs.ts';
import { newVolunteer, volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { loadInviteAnswer, loadInviteStanding, readInvite } from '../../src/rota/invite.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { channelTrouble, findChannel, namesChannel } from '../../src/slack/channels.ts';
import { bold, escape, mentionChannel, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { inviteStandingView } from './invite-view.ts';
import { findRole } from './parse.ts';

type Who = Pick<CommandInvocation, 'person' | 't' | 'now' | 'event' | 'locale'>;

const CLOSE = /^(close|end|stop|cerrar|cierra|terminar)$/;
const HERE = /^(here|aqui)$/;
/** A name, a number, and perhaps what they would do. */
const BY_NUMBER = /^(.*?\S)\s+(\+[\d\s().-]*\d)(?:\s+(?:as|como)\s+(.+))?$/i;

async function invite(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { text } = call;
  const word = plain(text);
  if (CLOSE.test(word)) return await close(call, deps);
  const numbered = BY_NUMBER.exec(text);
  if (numbered) return await inviteByNumber(numbered, call, deps);
  const open = await readInvite(deps);
  if (text === '' && open?.value.state === 'open') return await showStanding(call, deps, 0);
  if (text === '') return askWhere(call);
  if (HERE.test(word)) return await postIn(call.channel, call, deps);
  if (!namesChannel(text) && !/^\S+$/.test(text))
    throw new UserError('rota.invite.how', { typed: quoted(text) });
  return await postIn(await findChannel(text, deps.chat), call, deps);
}

/** Nothing is posted by a word that others use to look. */
function askWhere({ t, channel }: CommandInvocation): Message {
  const where = mentionChannel(channel);
  // A direct message with the bot is no place to invite anybody.
  if (!/^[CG]/.test(channel)) return { text: t('rota.invite.where') };
  const text = t('rota.invite.askHere', { channel: where });
  return {
    text,
    blocks: [
      section(text),
      ...actions([button('rota.invite', t('rota.invite.postHere'), channel, 'primary')]),
    ],
  };
}

async function postIn(channel: string, request: Who, deps: Deps): Promise<Message> {
  const { t, now, person } = request;
  if (!/^[CG]/.test(channel)) throw new UserError('rota.invite.where');
  const trouble = await channelTrouble(channel, deps.chat);
  const shown = mentionChannel(channel);
  if (trouble) throw new UserError(`callboard.channel.${trouble}`, { channel: shown });
  const round = deps.newId();
  const result = await withOptimisticRetry(deps.store, async () => {
    const known = await readInvite(deps);
    const change = openInvite({ now, by: person.id }, known, { round, channel });
    return { change, result: change ? undefined : known?.value.channel };
  });
  if (result !== undefined) throw new UserError('rota.invite.isOpen', { channel: mentionChannel(result) });
  return { text: t('rota.invite.opened', { channel: shown }) };
}

async function close({ t, now, person }: Who, deps: Deps): Promise<Message> {
  const closed = await withOptimisticRetry(deps.store, async () => {
    const change = closeInvite({ now, by: person.id }, await readInvite(deps));
    return { change, result: change !== undefined };
  });
  return { text: t(closed ? 'rota.invite.closed' : 'rota.invite.noneOpen') };
}

async function showStanding(request: Who, deps: Deps, page: number): Promise<Message> {
  const invite = await readInvite(deps);
  if (!invite) return { text: request.t('rota.invite.noneOpen') };
  const standing = await loadInviteStanding(invite.value, deps);
  const reader = { ...request, zone: request.event.zone, who: await loadNames(deps) };
  return inviteStandingView({ invite: invite.value, standing, page }, reader);
}

/** Somebody without Slack: known by this number from now on, and told by text what they can reply. */
async function inviteByNumber(
  [, name = '', typed = '', roleTyped]: readonly (string | undefined)[],
  call: CommandInvocation,
  deps: Deps,
): Promise<Message> {
  const { t, now, person: by } = call;
  const number = phoneNumber(typed);
  if (!number) throw new UserError('speakers.badPhone');
  if (isCostly(number)) throw new UserError('speakers.costlyPhone');
  if (!deps.channels.some((channel) => channel.name === 'sms')) throw new UserError('rota.invite.noTexts');
  const role = roleTyped === undefined ? undefined : findRole(roleTyped, await loadRota(deps));
  const newId = `x-${deps.newId()}`;
  const person = await withOptimisticRetry(deps.store, async () => {
    const known = await deps.directory.byPhone(number);
    if (known?.deactivated) throw new UserError('rota.invite.left', { name: bold(known.name) });
    const made: Person = known ?? {
      id: newId,
      name: truncate(name.replace(/^["“']|["”']$/g, ''), 80),
      // The organizer vouches for the number, as for a speaker's.
      phone: { number, verifiedAt: instantText(now) },
    };
    const profile = await deps.store.get(volunteerDocument, made.id);
    const before = profile?.value ?? newVolunteer(made.id);
    const roles = role === undefined || before.roles.includes(role) ? before.roles : [...before.roles, role];
    const about = [`person:${made.id}`];
    const created: Change | undefined = known
      ? undefined
      : {
          put: [put(personDocument, made.id, made)],
          facts: [
            recordFact(personChanged, {
              at: now,
              by: by.id,
              about,
              data: { person: made.id, fields: ['name', 'phone'] },
            }),
          ],
        };
    const change = mergeChanges(created, {
      put: [put(volunteerDocument, made.id, { ...before, roles, invitedBy: by.id }, profile?.version ?? 0)],
      facts: [
        recordFact(volunteerChanged, {
          at: now,
          by: by.id,
          about,
          data: { person: made.id, fields: ['invited'] },
        }),
      ],
      jobs: [scheduleJob(textInvitation, now, { person: made.id })],
    });
    return { change, result: made };
  });
  return { text: t('rota.invite.texted', { name: bold(person.name), digits: escape(number.slice(-2)) }) };
}

async function notThisTime(click: ButtonClick, deps: Deps): Promise<Reply> {
  const { t, now, person, at } = click;
  const answered = await withOptimisticRetry(deps.store, async () => {
    const invite = await readInvite(deps);
    const change = await loadInviteAnswer(deps, { now, by: person.id }, 'not-this-time');
    return { change, result: invite?.value };
  });
  if (answered?.state !== 'open') return { text: t('rota.invite.noneOpen') };
  const text = t('rota.invite.notNoted');
  // The card is everybody's and stays; a reminder is theirs, and has been answered.
  return at && at.ts === answered.card?.ts ? { text } : { replace: { text } };
}

export const inviteVerb: Verb = {
  usage: {
    'invite [#channel]': 'rota.use.invite',
    'invite NAME +34 600 12 34 56 [as ROLE]': 'rota.use.inviteNumber',
    'invite close': 'rota.use.inviteClose',
  },
  run: invite,
};

export const inviteButtons: Readonly<Record<string, Button>> = {
  'rota.invite': { run: async (click, deps) => ({ replace: await postIn(click.value, click, deps) }) },
  'rota.invite-standing': {
    run: async (click, deps) => ({
      replace: await showStanding(click, deps, /^\d{1,4}$/.test(click.value) ? Number(click.value) : 0),
    }),
  },
  'rota.invite-close': { run: async (click, deps) => ({ replace: await close(click, deps) }) },
  'rota.invite-not': { run: notThisTime },
};
