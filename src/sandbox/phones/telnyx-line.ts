/**
 * The second provider as the phones know it: as Telnyx, by developers.telnyx.com. Its events about texts are JSON,
 * its TeXML's about calls are forms; both are signed with Ed25519 over `timestamp|body`, by the machine's own time.
 */
import { createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto';
import type { Line } from './line.ts';
import type { Text } from './state.ts';

export interface TelnyxAccount {
  readonly id: string;
  readonly application: string;
  readonly apiKey: string;
  readonly number: string;
  /** The private half of the key that it signs with: 32 bytes, base64url. */
  readonly signingKey: string;
  readonly publicKey: string;
}

const SMS_PATH = '/telnyx/sms';
const PATIENCE = 15_000;

/** A text's status, by what the phones call it; what is not here is told to nobody. */
const STATUS: Readonly<Record<string, string>> = {
  queued: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'delivery_failed',
  failed: 'sending_failed',
};

/** The message object, as it is in events and where it is asked for. */
export const telnyxMessage = (text: Text): object => ({
  record_type: 'message',
  direction: 'outbound',
  id: text.sid,
  type: 'SMS',
  from: { phone_number: text.from, carrier: 'Telnyx', line_type: 'VoIP' },
  to: [{ phone_number: text.number, status: STATUS[text.status] ?? text.status, carrier: '', line_type: '' }],
  text: text.body,
  errors: text.errorCode === undefined ? [] : [{ code: String(text.errorCode), title: 'as it was arranged' }],
  webhook_url: text.statusCallback ?? null,
  webhook_failover_url: null,
  received_at: text.at,
  valid_until: null,
  parts: 1,
});

const event = (event_type: string, payload: object, occurred_at: string) => ({
  json: {
    data: { record_type: 'event', id: randomUUID(), event_type, occurred_at, payload },
    meta: { attempt: 1 },
  },
});

export function newTelnyxCallId(): string {
  return `v3:${randomBytes(36).toString('base64url')}`;
}

export function telnyxLine(account: TelnyxAccount, now: () => string): Line {
  const key = createPrivateKey({
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      d: account.signingKey,
      x: Buffer.from(account.publicKey, 'base64').toString('base64url'),
    },
    format: 'jwk',
  });
  return {
    provider: 'second',
    number: account.number,
    costOf: () => 1,
    newTextId: randomUUID,
    textTold(text) {
      if (text.status === 'queued') return undefined;
      const type = text.status === 'sent' ? 'message.sent' : 'message.finalized';
      return event(type, telnyxMessage(text), now());
    },
    callFields: ({ sid, from, number, status }) => ({
      CallSid: sid,
      CallSidLegacy: sid,
      AccountSid: account.id,
      ConnectionId: account.application,
      From: from,
      To: number,
      CallStatus: status,
    }),
    answeredWord: (by) => (by === 'human' ? 'human' : by === 'unknown' ? 'not_sure' : 'machine'),
    takesAnswers: false,
    textIn: (id, number, body) => ({
      path: SMS_PATH,
      told: event(
        'message.received',
        {
          record_type: 'message',
          direction: 'inbound',
          id,
          type: 'SMS',
          from: { phone_number: number, carrier: '', line_type: 'Wireless', status: 'received' },
          to: [{ phone_number: account.number, carrier: 'Telnyx', line_type: 'VoIP' }],
          text: body,
          media: [],
          errors: [],
        },
        now(),
      ),
    }),
    async ask(url, told, method = 'POST') {
      const target = new URL(url);
      if (method === 'GET' && 'form' in told)
        for (const [name, value] of Object.entries(told.form)) target.searchParams.append(name, value);
      const body =
        method === 'GET'
          ? ''
          : 'form' in told
            ? new URLSearchParams(told.form).toString()
            : JSON.stringify(told.json);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const response = await fetch(target, {
        method,
        headers: {
          'content-type': 'form' in told ? 'application/x-www-form-urlencoded' : 'application/json',
          'telnyx-timestamp': timestamp,
          'telnyx-signature-ed25519': sign(null, Buffer.from(`${timestamp}|${body}`), key).toString('base64'),
          'user-agent': 'telnyx-webhooks',
        },
        ...(method === 'POST' && { body }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`the bot answers ${response.status} at ${target.pathname}`);
      return answer;
    },
  };
}
