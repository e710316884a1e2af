/**
 * A key ceremony over two webs and two workers, as they are deployed: shares come in by both webs, what is agreed to is
 * claimed by a worker and carried out where the key is, and whoever of them is killed, the desk is called once.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { type CeremonyStage, openCeremonyStage } from '../support/rolling/ceremony.ts';
import { ensureBuilt } from '../support/story/sandbox-process.ts';

const MINUTES = 60_000;
/** Milliseconds within which the next step runs of what a process did that was killed: docs/adr/0023. */
const SOON = 10_000;
/** Milliseconds without a word after which a process still counts as living. */
const HELD_UP = 4_500;
const PATIENCE = 60_000;

describe.skipIf(!hasRedis)('a ceremony over two webs and two workers', () => {
  let redis: PrivateRedis;
  let stage: CeremonyStage | undefined;
  beforeAll(async () => {
    ensureBuilt();
    redis = await startRedis();
  }, 3 * MINUTES);
  afterAll(() => redis?.stop());
  afterEach(async ({ task }) => {
    if (stage && task.result?.state === 'fail')
      for (const { role, said } of [...stage.webs, ...stage.workers.map(({ member }) => member)])
        console.error(`${role}:\n${said()}`);
    await stage?.stop();
    stage = undefined;
  });
  const open = async (event: string): Promise<CeremonyStage> => {
    stage = await openCeremonyStage(redis, 'dist/src/main.js', event);
    return stage;
  };

  /** It is done, and was done once; nothing of what is secret has stayed anywhere. */
  async function isDoneOnce({ ceremony, cardSays, desk, facts, leaks }: CeremonyStage): Promise<void> {
    await cardSays('Done: `registration-ingress` is fired. Read back.');
    const { code, state, idempotencyKey: key, shares, set, setId } = await ceremony();
    expect([state, shares]).toEqual(['done', []]);
    const asked = { action: 'registration-ingress', verb: 'fire', ceremony: code };
    const reason = 'the desk is under attack';
    expect(desk.calls).toMatchObject([{ key, isSigned: true, body: { ...asked, reason } }]);
    expect(await facts('keys.done')).toBe(1);
    const { searched, found } = await leaks();
    // What is public is found.
    for (const known of [set, setId, key, '"logLevel":"debug"', 'Read back'])
      expect(searched.includes(known), known).toBe(true);
    expect(found).toEqual([]);
  }

  it('shares given through both webs come together, and the desk is called once', {
    timeout: 4 * MINUTES,
  }, async () => {
    const on = await open('both-webs');
    await on.fires(0);
    expect((await on.custodian()).role).toBe('web');
    await on.gives(0, 0);
    await on.cardSays('1 of 2');
    expect(on.desk.calls).toEqual([]);
    await on.gives(2, 1);
    await isDoneOnce(on);
    expect((await on.ceremony()).restarts).toBe(0);
  });

  it('the web that holds the key is killed after the first share: the holders are asked again by themselves', {
    timeout: 5 * MINUTES,
  }, async () => {
    const on = await open('web-killed');
    await on.fires(0);
    const first = await on.custodian();
    await on.gives(0, 1);
    await on.cardSays('1 of 2');
    await on.isTended();
    const killed = Date.now();
    await on.webs[0].end('SIGKILL');
    await on.askedAgain();
    expect(await on.beganAgainAfter(killed)).toBeLessThan(SOON);
    expect((await on.custodian()).id).not.toBe(first.id);
    expect(on.desk.calls).toEqual([]);
    await on.gives(0, 1);
    await on.cardSays('1 of 2');
    await on.gives(1, 1);
    await isDoneOnce(on);
    expect((await on.ceremony()).restarts).toBe(1);
  });

  it('the web that holds the key is held up for seconds: it lives, and no share that was given is lost', {
    timeout: 4 * MINUTES,
  }, async () => {
    const on = await open('held-up');
    await on.fires(0);
    const first = await on.custodian();
    await on.gives(0, 1);
    await on.cardSays('1 of 2');
    await on.isTended();
    on.webs[0].signal('SIGSTOP');
    await expect.poll(() => on.silence(), { timeout: PATIENCE }).toBeGreaterThan(HELD_UP);
    on.webs[0].signal('SIGCONT');
    await on.gives(1, 1);
    await isDoneOnce(on);
    expect((await on.custodian()).id).toBe(first.id);
    expect((await on.ceremony()).restarts).toBe(0);
  });

  it('the last share is given before anybody knows that the key is gone: it opens nothing, and all are asked again', {
    timeout: 5 * MINUTES,
  }, async () => {
    const on = await open('too-late');
    await on.fires(0);
    await on.gives(0, 0);
    await on.cardSays('1 of 2');
    await on.isTended();
    const killed = Date.now();
    await on.webs[0].end('SIGKILL');
    await on.gives(1, 1);
    await on.askedAgain();
    expect(await on.beganAgainAfter(killed)).toBeLessThan(SOON);
    expect(on.desk.calls).toEqual([]);
    await on.gives(1, 1);
    await on.gives(2, 1);
    await isDoneOnce(on);
  });

  it('the worker that has claimed it is killed before it hands it to the web with the key: another does', {
    timeout: 4 * MINUTES,
  }, async () => {
    const on = await open('worker-killed');
    await on.fires(0);
    const { id } = await on.custodian();
    await on.gives(0, 0);
    await on.cardSays('1 of 2');
    await on.isTended();
    const shut = on.workers.map(({ gate }, at) => gate.shutAt(`handed:${id}`).then(() => at));
    await on.gives(1, 1);
    const claimed = await Promise.race(shut);
    for (const [at, { gate }] of on.workers.entries()) if (at !== claimed) gate.leaveOpen();
    expect(on.desk.calls).toEqual([]);
    expect((await on.ceremony()).state).toBe('complete');
    await on.workers[claimed]?.member.end('SIGKILL');
    await isDoneOnce(on);
    expect((await on.ceremony()).restarts).toBe(0);
  });

  it('the web is killed while it calls: what the desk shows decides, and it is not called again', {
    timeout: 5 * MINUTES,
  }, async () => {
    const on = await open('killed-calling');
    await on.fires(0);
    // It has done what it was asked to, and does not get to say so.
    on.desk.onCall(() => on.webs[0].end('SIGKILL'));
    await on.gives(0, 0);
    await on.gives(1, 1);
    await isDoneOnce(on);
  });
});
