/** E-mail and Slack: the same suite, to prove that a channel is a folder and a line. */
import { createTransport } from 'nodemailer';
import { mailChannel } from '../../../src/adapters/mail/channel.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { PermanentError, RetryLater } from '../../../src/core/errors.ts';
import { slackDmChannel } from '../../../src/page/slack-channel.ts';
import { channelConformance, type Provided } from '../../support/channel-conformance.ts';
import { FakeChat } from '../../support/fake-deps.ts';

const vera: Person = {
  id: 'UVOL',
  name: 'Vera',
  slack: 'UVOL',
  handle: 'vera',
  email: 'vera.volunteer@example.org',
};

function mail(fail?: object): Provided {
  const sent: string[] = [];
  const transport = createTransport({
    name: 'kept',
    version: '1',
    send(message: { data: Record<string, unknown> }, done: (error: unknown, info: never) => void) {
      if (fail) return done(Object.assign(new Error(`no ${vera.email}`), fail), undefined as never);
      sent.push(String(message.data['text']));
      done(null, { messageId: message.data['messageId'], envelope: message.data['envelope'] } as never);
    },
  } as never);
  const channel = mailChannel({ smtp: transport, from: 'Callboard <callboard@example.org>' });
  return { channel, left: () => sent.length, last: () => sent.at(-1) ?? '' };
}

channelConformance({
  name: 'email',
  reachable: vera,
  secret: 'vera.volunteer',
  works: () => mail(),
  refuses: () => mail({ responseCode: 550 }),
  gone: () => mail({ code: 'ECONNECTION' }),
});

function slack(fail?: Error): Provided {
  const chat = new FakeChat();
  chat.failWith = fail;
  return {
    channel: slackDmChannel(chat),
    left: () => chat.sent.length,
    last: () => chat.sent.at(-1)?.text ?? '',
  };
}

channelConformance({
  name: 'slack',
  reachable: vera,
  secret: 'UVOL',
  works: () => slack(),
  refuses: () => slack(new PermanentError('channel_not_found')),
  busy: () => slack(new RetryLater(3)),
  gone: () => slack(new Error('socket hang up')),
});
