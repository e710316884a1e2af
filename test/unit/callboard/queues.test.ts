/** The queues: who may look, what is shown of a job and what is not, and that retrying and cancelling are facts. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boardRoutes } from '../../../commands/callboard/board-routes.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { queueRoutes } from '../../../commands/callboard/queue-routes.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { shownData, shownName } from '../../../src/adapters/bullboard/viewer.ts';
import {
  failedJobDocument,
  failedJobPlace,
  MAX_FAILED_JOBS,
} from '../../../src/callboard/domain/failed-job.ts';
import { openHandle, sealHandle } from '../../../src/callboard/domain/job-handle.ts';
import { PART_LINES } from '../../../src/callboard/queues/load.ts';
import { jobKind, RETRY, scheduleJob } from '../../../src/core/commit.ts';
import { job as handler } from '../../../src/core/job.ts';
import { runJob } from '../../../src/core/run-job.ts';
import { jobs, pagingWorld } from '../page/world.ts';

type World = Awaited<ReturnType<typeof pagingWorld>>;

async function opened(world: World, person: string) {
  const said = JSON.stringify(await world.type(person, callboard, 'board'));
  const secret = /\/board\?key=([\w-]+)/.exec(said)?.[1] ?? '';
  const headers = { cookie: `callboard_board=${secret}` };
  const ask = async (path: string, query: Record<string, string> = {}, body?: unknown) => {
    const route = [...boardRoutes, ...queueRoutes].find((one) => one.path === path);
    const reply = await route?.run({ params: {}, query, headers, body }, world.deps);
    if (!reply) throw new Error(`nothing is at ${path}`);
    return reply;
  };
  const look = async (query: Record<string, string> = {}) => (await ask('/board/queues', query)).body;
  /** Presses a line's link, and the button of the question with what its form holds. */
  const press = async (query: Record<string, string>, action: string, more: Record<string, string> = {}) => {
    const links = [...(await look(query)).matchAll(/queues\/ask\?([^"]+)"/g)].map(
      ([, text = '']) => new URLSearchParams(text.replaceAll('&amp;', '&').replace(/#.*/, '')),
    );
    const asked = links.find((link) => link.get('action') === action);
    const question = await ask('/board/queues/ask', Object.fromEntries(asked ?? []));
    const fields = Object.fromEntries(
      [...question.body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const send = async () => await ask('/board/queues/do', {}, { ...fields, ...more });
    return { question: question.body, fields, send };
  };
  return { secret, ask, look, press };
}

const news = (reply: { headers?: Readonly<Record<string, string>> }) =>
  new URL(reply.headers?.['location'] ?? '', 'http://x').searchParams.get('news');
const factsOf = async (world: World) =>
  (await world.store.facts())
    .filter(({ name }) => /^job\.(retried|cancelled|dismissed)$/.test(name))
    .map(({ name, by, about }) => [name, by, about[0]]);

const odd = jobKind({
  name: 'odd',
  schema: z.object({ number: z.string() }),
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `odd:S7:${key}`,
});

describe('who may look', () => {
  it('organizers; crew are told that they may not, and their board has no link there', async () => {
    const world = await pagingWorld();
    const crew = await opened(world, 'UVOL');
    for (const path of ['/board/queues', '/board/queues/ask', '/board/queues/do'])
      expect((await crew.ask(path, {}, {})).status).toBe(403);
    expect((await crew.ask('/board')).body).not.toContain('/board/queues');
    const organizer = await opened(world, 'UORG');
    expect((await organizer.ask('/board')).body).toContain('/board/queues');
    expect(await organizer.look()).toContain('As of');
    expect((await organizer.ask('/board/queues')).headers?.['content-security-policy']).toContain(
      "frame-ancestors 'none'",
    );
  });

  it('whoever organizes no more: at once', async () => {
    const world = await pagingWorld();
    const { ask } = await opened(world, 'UORG');
    expect((await ask('/board/queues')).status).toBeUndefined();
    const settings = await world.deps.events.settings();
    const events = { settings: async () => ({ ...settings, organizers: ['UELSE'], crew: ['UORG'] }) };
    Object.assign(world.deps, { events });
    expect((await ask('/board/queues')).status).toBe(403);
  });
});

describe('what is shown', () => {
  it('a job’s kind and its codes; neither numbers nor people nor what it carries', async () => {
    const world = await pagingWorld();
    const at = world.clock.now().add({ minutes: 5 });
    await world.store.commit({
      jobs: [scheduleJob(odd, at, { number: '+34600123456' }, 'UVOL:+34600123456')],
    });
    const { look } = await opened(world, 'UORG');
    for (const [queue, state] of [
      ['chores', 'waiting'],
      ['chores', 'retried'],
      ['reminders', 'waiting'],
      ['pages', 'late'],
    ] as const) {
      const body = await look({ queue, state });
      expect(body).not.toMatch(/34600|UVOL|number/);
      if (queue === 'chores' && state === 'waiting') expect(body).toContain('<b>odd S7</b>');
    }
    expect(shownData({ id: 'odd:+34', data: { number: '+34' }, queue: 'pages', at: 5 })).toEqual({
      queue: 'pages',
      at: 5,
    });
    expect(shownData('x')).toEqual({});
  });

  it('nothing of a private incident, of its pages, nor in bull-board', async () => {
    const world = await pagingWorld();
    const { look } = await opened(world, 'UORG');
    const states = ['waiting', 'due', 'leased', 'retried', 'late', 'dead'];
    const queues = ['pages', 'reminders', 'chores', 'webhooks'];
    const all = async () => {
      const bodies: string[] = [];
      for (const state of states)
        for (const queue of queues) bodies.push((await look({ queue, state })).replace(/^.*<h2 /s, ''));
      return bodies.flatMap((body) => [...body.matchAll(/<b>([^<]+)/g)].map(([, name]) => name));
    };
    const before = (await all()).length;
    await world.type('UORG', incident, 'declare private sev1 Somebody was hurt in Main stage');
    expect((await world.store.outbox()).some(({ id }) => /I\d{6}/.test(id))).toBe(true);
    const now = await all();
    expect(now.join()).not.toMatch(/I\d{6}|invite-responder|tell-responder/);
    expect(now.length).toBe(before);
    expect(shownName({ name: 'incident-card', data: { id: 'incident-card:I123456' } })).toBe('other');
    expect(shownName({ name: 'notify', data: { id: 'notify:abc' } })).toBe('notify');
  });

  it('says whose page a notification is, and lists in parts', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'stage-main Smoke');
    const { look } = await opened(world, 'UORG');
    expect(await look({ queue: 'pages', state: 'due' })).toMatch(/<b>\S+ P1<\/b>/);
    const at = world.clock.now().add({ hours: 1 });
    const many = Array.from({ length: PART_LINES + 3 }, (_, i) =>
      scheduleJob(odd, at.add({ seconds: i }), { number: '' }, `${i}`),
    );
    await world.store.commit({ jobs: many });
    const list = { queue: 'chores', state: 'waiting' };
    const first = await look(list);
    expect(first.match(/<b>odd/g)?.length).toBe(PART_LINES);
    expect(first).toContain('>More<');
    const next = await look({ ...list, from: `${PART_LINES}` });
    expect(next.match(/<b>odd/g)?.length).toBe(3);
    expect(next).not.toContain('>More<');
    expect(next).toContain('>Before these<');
  });

  it('what is asked for and does not exist is what alarms most, and never markup', async () => {
    const world = await pagingWorld();
    const { look, ask } = await opened(world, 'UORG');
    const body = await look({ queue: '<b>', state: '"x', from: '-5', news: '<i>' });
    expect(body).not.toMatch(/"x|<i>/);
    expect(body).toContain('aria-current="page"');
    expect(news(await ask('/board/queues/ask', { action: 'cancel', job: 'AAAA' }))).toBe('changed');
  });
});

describe('what is done', () => {
  it('a step of a page is cancelled only with a tick, as a fact, and all organizers hear of it', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'stage-main Smoke');
    await world.advance('PT1S', jobs);
    const list = { queue: 'pages', state: 'waiting' };
    const { press } = await opened(world, 'UORG');
    const before = (await world.store.outbox()).map(({ id }) => id);
    const bare = await press(list, 'cancel');
    expect(bare.question).toContain('type="checkbox" name="sure" value="yes" required');
    expect(bare.question).toContain('may then not be asked');
    const refused = await bare.send();
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('role="alert"');
    expect((await world.store.outbox()).map(({ id }) => id)).toEqual(before);
    const sure = await press(list, 'cancel', { sure: 'yes' });
    expect(news(await sure.send())).toBe('cancelled');
    const after = (await world.store.outbox()).map(({ id }) => id);
    const missing = before.filter((id) => !after.includes(id));
    expect(missing).toHaveLength(1);
    expect(await factsOf(world)).toEqual([['job.cancelled', 'UORG', `job:${missing[0]}`]]);
    expect((await world.store.outbox()).some(({ id }) => id.startsWith('job-cancelled:'))).toBe(true);
    // Pressed once more, as from a page that was left open: nothing happens.
    expect(news(await sure.send())).toBe('changed');
    expect(await factsOf(world)).toHaveLength(1);
  });

  it('a job that waits after it failed is due now, once', async () => {
    const world = await pagingWorld();
    const at = world.clock.now();
    await world.store.commit({ jobs: [scheduleJob(odd, at, { number: '5' }, 'a')] });
    const failing = handler({
      kind: odd,
      run: async () => {
        throw new Error('not now');
      },
    });
    const none = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
    const claimed = (await world.store.claim(at, { ...none, chores: 9 })).jobs.find(
      ({ name }) => name === 'odd',
    );
    if (!claimed) throw new Error('it was not handed out');
    expect(await runJob(claimed, failing, world.deps)).toBe('again');
    const { press, look } = await opened(world, 'UORG');
    const list = { queue: 'chores', state: 'retried' };
    expect(await look(list)).toContain('tried 1 time');
    const retry = await press(list, 'retry');
    expect(news(await retry.send())).toBe('retried');
    const waits = await world.store.job('odd:S7:a');
    expect(waits).toMatchObject({ attemptsMade: 0, data: { number: '5' } });
    expect(waits?.at.equals(world.clock.now())).toBe(true);
    expect(await factsOf(world)).toEqual([['job.retried', 'UORG', 'job:odd:S7:a']]);
    expect(news(await retry.send())).toBe('changed');
    // What is being done is left alone.
    await world.store.claim(world.clock.now(), { ...none, chores: 9 });
    expect(await look({ queue: 'chores', state: 'leased' })).toContain('It is being done.');
    expect(await look({ queue: 'chores', state: 'leased' })).not.toContain('/ask?');
  });

  it('one that failed for good is kept with what it carried, tried again, or left at that', async () => {
    const world = await pagingWorld();
    const fail = async (key: string) => {
      const at = world.clock.now();
      await world.store.commit({ jobs: [scheduleJob(odd, at, { number: '+34600123456' }, key)] });
      const none = { pages: 0, reminders: 0, chores: 0, webhooks: 0 };
      const claimed = (await world.store.claim(at, { ...none, chores: 9 })).jobs.find(
        ({ id }) => id === `odd:S7:${key}`,
      );
      if (!claimed) throw new Error('it was not handed out');
      expect(await runJob(claimed, undefined, world.deps)).toBe('failed');
    };
    await fail('a');
    await fail('b');
    const { press, look } = await opened(world, 'UORG');
    const list = { state: 'dead' };
    const body = await look(list);
    expect(body).toContain('2 failed for good');
    expect(body).toContain('(no-handler)');
    expect(body).not.toContain('34600');
    expect(news(await (await press(list, 'retry')).send())).toBe('retried');
    expect(news(await (await press(list, 'cancel')).send())).toBe('dismissed');
    expect(await look(list)).toContain('0 failed for good');
    const facts = await factsOf(world);
    expect(facts.map(([name, by]) => [name, by])).toEqual([
      ['job.retried', 'UORG'],
      ['job.dismissed', 'UORG'],
    ]);
    const again = await world.store.job(facts[0]?.[2]?.replace('job:', '') ?? '');
    expect(again).toMatchObject({ name: 'odd', data: { number: '+34600123456' }, attemptsMade: 0 });
  });

  it('of those that failed, the last so many are kept', async () => {
    expect(failedJobPlace(1)).toBe('1');
    expect(failedJobPlace(MAX_FAILED_JOBS + 1)).toBe('1');
    const world = await pagingWorld();
    await world.store.next('failed-job', MAX_FAILED_JOBS - 1);
    for (const id of ['x1', 'x2']) {
      const claimed = {
        ...{ id, name: 'odd', queue: 'chores' as const, revision: 0, deliveryCount: 1, attemptsMade: 0 },
        ...{ at: world.clock.now(), data: {} },
      };
      await runJob(claimed, undefined, world.deps);
      await world.store.next('failed-job', MAX_FAILED_JOBS - 1);
    }
    expect((await world.store.all(failedJobDocument)).map(({ value }) => value.job)).toEqual(['x2']);
  });

  it('neither the keys’ work nor a private incident’s is kept', async () => {
    const world = await pagingWorld();
    for (const [id, name] of [
      ['keys.show:K1', 'keys.show'],
      ['incident-card:I123456', 'incident-card'],
    ] as const) {
      const rest = { queue: 'reminders' as const, revision: 0, deliveryCount: 1, attemptsMade: 0, data: {} };
      await runJob({ id, name, ...rest, at: world.clock.now() }, undefined, world.deps);
    }
    expect(await world.store.all(failedJobDocument)).toEqual([]);
  });
});

describe('what a page holds for a job', () => {
  const job = { id: 'send-code:+34600123456', seen: 7 };

  it('opens for its link and its purpose alone, and shows nothing', () => {
    const handle = sealHandle('secret-a', 'do', job);
    expect(openHandle('secret-a', 'do', handle)).toEqual(job);
    expect(openHandle('secret-b', 'do', handle)).toBeUndefined();
    expect(openHandle('secret-a', 'ask', handle)).toBeUndefined();
    expect(Buffer.from(handle, 'base64url').toString('latin1')).not.toContain('34600');
    for (const bad of ['', 'x', handle.slice(0, -2), `A${handle.slice(1)}`])
      expect(openHandle('secret-a', 'do', bad)).toBeUndefined();
  });

  it('a form from another’s page, or made from a link of the list, does nothing', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, 'stage-main Smoke');
    await world.advance('PT1S', jobs);
    const list = { queue: 'pages', state: 'waiting' };
    const one = await opened(world, 'UORG');
    const { fields } = await one.press(list, 'cancel');
    const other = await opened(world, 'UORG');
    expect(news(await other.ask('/board/queues/do', {}, { ...fields, sure: 'yes' }))).toBe('changed');
    const linked = /job=([\w-]+)/.exec(await one.look(list))?.[1] ?? '';
    expect(news(await one.ask('/board/queues/do', {}, { ...fields, job: linked, sure: 'yes' }))).toBe(
      'changed',
    );
    expect(await factsOf(world)).toEqual([]);
  });
});
