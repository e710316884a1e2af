/**
 * A ceremony as it is deployed: two webs, two workers, one Redis, a desk outside, and three holders who write their
 * shares into windows of Slack. What people do comes by the web that the test names.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceProcess } from '../../../src/adapters/redis/processes.ts';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { realClock } from '../../../src/core/clock.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { type Ceremony, ceremonyDocument, custodyOf } from '../../../src/keys/domain/ceremony.ts';
import { custodianOf } from '../../../src/keys/domain/custody.ts';
import { SCOPES } from '../../../src/slack/scopes.ts';
import { fakeEvent, somebody } from '../fake-deps.ts';
import type { Post } from '../kills/slack.ts';
import type { PrivateRedis } from '../redis.ts';
import { testSealer } from '../sealer.ts';
import { until } from '../story/until.ts';
import { DESK_SECRET, type Desk, startDesk } from './desk.ts';
import { type Member, memberEnvironment, startMember } from './fleet.ts';
import { seedKeySet } from './key-set.ts';
import { type RedisGate, startRedisGate } from './redis-gate.ts';
import { type SlackPeer, startSlackPeer } from './slack-peer.ts';

const ORGANIZER = 'U0ORGANIZER';
const HOLDERS = ['U0HOLDERA', 'U0HOLDERB', 'U0HOLDERC'] as const;
const OPS = 'C0OPS';
const SET = 'ingress';
/** Milliseconds: more than anything here takes on a busy machine. */
const PATIENCE = 90_000;

/** A web by its place: its socket has the same. */
export type Web = 0 | 1;
type Holder = 0 | 1 | 2;

export interface CeremonyStage {
  readonly webs: readonly [Member, Member];
  readonly workers: readonly { readonly member: Member; readonly gate: RedisGate }[];
  readonly desk: Desk;
  /** `/keys fire` through this web. @returns once every holder was asked */
  fires(web: Web): Promise<void>;
  /** Presses the button on the holder's card and enters their share into the window. */
  gives(holder: Holder, web: Web): Promise<void>;
  ceremony(): Promise<Ceremony>;
  /** Until the organizers' newest card says this, the marks left out. */
  cardSays(words: string): Promise<void>;
  /** Until every holder has a card that says that what they gave is lost, and a newer one that asks again. */
  askedAgain(): Promise<void>;
  /** Until no job of the ceremony's waits or runs. */
  isTended(): Promise<void>;
  /** The role of the process that has the ceremony's key, as far as it lives. */
  custodian(): Promise<{ readonly id: string; readonly role: string | undefined }>;
  /** For how many milliseconds Redis has not heard of the process that has the key. */
  silence(): Promise<number>;
  /** Milliseconds from `since`, by the clock of the machine, until the ceremony began again, as it says itself. */
  beganAgainAfter(since: number): Promise<number>;
  /** How often this is in the ledger. */
  facts(name: string): Promise<number>;
  /** Where something of a share, the key or what signs the calls stands: all that Redis was ever told, logs, Slack. */
  leaks(): Promise<{ readonly searched: string; readonly found: readonly string[] }>;
  stop(): Promise<void>;
}

async function seedEvent(store: RedisStore): Promise<void> {
  const at = realClock.now();
  const event = fakeEvent({ organizers: [ORGANIZER], crew: [], channels: { ops: OPS } });
  await store.commit({
    put: [
      put(eventDocument, EVENT_ID, event),
      ...[ORGANIZER, ...HOLDERS].map((id) => put(personDocument, id, somebody(id))),
    ],
    facts: [recordFact(eventChanged, { at, by: 'test', about: [], data: { fields: ['organizers'] } })],
  });
}

const NOTHING: Post = { channel: '', ts: '', text: '', blocks: [] };
const wordsOf = ({ text, blocks }: Post): string => `${text} ${JSON.stringify(blocks)}`.replaceAll('*', '');
const isAsked = (post: Post): boolean => wordsOf(post).includes('"keys.submit"');

/** @param event - Its name: several stages share a Redis. */
export async function openCeremonyStage(
  redis: PrivateRedis,
  entry: string,
  event: string,
): Promise<CeremonyStage> {
  const [slack, desk, gates, connection] = await Promise.all([
    startSlackPeer(SCOPES),
    startDesk(SET),
    Promise.all([startRedisGate(redis.port), startRedisGate(redis.port)]),
    redis.connect(),
  ]);
  const store = new RedisStore(connection, event, testSealer);
  await seedEvent(store);
  const { shares, material } = await seedKeySet(store, { name: SET, k: 2, people: HOLDERS, by: ORGANIZER });
  const environment = {
    KEYS_ACTIONS: JSON.stringify([desk.action]),
    DESK_SECRET,
    LOG_LEVEL: 'debug',
  };
  const members: Member[] = [];
  const start = async (role: 'web' | 'worker', port: number) => {
    const around = memberEnvironment({
      event,
      redisUrl: `redis://127.0.0.1:${port}`,
      slackApi: slack.apiUrl,
    });
    const options = { entry, environment: { ...around, ...environment } };
    const member = await startMember(options, role);
    members.push(member);
    await member.ready();
    return member;
  };
  const stop = async () => {
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    await Promise.all([slack.stop(), desk.stop(), ...gates.map((gate) => gate.stop())]);
  };
  try {
    // One after the other, so that sockets are counted as webs are.
    const webs = [await start('web', redis.port), await start('web', redis.port)] as const;
    const workers = await Promise.all(
      gates.map(async (gate) => ({ gate, member: await start('worker', gate.port) })),
    );
    const people = peopleOf(slack, shares);
    const ceremony = async () => {
      const found = (await store.all(ceremonyDocument)).at(-1);
      if (!found) throw new Error('no ceremony');
      return found.value;
    };
    return {
      webs,
      workers,
      desk,
      ...people,
      ceremony,
      async isTended() {
        await until(
          'the ceremony to be tended',
          async () => ((await store.jobsBeginning('keys.tend:')).length === 0 ? true : undefined),
          PATIENCE,
        );
      },
      async custodian() {
        const id = custodianOf(custodyOf(await ceremony())) ?? '';
        const silent = { role: 'worker', queues: [], connected: false } as const;
        const living = await announceProcess(connection, event, () => silent).living();
        return { id, role: living.find((one) => one.id === id)?.role };
      },
      async silence() {
        const id = custodianOf(custodyOf(await ceremony())) ?? '';
        const [[seconds, micros], said] = await Promise.all([
          connection.time(),
          connection.hget(`cb:{${event}}:processes`, id),
        ]);
        return Number(seconds) * 1000 + Number(micros) / 1000 - Number(said?.split('|')[0]);
      },
      async beganAgainAfter(since) {
        const at = (await store.facts()).findLast((fact) => fact.name === 'keys.restarted')?.at;
        if (at === undefined) throw new Error('it has not begun again');
        return at.epochMilliseconds - since;
      },
      facts: async (name) => (await store.facts()).filter((fact) => fact.name === name).length,
      async leaks() {
        const [, folder = ''] = (await connection.config('GET', 'dir')) as string[];
        const files = readdirSync(join(folder, 'appendonlydir')).map((file) =>
          readFileSync(join(folder, 'appendonlydir', file), 'latin1'),
        );
        const searched = [
          ...files,
          ...members.map((member) => member.log()),
          JSON.stringify(slack.slack.posts),
        ];
        const all = searched.join('\n');
        return { searched: all, found: [...material, DESK_SECRET].filter((secret) => all.includes(secret)) };
      },
      async stop() {
        store.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the people of a stage do in Slack, and see there. */
function peopleOf(
  slack: SlackPeer,
  shares: readonly string[],
): Pick<CeremonyStage, 'fires' | 'gives' | 'cardSays' | 'askedAgain'> {
  const cardsIn = (channel: string) =>
    slack.slack.posts.filter((post) => post.channel === channel && /\bK\d+:/.test(wordsOf(post)));
  const cardsOf = (holder: number) => cardsIn(`D${HOLDERS[holder]?.slice(1)}`);
  const seen = () => JSON.stringify(slack.slack.posts.map(({ channel, text }) => `${channel}: ${text}`));
  const asking = (holder: number) =>
    until(
      () => `a card that asks holder ${holder} in ${seen()}`,
      () => cardsOf(holder).findLast(isAsked),
      PATIENCE,
    );
  return {
    async fires(web) {
      slack.only(web);
      const asked = slack.command(ORGANIZER, '/keys', 'fire registration-ingress the desk is under attack');
      await until('an answer to /keys fire', () => asked.answers.find((text) => /K\d+/.test(text)), PATIENCE);
      await Promise.all(HOLDERS.map((_, holder) => asking(holder)));
    },
    async gives(holder, web) {
      slack.only(web);
      const card = await asking(holder);
      const code = /\bK\d+/.exec(card.text)?.[0] ?? '';
      const pressed = slack.click(HOLDERS[holder], 'keys.submit', code, card);
      const modal = await until(
        () => `the window for a share; told: ${pressed.answers.join(' ')}`,
        () => slack.modals.find(({ trigger }) => trigger === pressed.trigger),
      );
      const given = slack.submit(HOLDERS[holder], modal, { share: shares[holder] ?? '' });
      await until('the share to be taken', () => (given.ackedAfter === undefined ? undefined : true));
      // What is wrong would be said beside the input.
      const said = JSON.stringify(given.ack ?? {});
      if (said.includes('response_action')) throw new Error(`the share was not taken: ${said}`);
    },
    async cardSays(words) {
      await until(
        () => `a card with ${words} in ${seen()}`,
        () => (wordsOf(cardsIn(OPS).at(-1) ?? NOTHING).includes(words) ? true : undefined),
        PATIENCE,
      );
    },
    async askedAgain() {
      for (const holder of HOLDERS.keys())
        await until(
          () => `holder ${holder} to be asked again in ${seen()}`,
          () => {
            const [first, ...newer] = cardsOf(holder);
            const isLost = first !== undefined && wordsOf(first).includes('what was submitted here is lost');
            return isLost && newer.some((post) => isAsked(post) && wordsOf(post).includes('0 of 2'))
              ? true
              : undefined;
          },
          PATIENCE,
        );
    },
  };
}
