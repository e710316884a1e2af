/**
 * What the providers do with what the bot sends: they refuse it as the real ones would, or take it in and hand it to
 * the phones. What people do with it is `phones.ts`.
 */
import { randomBytes } from 'node:crypto';
import { type Calls, isOver } from './calls.ts';
import type { Listed } from './carrier.ts';
import type { Exchange } from './exchange.ts';
import type { Outage, PhoneProvider } from './providers.ts';
import type { Call, Leaving, PhoneState, Text } from './state.ts';
import { judgeTelnyx, type TelnyxRefusal, type TelnyxSituation, telnyxRefusal } from './telnyx-judge.ts';
import type { Texts } from './texts.ts';
import { arranged, judgeTwilio, notInProgress, notThere, type TwilioRefusal } from './twilio-judge.ts';
import { TwilioChange, TwilioRules } from './twilio-rules.ts';

/** What the emulator says of a text or call that nobody has taken in. */
const WAITING: ReadonlySet<string> = new Set(['queued', 'ringing']);
const DAY_MS = 86_400_000;
/** Refusals that are kept; far more than any story has. */
const MAX_REFUSED = 1_000;

type TakenText = Pick<Text, 'provider' | 'sid' | 'number' | 'from' | 'body' | 'at'>;
type TakenCall = Omit<Call, 'kind' | 'status' | 'said' | 'until'>;

export class Intake {
  readonly #exchange: Exchange;
  readonly #texts: Texts;
  readonly #calls: Calls;

  constructor(exchange: Exchange, texts: Texts, calls: Calls) {
    this.#exchange = exchange;
    this.#texts = texts;
    this.#calls = calls;
  }

  get state(): PhoneState {
    return this.#exchange.options.state;
  }

  /** Whether the real Twilio would refuse it; noted, for stories to look at. An arranged refusal is used up. */
  async judge(what: Leaving['what'], form: Leaving['form']): Promise<TwilioRefusal | undefined> {
    const { lines, clock } = this.#exchange.options;
    const since = clock.now().epochMilliseconds - DAY_MS;
    const isToday = ({ at, provider }: { readonly at: string; readonly provider: PhoneProvider }) =>
      provider === 'twilio' && Date.parse(at) > since;
    const rules = this.state.rulesOf('twilio');
    const refusal = judgeTwilio(what, form, {
      rules,
      botNumber: lines.twilio.number,
      sentToday: this.state.texts.filter(isToday).length,
      waiting: this.waiting('twilio'),
    });
    if (refusal) await this.#useUp('twilio', arranged(what, form, rules));
    return refusal && (await this.#noted('twilio', what, refusal));
  }

  /** As `judge`, of the second provider. */
  async judgeSecond(
    what: Leaving['what'],
    fields: Readonly<Record<string, unknown>>,
    situation: TelnyxSituation,
  ): Promise<TelnyxRefusal | undefined> {
    const one = arranged(what, { To: String(fields['to'] ?? fields['To'] ?? '') }, situation.rules);
    const no = judgeTelnyx(what, fields, situation, one);
    if (no) await this.#useUp('second', one);
    return no && (await this.notedSecond(what, no));
  }

  notedSecond = (what: Leaving['what'], no: TelnyxRefusal): Promise<TelnyxRefusal> =>
    this.#noted('second', what, no);

  async #useUp(provider: PhoneProvider, used: TwilioRules['refuse'][number] | undefined): Promise<void> {
    if (!used) return;
    const rules = this.state.rulesOf(provider);
    const refuse = rules.refuse.map((one) => (one === used ? { ...one, times: one.times - 1 } : one));
    await this.state.changeOf(provider, { rules: { ...rules, refuse } });
  }

  /** Seconds until a text that comes now would leave. */
  waiting = (provider: PhoneProvider): number => this.#texts.waiting(provider);

  /** Whether this text or call can be changed: a call that is over cannot. */
  async judgeChange(sid: string): Promise<TwilioRefusal | undefined> {
    const call = this.state.call(sid);
    if (call && !isOver(call)) return undefined;
    return await this.#noted('twilio', 'call', call ? notInProgress() : notThere());
  }

  async #noted<R extends TwilioRefusal>(
    provider: PhoneProvider,
    what: Leaving['what'],
    refusal: R,
  ): Promise<R> {
    const { code, rule } = refusal;
    const at = this.#exchange.options.clock.now().toString();
    const [oldest] = this.state.refused;
    if (oldest && this.state.refused.length >= MAX_REFUSED) await this.state.remove(oldest);
    const id = randomBytes(8).toString('hex');
    await this.state.put({ kind: 'refused', provider, id, at, what, code, rule });
    return refusal;
  }

  /** @throws {z.ZodError} where the change is no change */
  async rule(change: unknown, provider: PhoneProvider = 'twilio'): Promise<void> {
    const rules = { ...this.state.rulesOf(provider), ...TwilioChange.parse(change) };
    await this.state.changeOf(provider, { rules: TwilioRules.parse(rules) });
  }

  /** Until what this text or call has due is done: where statuses are told before the request is answered. */
  settled(): Promise<void> {
    return this.#exchange.underWay.settled();
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
    const { clock, lines } = this.#exchange.options;
    const field = (name: string): string | undefined => [leaving.form[name]].flat()[0];
    const optional = <K extends string>(key: K, value: string | undefined) =>
      (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
    const common = {
      provider: 'twilio' as const,
      sid,
      number: field('To') ?? '',
      from: field('From') ?? lines.twilio.number,
      at: clock.now().toString(),
      ...optional('statusCallback', field('StatusCallback')),
    };
    const number = (name: string): number | undefined => {
      const value = field(name);
      return value === undefined ? undefined : Number(value);
    };
    if (leaving.what === 'text')
      await this.#texts.takeIn({ ...common, body: field('Body') ?? '' }, number('ValidityPeriod'));
    else
      await this.#calls.takeIn({
        ...common,
        method: field('Method')?.toUpperCase() === 'GET' ? 'GET' : 'POST',
        ...optional('url', field('Url')),
        ...optional('twiml', field('Twiml')),
        ...(leaving.form['StatusCallbackEvent'] !== undefined && {
          events: [leaving.form['StatusCallbackEvent']].flat(),
        }),
        ...(number('Timeout') !== undefined && { rings: (number('Timeout') ?? 0) * 1_000 }),
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

  get lines() {
    return this.#exchange.options.lines;
  }

  /** The second provider has taken in a text. @param validFor - Seconds that it may wait. */
  async takeInText(
    { url, ...text }: Omit<TakenText, 'at'> & { readonly url: string | undefined },
    validFor: number | undefined,
  ): Promise<void> {
    const at = this.#exchange.options.clock.now().toString();
    await this.#texts.takeIn({ ...text, at, ...(url !== undefined && { statusCallback: url }) }, validFor);
  }

  /** The second provider has taken in a call. */
  async takeInCall(call: Omit<TakenCall, 'at'>): Promise<void> {
    await this.#calls.takeIn({ ...call, at: this.#exchange.options.clock.now().toString() });
  }

  /** The caller puts the phone down; the refusal where the call is over already. */
  async endSecond(sid: string): Promise<TelnyxRefusal | undefined> {
    const call = this.state.call(sid);
    if (call && isOver(call)) return await this.notedSecond('call', telnyxRefusal(90018, 'the call is over'));
    await this.#calls.takenBack(sid);
    return undefined;
  }

  /** @param how - Null ends it. */
  async outage(providers: readonly PhoneProvider[], how: Outage | null): Promise<void> {
    for (const provider of providers) await this.state.changeOf(provider, { outage: how });
  }
}
