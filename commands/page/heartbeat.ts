/** `/page heartbeat`: what calls us every so often, and is a page when it does not. The address is shown once. */
import { randomBytes } from 'node:crypto';
import type { CommandInvocation, Reply, Verb } from '../../src/core/command.ts';
import { put, recordFact, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { plain } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { SPACED_DURATION } from '../../src/core/time.ts';
import { clockFrom, duration } from '../../src/i18n/time.ts';
import { type Hook, hookDocument } from '../../src/page/domain/alert.ts';
import { hookCreated } from '../../src/page/domain/facts.ts';
import {
  graceOf,
  type Heartbeat,
  heartbeatAdded,
  heartbeatDocument,
  heartbeatHook,
  MAX_EVERY_SECONDS,
  MAX_HEARTBEATS,
  MIN_EVERY_SECONDS,
  removeHeartbeat,
} from '../../src/page/domain/heartbeat.ts';
import { targetKey } from '../../src/page/domain/page.ts';
import { heartbeatWait } from '../../src/page/heartbeats.ts';
import { hashOf } from '../../src/page/hook-token.ts';
import { readTarget } from '../../src/page/target.ts';
import { targetText } from '../../src/page/words.ts';
import { sections } from '../../src/slack/blocks.ts';
import { code, escape, type Mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';

const MAX_NAME = 40;
const ADDED = new RegExp(
  `^(.+?)\\s+(?:every|cada)\\s+(${SPACED_DURATION}|\\S+)(?:\\s+(?:to|a|para)\\s+(.+))?$`,
  'is',
);
const LIST = /^(list|lista|ls)?$/i;
const REMOVE = /^(remove|rm|delete|quitar|borrar)$/i;

export const heartbeatVerb: Verb = {
  usage: {
    'heartbeat NAME every 5m [to TARGET]': 'page.usage.heartbeat',
    'heartbeat list': 'page.usage.heartbeats',
    'heartbeat remove NAME': 'page.usage.heartbeatRemove',
  },
  async run(call, deps) {
    if (LIST.test(call.text)) return await listHeartbeats(call, deps);
    const [first, rest] = splitFirstWord(call.text);
    if (REMOVE.test(first) && !ADDED.test(call.text)) return await remove(rest, call, deps);
    return await add(call, deps);
  },
};

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^["“](.*)["”]$/s, '$1')
    .trim();

async function add(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [, typedName = '', every = '', whom = 'oncall'] = ADDED.exec(call.text) ?? [];
  const name = unquoted(typedName);
  if (name === '') throw new UserError('page.heartbeat.how', { typed: quoted(call.text) });
  if (name.length > MAX_NAME) throw new UserError('page.heartbeat.longName', { most: MAX_NAME });
  if (deps.publicUrl === undefined) throw new UserError('page.hooks.noUrl');
  const seconds = Math.round(typedDuration(every).total('seconds'));
  if (seconds < MIN_EVERY_SECONDS || seconds > MAX_EVERY_SECONDS)
    throw new UserError('page.heartbeat.every', {
      typed: quoted(every),
      least: duration(MIN_EVERY_SECONDS),
      most: duration(MAX_EVERY_SECONDS),
    });
  const { target, critical, message } = await readTarget(whom, call.event, deps);
  if (message !== '') throw new UserError('page.heartbeat.target', { typed: quoted(whom) });
  const token = randomBytes(24).toString('base64url');
  const heartbeat: Heartbeat = {
    name,
    every: seconds,
    target,
    critical,
    by: call.person.id,
    createdAt: instantText(call.now),
  };
  await commitNew(hashOf(token), heartbeat, call, deps);
  const people = await peopleById(deps);
  return {
    text: call.t('page.heartbeat.added', {
      name: escape(name),
      every: duration(seconds),
      grace: duration(graceOf(seconds)),
      target: targetText(target, people, call.t),
      url: code(`${deps.publicUrl}/heartbeats/${token}`),
    }),
  };
}

const peopleById = async ({ directory }: Deps) =>
  new Map((await directory.all()).map((person) => [person.id, person]));

/** With the hook that pages for heartbeats of its target, which has no token and is no door. */
async function commitNew(
  id: string,
  heartbeat: Heartbeat,
  { now, person, t }: CommandInvocation,
  { store }: Deps,
): Promise<void> {
  let hookCode: string | undefined;
  await withOptimisticRetry(store, async () => {
    const all = await store.all(heartbeatDocument);
    if (all.some(({ value }) => plain(value.name) === plain(heartbeat.name)))
      throw new UserError('page.heartbeat.taken', { name: escape(heartbeat.name) });
    if (all.length >= MAX_HEARTBEATS) throw new UserError('page.heartbeat.tooMany', { most: MAX_HEARTBEATS });
    const { name, every, target } = heartbeat;
    const hook = await store.get(hookDocument, heartbeatHook(target));
    if (!hook) hookCode ??= `K${await store.next('hook')}`;
    const stated = { at: now, by: person.id };
    const change = {
      put: [
        put(heartbeatDocument, id, heartbeat),
        ...(hook
          ? []
          : [
              put(
                hookDocument,
                heartbeatHook(target),
                newHook(hookCode ?? '', heartbeat, t('page.heartbeat.source')),
              ),
            ]),
      ],
      facts: [
        recordFact(heartbeatAdded, {
          ...stated,
          about: [`heartbeat:${name}`, targetKey(target)],
          data: { name, every, target },
        }),
        ...(hook || hookCode === undefined
          ? []
          : [
              recordFact(hookCreated, {
                ...stated,
                about: [`hook:${hookCode}`],
                data: { hook: hookCode, name: t('page.heartbeat.source') },
              }),
            ]),
      ],
    };
    return { change, result: undefined };
  });
}

const newHook = (hookCode: string, { target, by, createdAt }: Heartbeat, name: string): Hook => ({
  code: hookCode,
  name,
  target,
  by,
  createdAt,
  opened: [],
  heartbeats: true,
});

async function remove(typed: string, call: CommandInvocation, deps: Deps): Promise<Reply> {
  const name = unquoted(typed);
  await withOptimisticRetry(deps.store, async () => {
    const found = (await deps.store.all(heartbeatDocument)).find(
      ({ value }) => plain(value.name) === plain(name),
    );
    if (!found) throw new UserError('page.heartbeat.none', { typed: quoted(name) });
    return { change: removeHeartbeat(found, call.person.id, call.now), result: undefined };
  });
  return { text: call.t('page.heartbeat.removed', { name: escape(name) }) };
}

async function listHeartbeats(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const all = (await deps.store.all(heartbeatDocument)).toSorted((a, b) =>
    a.value.name.localeCompare(b.value.name),
  );
  if (all.length === 0) return { text: call.t('page.heartbeat.empty') };
  const people = await peopleById(deps);
  const head = call.t('page.heartbeat.head', { count: all.length });
  const lines = await Promise.all(all.map((one) => line(one, people, call, deps)));
  return { text: head, blocks: sections([head, ...lines]) };
}

async function line(
  { id, value }: Versioned<Heartbeat>,
  people: Awaited<ReturnType<typeof peopleById>>,
  { t, now, zone, locale }: CommandInvocation,
  deps: Deps,
): Promise<Mrkdwn> {
  const waiting = await heartbeatWait(id, deps);
  const last = value.lastCalled ?? waiting?.last;
  const time = last === undefined ? undefined : clockFrom(last, now, zone, locale);
  const state =
    value.missedAt !== undefined
      ? t('page.heartbeat.isMissed', { time: time ?? escape('–') })
      : time === undefined
        ? t('page.heartbeat.isNew')
        : t('page.heartbeat.isWell', { time });
  return t('page.heartbeat.line', {
    name: escape(value.name),
    every: duration(value.every),
    target: targetText(value.target, people, t),
    state,
  });
}
