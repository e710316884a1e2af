/** Twilio as the phones know it: forms, signed with the account's token; the emulator keeps the statuses. */
import { randomBytes } from 'node:crypto';
import { segments } from '../../phone/gsm.ts';
import type { Account, Carrier } from './carrier.ts';
import { form, type Line } from './line.ts';

/** Where the bot takes texts: what the number's sms_url would be at Twilio. */
const SMS_PATH = '/twilio/sms';
const VERSION = { ApiVersion: '2010-04-01' };

export const twilioLine = (carrier: Carrier, account: Account, number: string): Line => ({
  provider: 'twilio',
  number,
  costOf: segments,
  newTextId: () => `SM${randomBytes(16).toString('hex')}`,
  textTold: ({ sid, number: to, from, status, errorCode }) =>
    form({
      AccountSid: account.sid,
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      To: to,
      From: from,
      ...VERSION,
      ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    }),
  callFields: ({ sid, from, number: to, status }) => ({
    CallSid: sid,
    AccountSid: account.sid,
    From: from,
    To: to,
    CallStatus: status,
    Direction: 'outbound-api',
    ...VERSION,
  }),
  answeredWord: (by) => by,
  takesAnswers: true,
  textIn: (id, from, body) => ({
    path: SMS_PATH,
    told: form({
      AccountSid: account.sid,
      MessageSid: id,
      SmsSid: id,
      SmsMessageSid: id,
      SmsStatus: 'received',
      From: from,
      To: number,
      Body: body,
      NumMedia: '0',
      NumSegments: String(segments(body)),
      ...VERSION,
    }),
  }),
  ask: (url, told, method) => carrier.ask(url, 'form' in told ? told.form : {}, method),
  keep: (kind, id, status) => carrier.report(kind, id, status),
});
