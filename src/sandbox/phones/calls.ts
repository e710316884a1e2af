/** Calls: they wait their turn, ring, are answered or not, speak the bot's TwiML, and take digits. */
import { type After, followTwiml, MAX_REDIRECTS, press, silence } from './call.ts';
import { type Exchange, NotPossible } from './exchange.ts';
import { form, type Line } from './line.ts';
import type { Reports } from './reports.ts';
import { nextTurn } from './send-queue.ts';
import type { Call } from './state.ts';
import { type AnsweredBy, TRIAL_CALL } from './twilio-rules.ts';
import { parseTwiml, type Verb } from './twiml.ts';

const RINGS_FOR_MS = 30_000;

/** A status, by the name of the event that the caller asks for (twilio.com/docs, voice, StatusCallbackEvent). */
const EVENTS: Readonly<Partial<Record<Call['status'], string>>> = {
  queued: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
};

const OVER: ReadonlySet<Call['status']> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']);
export const isOver = (call: Call): boolean => OVER.has(call.status);

/** A call without what it was waiting for. */
function still(call: Call): Call {
  const { until: _, gather: __, asking: ___, ...rest } = call;
  return rest;
}

export class Calls {
  readonly #exchange: Exchange;
  /** Told when something else is due next. */
  readonly #moved: () => void;

  readonly #reports: Reports;

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

  /** Asks again what the last process asked and got no answer to. */
  resume(): void {
    for (const { sid, asking } of this.#state.calls)
      if (asking) this.#exchange.underWay.later(sid, () => this.#ask(sid));
  }

  async takeIn(call: Omit<Call, 'kind' | 'status' | 'said' | 'until'>): Promise<void> {
    const { provider } = call;
    const { callsFree = 0, outage } = this.#state.mood[provider];
    const turn = nextTurn(callsFree, this.#now, 1, this.#state.rulesOf(provider).callsPerSecond);
    const isSwallowed = outage === 'swallows';
    const queued: Call = {
      kind: 'call',
      ...call,
      status: 'queued',
      said: [],
      ...(!isSwallowed && { until: turn.at }),
    };
    const rings = !isSwallowed && turn.at <= this.#now;
    // Said before anything is waited for, so that two calls never have one turn.
    await Promise.all([
      this.#state.changeOf(provider, { callsFree: turn.free }),
      this.#state.put(rings ? this.#ringing(queued) : queued),
    ]);
    this.#exchange.underWay.later(call.sid, async () => {
      await this.#report(queued);
      if (rings) await this.#rung(call.sid);
    });
    this.#moved();
  }

  #ringing(queued: Call): Call {
    return { ...queued, status: 'ringing', told: 1, until: this.#now + (queued.rings ?? RINGS_FOR_MS) };
  }

  async #rung(sid: string): Promise<void> {
    const call = this.#state.call(sid);
    if (call?.status !== 'ringing') return;
    await this.#report(call);
    const fate = await this.#exchange.fateOf(call.number);
    if (fate) await this.end(call, 'failed');
  }

  /** The caller put the phone down. */
  async takenBack(sid: string): Promise<void> {
    const call = this.#state.call(sid);
    if (!call || isOver(call)) return;
    await this.end(call, call.status === 'in-progress' ? 'completed' : 'canceled');
  }

  async end(call: Call, status: Call['status']): Promise<void> {
    if (!isOver(call)) await this.#set(still(call), status);
  }

  #line({ provider }: Pick<Call, 'provider'>): Line {
    return this.#exchange.options.lines[provider];
  }

  async #set(call: Call, status: Call['status']): Promise<Call> {
    const next: Call = { ...call, status, told: (call.told ?? 0) + 1 };
    await this.#state.put(next);
    await this.#line(call).keep?.('call', call.sid, status);
    await this.#report(next);
    this.#moved();
    return next;
  }

  /** Tells a status that the caller wants to be told of. Who answered rides on it, where that was not asked for apart. */
  async #report(call: Call): Promise<void> {
    const { statusCallback, status, told, answeredBy, amdCallback } = call;
    const line = this.#line(call);
    const isWanted = (call.events ?? ['completed']).includes(EVENTS[status] ?? 'completed');
    if (!isWanted) return;
    const fields = {
      ...line.callFields(call),
      ...(status === 'queued' && { CallStatus: 'initiated' }),
      ...(answeredBy !== undefined &&
        amdCallback === undefined && { AnsweredBy: line.answeredWord(answeredBy) }),
      ...(status === 'completed' && { CallDuration: '1', Duration: '1' }),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(told ?? 0),
    };
    await this.#reports.tell(call, statusCallback, form(fields), isOver(call));
  }

  /** Asks the bot what comes next, as often as its TwiML says so, until the call waits or is over. */
  async #ask(sid: string): Promise<void> {
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
      const call = this.#state.call(sid);
      if (!call?.asking || isOver(call)) return;
      const verbs = await this.#verbsFor(call, call.asking);
      const now = this.#state.call(sid);
      if (!now || isOver(now)) return; // hung up meanwhile
      if (!(await this.#goOn(followTwiml(now, verbs, call.asking.url, this.#now)))) return;
    }
    const endless = this.#state.call(sid);
    if (endless) await this.end(endless, 'completed');
  }

  async #verbsFor(
    call: Call,
    { url, method, form: more }: NonNullable<Call['asking']>,
  ): Promise<readonly Verb[]> {
    const { log } = this.#exchange.options;
    const line = this.#line(call);
    try {
      return parseTwiml(await line.ask(url, form({ ...line.callFields(call), ...more }), method));
    } catch (error) {
      log.warn({ error: String(error) }, 'a call got no TwiML');
      return [{ verb: 'say', text: 'We are sorry, an application error has occurred. Goodbye.' }];
    }
  }

  /** True when the bot has to be asked. */
  async #goOn({ call, next }: After): Promise<boolean> {
    if (next === 'hang up') await this.end(call, 'completed');
    else await this.#state.put(call);
    this.#moved();
    return next === 'ask';
  }

  /** The call that a person means: the one they are talking in, else the one that rings longest. */
  current(number: string, sid?: string): Call {
    const isOpen = (call: Call) => call.number === number && call.status !== 'queued' && !isOver(call);
    const open = this.#state.calls.filter(isOpen);
    const call = sid
      ? open.find((one) => one.sid === sid)
      : (open.find(({ status }) => status === 'in-progress') ?? open[0]);
    if (!call) throw new NotPossible('There is no call on this phone just now.');
    return call;
  }

  /** The call that rings, for who can do something only with that. */
  ringing(number: string, sid?: string): Call {
    const call = this.current(number, sid);
    if (call.status !== 'ringing') throw new NotPossible('The call is answered already.');
    return call;
  }

  /** @param by - Who answers, where that is not somebody at all: what Twilio takes them for. */
  async answer(number: string, sid?: string, by?: AnsweredBy | 'machine'): Promise<void> {
    const before = this.current(number, sid);
    await this.#exchange.underWay.go(before.sid, async () => {
      const call = this.#state.call(before.sid);
      if (call?.status !== 'ringing') return;
      const { url, method, twiml, amdCallback, detectsMachines } = call;
      const line = this.#line(call);
      const ofMachine = detectsMachines === 'DetectMessageEnd' ? 'machine_end_beep' : 'machine_start';
      const answeredBy = by === 'machine' ? ofMachine : (by ?? 'human');
      const isMachine = /^(machine|fax)/.test(answeredBy);
      const detected: Record<string, string> =
        detectsMachines === undefined ? {} : { AnsweredBy: line.answeredWord(answeredBy) };
      const asking = url !== undefined && { asking: { url, method, form: amdCallback ? {} : detected } };
      const answered = await this.#set(
        {
          ...still(call),
          ...(isMachine && { machine: true as const }),
          ...(detectsMachines !== undefined && { answeredBy }),
          ...(this.#state.rulesOf(call.provider).trial && { said: [TRIAL_CALL] }),
          ...asking,
        },
        'in-progress',
      );
      if (amdCallback) {
        const { CallStatus: _, ...fields } = line.callFields(answered);
        const told = form({ ...fields, ...detected, MachineDetectionDuration: '2000' });
        await this.#reports.tell(call, amdCallback, told, false);
      }
      const { publicUrl } = this.#exchange.options;
      if (asking) await this.#ask(call.sid);
      else if (await this.#goOn(followTwiml(answered, twiml ? parseTwiml(twiml) : [], publicUrl, this.#now)))
        await this.#ask(call.sid);
    });
  }

  async press(number: string, digits: string, sid?: string): Promise<void> {
    const before = this.current(number, sid);
    // Who presses a key on a phone that rings has answered it.
    if (before.status === 'ringing') await this.answer(number, before.sid);
    await this.#exchange.underWay.go(before.sid, async () => {
      const call = this.#state.call(before.sid);
      const after = call && press(call, digits, this.#now);
      if (!after) throw new NotPossible('The call does not ask for digits just now.');
      if (await this.#goOn(after)) await this.#ask(before.sid);
    });
  }

  /** Milliseconds since 1970; undefined where nothing waits. */
  nextDue(): number | undefined {
    const untils = this.#state.calls.flatMap((call) =>
      call.until === undefined || isOver(call) ? [] : [call.until],
    );
    return untils.length === 0 ? undefined : Math.min(...untils);
  }

  /** Begins what is due: a call that rang long enough, a silence that lasted long enough. */
  runDue(): void {
    const isDue = (call: Call | undefined): call is Call =>
      call?.until !== undefined && !isOver(call) && call.until <= this.#now;
    for (const { sid } of this.#state.calls.filter(isDue))
      this.#exchange.underWay.later(sid, async () => {
        const call = this.#state.call(sid);
        if (!isDue(call)) return;
        if (call.status === 'queued') {
          await this.#state.put(this.#ringing(call));
          this.#moved();
          await this.#rung(sid);
        } else if (call.status === 'ringing') await this.end(call, 'no-answer');
        else if (await this.#goOn(silence(call, this.#now))) await this.#ask(sid);
      });
  }
}
