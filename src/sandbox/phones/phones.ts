/**
 * The phones of the sandbox: they ring, and do what a person does with a phone, by the clock. What the bot sends comes
 * in through `intake.ts`. Everything survives the death of the bot: all that is true of them is in Redis.
 */
import { Temporal } from 'temporal-polyfill';
import type { Timeline } from '../timeline.ts';
import { Calls, isOver } from './calls.ts';
import { Exchange, NotPossible, type PhonesOptions } from './exchange.ts';
import { Intake } from './intake.ts';
import type { PhoneProvider } from './providers.ts';
import { Reports } from './reports.ts';
import type { PhoneState } from './state.ts';
import { Texts } from './texts.ts';
import type { AnsweredBy } from './twilio-rules.ts';

export { NotPossible } from './exchange.ts';

/** How often the emulator is asked for what others sent through it. */
const FOLLOW_EVERY_MS = 1_000;
const MAX_WAIT_MS = 60_000;

export class Phones implements Timeline {
  readonly #exchange: Exchange;
  readonly #reports: Reports;
  readonly #texts: Texts;
  readonly #calls: Calls;
  /** The providers' side. */
  readonly intake: Intake;
  #timer: NodeJS.Timeout | undefined;
  #following: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: PhonesOptions) {
    this.#exchange = new Exchange(options);
    const moved = () => this.#wait();
    this.#reports = new Reports(this.#exchange, moved);
    this.#texts = new Texts(this.#exchange, this.#reports, moved);
    this.#calls = new Calls(this.#exchange, this.#reports, moved);
    this.intake = new Intake(this.#exchange, this.#texts, this.#calls);
  }

  get state(): PhoneState {
    return this.#exchange.options.state;
  }

  /** Goes on where the last process stopped, and follows what others send through the emulator. */
  start(): void {
    this.#texts.resume();
    this.#calls.resume();
    this.#exchange.options.clock.onMove(() => this.#wait());
    this.#following = setInterval(() => void this.intake.follow().catch(() => {}), FOLLOW_EVERY_MS);
    this.#wait();
  }

  stop(): void {
    // The clock goes on, and what is due is the next one's.
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#following);
  }

  // What people do.

  reply = (number: string, body: string, to?: PhoneProvider): Promise<void> =>
    this.#texts.reply(number, body, to);
  answer = (number: string, sid?: string, by?: AnsweredBy): Promise<void> =>
    this.#calls.answer(number, sid, by);
  press = (number: string, digits: string, sid?: string): Promise<void> =>
    this.#calls.press(number, digits, sid);

  /** Puts the phone down; one that still rings is declined. */
  async hangUp(number: string, sid?: string): Promise<void> {
    const call = this.#calls.current(number, sid);
    await this.#calls.end(call, call.status === 'ringing' ? 'busy' : 'completed');
  }

  async voicemail(number: string, sid?: string): Promise<void> {
    await this.#calls.answer(number, this.#calls.ringing(number, sid).sid, 'machine');
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
      return await this.state.change({ next: { ...mood.next, [number]: fate } });
    }
    const it = this.state.text(sid) ?? this.state.call(sid);
    if (it?.number !== number) throw new NotPossible(`There is no ${sid} on this phone.`);
    if (it.kind === 'text') return await this.#texts.fail(sid, status, errorCode);
    if (isOver(it)) throw new NotPossible('The call is over already.');
    await this.#calls.end(it, 'failed');
  }

  // The clock's side.

  nextDue = async (): Promise<Temporal.Instant | undefined> => this.#nextDue();

  #nextDue(): Temporal.Instant | undefined {
    const dues = [this.#texts, this.#calls, this.#reports].flatMap((one) => one.nextDue() ?? []);
    return dues.length === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.min(...dues));
  }

  #beginDue(): void {
    for (const one of [this.#texts, this.#calls, this.#reports]) one.runDue();
  }

  async runDue(): Promise<boolean> {
    const { underWay } = this.#exchange;
    await this.intake.follow().catch(() => {});
    this.#beginDue();
    const isBusy = !underWay.isQuiet;
    while (!underWay.isQuiet) {
      await underWay.settled();
      this.#beginDue();
    }
    return isBusy;
  }

  /** Waits in real time for what is due next. */
  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const next = this.#nextDue();
    if (!next) return;
    const wait = this.#exchange.options.clock.realMillisecondsUntil(next);
    this.#timer = setTimeout(
      () => {
        this.#beginDue();
        this.#wait();
      },
      Math.min(Math.max(wait, 50), MAX_WAIT_MS),
    );
  }
}
