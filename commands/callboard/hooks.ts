/** `/callboard hooks`: where events go out to. The secret of a target is shown once, to the organizer who added it. */
import { randomBytes } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { ledgerWholeSince } from '../../src/callboard/archive/state.ts';
import {
  addTarget,
  CURSOR_ID,
  deadEventDocument,
  deliveriesTo,
  type EventFilter,
  type EventTarget,
  eventCursorDocument,
  eventsPublished,
  eventTargetDocument,
  MAX_TARGETS,
  removeTarget,
  replayEvents,
  retryDead,
  shortType,
} from '../../src/callboard/domain/event-target.ts';
import { EVENT_TYPE_NAMES } from '../../src/callboard/event-types.ts';
import { goesTo } from '../../src/callboard/outgoing-event.ts';
import type { Button, CommandInvocation, Reply, RequestContext, Verb } from '../../src/core/command.ts';
import { put, recordFact, scheduleJob, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instantText } from '../../src/core/instant.ts';
import { plain } from '../../src/core/match.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { splitFirstWord } from '../../src/core/text.ts';
import { parseDuration } from '../../src/core/time.ts';
import { clockFrom, dayAndClock } from '../../src/i18n/time.ts';
import { byName, loadPlaces } from '../../src/page/target.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { code, escape, joined, type Mrkdwn, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { typedTime } from '../../src/slack/typed-time.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;
/** `page, incident in Main hall severity sev1`, each part or none. */
const FILTER = /^(.*?)(?:(?:^|\s+)(?:in|en)\s+(.+?))?(?:(?:^|\s+)(?:severity|gravedad)\s+(.+))?$/is;
const SEVERITIES: ReadonlySet<string> = new Set(['sev1', 'sev2', 'sev3', 'critical', 'normal']);

const PARTS: Readonly<Record<string, (rest: string, call: CommandInvocation, deps: Deps) => Promise<Reply>>> =
  {
    add: addHook,
    remove: removeHook,
    replay: replay,
  };
const WORDS: ReadonlyMap<string, keyof typeof PARTS> = new Map([
  ['add', 'add'],
  ['anadir', 'add'],
  ['remove', 'remove'],
  ['quitar', 'remove'],
  ['replay', 'replay'],
  ['repetir', 'replay'],
]);

export const hooksVerb: Verb = {
  usage: {
    hooks: 'callboard.hooks.usage',
    'hooks add NAME URL [types] [in ROOM] [severity sev1]': 'callboard.hooks.usageAdd',
    'hooks remove NAME': 'callboard.hooks.usageRemove',
    'hooks replay NAME since TIME': 'callboard.hooks.usageReplay',
  },
  async run(call, deps) {
    const [first, rest] = splitFirstWord(call.text);
    const part = PARTS[WORDS.get(plain(first)) ?? ''];
    if (part) return await part(rest, call, deps);
    if (first !== '' && plain(first) !== 'list')
      throw new UserError('callboard.hooks.how', { typed: quoted(call.text) });
    return await listHooks(call, deps);
  },
};

async function addHook(text: string, call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [name, afterName] = splitFirstWord(text);
  const [url, filterText] = splitFirstWord(afterName);
  if (!NAME.test(name) || url === '')
    throw new UserError('callboard.hooks.how', { typed: quoted(call.text) });
  const refused = await deps.webhooks.refuses(url);
  if (refused) throw new UserError(`callboard.hooks.refused.${refused}`, { url: code(shownUrl(url)) });
  const filter = await readFilter(filterText, call, deps);
  const secret = `cbs_${randomBytes(32).toString('base64url')}`;
  const targetCode = await withOptimisticRetry(deps.store, async () => {
    const all = await deps.store.all(eventTargetDocument);
    if (all.some(({ value }) => plain(value.name) === plain(name)))
      throw new UserError('callboard.hooks.taken', { name: escape(name) });
    if (all.length >= MAX_TARGETS) throw new UserError('callboard.hooks.tooMany', { most: MAX_TARGETS });
    const target: EventTarget = {
      ...filter,
      name,
      url,
      secret,
      code: `T${await deps.store.next('event-target')}`,
      by: call.person.id,
      createdAt: instantText(call.now),
      undelivered: 0,
    };
    if (all.length === 0) await skipPast(call, deps);
    return { change: addTarget(target, call.now), result: target.code };
  });
  return {
    text: call.t('callboard.hooks.added', {
      name: escape(name),
      code: escape(targetCode),
      secret: code(secret),
    }),
  };
}

/**
 * Nobody has read the ledger for a while, and nothing in it is for a target that comes now: it is read on from
 * here. Only a shortcut: without it what is older than the target is read and passed.
 */
async function skipPast({ now, person }: CommandInvocation, { store }: Deps): Promise<void> {
  const fact = { at: now, by: person.id, about: [], data: { upTo: '', deliveries: 0 } };
  const { ledgerId } = await store.commit({ facts: [recordFact(eventsPublished, fact)] });
  const cursor = await store.get(eventCursorDocument, CURSOR_ID);
  await store.commit({
    put: [put(eventCursorDocument, CURSOR_ID, { after: ledgerId }, cursor?.version ?? 0)],
    facts: [recordFact(eventsPublished, { ...fact, data: { upTo: ledgerId, deliveries: 0 } })],
  });
}

async function readFilter(text: string, { event }: CommandInvocation, deps: Deps): Promise<EventFilter> {
  const [, typed = '', inRooms, ofSeverity] = FILTER.exec(text.trim()) ?? [];
  const types = typed.split(/[\s,]+/).filter(Boolean);
  const known = EVENT_TYPE_NAMES.map((type) => ({ type }));
  for (const wanted of types) {
    const asked = { types: [wanted], rooms: [], severities: [], code: '' };
    if (!known.some((one) => goesTo(asked, { ...one, subject: '', data: {} })))
      throw new UserError('callboard.hooks.noType', {
        typed: quoted(wanted),
        types: joined(
          EVENT_TYPE_NAMES.map((type) => code(shortType(type))),
          ', ',
        ),
      });
  }
  const severities = (ofSeverity ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const unknown = severities.find((one) => !SEVERITIES.has(one));
  if (unknown !== undefined) throw new UserError('callboard.hooks.noSeverity', { typed: quoted(unknown) });
  return { types, rooms: await readRooms(inRooms, event, deps), severities };
}

async function readRooms(
  text: string | undefined,
  event: CommandInvocation['event'],
  deps: Deps,
): Promise<string[]> {
  if (text === undefined) return [];
  const places = (await loadPlaces(event, deps)).filter(({ target }) => target.kind === 'room');
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => byName(one, places).name);
}

/** The host: what follows it may be a secret. */
function shownUrl(text: string): string {
  if (!URL.canParse(text)) return text.slice(0, 100);
  const { origin, pathname, search } = new URL(text);
  return `${origin}/${pathname.length > 1 || search !== '' ? '…' : ''}`;
}

async function targetNamed(typed: string, { store }: Deps): Promise<Versioned<EventTarget>> {
  const found = (await store.all(eventTargetDocument)).find(
    ({ id, value }) => plain(value.name) === plain(typed) || id.toLowerCase() === typed.toLowerCase(),
  );
  if (found) return found;
  throw new UserError('callboard.hooks.none', { typed: quoted(typed) });
}

async function removeHook(typed: string, call: CommandInvocation, deps: Deps): Promise<Reply> {
  const name = await withOptimisticRetry(deps.store, async () => {
    const found = await targetNamed(typed, deps);
    const dead = await deps.store.find(deadEventDocument, `target:${found.id}`);
    return { change: removeTarget(found, dead, call.person.id, call.now), result: found.value.name };
  });
  return { text: call.t('callboard.hooks.removed', { name: escape(name) }) };
}

async function replay(text: string, call: CommandInvocation, deps: Deps): Promise<Reply> {
  const [, typed = '', when = ''] = /^(.+?)\s+(?:since|desde)\s+(.+)$/is.exec(text) ?? [];
  if (typed === '') throw new UserError('callboard.hooks.how', { typed: quoted(call.text) });
  const found = await targetNamed(typed, deps);
  const { now, zone, locale } = call;
  const ago = parseDuration(when);
  const since = ago
    ? now.subtract({ seconds: Math.round(ago.total('seconds')) })
    : typedTime(when, { now, zone, days: [] }).at;
  if (since.epochMilliseconds > now.epochMilliseconds)
    throw new UserError('callboard.hooks.future', { typed: quoted(when) });
  const data = { target: found.id, since: instantText(since), found: 0 };
  await deps.store.commit({ jobs: [scheduleJob(replayEvents, now, data)] });
  const said = call.t('callboard.hooks.replaying', {
    name: escape(found.value.name),
    time: clockFrom(since, now, zone, locale),
  });
  const known = await knownFrom(since, call, deps);
  return { text: known ? mrkdwn`${said}\n${known}` : said };
}

/** From when on all of it can be sent, where more is asked for. */
async function knownFrom(
  since: Temporal.Instant,
  { t, zone, locale }: Pick<RequestContext, 't' | 'zone' | 'locale'>,
  deps: Deps,
): Promise<Mrkdwn | undefined> {
  const whole = await ledgerWholeSince(deps);
  if (!whole || since.epochMilliseconds >= whole.epochMilliseconds) return undefined;
  const day = (at: Temporal.Instant) => at.toString().slice(0, 10);
  return t('callboard.hooks.replayKnows', {
    time: dayAndClock(whole, zone, locale),
    command: code(`callboard ledger --from ${day(since)} --to ${day(whole.subtract({ hours: 24 }))}`),
  });
}

async function listHooks(request: RequestContext, deps: Deps): Promise<Reply> {
  const { t } = request;
  const all = (await deps.store.all(eventTargetDocument)).toSorted((a, b) =>
    a.value.name.localeCompare(b.value.name),
  );
  if (all.length === 0) return { text: t('callboard.hooks.empty') };
  const waiting = new Map(
    await Promise.all(all.map(async ({ id }) => [id, await deps.store.countJobs(deliveriesTo(id))] as const)),
  );
  const head = t('callboard.hooks.head', { count: all.length });
  return {
    text: head,
    blocks: [
      ...sections([head]),
      ...all.flatMap((one) => {
        const count = waiting.get(one.id) ?? 0;
        return [
          section(hookLine(one.value, count, request)),
          ...(one.value.undelivered > 0
            ? actions([button('callboard.retry-hook', t('callboard.hooks.retry'), one.id)])
            : []),
        ];
      }),
    ],
  };
}

function hookLine(
  { code: target, name, url, types, rooms, severities, lastSuccess, deadSince, undelivered }: EventTarget,
  waiting: number,
  { t, now, zone, locale }: RequestContext,
): Mrkdwn {
  const filters = [...types.map(shortType), ...rooms, ...severities];
  const at = (time: string) => clockFrom(time, now, zone, locale);
  const state = [
    deadSince === undefined ? undefined : t('callboard.hooks.dead', { time: at(deadSince) }),
    lastSuccess === undefined
      ? t('callboard.hooks.never')
      : t('callboard.hooks.last', { time: at(lastSuccess) }),
    waiting > 0 ? t('callboard.hooks.waiting', { count: waiting }) : undefined,
    undelivered > 0 ? t('callboard.hooks.undelivered', { count: undelivered }) : undefined,
  ].filter((one) => one !== undefined);
  const wanted = filters.length > 0 ? joined(filters.map(code), ' ') : t('callboard.hooks.everything');
  return mrkdwn`${code(target)} *${escape(name)}* ${code(shownUrl(url))}\n${wanted}\n${joined(state, ' · ')}`;
}

export const hooksButtons: Readonly<Record<string, Button>> = {
  'callboard.retry-hook': {
    async run(click, deps) {
      const found = await deps.store.get(eventTargetDocument, click.value);
      if (!found) throw new UserError('callboard.hooks.none', { typed: quoted(click.value) });
      const dead = await deps.store.find(deadEventDocument, `target:${found.id}`);
      await deps.store.commit(retryDead(found, dead, click.person.id, click.now));
      return {
        text: click.t('callboard.hooks.retried', { name: escape(found.value.name), count: dead.length }),
      };
    },
  },
};
