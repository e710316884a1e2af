/** What somebody does in their own page for push messages: each is one request, read and bounded, and what came of it. */
import { createECDH } from 'node:crypto';
import { z } from 'zod';
import type { Deps } from '../../src/core/deps.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { loadPermission } from '../../src/core/permission.ts';
import { visibleText } from '../../src/core/text.ts';
import { refuseBlocked } from '../../src/page/admit-request.ts';
import { answerPage } from '../../src/page/answer.ts';
import {
  addDevice,
  addTopic,
  CHECK_EVERY,
  checkAgain,
  deviceAt,
  NTFY,
  removeDevice,
} from '../../src/page/domain/devices.ts';
import { asked, pageDocument } from '../../src/page/domain/page.ts';
import { pushLinkDocument, unlinkPush } from '../../src/page/domain/push-link.ts';
import { openTest } from '../../src/page/open-test.ts';
import { answeredWords } from '../../src/page/push/answer.ts';
import { changePerson, dropDevice, moveDeviceFromOthers } from '../../src/page/push/devices.ts';
import type { PushHolder } from '../../src/page/push/enter.ts';

/** Base64url of a point on P-256, uncompressed: a key that nothing can be encrypted for is turned away here. */
function isPoint(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  const own = createECDH('prime256v1');
  own.generateKeys();
  try {
    return own.computeSecret(bytes).length > 0;
  } catch {
    return false;
  }
}

const Device = z.string().min(1).max(60);
const Code = z.string().regex(/^P\d{1,9}$/);

export const PushAct = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('subscribe'),
    name: z.string().max(200),
    endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
    keys: z.object({
      p256dh: z.string().refine(isPoint),
      auth: z.string().refine((text) => Buffer.from(text, 'base64url').length === 16),
    }),
    key: z.string().max(100),
  }),
  z.object({ do: z.literal('which'), endpoint: z.string().max(1_000) }),
  z.object({ do: z.literal('check'), device: Device }),
  z.object({ do: z.literal('remove'), device: Device }),
  z.object({ do: z.literal('test') }),
  z.object({ do: z.literal('ntfy') }),
  z.object({ do: z.literal('answer'), page: Code, verb: z.enum(['ack', 'pass', 'resolve']) }),
  z.object({ do: z.literal('end') }),
]);
export type PushAct = z.infer<typeof PushAct>;
type Act<Name extends PushAct['do']> = Extract<PushAct, { do: Name }>;

export interface ActDone {
  readonly status: number;
  readonly device?: string;
  readonly words?: string;
  readonly problem?: string;
}

const OK: ActDone = { status: 200 };

/** Characters of a device's name. */
const MAX_NAME = 40;

async function subscribe(
  { name, endpoint, keys, key }: Act<'subscribe'>,
  { person, language: { t } }: PushHolder,
  deps: Deps,
): Promise<ActDone> {
  const refused = await deps.webhooks.refuses(endpoint);
  if (refused) return { status: 400, problem: t('push.problem.address') };
  const fresh = {
    id: deps.newId(),
    secret: `${deps.newId()}${deps.newId()}`,
    check: deps.newId(),
    name: visibleText(name).slice(0, MAX_NAME) || t('push.page.this'),
    ...{ endpoint, ...keys, key },
  };
  const added = await changePerson(person.id, deps, (known) => {
    const result = addDevice(known, fresh, deps.clock.now());
    return { change: 'change' in result ? result.change : undefined, result };
  });
  if (!added || 'refused' in added) return { status: 409, problem: t('push.problem.tooMany') };
  // One browser is one person's: whoever had it before is not asked there any more.
  await moveDeviceFromOthers(endpoint, person.id, deps);
  return { ...OK, device: added.device };
}

async function check(
  { device }: Act<'check'>,
  { person, language: { t } }: PushHolder,
  deps: Deps,
): Promise<ActDone> {
  const isSent = await changePerson(person.id, deps, (known) => {
    const change = checkAgain(known, device, deps.newId(), deps.clock.now());
    return { change, result: change !== undefined };
  });
  return isSent ? OK : { status: 429, problem: t('push.problem.wait', { seconds: CHECK_EVERY }) };
}

async function test(holder: PushHolder, deps: Deps): Promise<ActDone> {
  const { person, event, language } = holder;
  const permission = await loadPermission(person, event, deps);
  const who = { person, event, permission, now: deps.clock.now(), t: language.t };
  refuseBlocked(who);
  const { code } = await openTest(who, deps);
  const waits = deps.lastUnattended?.().includes('pages') === true;
  return { ...OK, words: language.t(waits ? 'push.page.testWaits' : 'push.page.testing', { code }) };
}

async function topic({ person }: PushHolder, deps: Deps): Promise<ActDone> {
  if (deps.push?.ntfy === undefined) return { status: 400 };
  const fresh = {
    topic: `callboard-${deps.newId()}`,
    secret: `${deps.newId()}${deps.newId()}`,
    check: deps.newId(),
  };
  await changePerson(person.id, deps, (known) => ({
    change: known.value.ntfy ? undefined : addTopic(known, fresh, deps.clock.now()),
    result: undefined,
  }));
  return { ...OK, device: NTFY };
}

/** Only a page that asks them, or that they have: the address opens nothing else. */
async function answer(
  { page: code, verb }: Act<'answer'>,
  { person, language }: PushHolder,
  deps: Deps,
): Promise<ActDone> {
  const page = await deps.store.get(pageDocument, code);
  if (!page || !asked(page.value).includes(person.id)) return { status: 404 };
  const who = { by: person.id, via: 'push' as const, now: deps.clock.now() };
  const meant = verb === 'pass' ? 'escalate' : verb;
  const answered = await answerPage(code, meant, who, deps, {
    ...(verb === 'pass' && { passing: person.id }),
  });
  if (!answered) return { status: 404 };
  return { ...OK, words: await answeredWords(answered, meant, language, deps) };
}

/** All devices go, and the address with them. */
async function end({ person }: PushHolder, deps: Deps): Promise<ActDone> {
  const { store, clock } = deps;
  for (const one of person.devices ?? []) await dropDevice(person.id, one.id, 'asked', deps);
  if (person.ntfy) await dropDevice(person.id, NTFY, 'asked', deps);
  await withOptimisticRetry(store, async () => {
    const link = await store.get(pushLinkDocument, person.id);
    return { change: link && unlinkPush(link, clock.now()), result: undefined };
  });
  return OK;
}

export async function actInPush(act: PushAct, holder: PushHolder, deps: Deps): Promise<ActDone> {
  switch (act.do) {
    case 'subscribe':
      return await subscribe(act, holder, deps);
    case 'which': {
      const device = deviceAt(holder.person, act.endpoint);
      return device === undefined ? OK : { ...OK, device };
    }
    case 'check':
      return await check(act, holder, deps);
    case 'remove':
      await changePerson(holder.person.id, deps, (known) => ({
        change: removeDevice(known, act.device, 'asked', deps.clock.now()),
        result: undefined,
      }));
      return OK;
    case 'test':
      return await test(holder, deps);
    case 'ntfy':
      return await topic(holder, deps);
    case 'answer':
      return await answer(act, holder, deps);
    case 'end':
      return await end(holder, deps);
  }
}
