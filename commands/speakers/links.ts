/** `match`, `link`, `unlink`, `mute`: who the speakers of the agenda are. */

import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
import { isCostly, phoneNumber } from '../../src/callboard/domain/phone.ts';
import { withNextStep } from '../../src/callboard/next-step.ts';
import type { ButtonClick, CommandInvocation, Reply } from '../../src/core/command.ts';
import { mergeChanges, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { bold, code, escape, joined, type Mrkdwn, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { findPerson, requirePresent } from '../../src/slack/people.ts';
import type { LinkedHow } from '../../src/speakers/domain/link.ts';
import {
  linkSpeaker,
  muteSpeaker,
  proposeLinks,
  type Speaker,
  unlinkSpeaker,
} from '../../src/speakers/domain/linking.ts';
import { readLinks, readSessions, readSpeakers } from '../../src/speakers/load.ts';
import { findSpeaker } from './find.ts';
import { Confirmed, matchMessage } from './match-view.ts';

export async function proposals(
  page: number,
  call: Pick<CommandInvocation, 't' | 'locale' | 'zone' | 'now'>,
  deps: Deps,
) {
  const [sessions, { links }, people] = await Promise.all([
    readSessions(deps),
    readLinks(deps),
    deps.directory.all(),
  ]);
  return matchMessage({ proposals: proposeLinks(sessions, links, people), linked: links.size, page }, call);
}

export const proposeMatches = async (call: CommandInvocation, deps: Deps): Promise<Reply> =>
  await proposals(0, call, deps);

/** `Confirm` under a proposal, or the one that confirms all that are beyond doubt. */
export async function confirmMatch(click: ButtonClick, deps: Deps): Promise<Reply> {
  const chosen = parsePressed(Confirmed, click.value);
  for (const { speaker, person, how } of 'all' in chosen ? await sure(deps) : [chosen]) {
    const found = await deps.directory.person(person);
    if (found) await linkTo(speaker, found, how, click, deps);
  }
  return { replace: await withNextStep(await proposals(chosen.page, click, deps), click, deps) };
}

/** What is beyond doubt *now*; a proposal that has become doubtful meanwhile is not linked. */
async function sure(deps: Deps) {
  const [sessions, { links }, people] = await Promise.all([
    readSessions(deps),
    readLinks(deps),
    deps.directory.all(),
  ]);
  return proposeLinks(sessions, links, people).flatMap(({ speaker, candidates: [first], sure }) =>
    sure && first
      ? [
          {
            speaker: speaker.id,
            person: first.person.id,
            how: first.why === 'email' ? 'email' : 'name',
          } as const,
        ]
      : [],
  );
}

async function linkTo(
  id: string,
  person: Person,
  how: LinkedHow,
  by: Pick<CommandInvocation, 'person'>,
  deps: Deps,
) {
  return await withOptimisticRetry(deps.store, async () => {
    const all = await readSpeakers(deps);
    const ref = all.sessions.flatMap((session) => session.speakers).find((one) => one.id === id);
    if (!ref) return { result: undefined };
    const read = all.linkReads.get(id);
    if (read?.value.person === person.id) return { result: ref };
    return { change: linkSpeaker(ref, person, how, read, by.person.id, all), result: ref };
  });
}

/** `NAME @user`, `NAME name@example.org`, `NAME +34 600 12 34 56` */
export async function linkByName(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const { t, text } = call;
  const [, name = '', whom = ''] =
    /^(.+?)\s+(\+[\d\s().-]+)$/.exec(text) ?? /^(.+)\s+(\S+)$/s.exec(text) ?? [];
  if (name === '' || whom === '') throw new UserError('speakers.linkHow', { typed: quoted(text) });
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  const speaker = findSpeaker(name.replace(/^["“']|["”']$/g, ''), sessions, links);
  if (/^[\d().-]{6,}$/.test(whom)) throw new UserError('speakers.badPhone');
  const { person, created } = whom.startsWith('+')
    ? await byPhone(whom, speaker, call, deps)
    : { person: await findPerson(whom, deps.directory), created: undefined };
  if (person.guest) throw new UserError('speakers.linkGuest');
  requirePresent([person]);
  await withOptimisticRetry(deps.store, async () => {
    const all = await readSpeakers(deps);
    const change = linkSpeaker(
      speaker,
      person,
      'organizer',
      all.linkReads.get(speaker.id),
      call.person.id,
      all,
    );
    return { change: mergeChanges(created, change), result: undefined };
  });
  const codes = joined(
    speaker.sessions.map((session) => code(session.code)),
    ', ',
  );
  const who = person.slack ? mention(person) : t('speakers.linkedPhone', { masked: lastDigits(person) });
  const linked = t('speakers.linked', {
    name: bold(speaker.name),
    person: who,
    sessions: codes || mrkdwn`—`,
  });
  return await withNextStep({ text: linked }, call, deps);
}

const lastDigits = (person: Person): Mrkdwn => escape(person.phone?.number.slice(-2) ?? '');

/** Somebody known by that number, or a new person without Slack. The organizer vouches for the number. */
async function byPhone(typed: string, speaker: Speaker, call: CommandInvocation, deps: Deps) {
  const number = phoneNumber(typed);
  if (!number) throw new UserError('speakers.badPhone');
  if (isCostly(number)) throw new UserError('speakers.costlyPhone');
  const known = await deps.directory.byPhone(number);
  if (known) return { person: known, created: undefined };
  const person: Person = {
    id: `x-${deps.newId()}`,
    name: speaker.name,
    phone: { number, verifiedAt: instantText(call.now) },
  };
  const created = {
    put: [put(personDocument, person.id, person)],
    facts: [
      recordFact(personChanged, {
        at: call.now,
        by: call.person.id,
        about: [`person:${person.id}`],
        data: { person: person.id, fields: ['name', 'phone'] },
      }),
    ],
  };
  return { person, created };
}

export async function unlink(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const speaker = await named(call, deps);
  const done = await withOptimisticRetry(deps.store, async () => {
    const all = await readSpeakers(deps);
    const read = all.linkReads.get(speaker.id);
    return { change: read && unlinkSpeaker(read, call.person.id, all), result: read !== undefined };
  });
  const name = bold(speaker.name);
  return { text: call.t(done ? 'speakers.unlinked' : 'speakers.wasNotLinked', { name }) };
}

/** Mutes, or lets speak again who was muted. */
export async function mute(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const speaker = await named(call, deps);
  const muted = await withOptimisticRetry(deps.store, async () => {
    const all = await readSpeakers(deps);
    const read = all.linkReads.get(speaker.id);
    if (!read) return { result: undefined };
    const next = !read.value.muted;
    return { change: muteSpeaker(read, next, call.person.id, all), result: next };
  });
  const name = bold(speaker.name);
  if (muted === undefined) return { text: call.t('speakers.wasNotLinked', { name }) };
  return { text: call.t(muted ? 'speakers.muted' : 'speakers.unmuted', { name }) };
}

async function named(call: CommandInvocation, deps: Deps): Promise<Speaker> {
  if (call.text === '') throw new UserError('speakers.whichSpeaker');
  const [sessions, { links }] = await Promise.all([readSessions(deps), readLinks(deps)]);
  return findSpeaker(call.text, sessions, links);
}
