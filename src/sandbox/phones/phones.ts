/**
 * The phones of the sandbox: they take in what the bot sends through Twilio, deliver it, ring, and do what a
 * person does with a phone. Everything survives the bot's death: the phones live in its process, their state
 * in Redis.
 */
import { randomBytes } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { Timeline } from '../timeline.ts';
import { Calls, isOver } from './calls.ts';
import type { Listed } from './carrier.ts';
import { Exchange, NotPossible, type PhonesOptions } from './exchange.ts';
import type { Leaving, PhoneState } from './state.ts';
import { Texts } from './texts.ts';

export { NotPossible } from './exchange.ts';

/** What the emulator says of a text or call that nobody has taken in. */
const WAITING: ReadonlySet<string> = new Set(['queued', 'ringing']);
/** How often the emulator is asked for what others sent through it. */
const FOLLOW_EVERY_MS = 1_000;
const MAX_WAIT_MS = 60_000;

export class Phones implements Timeline {
  readonly #exchange: Exchange;
  readonly #texts: Texts;
  readonly #calls: Calls;
  #timer: NodeJS.Timeout | undefined;
  #following: NodeJS.Timeout | undefined;

  constructor(options: PhonesOptions) {
    this.#exchange = new Exchange(options);
    this.#texts = new Texts(this.#exchange);
    this.#calls = new Calls(this.#exchange, () => this.#wait());
  }

  get state(): PhoneState {
    return this.#exchange.options.state;
  }

  /** Goes on where the last process stopped, and follows what others send through the emulator. */
  start(): void {
    this.#texts.resume();
    this.#calls.resume();
    this.#exchange.options.clock.onMove(() => this.#wait());
    this.#following = setInterval(() => void this.follow().catch(() => {}), FOLLOW_EVERY_MS);
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#following);
  }

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
    if (this.state.text(sid) ?? this.state.call(sid)) await this.state.remove(leaving);
    else await this.#takeIn(sid, leaving);
  }

  async #takeIn(sid: string, leaving: Leaving): Promise<void> {
    const { clock, botNumber } = this.#exchange.options;
    const field = (name: string): string | undefined => [leaving.form[name]].flat()[0];
    const optional = <K extends string>(key: K, value: string | undefined) =>
      (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
    const common = {
      sid,
      number: field('To') ?? '',
      from: field('From') ?? botNumber,
      at: clock.now().toString(),
      ...optional('statusCallback', field('StatusCallback')),
    };
    if (leaving.what === 'text') await this.#texts.takeIn({ ...common, body: field('Body') ?? '' });
    else
      await this.#calls.takeIn({
        ...common,
        method: field('Method')?.toUpperCase() === 'GET' ? 'GET' : 'POST',
        ...optional('url', field('Url')),
        ...optional('twiml', field('Twiml')),
        ...optional('detectsMachines', field('MachineDetection')),
        ...(field('AsyncAmd') === 'true' && optional('amdCallback', field('AsyncAmdStatusCallback'))),
      });
    await this.state.remove(leaving);
  }

  /** What the emulator lists and the phones do not know: left by a bot that died, or sent by somebody else. */
  async follow(): Promise<void> {
    const { carrier } = this.#exchange.options;
    const isUnknown = ({ sid, direction, status }: Listed) =>
      direction !== 'inbound' && WAITING.has(status) && !this.state.text(sid) && !this.state.call(sid);
    const [texts, calls] = await Promise.all([carrier.texts(), carrier.calls()]);
    for (const one of texts) if (isUnknown(one)) await this.#takeIn(one.sid, this.#leavingOf('text', one));
    for (const one of calls) if (isUnknown(one)) await this.#takeIn(one.sid, this.#leavingOf('call', one));
  }

  #leavingOf(what: Leaving['what'], { sid, to, from, body }: Listed): Leaving {
    const noted = this.state.leaving.find(
      (one) => one.what === what && one.form['To'] === to && (what === 'call' || one.form['Body'] === body),
    );
    return noted ?? { kind: 'leaving', id: sid, what, form: { To: to, From: from ?? '', Body: body ?? '' } };
  }

  ended = (sid: string): Promise<void> => this.#calls.takenBack(sid);

  // What people do.

  reply = (number: string, body: string): Promise<void> => this.#texts.reply(number, body);
  answer = (number: string, sid?: string): Promise<void> => this.#calls.answer(number, sid);
  press = (number: string, digits: string, sid?: string): Promise<void> =>
    this.#calls.press(number, digits, sid);

  /** Puts the phone down; one that still rings is declined. */
  async hangUp(number: string, sid?: string): Promise<void> {
    const call = this.#calls.current(number, sid);
    await this.#calls.end(call, call.status === 'ringing' ? 'busy' : 'completed');
  }

  async voicemail(number: string, sid?: string): Promise<void> {
    await this.#calls.answer(number, this.#calls.ringing(number, sid).sid, true);
  }

  async busy(number: string, sid?: string): Promise<void> {
    await this.#calls.end(this.#calls.ringing(number, sid), 'busy');
  }

  /** The carrier fails a text or a call; without a sid, the next one to this number. */
  async fail(
    number: string,
    { sid, status, errorCode }: { sid?: string; status: 'undelivered' | 'failed'; errorCode?: number },
  ): Promise<void> {
    if (sid === undefined) {
      const { mood } = this.state;
      const fate = { status, ...(errorCode !== undefined && { errorCode }) };
      return await this.state.put({ ...mood, next: { ...mood.next, [number]: fate } });
    }
    const it = this.state.text(sid) ?? this.state.call(sid);
    if (it?.number !== number) throw new NotPossible(`There is no ${sid} on this phone.`);
    if (it.kind === 'text') return await this.#texts.fail(sid, status, errorCode);
    if (isOver(it)) throw new NotPossible('The call is over already.');
    await this.#calls.end(it, 'failed');
  }

  async outage(on: boolean): Promise<void> {
    await this.state.put({ ...this.state.mood, outage: on });
  }

  // The clock's side.

  nextDue = async (): Promise<Temporal.Instant | undefined> => this.#calls.nextDue();

  async runDue(): Promise<boolean> {
    const { underWay } = this.#exchange;
    await this.follow().catch(() => {});
    this.#calls.runDue();
    const isBusy = !underWay.isQuiet;
    while (!underWay.isQuiet) {
      await underWay.settled();
      this.#calls.runDue();
    }
    return isBusy;
  }

  /** Waits in real time for what is due next. */
  #wait(): void {
    clearTimeout(this.#timer);
    const next = this.#calls.nextDue();
    if (!next) return;
    const wait = this.#exchange.options.clock.realMillisecondsUntil(next);
    this.#timer = setTimeout(
      () => {
        this.#calls.runDue();
        this.#wait();
      },
      Math.min(Math.max(wait, 50), MAX_WAIT_MS),
    );
  }
}
