/** Nothing is posted into the void: where the bot may not post in the ops channel, each organizer is told directly. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobs } from '../../../jobs/index.ts';
import { closedChannels } from '../../../src/callboard/closed-channels.ts';
import { jobKind, scheduleJob } from '../../../src/core/commit.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { job } from '../../../src/core/job.ts';
import { sendOnce, sendToOrganizers } from '../../../src/core/once.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { FakeChat, fakeEvent, fakeWorld } from '../../support/fake-deps.ts';

class Closed extends FakeChat {
  readonly error: Error;
  constructor(error: Error) {
    super();
    this.error = error;
  }
  override async post(): Promise<never> {
    throw this.error;
  }
}
const event = fakeEvent({ organizers: ['UORG', 'UANA'] });
const sending = { key: 'k', message: { text: mrkdwn`P1: dial by hand` }, mayHaveRunBefore: false };

describe('a message for the organizers', () => {
  it.each(['not_in_channel', 'is_archived', 'channel_not_found', 'restricted_action', 'missing_scope'])(
    'goes to each of them where the channel answers %s',
    async (code) => {
      const chat = new Closed(new PermanentError(code));
      await sendToOrganizers(chat, event, sending);
      expect(chat.sent.map(({ kind, to }) => [kind, to])).toEqual([
        ['dm', 'UORG'],
        ['dm', 'UANA'],
      ]);
    },
  );

  it('waits for its channel where Slack only asks for patience', async () => {
    const chat = new Closed(new RetryLater(5));
    await expect(sendToOrganizers(chat, event, sending)).rejects.toBeInstanceOf(RetryLater);
    expect(chat.sent).toEqual([]);
  });
});

const posting = jobKind({
  ...{ name: 'posting', queue: 'chores', retry: { attempts: 2, backoff: 1 }, schema: z.object({}) },
  id: () => 'posting',
});

describe('a channel that is closed to the bot', () => {
  it('is named to the organizers, with what to do, when something could not be posted there', async () => {
    const world = await fakeWorld();
    world.chat.gone.add('C0ROOM');
    const postInto = job({
      kind: posting,
      async run(_data, { chat }, { id, mayHaveRunBefore }) {
        await sendOnce(chat, { channel: 'C0ROOM' }, { key: id, message: sending.message, mayHaveRunBefore });
        return undefined;
      },
    });
    await world.store.commit({ jobs: [scheduleJob(posting, world.clock.now(), {})] });
    await world.settle([...jobs, postInto]);
    const [said] = world.chat.sent.map(({ text }) => text);
    expect(said).toContain('I cannot post in <#C0ROOM> (channel_not_found, `posting`). Invite me there');
  });

  it('is seen at once by who asks for the status, however fresh the list of channels is', async () => {
    const channel = { id: 'C0OPS', name: 'ops', isMember: true, isArchived: false };
    const chat = { channels: async () => [channel], channel: async () => undefined };
    const settings = fakeEvent({ channels: { ops: 'C0OPS' } });
    expect(await closedChannels(settings, chat)).toEqual([]);
    expect(await closedChannels(settings, chat, { asksNow: true })).toEqual([
      { id: 'C0OPS', uses: ['ops'], trouble: 'unseen' },
    ]);
  });
});
