/** Texts: they wait their turn, are delivered unless something else was arranged, and are answered by the person. */
import { type Exchange, NotPossible } from './exchange.ts';
import type { PhoneProvider } from './providers.ts';
import type { Reports } from './reports.ts';
import { nextTurn } from './send-queue.ts';
import type { Text } from './state.ts';
import { START_WORDS, STOP_WORDS, TRIAL_TEXT } from './twilio-rules.ts';
import { parseTwiml } from './twiml.ts';

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
  waiting(provider: PhoneProvider): number {
    return Math.max(0, ((this.#state.mood[provider].textsFree ?? 0) - this.#now) / 1_000);
  }

  /** @param validFor - Seconds that it may wait in the queue. */
  async takeIn(
    given: Omit<Text, 'kind' | 'status' | 'undelivered'>,
    validFor: number | undefined,
  ): Promise<void> {
    const { provider } = given;
    const rules = this.#state.rulesOf(provider);
    const { textsFree = 0, outage } = this.#state.mood[provider];
    const body = rules.trial ? `${TRIAL_TEXT}${given.body}` : given.body;
    const cost = this.#line(provider).costOf(body);
    const turn = nextTurn(textsFree, this.#now, cost, rules.textsPerSecond);
    const isSwallowed = outage === 'swallows';
    const text: Text = {
      kind: 'text',
      ...given,
      body,
      status: 'queued',
      ...(!isSwallowed && {
        leavesAt: turn.at,
        ...(validFor !== undefined && { expiresAt: this.#now + validFor * 1_000 }),
        undelivered: true as const,
      }),
    };
    // Both are said before anything is waited for, so that two texts never have one turn.
    await Promise.all([this.#state.changeOf(provider, { textsFree: turn.free }), this.#state.put(text)]);
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
    await this.#line(text.provider).keep?.('text', text.sid, status);
    await this.#report(next);
  }

  async #report(text: Text): Promise<void> {
    const told = this.#line(text.provider).textTold(text);
    await this.#reports.tell(text, text.statusCallback, told, LAST.has(text.status));
  }

  #line(provider: PhoneProvider) {
    return this.#exchange.options.lines[provider];
  }

  /**
   * A text of the person to the bot; what the bot answers in TwiML is a text to them.
   *
   * @param to - Whose number of the bot's; of whoever texted them last, unless told.
   */
  async reply(number: string, body: string, to?: PhoneProvider): Promise<void> {
    const { clock } = this.#exchange.options;
    const provider = to ?? this.#lastTo(number);
    const line = this.#line(provider);
    const sid = line.newTextId();
    await this.#state.put({ kind: 'sent', provider, sid, number, body, at: clock.now().toString() });
    await this.#optOut(provider, number, body.trim().toUpperCase());
    await this.#exchange.underWay.go(sid, async () => {
      const answer = await this.#hand(provider, sid, number, body);
      if (!line.takesAnswers || answer.trim() === '') return;
      for (const verb of parseTwiml(answer)) {
        // Whoever has sent STOP gets no answer either.
        if (verb.verb !== 'message' || this.#state.rulesOf(provider).optedOut.includes(number)) continue;
        const at = clock.now().toString();
        const text = { provider, sid: line.newTextId(), number, from: line.number, body: verb.text, at };
        await this.#state.put({ kind: 'text', ...text, status: 'delivered' });
      }
    });
  }

  #lastTo(number: string): PhoneProvider {
    return this.#state.texts.findLast((text) => text.number === number)?.provider ?? 'twilio';
  }

  /** The provider reads these words before the bot does, and refuses what follows. */
  async #optOut(provider: PhoneProvider, number: string, word: string): Promise<void> {
    const rules = this.#state.rulesOf(provider);
    const others = rules.optedOut.filter((one) => one !== number);
    if (STOP_WORDS.has(word))
      await this.#state.changeOf(provider, { rules: { ...rules, optedOut: [...others, number] } });
    else if (START_WORDS.has(word))
      await this.#state.changeOf(provider, { rules: { ...rules, optedOut: others } });
  }

  async #hand(provider: PhoneProvider, sid: string, number: string, body: string): Promise<string> {
    const line = this.#line(provider);
    const { path, told } = line.textIn(sid, number, body);
    return await line.ask(`${this.#exchange.options.publicUrl}${path}`, told).catch((error: Error) => {
      throw new NotPossible(`The text did not get through: ${error.message}.`);
    });
  }
}

/** When it leaves, or is thrown away, whichever is sooner. */
const dueAt = ({ leavesAt = 0, expiresAt }: Text): number => Math.min(leavesAt, expiresAt ?? leavesAt);
