/**
 * Slack gives each method so many calls a minute, singly. What must update many messages ends all the same,
 * and what is put off in the middle of its sending says nothing twice.
 */
import { describe, expect, it } from 'vitest';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { createBudget } from '../../../src/adapters/slack/budget.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { tellOrganizers } from '../../../src/callboard/domain/jobs.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { RetryLater } from '../../../src/core/errors.ts';
import type { Chat } from '../../../src/core/ports/chat.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { slackDmChannel } from '../../../src/page/slack-channel.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { privateWorld } from '../incident/private-world.ts';
import { START } from '../page/world.ts';

/** Every update is counted against our budget, as housekeeping. */
function underBudget(world: World): { readonly updates: string[] } {
  const budget = createBudget({
    now: () => world.clock.now().epochMilliseconds,
    random: () => 0.5,
  });
  const updates: string[] = [];
  const update = world.chat.update.bind(world.chat);
  world.chat.update = async (at, ...rest) => {
    await budget.take('chat.update', 'chores');
    updates.push(`${at.channel}:${at.ts}`);
    await update(at, ...rest);
  };
  return { updates };
}

describe('a page that sixty were asked by', () => {
  const organizers = Array.from({ length: 60 }, (_, i) => `UORG${i}`);

  async function asked(): Promise<World> {
    const world = await fakeWorld(
      START,
      organizers.map((id) => somebody(id)),
      fakeEvent({ organizers }),
    );
    const real = slackDmChannel(world.chat as Chat);
    world.channels.slack.send = (outgoing) => real.send(outgoing);
    await world.type('UORG0', page, 'oncall Nobody has the rota');
    await world.advance('PT30S', jobs);
    return world;
  }
  const buttons = (world: World) =>
    [...world.chat.messages].filter(
      ([at, { blocks }]) => at.startsWith('D') && JSON.stringify(blocks).includes('page.ack'),
    ).length;

  it('has no button left soon after somebody answers, and costs a call a message', async () => {
    const world = await asked();
    expect(buttons(world)).toBe(60);
    const { updates } = underBudget(world);
    await world.press('UORG1', page, 'page.ack', 'P1');
    await world.advance('PT10M', jobs);
    expect(buttons(world)).toBe(0);
    const direct = updates.filter((at) => at.startsWith('D'));
    expect(direct.length).toBe(60);
    expect(new Set(direct).size).toBe(60);
    expect((await world.store.outbox()).filter(({ id }) => id.startsWith('dm'))).toEqual([]);
  });
});

describe('an erased incident that a hundred were asked about', () => {
  it('leaves Slack whole, though Slack takes forty away in a minute', async () => {
    const { world, code, settle } = await privateWorld();
    const asks = Array.from({ length: 100 }, (_, i) => ({ channel: `DMANY${i}`, ts: '1.000100' }));
    const now = world.clock.now().toString();
    for (const at of asks) {
      world.chat.messages.set(`${at.channel}:${at.ts}`, { text: 'of the page' as never });
      const id = `n-${at.channel}`;
      const known = { id, page: 'P1', person: 'UANA', channel: 'slack', sequence: 0, attempt: 1, at: now };
      const state = { state: 'delivered' as const, reference: `${at.channel}:${at.ts}`, changedAt: now };
      await world.store.commit({
        put: [put(notificationDocument, id, { ...known, ...state })],
        facts: [
          recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } }),
        ],
      });
    }
    await world.type('UANA', incident, `role ${code} commander`);
    await world.type('UANA', incident, `resolve ${code}`);
    await world.type('UANA', page, 'resolve P1');
    await settle();
    const budget = createBudget({ now: () => world.clock.now().epochMilliseconds, random: () => 0.5 });
    const remove = world.chat.remove.bind(world.chat);
    world.chat.remove = async (at) => {
      await budget.take('chat.delete', 'chores');
      await remove(at);
    };
    await world.press('UANA', incident, 'incident.erase', code);
    await world.advance('PT20M', jobs);
    expect(asks.filter(({ channel, ts }) => world.chat.messages.has(`${channel}:${ts}`))).toEqual([]);
    expect((await world.store.outbox()).filter(({ name }) => name === 'clear-erased')).toEqual([]);
  });
});

describe('what is put off in the middle', () => {
  it('does not tell those again who were told before it', async () => {
    const world = await fakeWorld(
      undefined,
      [],
      fakeEvent({ organizers: ['UORG', 'UORG2', 'UORG3'], channels: {} }),
    );
    const dm = world.chat.dm.bind(world.chat);
    let left = 1;
    world.chat.dm = async (to, ...rest) => {
      // The budget's own word: this call was not made.
      if (to === 'UORG2' && left-- > 0) throw new RetryLater(7, { untouched: true });
      return await dm(to, ...rest);
    };
    const said = { key: 'page.optedOutAlarm', params: { person: 'Vera' } };
    await world.store.commit({ jobs: [scheduleJob(tellOrganizers, world.clock.now(), said, 'tell:x')] });
    await world.advance('PT1M', jobs);
    const told = world.chat.sent.filter(({ kind }) => kind === 'dm').map(({ to }) => to);
    expect(told.sort()).toEqual(['UORG', 'UORG2', 'UORG3']);
  });
});
