/** `standby`, `standby add|remove|here`, and `fill S17 with S21`: talks that step in where a speaker does not come. */
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { fillableProblem, standInProblem } from '../../src/agenda/domain/fill.ts';
import type { Session, SpeakerRef } from '../../src/agenda/domain/session.ts';
import { byStart } from '../../src/agenda/domain/slots.ts';
import {
  addStandby,
  MAX_STANDBY,
  markStandbyHere,
  removeStandby,
  type StandbyTalk,
  type StandIn,
  standInOf,
  standInOfSession,
} from '../../src/agenda/domain/standby.ts';
import { findNamedRoom, findSession, roomsOf } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { fillError, fillPlan, readStandby } from '../../src/agenda/standby.ts';
import type { CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { type Change, mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { plain } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { requirePermission } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { code, escape, joined, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { findPerson, namesPerson, requirePresent } from '../../src/slack/people.ts';
import { linkSpeaker } from '../../src/speakers/domain/linking.ts';
import { type ReadSpeakers, readAttendance, readSpeakers } from '../../src/speakers/load.ts';
import { readForStandby } from '../../src/speakers/load-standby.ts';
import { placeProblem, standInHere } from '../../src/speakers/standby-fit.ts';
import { agendaReaderOf } from './import-preview.ts';
import { showPlan } from './plan.ts';
import { parseFill, parseStandbyAdd } from './standby-text.ts';
import { standbyName, standbyView } from './standby-view.ts';

type Who = Omit<RequestContext, 'trigger'>;

/** So many of the next talks are tried: what a list can show. */
const MAX_TRIED = 12;
const TRIED_HOURS = 12;

/** Every talk on standby: whether its speaker is here, and whose place it could take. */
async function listStandby(who: Who, deps: Deps): Promise<Message> {
  const reads = await readForStandby(deps);
  const { state, talks } = reads;
  const until = who.now.add({ hours: TRIED_HOURS }).epochMilliseconds;
  const coming = liveSessions(state)
    .filter((one) => !fillableProblem(one, who.now) && milliseconds(one.start) < until)
    .sort(byStart)
    .slice(0, MAX_TRIED);
  const fitsOf = (standIn: StandIn) =>
    coming
      .filter((one) => !standInProblem(one, standIn, who.now))
      .filter((one) => !placeProblem(one, standIn, fillPlan(state, one, standIn, who), who.now))
      .map((one) => one.code);
  const rows = talks.map((talk) => {
    const standIn = standInOf(talk, liveSessions(state));
    return {
      talk,
      standIn,
      here: standIn && standInHere(talk, standIn, { ...reads, now: who.now }),
      fits: standIn ? fitsOf(standIn) : [],
    };
  });
  return standbyView(rows, agendaReaderOf(who));
}

interface Named {
  readonly ref: SpeakerRef;
  readonly change?: Change;
}

/** The speaker as the agenda knows them, or a new one; who is named with an @ is linked. */
async function speakerNamed(typed: string, who: Who, all: ReadSpeakers, deps: Deps): Promise<Named> {
  const known = (name: string) =>
    all.sessions.flatMap(({ speakers }) => speakers).find((one) => plain(one.name) === plain(name));
  if (!namesPerson(typed)) {
    const found = known(typed);
    return { ref: found ?? { id: `standby:${plain(typed)}`, name: typed } };
  }
  const person = await findPerson(typed, deps.directory);
  if (person.guest) throw new UserError('speakers.linkGuest');
  requirePresent([person]);
  const linked = [...all.links.values()].find((link) => link.person === person.id);
  if (linked) return { ref: { id: linked.speaker, name: linked.name } };
  const found = known(person.name);
  const isFree = found && !all.links.has(found.id);
  const ref = isFree ? found : { id: `standby:${person.id}`, name: person.name };
  return { ref, change: linkSpeaker(ref, person, 'organizer', undefined, who.person.id, all) };
}

async function addTalk(typed: string, who: Who, deps: Deps): Promise<Message> {
  const asked = parseStandbyAdd(typed);
  const by = { by: who.person.id, now: who.now };
  const talk = await withOptimisticRetry(deps.store, async () => {
    const [state, list, all] = await Promise.all([loadAgenda(deps), readStandby(deps), readSpeakers(deps)]);
    if ((list?.value.talks.length ?? 0) >= MAX_STANDBY)
      throw new UserError('agenda.standby.full', { max: MAX_STANDBY });
    const bound = {
      ...(asked.minutes !== undefined && { minutes: asked.minutes }),
      ...(asked.room !== undefined && { room: findNamedRoom(roomsOf(state, who.event), asked.room) }),
      ...(asked.language !== undefined && { language: asked.language }),
    };
    if ('code' in asked.what) {
      const session = findSession(liveSessions(state), asked.what.code);
      if (session.isBreak) throw new UserError('agenda.fill.break', { session: escape(session.code) });
      const added = addStandby(list, { code: session.code, ...bound }, by);
      return { change: added.change, result: added.talk };
    }
    const { title, speaker } = asked.what;
    const { ref, change } = await speakerNamed(speaker, who, all, deps);
    const added = addStandby(list, { own: { title, speakers: [ref] }, ...bound }, by);
    return { change: mergeChanges(added.change, change), result: added.talk };
  });
  const reads = await readForStandby(deps);
  const standIn = standInOf(talk, liveSessions(reads.state));
  if (!standIn) return { text: who.t('agenda.standby.goneSession') };
  const said = who.t('agenda.standby.added', {
    code: code(talk.code),
    talk: standbyName(standIn, who),
  });
  const isKnown = standIn.speakers.some(({ id }) => reads.links.has(id));
  return {
    text: isKnown ? said : mrkdwn`${said}\n${who.t('agenda.standby.unlinked', { code: code(talk.code) })}`,
  };
}

/** A talk of the list, by its code or words of its title. */
function findListed(talks: readonly StandbyTalk[], typed: string, sessions: readonly Session[]): StandbyTalk {
  const wanted = plain(typed);
  const titled = (talk: StandbyTalk) => plain(standInOf(talk, sessions)?.title ?? '');
  const found =
    talks.find((talk) => plain(talk.code) === wanted) ??
    talks.find((talk) => wanted !== '' && titled(talk) === wanted) ??
    talks.find((talk) => wanted !== '' && titled(talk).includes(wanted));
  if (found) return found;
  throw new UserError('agenda.standby.notListed', { typed: quoted(typed) });
}

async function changeListed(what: 'remove' | 'here', typed: string, who: Who, deps: Deps): Promise<Message> {
  const by = { by: who.person.id, now: who.now };
  return await withOptimisticRetry(deps.store, async () => {
    const [state, list] = await Promise.all([loadAgenda(deps), readStandby(deps)]);
    const talk = findListed(list?.value.talks ?? [], typed, liveSessions(state));
    const change =
      what === 'remove' ? removeStandby(list, talk.code, by) : markStandbyHere(list, [talk.code], by);
    const key = what === 'remove' ? 'agenda.standby.removed' : 'agenda.standby.isHere';
    return { change, result: { text: who.t(key, { code: code(talk.code) }) } };
  });
}

const WORDS: Readonly<Record<string, 'add' | 'remove' | 'here'>> = {
  add: 'add',
  anadir: 'add',
  agregar: 'add',
  remove: 'remove',
  rm: 'remove',
  delete: 'remove',
  off: 'remove',
  quitar: 'remove',
  eliminar: 'remove',
  here: 'here',
  aqui: 'here',
};

async function runStandby(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(call.text.trim()) ?? [];
  if (word === '') return await listStandby(call, deps);
  const what = WORDS[plain(word)];
  if (what === undefined) throw new UserError('agenda.standby.usage', { typed: quoted(call.text) });
  if (what === 'here') return await changeListed('here', rest, call, deps);
  requirePermission(RIGHTS['/agenda'].parts[`standby ${what}`], call);
  return what === 'add' ? await addTalk(rest, call, deps) : await changeListed('remove', rest, call, deps);
}

/** What was typed behind `with`: a talk of the list, or any session. */
function findStandIn(state: AgendaState, talks: readonly StandbyTalk[], typed: string): StandIn {
  const sessions = liveSessions(state);
  const isOwn = /^b\d+$/i.test(typed);
  const listed = talks.find((talk) => plain(talk.code) === plain(typed));
  const standIn = listed && standInOf(listed, sessions);
  if (standIn) return standIn;
  if (isOwn) throw new UserError('agenda.standby.notListed', { typed: quoted(typed) });
  const byTitle = talks.find(
    (talk) => talk.own && plain(talk.own.title) === plain(typed) && standInOf(talk, sessions) !== undefined,
  );
  const own = byTitle && standInOf(byTitle, sessions);
  return own ?? standInOfSession(findSession(sessions, typed));
}

async function fill(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const asked = parseFill(call.text);
  const [list, state] = await Promise.all([readStandby(deps), loadAgenda(deps)]);
  const reads = await readAttendance(deps, findSession(liveSessions(state), asked.missing).code);
  const arrived = [...reads.values()].filter(({ value }) => value.checkedIn);
  const people = await Promise.all(arrived.map(({ value }) => deps.directory.person(value.person)));
  const here = people.filter((person) => person !== undefined);
  return await showPlan(call, deps, (now) => {
    const missing = findSession(liveSessions(now), asked.missing);
    const standIn = findStandIn(now, list?.value.talks ?? [], asked.standIn);
    const problem = standInProblem(missing, standIn, call.now);
    if (problem) throw fillError(problem, missing, standIn);
    const plan = fillPlan(now, missing, standIn, call);
    if (here.length === 0) return { plan };
    const names = joined(
      here.map((person) => mention(person)),
      ', ',
    );
    return { plan, note: call.t('agenda.fill.isHere', { people: names }) };
  });
}

export const standbyVerbs: Record<string, Verb> = {
  standby: {
    usage: {
      standby: 'agenda.usage.standby',
      'standby add S21|TITLE by NAME 20m': 'agenda.usage.standbyAdd',
      'standby remove S21': 'agenda.usage.standbyRemove',
      'standby here S21': 'agenda.usage.standbyHere',
    },
    run: runStandby,
  },
  fill: { usage: { 'fill S17 with S21': 'agenda.usage.fill' }, run: fill },
};
