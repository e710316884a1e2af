/** Texts: they wait their turn, are delivered unless something else was arranged, and are answered by the person. */
import { randomBytes } from 'node:crypto';
import { segments } from '../../phone/gsm.ts';
import { type Exchange, NotPossible } from './exchange.ts';
import type { Reports } from './reports.ts';
import { nextTurn } from './send-queue.ts';
import type { Text } from './state.ts';
import { START_WORDS, STOP_WORDS, TRIAL_TEXT } from './twilio-rules.ts';
import { parseTwiml } from './twiml.ts';

/** Where the bot takes texts: what the number's sms_url would be at Twilio. */
const SMS_PATH = '/twilio/sms';
const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;

/** What Twilio says of a text that waited for longer than it was worth. */
const EXPIRED = 30036;
/** It is over: nothing more is told of it. */
const LAST: ReadonlySet<string> = new Set(['delivered', 'undelivered', 'failed']);

export class Texts {
  readonly #exchange: Exchange;
  readonly #reports: Reports;
  /** Told when something else is due next. */
  readonly #moved: () => void;

  constructor(exchange: Exchange, reports: Reports, moved: () => void) {
    this.#exchange = exchange;
    this.#reports = reports;
    this.#moved = moved;
  }

  get #state() {
    return this.#exchange.options.state;
  }
  get #now(): number {
    return this.#exchange.options.clock.now().epochMilliseconds;
  }

  /** Delivers what the last process took in and did not get to. */
  resume(): void {
    this.runDue();
  }

  /** Seconds until a text that comes now would leave. */
  get waiting(): number {
    return Math.max(0, ((this.#state.mood.textsFree ?? 0) - this.#now) / 1_000);
  }

  /** @param validFor - Seconds that it may wait in the queue. */
  async takeIn(
    given: Omit<Text, 'kind' | 'status' | 'undelivered'>,
    validFor: number | undefined,
  ): Promise<void> {
    const { rules, mood } = this.#state;
    const body = rules.trial ? `${TRIAL_TEXT}${given.body}` : given.body;
    const turn = nextTurn(mood.textsFree ?? 0, this.#now, segments(body), rules.textsPerSecond);
    const text: Text = {
      kind: 'text',
      ...given,
      body,
      status: 'queued',
      leavesAt: turn.at,
      ...(validFor !== undefined && { expiresAt: this.#now + validFor * 1_000 }),
      undelivered: true,
    };
    // Both are said before anything is waited for, so that two texts never have one turn.
    await Promise.all([this.#state.change({ textsFree: turn.free }), this.#state.put(text)]);
    this.#exchange.underWay.later(text.sid, () => this.#report(text));
    this.runDue();
    this.#moved();
  }

  nextDue(): number | undefined {
    const dues = this.#state.texts.flatMap((text) => (text.undelivered ? [dueAt(text)] : []));
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  /** Begins to deliver whatever has its turn. */
  runDue(): void {
    const isDue = (text: Text | undefined): text is Text =>
      text?.undelivered === true && dueAt(text) <= this.#now;
    for (const { sid } of this.#state.texts.filter(isDue))
      this.#exchange.underWay.later(sid, async () => {
        const text = this.#state.text(sid);
        if (!isDue(text)) return;
        if (text.status === 'queued' && dueAt(text) < (text.leavesAt ?? 0))
          return await this.#set(text, 'failed', EXPIRED);
        const fate = await this.#exchange.fateOf(text.number);
        if (fate) return await this.#set(text, fate.status, fate.errorCode);
        if (text.status !== 'sent') await this.#set(text, 'sent');
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
    const { undelivered: _, ...rest } = text;
    const next: Text = {
      ...rest,
      status,
      ...(errorCode !== undefined && { errorCode }),
      ...(status === 'sent' && { undelivered: true as const }),
    };
    await this.#state.put(next);
    await this.#exchange.options.carrier.report('text', text.sid, status);
    await this.#report(next);
  }

  async #report({ sid, number, from, status, statusCallback, errorCode }: Text): Promise<void> {
    const form = {
      AccountSid: this.#exchange.options.account.sid,
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      To: number,
      From: from,
      ApiVersion: '2010-04-01',
      ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    };
    await this.#reports.tell(sid, statusCallback, form, LAST.has(status));
  }

  /** A text of the person to the bot; what the bot answers in TwiML is a text to them. */
  async reply(number: string, body: string): Promise<void> {
    const { clock, botNumber } = this.#exchange.options;
    const sid = newSid();
    await this.#state.put({ kind: 'sent', sid, number, body, at: clock.now().toString() });
    await this.#optOut(number, body.trim().toUpperCase());
    await this.#exchange.underWay.go(sid, async () => {
      const twiml = await this.#hand(sid, number, body);
      for (const verb of twiml.trim() === '' ? [] : parseTwiml(twiml)) {
        // Whoever has sent STOP gets no answer either.
        if (verb.verb !== 'message' || this.#state.rules.optedOut.includes(number)) continue;
        const text = { sid: newSid(), number, from: botNumber, body: verb.text, at: clock.now().toString() };
        await this.#state.put({ kind: 'text', ...text, status: 'delivered' });
      }
    });
  }

  /** Twilio reads these words before the bot does, and refuses what follows (21610). */
  async #optOut(number: string, word: string): Promise<void> {
    const { rules } = this.#state;
    const others = rules.optedOut.filter((one) => one !== number);
    if (STOP_WORDS.has(word))
      await this.#state.change({ rules: { ...rules, optedOut: [...others, number] } });
    else if (START_WORDS.has(word)) await this.#state.change({ rules: { ...rules, optedOut: others } });
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
      NumSegments: String(segments(body)),
      ApiVersion: '2010-04-01',
    };
    return await carrier.ask(`${publicUrl}${SMS_PATH}`, form).catch((error: Error) => {
      throw new NotPossible(`The text did not get through: ${error.message}.`);
    });
  }
}

/** When it leaves, or is thrown away, whichever is sooner. */
const dueAt = ({ leavesAt = 0, expiresAt }: Text): number => Math.min(leavesAt, expiresAt ?? leavesAt);
