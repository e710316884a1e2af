/** What a job's run may take for granted about the runs before it, and what several who are told get. */

import { describe, expect, it } from 'vitest';
import { jobs } from '../../../jobs/index.ts';
import { isNamed, payload } from '../../../src/adapters/slack/payload.ts';
import { tellOrganizers } from '../../../src/callboard/domain/jobs.ts';
import { recordCard } from '../../../src/core/card.ts';
import { recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { sendOnce } from '../../../src/core/once.ts';
import { cardPosted } from '../../../src/page/domain/facts.ts';
import { cardDocument } from '../../../src/page/domain/page.ts';
import { escape, mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { fakeEvent, fakeWorld, type World } from '../../support/fake-deps.ts';

const ORGANIZERS = ['UORG', 'UORG2', 'UORG3'];
const said = { key: 'page.optedOutAlarm', params: { person: 'Vera' } };
const tell = (world: World) =>
  world.store.commit({ jobs: [scheduleJob(tellOrganizers, world.clock.now(), said, 'tell:x')] });
const told = ({ chat }: World) => chat.sent.filter(({ kind }) => kind === 'dm').map(({ to }) => to);

/** No ops channel; the next message to this person fails so. */
async function worldWhere(person: string, error: Error, times = 1): Promise<World> {
  const world = await fakeWorld(undefined, [], fakeEvent({ organizers: ORGANIZERS, channels: {} }));
  const dm = world.chat.dm.bind(world.chat);
  let left = times;
  world.chat.dm = async (to, ...rest) => {
    if (to === person && left-- > 0) throw error;
    return await dm(to, ...rest);
  };
  return world;
}

describe('organizers who are told one by one', () => {
  it('are told although one of them has left', async () => {
    const world = await worldWhere('UORG', new PermanentError('user_disabled'), 99);
    await tell(world);
    await world.settle(jobs);
    expect(told(world)).toEqual(['UORG2', 'UORG3']);
    expect(await world.store.outbox()).toEqual([]);
  });

  it('are each told once although Slack fails in the middle', async () => {
    const world = await worldWhere('UORG2', new Error('Slack answered HTTP 503'));
    await tell(world);
    await world.advance('PT1M', jobs);
    expect(told(world)).toEqual(['UORG', 'UORG3', 'UORG2']);
  });

  it('are each told once although Slack asks for patience, which is no failed attempt', async () => {
    const world = await worldWhere('UORG2', new RetryLater(7));
    await tell(world);
    await world.advance('PT1M', jobs);
    expect(told(world)).toEqual(['UORG', 'UORG3', 'UORG2']);
    expect(world.chat.lookedFor).toEqual(['tell:x', 'tell:x', 'tell:x']);
  });

  it('are told by hand where nobody can be reached: the job fails for good', async () => {
    const world = await worldWhere('UORG', new PermanentError('user_disabled'), 99);
    const dm = world.chat.dm.bind(world.chat);
    world.chat.dm = async (to, ...rest) => {
      if (to !== 'UORG') throw new PermanentError('account_inactive');
      return await dm(to, ...rest);
    };
    await tell(world);
    await world.settle(jobs);
    const failed = (await world.store.facts({ about: 'job:tell:x' })).map(({ data }) => data);
    expect(failed).toMatchObject([{ code: 'user_disabled' }]);
  });
});

it('a job that is put again while it runs is known to have got some way', async () => {
  const world = await fakeWorld();
  await tell(world);
  const [handed] = (
    await world.store.claim(world.clock.now(), {
      pages: 1,
      reminders: 0,
      chores: 0,
      webhooks: 0,
    })
  ).jobs;
  await sendOnce(
    world.chat,
    { channel: 'COPS' },
    { key: 'tell:x', message: { text: mrkdwn`left` }, mayHaveRunBefore: false },
  );
  // It dies here; somebody puts the job anew, at another time and with a revision of its own.
  world.clock.t = world.clock.now().add({ seconds: 1 });
  await tell(world);
  await world.settle(jobs);
  expect(handed?.deliveryCount).toBe(1);
  expect(world.chat.sent.map(({ text }) => text)).toEqual(['left']);
});

describe('a key', () => {
  const section = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x' } };
  const buttons = { type: 'actions' as const, block_id: 'incident.pm', elements: [] };

  it('is the id of a block that nobody presses, and leaves the others as they are', () => {
    const message = { text: mrkdwn`x`, blocks: [buttons, section, section] };
    expect(payload(message, 'k').blocks).toEqual([buttons, { ...section, block_id: 'k' }, section]);
    expect(payload({ text: mrkdwn`x` }, 'k').blocks).toMatchObject([{ block_id: 'k' }]);
    expect(
      payload({ text: mrkdwn`x`, blocks: [{ ...section, block_id: 'k' }, section] }, 'k').blocks,
    ).toEqual([{ ...section, block_id: 'k' }, section]);
  });

  it('that is too long for Slack is still its own', async () => {
    const { chat } = await fakeWorld();
    const keys = [`${'a'.repeat(300)}1`, `${'a'.repeat(300)}2`];
    const place = { channel: 'COPS' };
    for (const mayHaveRunBefore of [false, true])
      for (const key of keys)
        await sendOnce(chat, place, { key, message: { text: escape(key.slice(-1)) }, mayHaveRunBefore });
    expect(chat.sent.map(({ text }) => text)).toEqual(['1', '2']);
    for (const { blocks } of chat.messages.values())
      expect(blocks?.[0]?.block_id?.length).toBeLessThanOrEqual(255);
  });

  it('finds a file in a thread by its name', () => {
    expect(isNamed({ files: [{ name: 'i1.md' }] }, 'i1.md')).toBe(true);
    expect(isNamed({ blocks: [], files: [{ name: 'i2.md' }] }, 'i1.md')).toBe(false);
  });
});

describe('a card that two processes record', () => {
  const record = (world: World, ts: string) =>
    recordCard(world.deps, cardDocument, {
      id: 'P1',
      value: { page: 'P1', channel: 'COPS', ts },
      version: 0,
      fact: recordFact(cardPosted, {
        at: world.clock.now(),
        by: 'callboard',
        about: [],
        data: { page: 'P1', channel: 'COPS' },
      }),
    });

  it('is one: whoever comes second takes theirs away', async () => {
    const world = await fakeWorld();
    const [first, second] = [
      await world.chat.post('COPS', { text: mrkdwn`card` }),
      await world.chat.post('COPS', { text: mrkdwn`card` }),
    ];
    await record(world, first.ts);
    await record(world, second.ts);
    expect([...world.chat.messages.keys()]).toEqual([`COPS:${first.ts}`]);
  });

  it('stays where the second has found the first’s', async () => {
    const world = await fakeWorld();
    const { ts } = await world.chat.post('COPS', { text: mrkdwn`card` });
    await record(world, ts);
    await record(world, ts);
    expect(world.chat.messages.size).toBe(1);
  });
});
