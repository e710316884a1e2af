/** Texts: delivered at once unless something else was arranged, failed by the carrier, answered by the person. */
import { randomBytes } from 'node:crypto';
import { type Exchange, NotPossible } from './exchange.ts';
import type { Text } from './state.ts';
import { parseTwiml } from './twiml.ts';

/** Where the bot takes texts: what the number's sms_url would be at Twilio. */
const SMS_PATH = '/twilio/sms';
const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;

export class Texts {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  get #state() {
    return this.#exchange.options.state;
  }

  /** Delivers what the last process took in and did not get to. */
  resume(): void {
    for (const text of this.#state.texts) if (text.undelivered) this.#deliverLater(text.sid);
  }

  async takeIn(text: Omit<Text, 'kind' | 'status' | 'undelivered'>): Promise<void> {
    await this.#state.put({ kind: 'text', ...text, status: 'queued', undelivered: true });
    this.#deliverLater(text.sid);
  }

  #deliverLater(sid: string): void {
    this.#exchange.underWay.later(sid, async () => {
      const text = this.#state.text(sid);
      if (!text?.undelivered) return;
      const fate = await this.#exchange.fateOf(text.number);
      if (fate) return await this.#set(text, fate.status, fate.errorCode);
      await this.#set(text, 'sent');
      const sent = this.#state.text(sid);
      if (sent) await this.#set(sent, 'delivered');
    });
  }

  async fail(sid: string, status: string, errorCode: number | undefined): Promise<void> {
    await this.#exchange.underWay.go(sid, async () => {
      const text = this.#state.text(sid);
      if (text) await this.#set(text, status, errorCode);
    });
  }

  async #set(text: Text, status: string, errorCode?: number): Promise<void> {
    const { carrier, account } = this.#exchange.options;
    const { undelivered: _, ...rest } = text;
    await this.#state.put({
      ...rest,
      status,
      ...(errorCode !== undefined && { errorCode }),
      ...(status === 'sent' && { undelivered: true as const }),
    });
    const form = {
      AccountSid: account.sid,
      MessageSid: text.sid,
      SmsSid: text.sid,
      MessageStatus: status,
      SmsStatus: status,
      To: text.number,
      From: text.from,
      ApiVersion: '2010-04-01',
      ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    };
    // The emulator's own callback has no error code, so the one that has it goes first.
    if (errorCode !== undefined) await this.#exchange.tell(text.statusCallback, form);
    const known = await carrier.report('text', text.sid, status);
    if (!known && errorCode === undefined) await this.#exchange.tell(text.statusCallback, form);
  }

  /** A text of the person to the bot; what the bot answers in TwiML is a text to them. */
  async reply(number: string, body: string): Promise<void> {
    const { clock, botNumber } = this.#exchange.options;
    const sid = newSid();
    await this.#state.put({ kind: 'sent', sid, number, body, at: clock.now().toString() });
    await this.#exchange.underWay.go(sid, async () => {
      const twiml = await this.#hand(sid, number, body);
      for (const verb of twiml.trim() === '' ? [] : parseTwiml(twiml)) {
        if (verb.verb !== 'message') continue;
        const text = { sid: newSid(), number, from: botNumber, body: verb.text, at: clock.now().toString() };
        await this.#state.put({ kind: 'text', ...text, status: 'delivered' });
      }
    });
  }

  async #hand(sid: string, number: string, body: string): Promise<string> {
    const { carrier, account, botNumber, publicUrl } = this.#exchange.options;
    const form = {
      AccountSid: account.sid,
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      SmsStatus: 'received',
      From: number,
      To: botNumber,
      Body: body,
      NumMedia: '0',
      NumSegments: String(Math.max(1, Math.ceil(body.length / 160))),
      ApiVersion: '2010-04-01',
    };
    return await carrier.ask(`${publicUrl}${SMS_PATH}`, form).catch((error: Error) => {
      throw new NotPossible(`The text did not get through: ${error.message}.`);
    });
  }
}
