/**
 * The phones of the sandbox: they take in what the bot sends through Twilio, deliver it, ring, and do what a
 * person does with a phone. One thing at a time for each text or call, so that a digit and a hang-up cannot
 * cross. Everything survives the bot's death: the phones live in its process, their state in Redis.
 */
import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Log } from '../../ports.ts';
import type { SandboxClock } from '../clock.ts';
import type { Timeline } from '../timeline.ts';
import { type After, follow, MOST_REDIRECTS, press, silence } from './call.ts';
import type { Account, Carrier, Listed } from './carrier.ts';
import type { Call, Leaving, PhoneState, Text } from './state.ts';
import { parseTwiml, type Verb } from './twiml.ts';

/** A thing that cannot be done with this phone just now; the message is for whoever tried. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

const RINGS_FOR_MS = 30_000;
/** Where the bot takes texts: what the number's sms_url would be at Twilio. */
export const SMS_PATH = '/twilio/sms';

const OVER: ReadonlySet<Call['status']> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']);
/** What the emulator says of a text or call that nobody has taken in. */
const WAITING: ReadonlySet<string> = new Set(['queued', 'ringing']);
const isOver = (call: Call): boolean => OVER.has(call.status);

export interface PhonesOptions {
  readonly state: PhoneState;
  readonly carrier: Carrier;
  readonly account: Account;
  readonly clock: SandboxClock;
  readonly log: Log;
  readonly publicUrl: string;
  /** The bot's own number. */
  readonly botNumber: string;
}

export class Phones implements Timeline {
  readonly #options: PhonesOptions;
  /** What is under way, by sid: the next thing with the same sid waits for it. */
  readonly #underWay = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #following: NodeJS.Timeout | undefined;

  constructor(options: PhonesOptions) {
    this.#options = options;
  }

  get state(): PhoneState {
    return this.#options.state;
  }

  /** Goes on where the last process stopped, and follows what others send through the emulator. */
  start(): void {
    const { state, clock } = this.#options;
    for (const text of state.texts)
      if (text.undelivered) this.#later(text.sid, () => this.#deliver(text.sid));
    for (const call of state.calls) if (call.asking) this.#later(call.sid, () => this.#ask(call.sid));
    clock.onMove(() => this.#wait());
    this.#following = setInterval(() => void this.follow().catch(() => {}), 1_000);
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#following);
  }

  // What the bot sends.

  /** Noted before a request leaves, because the bot may die before it hears the sid. */
  async leaving(what: Leaving['what'], form: Leaving['form']): Promise<Leaving> {
    const leaving: Leaving = { kind: 'leaving', id: randomBytes(8).toString('hex'), what, form };
    await this.state.put(leaving);
    return leaving;
  }

  async refused(leaving: Leaving): Promise<void> {
    await this.state.remove(leaving);
  }

  /** The emulator took it in under this sid. */
  async left(leaving: Leaving, sid: string): Promise<void> {
    const known = this.state.text(sid) ?? this.state.call(sid);
    if (!known) await this.#takeIn(sid, leaving);
    else await this.state.remove(leaving);
  }

  /** The caller put the phone down: the emulator has told the bot already. */
  async ended(sid: string): Promise<void> {
    const call = this.state.call(sid);
    if (!call || isOver(call)) return;
    const { until: _, gather: __, asking: ___, ...rest } = call;
    await this.state.put({ ...rest, status: call.status === 'ringing' ? 'canceled' : 'completed' });
    this.#wait();
  }

  async #takeIn(sid: string, leaving: Leaving): Promise<void> {
    const { clock, botNumber } = this.#options;
    const field = (name: string): string | undefined => {
      const value = leaving.form[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const optional = <K extends string>(key: K, value: string | undefined) =>
      (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
    const common = {
      sid,
      number: field('To') ?? '',
      from: field('From') ?? botNumber,
      at: clock.now().toString(),
      ...optional('statusCallback', field('StatusCallback')),
    };
    if (leaving.what === 'text') {
      const body = field('Body') ?? '';
      await this.state.put({ kind: 'text', ...common, body, status: 'queued', undelivered: true });
      this.#later(sid, () => this.#deliver(sid));
    } else {
      await this.state.put({
        kind: 'call',
        ...common,
        status: 'ringing',
        said: [],
        method: field('Method')?.toUpperCase() === 'GET' ? 'GET' : 'POST',
        until: clock.now().epochMilliseconds + RINGS_FOR_MS,
        ...optional('url', field('Url')),
        ...optional('twiml', field('Twiml')),
        ...optional('detectsMachines', field('MachineDetection')),
        ...optional(
          'amdCallback',
          field('AsyncAmd') === 'true' ? field('AsyncAmdStatusCallback') : undefined,
        ),
      });
      this.#later(sid, () => this.#ring(sid));
      this.#wait();
    }
    await this.state.remove(leaving);
  }

  /** What the emulator lists and the phones do not know: left by a bot that died, or sent by somebody else. */
  async follow(): Promise<void> {
    const { carrier } = this.#options;
    const unknown = (listed: Listed[], knows: (sid: string) => unknown) =>
      listed.filter((one) => one.direction !== 'inbound' && WAITING.has(one.status) && !knows(one.sid));
    const [texts, calls] = await Promise.all([carrier.texts(), carrier.calls()]);
    const found = [
      ...unknown(texts, (sid) => this.state.text(sid)).map((one) => ['text', one] as const),
      ...unknown(calls, (sid) => this.state.call(sid)).map((one) => ['call', one] as const),
    ];
    for (const [what, one] of found) {
      const leaving =
        this.state.leaving.find(
          ({ what: kind, form }) =>
            kind === what && form['To'] === one.to && (what === 'call' || form['Body'] === one.body),
        ) ??
        ({
          kind: 'leaving',
          id: one.sid,
          what,
          form: { To: one.to, From: one.from ?? '', Body: one.body ?? '' },
        } satisfies Leaving);
      if (!this.state.text(one.sid) && !this.state.call(one.sid)) await this.#takeIn(one.sid, leaving);
    }
  }

  async #deliver(sid: string): Promise<void> {
    const text = this.state.text(sid);
    if (!text?.undelivered) return;
    const fate = await this.#fate(text.number);
    if (fate) return await this.#setText(text, fate.status, fate.errorCode);
    await this.#setText(text, 'sent');
    const sent = this.state.text(sid);
    if (sent) await this.#setText(sent, 'delivered');
  }

  async #ring(sid: string): Promise<void> {
    const call = this.state.call(sid);
    const fate = call && (await this.#fate(call.number));
    if (call && fate) await this.#end(call, fate.status === 'busy' ? 'busy' : 'failed');
  }

  /** What was arranged for the next text or call to this number. */
  async #fate(number: string) {
    const { mood } = this.state;
    const { [number]: fate, ...next } = mood.next;
    if (fate) await this.state.put({ ...mood, next });
    return fate;
  }

  async #setText(text: Text, status: string, errorCode?: number): Promise<void> {
    const { carrier, account } = this.#options;
    const { undelivered: _, ...rest } = text;
    await this.state.put({
      ...rest,
      status,
      ...(errorCode !== undefined && { errorCode }),
      ...(status === 'sent' && { undelivered: true as const }),
    });
    // The emulator's own callback has no error code, so the one that has it goes first.
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
    if (errorCode !== undefined) await this.#tell(text.statusCallback, form);
    const known = await carrier.report('text', text.sid, status);
    if (!known && errorCode === undefined) await this.#tell(text.statusCallback, form);
  }

  /** A status for the bot; one that it does not take is lost, as it is at Twilio after one more try. */
  async #tell(url: string | undefined, form: Readonly<Record<string, string>>): Promise<void> {
    const { carrier, log } = this.#options;
    if (url === undefined) return;
    await carrier
      .ask(url, form)
      .catch(() => carrier.ask(url, form))
      .catch((error: Error) => log.warn({ error: error.message }, 'a phone could not report'));
  }

  #callForm(call: Call): Record<string, string> {
    const { account } = this.#options;
    const { sid, from, number, status } = call;
    const common = { CallSid: sid, AccountSid: account.sid, From: from, To: number, CallStatus: status };
    return { ...common, Direction: 'outbound-api', ApiVersion: '2010-04-01' };
  }

  async #setCall(call: Call, status: Call['status']): Promise<Call> {
    const next: Call = { ...call, status };
    await this.state.put(next);
    const known = await this.#options.carrier.report('call', call.sid, status);
    if (!known) await this.#tell(call.statusCallback, this.#callForm(next));
    this.#wait();
    return next;
  }

  async #end(call: Call, status: Call['status']): Promise<void> {
    const { until: _, gather: __, asking: ___, ...rest } = call;
    if (!isOver(call)) await this.#setCall(rest, status);
  }

  /** Asks the bot what comes next, as often as its TwiML says so, until the call waits or is over. */
  async #ask(sid: string): Promise<void> {
    const { carrier, clock, log } = this.#options;
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const call = this.state.call(sid);
      if (!call?.asking || isOver(call)) return;
      const { url, method, form } = call.asking;
      let verbs: readonly Verb[];
      try {
        verbs = parseTwiml(await carrier.ask(url, { ...this.#callForm(call), ...form }, method));
      } catch (error) {
        log.warn({ error: String(error) }, 'a call got no TwiML');
        verbs = [{ verb: 'say', text: 'We are sorry, an application error has occurred. Goodbye.' }];
      }
      const now = this.state.call(sid);
      if (!now || isOver(now)) return; // hung up meanwhile
      const after = follow(now, verbs, url, clock.now().epochMilliseconds);
      if (!(await this.#carryOn(after))) return;
    }
    const endless = this.state.call(sid);
    if (endless) await this.#end(endless, 'completed');
  }

  /** True when the bot has to be asked. */
  async #carryOn({ call, next }: After): Promise<boolean> {
    if (next === 'hang up') await this.#end(call, 'completed');
    else await this.state.put(call);
    this.#wait();
    return next === 'ask';
  }

  // What people do.

  /** The call that a person means: the one they are talking in, else the one that rings longest. */
  #current(number: string, sid?: string): Call {
    const open = this.state.calls.filter((call) => call.number === number && !isOver(call));
    const call = sid
      ? open.find((one) => one.sid === sid)
      : (open.find(({ status }) => status === 'in-progress') ?? open[0]);
    if (!call) throw new NotPossible('There is no call on this phone just now.');
    return call;
  }

  async answer(number: string, sid?: string, machine?: true): Promise<void> {
    const ringing = this.#current(number, sid);
    await this.#go(ringing.sid, async () => {
      const call = this.state.call(ringing.sid);
      if (call?.status !== 'ringing') return;
      const { until: _, ...answered } = call;
      const current = await this.#setCall({ ...answered, ...(machine && { machine }) }, 'in-progress');
      const by = !machine
        ? 'human'
        : call.detectsMachines === 'DetectMessageEnd'
          ? 'machine_end_beep'
          : 'machine_start';
      const detected = call.detectsMachines === undefined ? undefined : { AnsweredBy: by };
      if (detected && call.amdCallback)
        await this.#tell(call.amdCallback, {
          ...this.#callForm(current),
          ...detected,
          MachineDetectionDuration: '2000',
        });
      if (call.twiml !== undefined) {
        const base = this.#options.publicUrl;
        const verbs = parseTwiml(call.twiml);
        if (!(await this.#carryOn(follow(current, verbs, base, this.#options.clock.now().epochMilliseconds))))
          return;
      } else if (call.url !== undefined) {
        const form = detected && !call.amdCallback ? detected : {};
        await this.state.put({ ...current, asking: { url: call.url, method: call.method, form } });
      }
      await this.#ask(call.sid);
    });
  }

  async press(number: string, digits: string, sid?: string): Promise<void> {
    const before = this.#current(number, sid);
    // Who presses a key on a phone that rings has answered it.
    if (before.status === 'ringing') await this.answer(number, before.sid);
    await this.#go(before.sid, async () => {
      const call = this.state.call(before.sid);
      const after = call && press(call, digits, this.#options.clock.now().epochMilliseconds);
      if (!after) throw new NotPossible('The call does not ask for digits just now.');
      if (await this.#carryOn(after)) await this.#ask(before.sid);
    });
  }

  /** Puts the phone down; one that still rings is declined. */
  async hangUp(number: string, sid?: string): Promise<void> {
    const before = this.#current(number, sid);
    await this.#end(before, before.status === 'ringing' ? 'busy' : 'completed');
  }

  async voicemail(number: string, sid?: string): Promise<void> {
    if (this.#current(number, sid).status !== 'ringing')
      throw new NotPossible('The call is answered already.');
    await this.answer(number, sid, true);
  }

  async busy(number: string, sid?: string): Promise<void> {
    const call = this.#current(number, sid);
    if (call.status !== 'ringing') throw new NotPossible('The call is answered already.');
    await this.#end(call, 'busy');
  }

  /** A text of the person to the bot; what the bot answers in TwiML is a text to them. */
  async reply(number: string, body: string): Promise<void> {
    const { carrier, account, clock, botNumber, publicUrl } = this.#options;
    const sid = `SM${randomBytes(16).toString('hex')}`;
    await this.state.put({ kind: 'sent', sid, number, body, at: clock.now().toString() });
    await this.#go(sid, async () => {
      const twiml = await carrier.ask(`${publicUrl}${SMS_PATH}`, {
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
      });
      const answers = twiml.trim() === '' ? [] : parseTwiml(twiml).filter(({ verb }) => verb === 'message');
      for (const [index, answer] of answers.entries()) {
        if (answer.verb !== 'message') continue;
        const at = clock.now().toString();
        const text = {
          sid: `SM${randomBytes(16).toString('hex')}`,
          number,
          from: botNumber,
          body: answer.text,
          at,
        };
        await this.state.put({ kind: 'text', ...text, status: 'delivered' });
        if (index > 10) break;
      }
    });
  }

  /** The carrier fails a text or a call; without a sid, the next one to this number. */
  async fail(
    number: string,
    fate: { sid?: string | undefined; status: 'undelivered' | 'failed'; errorCode?: number | undefined },
  ) {
    const { sid, status, errorCode } = fate;
    if (sid === undefined) {
      const { mood } = this.state;
      const next = { status, ...(errorCode !== undefined && { errorCode }) };
      return await this.state.put({ ...mood, next: { ...mood.next, [number]: next } });
    }
    const of = this.state.text(sid) ?? this.state.call(sid);
    if (of?.number !== number) throw new NotPossible(`There is no ${sid} on this phone.`);
    if (of.kind === 'call' && isOver(of)) throw new NotPossible('The call is over already.');
    if (of.kind === 'call') return await this.#end(of, 'failed');
    await this.#go(sid, async () => {
      const text = this.state.text(sid);
      if (text) await this.#setText(text, status, errorCode);
    });
  }

  async outage(on: boolean): Promise<void> {
    await this.state.put({ ...this.state.mood, outage: on });
  }

  // The clock's side.

  async nextDue(): Promise<Temporal.Instant | undefined> {
    const untils = this.state.calls.flatMap((call) =>
      call.until === undefined || isOver(call) ? [] : [call.until],
    );
    return untils.length === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.min(...untils));
  }

  async runDue(): Promise<void> {
    await this.follow().catch(() => {});
    do {
      await Promise.allSettled(this.#underWay.values());
      for (const call of this.state.calls) this.#runIfDue(call);
    } while (this.#underWay.size > 0);
  }

  #runIfDue({ sid }: Call): void {
    const isDue = (call: Call | undefined): call is Call =>
      call?.until !== undefined && !isOver(call) && call.until <= this.#options.clock.now().epochMilliseconds;
    if (!isDue(this.state.call(sid))) return;
    this.#later(sid, async () => {
      const call = this.state.call(sid);
      if (!isDue(call)) return;
      if (call.status === 'ringing') return await this.#end(call, 'no-answer');
      if (await this.#carryOn(silence(call, this.#options.clock.now().epochMilliseconds)))
        await this.#ask(sid);
    });
  }

  /** Waits in real time for what is due next. */
  #wait(): void {
    clearTimeout(this.#timer);
    void this.nextDue().then((next) => {
      if (!next) return;
      const wait = this.#options.clock.realMillisecondsUntil(next);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(
        () => {
          for (const call of this.state.calls) this.#runIfDue(call);
          this.#wait();
        },
        Math.min(Math.max(wait, 10), 60_000),
      );
    });
  }

  /** As `#go`, for nobody who waits. */
  #later(sid: string, work: () => Promise<unknown>): void {
    this.#go(sid, work).catch(() => {});
  }

  #go<T>(sid: string, work: () => Promise<T>): Promise<T> {
    const before = this.#underWay.get(sid) ?? Promise.resolve();
    const mine = before.catch(() => {}).then(work);
    this.#underWay.set(sid, mine);
    mine
      .catch((error: unknown) => {
        if (!(error instanceof NotPossible))
          this.#options.log.warn({ error: String(error) }, 'a phone could not go on');
      })
      .finally(() => {
        if (this.#underWay.get(sid) === mine) this.#underWay.delete(sid);
      });
    return mine;
  }
}
