/** What a report does to a notification: forward only, with the few exceptions that people would expect. */

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { page as command } from '../../../commands/page/command.ts';
import type { JobPut } from '../../../src/core/commit.ts';
import { applyDeliveryReport, type DeliveryReport } from '../../../src/page/domain/delivery.ts';
import { type Notification, notificationDocument } from '../../../src/page/domain/notification.ts';
import { type Page, pageDocument } from '../../../src/page/domain/page.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld } from './world.ts';

const NOW = Temporal.Instant.from('2019-06-05T08:05:00Z');

/** A page to Vera, open, its three notifications as they were planned. */
async function opened(): Promise<{ world: World; page: Page; of: (channel: string) => Notification }> {
  const world = await pagingWorld();
  await world.type('UANY', command, 'stage-main Help');
  const page = (await world.store.get(pageDocument, 'P1'))?.value as Page;
  const all = (await world.store.all(notificationDocument)).map(({ value }) => value);
  return { world, page, of: (channel) => all.find((one) => one.channel === channel) as Notification };
}

const told = (
  one: Notification,
  report: DeliveryReport,
  page: Page,
  others: readonly Notification[] = [],
) => {
  const change = applyDeliveryReport({ id: one.id, value: one, version: 1 }, report, page, others, NOW);
  const after = change?.put?.find(({ id }) => id === one.id)?.value as Notification | undefined;
  const due = (change?.jobs ?? []).filter((job): job is JobPut => 'name' in job).map(({ id }) => id);
  return { after, due };
};

describe('a text that the carrier takes back', () => {
  it('was delivered, then was not: it failed, and the call starts at once', async () => {
    const { page, of } = await opened();
    const delivered: Notification = { ...of('sms'), state: 'delivered', reference: 'SM1' };
    // At 08:00:40, half a minute before the call would begin.
    const { after, due } = told(
      delivered,
      { state: 'failed', code: '30005', reference: 'SM1' },
      {
        ...page,
        stepsRun: page.stepsRun.map((ran) => ({ ...ran, at: '2019-06-05T08:04:20Z' })),
      },
    );
    expect(after).toMatchObject({ state: 'failed', code: '30005' });
    expect(due).toContain(`notify:${of('voice').id}`);
  });
});

describe('a report that comes late', () => {
  it('of a delivery after the failure does not bring it back', async () => {
    const { page, of } = await opened();
    const failed: Notification = { ...of('sms'), state: 'failed', code: '30005', reference: 'SM1' };
    expect(told(failed, { state: 'delivered', reference: 'SM1' }, page).after).toBeUndefined();
  });

  it('of a failure after the delivery changes nothing of a call or a message', async () => {
    const { page, of } = await opened();
    for (const channel of ['voice', 'slack']) {
      const arrived: Notification = { ...of(channel), state: 'delivered', reference: 'X1' };
      expect(told(arrived, { state: 'failed', code: 'busy', reference: 'X1' }, page).after).toBeUndefined();
    }
  });
});

describe('a call whose digit was the answer', () => {
  it('arrived, although only its end was recorded', async () => {
    const { page, of } = await opened();
    const by = (person: string): Page => ({
      ...page,
      state: 'acknowledged',
      acknowledged: { by: person, via: 'voice', at: '2019-06-05T08:04:00Z' },
    });
    const ringing: Notification = { ...of('voice'), state: 'answered', reference: 'CA1' };
    const ended: DeliveryReport = { state: 'failed', code: 'no-digit', reference: 'CA1' };
    const { after } = told(ringing, ended, by('UVOL'));
    expect(after?.state).toBe('delivered');
    expect(after?.code).toBeUndefined();
    expect(told(ringing, ended, by('ULEAD')).after).toMatchObject({ state: 'failed', code: 'stopped' });
  });
});

describe('a call that nobody knew of', () => {
  it('is stopped when it is first heard of after somebody answered', async () => {
    const { page, of } = await opened();
    const over: Page = {
      ...page,
      state: 'acknowledged',
      acknowledged: { by: 'UORG', via: 'slack', at: '2019-06-05T08:04:00Z' },
    };
    const { due } = told(of('voice'), { state: 'ringing', reference: 'CA1' }, over);
    expect(due).toContain(`withdraw:${of('voice').id}`);
    expect(told(of('voice'), { state: 'ringing', reference: 'CA1' }, page).due).toEqual([
      expect.stringMatching(/^card-soon/),
      `poll:${of('voice').id}`,
    ]);
  });
});

describe('what left before its process could say so', () => {
  const acknowledged = async (world: World) => await world.press('UORG', command, 'page.ack', 'P1');

  it('a direct message is found, and no longer asks', async () => {
    const { world, of } = await opened();
    const direct = await world.chat.dm('UVOL', {
      text: mrkdwn`Help`,
      blocks: [
        { type: 'section', block_id: `page:${of('slack').id}`, text: { type: 'mrkdwn', text: 'Help' } },
      ],
    });
    await acknowledged(world);
    await world.settle(jobs);
    const shown = JSON.stringify(world.chat.messages.get(`${direct.channel}:${direct.ts}`));
    expect(shown).toContain('has it');
    expect(shown).not.toContain('page.ack');
    const one = await world.store.get(notificationDocument, of('slack').id);
    expect(one?.value).toMatchObject({ state: 'delivered', reference: `${direct.channel}:${direct.ts}` });
  });

  it('and one that leaves while somebody answers is brought up to date', async () => {
    const { world } = await opened();
    const { slack } = world.channels;
    slack.send = async ({ to, message }) => {
      const at = await world.chat.dm(to.id, message ?? { text: mrkdwn`` });
      await acknowledged(world);
      return { reference: `${at.channel}:${at.ts}` };
    };
    await world.settle(jobs);
    const direct = [...world.chat.messages].filter(([at]) => at.startsWith('DVOL'));
    expect(direct).toHaveLength(1);
    expect(JSON.stringify(direct)).toContain('has it');
  });

  it('a card is found, and stays the only one', async () => {
    const { world } = await opened();
    await world.chat.post('CSTAGE', {
      text: mrkdwn`P1`,
      blocks: [{ type: 'section', block_id: 'card:P1', text: { type: 'mrkdwn', text: 'Nobody has it yet' } }],
    });
    await acknowledged(world);
    await world.settle(jobs);
    const cards = [...world.chat.messages].filter(([at]) => at.startsWith('CSTAGE'));
    expect(cards).toHaveLength(1);
    expect(JSON.stringify(cards)).toContain('has it');
  });
});
