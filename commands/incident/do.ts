/**
 * `/incident do ACTION` and the buttons of actions: first what it will do, in one question; then done once. The
 * answer carries the id of its run, so that pressing twice is pressing once.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Button, CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import type { Change, Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import {
  answerButton,
  consentFrom,
  consentTo,
  type Marks,
  questionChanged,
  questionMessage,
  weighHarm,
} from '../../src/core/question.ts';
import { chainOf, guardedNameOf, type Remedy } from '../../src/incident/domain/remedy.ts';
import { isHiddenScene, isRunOver, type RemedyRun } from '../../src/incident/domain/remedy-run.ts';
import {
  CONFIRM_WITHIN_MINUTES,
  confirmRun,
  endRun,
  startRun,
  whyNotConfirmed,
} from '../../src/incident/domain/remedy-steps.ts';
import { lastRunOf } from '../../src/incident/finish-remedy.ts';
import { type ReadRemedyRun, readRemedyRun } from '../../src/incident/read.ts';
import {
  type RemedyContext,
  RemedyPress,
  readRemedies,
  readRemedy,
  remedyButton,
  withItsPage,
} from '../../src/incident/remedies.ts';
import { remedyWhy, runLine } from '../../src/incident/remedy-message.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { bold, escape, inert, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { type Scene, sceneOf, typedRemedy } from './do-find.ts';
import { fireByKeys } from './do-keys.ts';

type Who = RequestContext & Pick<CommandInvocation, 'progress'>;

/** A question that lies about for longer is asked anew: what it shows is of then. */
const ANSWERED_WITHIN_MINUTES = 10;
/** Buttons in a message that lists actions. */
const MAX_LISTED = 25;

/** What is typed, as the question's answer repeats it. */
const typedOf = ({ name }: Remedy, { page, incident, room }: RemedyContext): string =>
  JSON.stringify({
    do: name,
    ...(page !== undefined && { page }),
    ...(incident !== undefined && { incident }),
    ...(room !== undefined && { room }),
  });

const marksOf = (
  remedy: Versioned<Remedy>,
  last: { readonly run: string } | undefined,
  run: string,
): Marks => ({
  [remedy.id]: remedy.version,
  last: last?.run ?? '',
  run,
});

/** Why it cannot be used at all, said before anybody decides on it. */
function refuseUnready({ value }: Versioned<Remedy>, { guarded, remedyCalls }: Deps): void {
  const title = escape(value.title);
  const name = guardedNameOf(value);
  if (name !== undefined) {
    if (!guarded.all.some((one) => one.name === name))
      throw new UserError('incident.do.noGuarded', { title, name: escape(name) });
  } else if (!remedyCalls.hasSecret(value))
    throw new UserError('incident.do.noSecret', { title, name: escape(value.secret ?? '') });
}

/** Shows what it will do. */
async function askRemedy(
  remedy: Versioned<Remedy>,
  given: RemedyContext,
  who: Who,
  deps: Deps,
): Promise<Message> {
  const { t, person, now } = who;
  refuseUnready(remedy, deps);
  // Whoever may not know of the incident is told nothing of its pages either.
  await sceneOf(remedy.value, given, { person }, deps);
  const on = await withItsPage(remedy.value, given, person.id, deps);
  const { scene, room } = await sceneOf(remedy.value, on, { person }, deps);
  const { last, run: before } = await lastRunOf(remedy.id, deps);
  if (before && !isRunOver(before))
    return { text: t('incident.do.busy', { title: escape(remedy.value.title) }) };
  const run = deps.newId();
  const says = await dryRunText(remedy.value, { run, room, scene }, who, deps);
  const all = (await readRemedies(deps)).map(({ value }) => value);
  const harm = { kind: 'do', text: shallText(remedy.value, { on, room, says, all }, who, deps) };
  const consent = consentTo(typedOf(remedy.value, on), now, [harm], marksOf(remedy, last?.value, run));
  const notNow = button('incident.do-leave', t('incident.button.notNow'), remedy.id);
  return questionMessage(
    [harm],
    [answerButton('incident.do-now', t('incident.do.button.now'), consent, 'primary')],
    notNow,
  );
}

async function dryRunText(
  remedy: Remedy,
  { run, room, scene }: Scene & { readonly run: string },
  { t, now, progress }: Who,
  { remedyCalls }: Deps,
): Promise<Mrkdwn | undefined> {
  if (remedy.dryRun === undefined) return undefined;
  await progress({ text: t('incident.do.asking', { title: escape(remedy.title) }) });
  const isHidden = isHiddenScene(scene);
  const answer = await remedyCalls.dryRun(remedy, {
    action: remedy.name,
    run,
    room,
    ...(!isHidden && scene.page && { page: scene.page.id }),
    ...(!isHidden && scene.incident && { incident: scene.incident.code }),
    at: instantText(now),
  });
  if (!answer) return undefined;
  return answer.ok
    ? t('incident.do.says', { says: inert(answer.says) })
    : t('incident.do.saysNothing', { why: remedyWhy(answer.detail, t) });
}

interface Shall {
  readonly on: RemedyContext;
  readonly room: string | undefined;
  readonly says: Mrkdwn | undefined;
  readonly all: readonly Remedy[];
}

function shallText(remedy: Remedy, { on, room, says, all }: Shall, { t }: Who, deps: Deps): Mrkdwn {
  const what = [on.page, on.incident, room].filter((one) => one !== undefined).map((one) => escape(one));
  const where = what.length > 0 ? t('incident.do.on', { what: joined(what, ' · ') }) : mrkdwn``;
  const guarded = deps.guarded.all.find(({ name }) => name === guardedNameOf(remedy));
  const next = chainOf(remedy, all).slice(1);
  const titles = joined(
    next.map((one) => bold(one.title)),
    ' → ',
  );
  return joined(
    [
      t('incident.do.shall', { title: escape(remedy.title), on: where, does: inert(remedy.does) }),
      ...(says === undefined ? [] : [says]),
      ...(remedy.lock === 'two people'
        ? [t('incident.do.lock.two', { minutes: CONFIRM_WITHIN_MINUTES })]
        : []),
      ...(guarded ? [t('incident.do.lock.keys', { need: guarded.quorum.fire })] : []),
      ...(remedy.resolves && on.page !== undefined ? [t('incident.do.resolves')] : []),
      ...(next.length > 0 ? [t('incident.do.next', { titles })] : []),
      ...(guarded || remedy.readBack ? [] : [t('incident.do.noReadBack')]),
    ],
    '\n',
  );
}

/** All actions as buttons, those that need no place too. */
async function listRemedies({ t }: RequestContext, deps: Deps): Promise<Message> {
  const all = await readRemedies(deps);
  if (all.length === 0) throw new UserError('incident.do.none');
  const head = t('incident.do.head');
  const lines = all.map(
    ({ value }) => mrkdwn`• ${bold(value.title)} (\`${escape(value.name)}\`): ${inert(value.does)}`,
  );
  const buttons = all.slice(0, MAX_LISTED).map(({ value }) => remedyButton(value, {}));
  return { text: head, blocks: [section(joined([head, ...lines], '\n')), ...actions(buttons)] };
}

/** The answer "do it": its run begins, once. */
async function begin(value: string, who: Who, deps: Deps): Promise<Reply> {
  const { t, person, now } = who;
  const { consent, at } = consentFrom(value);
  const press = parsePressed(RemedyPress, consent.typed);
  const id = String(consent.on['run'] ?? '');
  return await withOptimisticRetry<Reply>(deps.store, async () => {
    const remedy = await readRemedy(press.do, deps);
    const { last, run: before } = await lastRunOf(press.do, deps);
    const begun = await readRemedyRun(id, person, deps);
    // Pressed twice: it is what it is. Read last: what the other press begins from now on is a conflict.
    if (begun) return { result: { text: runLine(await modelOf(begun, who), t) } };
    const isOld = now.epochMilliseconds - at.epochMilliseconds > ANSWERED_WITHIN_MINUTES * 60_000;
    const isChanged =
      !remedy || weighHarm([{ kind: 'do' }], marksOf(remedy, last?.value, id), consent) !== 'go';
    if (!remedy || id === '' || isOld || isChanged || (before && !isRunOver(before)))
      return { result: questionChanged(`/incident do ${press.do}`, t) };
    refuseUnready(remedy, deps);
    const { scene, room } = await sceneOf(remedy.value, press, { person }, deps);
    if (guardedNameOf(remedy.value) !== undefined)
      return { result: { text: await fireByKeys(remedy, { id, scene, room }, who, deps) } };
    const { change, run } = startRun(remedy, last, { id, by: person.id, room, scene }, now);
    return { change, result: { text: begunText(run, who) } };
  });
}

function begunText(run: RemedyRun, { t }: Who): Mrkdwn {
  const title = bold(run.title);
  const isInThread = run.page !== undefined || run.incident !== undefined;
  const where = t(isInThread ? 'incident.do.where.thread' : 'incident.do.where.channel');
  return t(run.state === 'waiting' ? 'incident.do.begunTwo' : 'incident.do.begun', { title, where });
}

const modelOf = async ({ run, scene }: ReadRemedyRun, { zone, locale, now }: RequestContext) => ({
  run: run.value,
  page: scene.page?.value,
  zone,
  locale,
  now,
});

/** Decides on a run that waits; answers what is true where it waits no more. */
const onWaiting = (
  decide: (read: ReadRemedyRun, by: string, now: Temporal.Instant) => Change,
  done: (run: RemedyRun, t: RequestContext['t']) => Mrkdwn,
): Button => ({
  async run(click, deps) {
    const { value: id, person, now, t } = click;
    return await withOptimisticRetry<Reply>(deps.store, async () => {
      const read = await readRemedyRun(id, person, deps);
      if (!read) throw new UserError('incident.do.gone');
      if (whyNotConfirmed(read.run.value, '', now) === 'over') {
        const line = runLine(await modelOf(read, click), t);
        return { result: { text: t('incident.do.late', { line }) } };
      }
      return { change: decide(read, person.id, now), result: { text: done(read.run.value, t) } };
    });
  },
});

export const doVerbs: Readonly<Record<string, Verb>> = {
  do: {
    usage: { 'do ACTION [P3|I2] [in ROOM]': 'incident.usage.do' },
    async run(call, deps) {
      if (call.text.trim() === '') return await listRemedies(call, deps);
      const { remedy, on } = await typedRemedy(call, deps);
      return await askRemedy(remedy, on, call, deps);
    },
  },
};

export const doButtons: Readonly<Record<string, Button>> = {
  'incident.do': {
    async run(click, deps) {
      const { do: name, ...on } = parsePressed(RemedyPress, click.value);
      const remedy = await readRemedy(name, deps);
      if (!remedy) throw new UserError('incident.do.gone');
      return await askRemedy(remedy, on, click, deps);
    },
  },
  'incident.do-now': { run: (click, deps) => begin(click.value, click, deps) },
  'incident.do-leave': {
    async run({ t }) {
      return { replace: { text: t('incident.do.left') } };
    },
  },
  'incident.do-confirm': onWaiting(
    (read, by, now) => {
      if (whyNotConfirmed(read.run.value, by, now) === 'self') throw new UserError('incident.do.self');
      return confirmRun(read.run, read.scene, by, now);
    },
    (run, t) => t('incident.do.confirmed', { title: bold(run.title) }),
  ),
  'incident.do-stop': onWaiting(
    (read, by, now) => endRun(read.run, 'stopped', 'called-off', { scene: read.scene, by, now }),
    (run, t) => t('incident.do.calledOff', { title: bold(run.title) }),
  ),
};
