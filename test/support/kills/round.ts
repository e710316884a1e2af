/**
 * One evening of one page, with the bot killed at a chosen request: somebody types it, the message comes, Ben is
 * taken off the shift and Eva put in his place, the text comes, the phone rings, Vera presses 1. Who gets no answer does what people do: types it again, or
 * presses the button on the card. A second bot is there once the first is dead.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { policyChanged } from '../../../src/page/domain/facts.ts';
import { isFinal, type Notification, notificationDocument } from '../../../src/page/domain/notification.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { policyDocument } from '../../../src/page/domain/policy.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { people, STAGE, shift } from '../../unit/page/world.ts';
import { fakeEvent, somebody } from '../fake-deps.ts';
import { testSealer } from '../sealer.ts';
import { Border, type Crossing, type Cut } from './border.ts';
import { fastClock, type LeanBot, startLeanBot } from './bot.ts';
import { openOutside } from './outside.ts';
import type { Processes } from './process.ts';
import { redisProxy } from './redis-proxy.ts';
import type { Left } from './twilio.ts';

/** Its 90 seconds to the call take 3: a lease of 5 s of real time is then two and a half minutes. */
const SPEED = 30;
const MESSAGE = 'Projector is dead';
const PATIENCE = 40_000;
/** So long that no kill makes his call leave before he is taken off: then it must never leave. */
const BENS_CALL_AFTER = 1200;

/** What people are left with. The same whenever it was killed. */
export interface Ending {
  readonly page: string;
  readonly notifications: readonly string[];
  readonly cards: readonly string[];
  readonly directs: readonly string[];
}

export interface Round {
  readonly ending: Ending;
  /** Undefined where it never came to that request. */
  readonly killed: Crossing | undefined;
  readonly crossed: readonly Crossing[];
  /** How often a notification left more than once. */
  readonly duplicates: { readonly slack: number; readonly sms: number; readonly voice: number };
  /** What left more than a second after the answer. */
  readonly late: number;
  /** Milliseconds from the kill to the end of the story. */
  readonly took: number;
}

async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  instead?: () => string,
): Promise<T> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(25);
  }
  throw new Error(`waited in vain for ${what}${instead ? `; there is ${instead()}` : ''}`);
}

export async function runRound(
  redisPort: number,
  event: string,
  processes: Processes,
  cut?: Cut,
  hasty = false,
): Promise<Round> {
  const began = Date.now();
  const clock = fastClock(began, SPEED);
  const doomed = processes.take();
  let heir: Promise<LeanBot> | undefined;
  const border = new Border(cut, () => {
    doomed.kill();
    heir = startLeanBot({ ...place, redis: direct, outside: outside.address('heir') });
    heir.catch(() => {});
  });
  const outside = await openOutside(
    border,
    () => clock.now().epochMilliseconds,
    (left) => void ring(left),
  );
  const proxy = await redisProxy(redisPort, border);
  const direct = `redis://127.0.0.1:${redisPort}`;
  const place = {
    redis: `redis://127.0.0.1:${proxy.port}`,
    outside: outside.address('doomed'),
    event,
    began: String(began),
    speed: String(SPEED),
  };
  const redis = new Redis(direct);
  const store = new RedisStore(redis, event, testSealer);

  /** The answer of whoever is there; undefined where it died over it. */
  const ask = async (path: string, body: object, type = 'json'): Promise<string | undefined> => {
    const port = border.closed ? (await heir)?.port : await begun;
    if (port === undefined) return undefined;
    const sent = type === 'json' ? JSON.stringify(body) : new URLSearchParams({ ...body }).toString();
    try {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: {
          'content-type': type === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: sent,
      });
      const text = await answer.text();
      return answer.ok ? text : undefined;
    } catch (error) {
      if (border.closed) return undefined;
      throw error;
    }
  };
  const insists = async (path: string, person: string, text: string) =>
    await until(`an answer to ${path}`, () => ask(path, { person, text }));
  /** Twilio tells it once, and does not come back. */
  const tells = async (left: Left, status: string, more: object = {}) => {
    left.status = status;
    const texts = left.kind === 'Messages';
    const form = texts
      ? { MessageSid: left.sid, MessageStatus: status }
      : { CallSid: left.sid, CallStatus: status, ...more };
    return await ask(left.callback.replace('/voice/', '/status/'), form, 'form');
  };
  const notifications = async (): Promise<Notification[]> => {
    const page = (await store.get(pageDocument, code))?.value;
    const ids =
      page?.stepsRun.flatMap((ran) => ran.people.flatMap((one) => one.planned.map(({ id }) => id))) ?? [];
    return (await store.getMany(notificationDocument, ids)).flatMap((one) => (one ? [one.value] : []));
  };
  const known = async (channel: string, test: (one: Notification) => boolean, person = 'UVOL') =>
    (await notifications()).find((one) => one.channel === channel && one.person === person && test(one));

  /** What a phone does by itself with what comes. */
  async function ring(left: Left): Promise<void> {
    const channel = left.kind === 'Messages' ? 'sms' : 'voice';
    // After the answer to the request: a callback before it has a test of its own.
    await until('its record', async () =>
      border.closed || (await known(channel, (one) => one.reference === left.sid)) ? true : undefined,
    );
    for (const status of channel === 'sms' ? ['sent', 'delivered'] : ['initiated', 'ringing'])
      await tells(left, status);
    rung.add(left.sid);
  }
  const rung = new Set<string>();

  /**
   * Types the page; again where no answer came, which within a minute is the same page. Later than that (on
   * a slow machine, with a fast clock) it would be another one: then what is there already is taken.
   */
  const typed = async (): Promise<string> => {
    const said = await ask('/hands/type', { person: 'UANY', text: `stage-main ${MESSAGE}` });
    await heir;
    const [known] = await store.all(pageDocument);
    const age = known ? clock.now().epochMilliseconds - Date.parse(known.value.openedAt) : 0;
    if (known && (said !== undefined || age > 20_000)) return known.id;
    return /P\d+/.exec(said ?? (await insists('/hands/type', 'UANY', `stage-main ${MESSAGE}`)))?.[0] ?? '';
  };

  let code = 'P1';
  await seed(store, clock.now());
  const begun = doomed.begin(place);
  await begun;
  try {
    code = await typed();
    await until('his message to have come', async () =>
      (await known('slack', ({ state }) => isFinal(state), 'UBEN')) ? true : undefined,
    );
    await insists('/hands/rota', 'UORG', 'drop H1 <@UBEN>');
    await insists('/hands/rota', 'UORG', 'assign H1 <@UEVA> anyway instead of him');
    // She takes the call once the rest has come, so that every round has the same to show; or, hasty, at once.
    const call = await until('the call', () =>
      outside.twilio.left.find((one) => one.kind === 'Calls' && rung.has(one.sid)),
    );
    if (!hasty)
      await until('what she was sent to have come', async () =>
        (await known('sms', ({ state }) => isFinal(state))) &&
        (await known('slack', ({ state }) => isFinal(state))) &&
        (await known('slack', ({ state }) => isFinal(state), 'UEVA'))
          ? true
          : undefined,
      );
    await tells(call, 'in-progress');
    const voice = (more: object) =>
      ask(call.callback, { CallSid: call.sid, CallStatus: 'in-progress', ...more }, 'form');
    const heard =
      (await voice({}))?.includes(MESSAGE) && (await voice({ Digits: '1' }))?.includes('You have it');
    if (!heard) await insists('/hands/acknowledge', 'UVOL', code);
    const answered = performance.now();
    await tells(call, 'completed');
    let left: string[] = [];
    let stale: string[] = [];
    await until(
      'everything to have been done',
      async () => {
        left = (await store.outbox())
          .map(({ id }) => id)
          .filter((id) => !/^(re(ask|page|check)|shift-close|count-promises):/.test(id));
        stale = outside.slack.posts
          .filter(isOfPage)
          .map(whatIsRead)
          .filter((text) => !/has it, since|no longer on duty/.test(text));
        return left.length === 0 && stale.length === 0 ? true : undefined;
      },
      () => `still due: ${left.join(', ')}; still shown: ${stale.join('\n')}`,
    );
    const page = (await store.get(pageDocument, code))?.value;
    const all = await notifications();
    // Where the bot died over the digit she pressed the button, and her call was indeed not the answer.
    const stopped = page?.acknowledged?.via !== 'voice';
    const asIfByCall = (text: string) =>
      stopped
        ? text
            .replace('voice failed stopped', 'voice delivered')
            .replace('call ✗ stopped: somebody has it', 'call ✓')
        : text;
    const { times } = outside.slack;
    const posts = outside.slack.posts.filter(isOfPage);
    const directs = posts.filter(({ channel }) => channel.startsWith('D'));
    const texts = outside.twilio.left.filter(({ kind }) => kind === 'Messages');
    const calls = outside.twilio.left.filter(({ kind }) => kind === 'Calls');
    return {
      killed: border.killed?.crossing,
      crossed: border.crossed,
      took: border.killed ? performance.now() - border.killed.at : 0,
      duplicates: { slack: directs.length - DIRECTS, sms: texts.length - 1, voice: calls.length - 1 },
      late:
        [...texts, ...calls].filter(({ at }) => at > answered + 1000).length +
        directs.filter((post) => (times[outside.slack.posts.indexOf(post)] ?? 0) > answered + 1000).length,
      ending: {
        page: `${page?.state} by ${page?.acknowledged?.by}`,
        notifications: all
          .map((one) => `${one.person} ${one.channel} ${one.state}${one.code ? ` ${one.code}` : ''}`)
          .map(asIfByCall),
        cards: posts.filter((post) => !directs.includes(post)).map((post) => asIfByCall(whatIsRead(post))),
        directs: directs.map(whatIsRead).sort(),
      },
    };
  } finally {
    doomed.kill();
    await doomed.gone;
    await (await heir)?.stop();
    await proxy.stop();
    await outside.stop();
    redis.disconnect();
  }
}

/** To Vera, Ben and Eva. */
const DIRECTS = 3;

/** What is about the page; news of the rota are not. */
const isOfPage = ({ blocks }: { readonly blocks: readonly object[] }): boolean =>
  /\*P\d+\*/.test(JSON.stringify(blocks));

/** Without what may differ: the times, the page's number, and how it was answered by who was not heard. */
const whatIsRead = ({ blocks }: { readonly blocks: readonly object[] }): string =>
  blocks
    .flatMap((block) => JSON.stringify(block).match(/"text":"(?:[^"\\]|\\.)*"/g) ?? [])
    .map((text) => text.slice(8, -1))
    .map((text) =>
      text
        .replace(/\d\d:\d\d(:\d\d)?/g, '…')
        .replace(/\*P\d+\*/, '*P…*')
        .replace(' (call)', ''),
    )
    .join(' | ');

async function seed(store: RedisStore, now: ReturnType<ReturnType<typeof fastClock>['now']>): Promise<void> {
  const around = { start: now.subtract({ hours: 2 }).toString(), end: now.add({ hours: 8 }).toString() };
  const rooms = [{ name: STAGE, channel: 'CSTAGE', aliases: ['stage-main'] }];
  // Nobody else is asked for half an hour: how a page escalates has tests of its own.
  const steps = [
    { who: 'target' as const, after: 0 },
    { who: 'organizers' as const, after: 1800 },
  ];
  const on = ['UVOL', 'UBEN'].map((person) => ({ person, state: 'accepted' as const }));
  const ben = somebody('UBEN', {
    name: 'Ben',
    phone: { number: '+12025550112', verifiedAt: '2019-06-01T00:00:00Z' },
    contact: {
      order: [
        { channel: 'slack', after: 0 },
        { channel: 'voice', after: BENS_CALL_AFTER },
      ],
    },
  });
  const eva = somebody('UEVA', { name: 'Eva' });
  await store.commit({
    put: [
      put(eventDocument, EVENT_ID, fakeEvent({ rooms })),
      put(roleDocument, 'stage', { name: 'stage', leads: ['ULEAD'] }),
      put(shiftDocument, 'H1', shift({ ...around, assignments: on })),
      put(policyDocument, `room:${STAGE}`, { steps, rounds: 1, pause: 1800 }),
      ...[...people(), ben, eva].map((person) => put(personDocument, person.id, person)),
    ],
    facts: [recordFact(policyChanged, { at: now, by: 'test', about: [], data: { policy: 'none' } })],
  });
}
