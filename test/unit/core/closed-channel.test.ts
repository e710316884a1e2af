/** Nothing is posted into the void: where the bot may not post in the ops channel, each organizer is told directly. */
import { describe, expect, it } from 'vitest';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { sendToOrganizers } from '../../../src/core/once.ts';
import { mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { FakeChat, fakeEvent } from '../../support/fake-deps.ts';

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
