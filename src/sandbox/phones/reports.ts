/**
 * How the bot hears what became of a text or a call: a signed request for each status, in order and at once,
 * unless its provider is told to be as it is on a bad day: twice, late, the last first, or not at all.
 */
import type { Exchange } from './exchange.ts';
import type { Call, Report, Text, Told } from './state.ts';

export class Reports {
  readonly #exchange: Exchange;
  /** Told when something else is due next. */
  readonly #moved: () => void;

  #count = 0;

  constructor(exchange: Exchange, moved: () => void) {
    this.#exchange = exchange;
    this.#moved = moved;
  }

  get #state() {
    return this.#exchange.options.state;
  }
  get #now(): number {
    return this.#exchange.options.clock.now().epochMilliseconds;
  }

  /** In the order in which they came to be, also for the process after this one. */
  #nextId(): string {
    this.#count += 1;
    return [this.#now, this.#count].map((part) => String(part).padStart(15, '0')).join('-');
  }

  /** @param isLast - Nothing more will be told of this one. */
  async tell(
    { sid, provider }: Pick<Text | Call, 'sid' | 'provider'>,
    url: string | undefined,
    told: Told | undefined,
    isLast: boolean,
  ): Promise<void> {
    if (url === undefined || told === undefined) return;
    const { doubled, reversed, late, lost } = this.#state.rulesOf(provider).callbacks;
    if (lost) return;
    const report: Report = {
      kind: 'report',
      id: this.#nextId(),
      provider,
      sid,
      url,
      told,
    };
    if (reversed && !isLast) return await this.#state.put(report);
    const kept = this.#state.reports.filter((one) => one.sid === sid && one.at === undefined).reverse();
    const all = [report, ...kept].flatMap((one) => (doubled ? [one, { ...one, id: `${one.id}2` }] : [one]));
    if (late === undefined) return await this.#send(all);
    const at = this.#now + late * 1_000;
    for (const one of all) await this.#state.put({ ...one, at });
    this.#moved();
  }

  async #send(reports: readonly Report[]): Promise<void> {
    for (const report of reports) {
      await this.#state.remove(report);
      await this.#exchange.tell(report.provider, report.url, report.told);
    }
  }

  /** Milliseconds since 1970; undefined where nothing is late. */
  nextDue(): number | undefined {
    const ats = this.#state.reports.flatMap(({ at }) => (at === undefined ? [] : [at]));
    return ats.length === 0 ? undefined : Math.min(...ats);
  }

  runDue(): void {
    const due = this.#state.reports.filter(({ at }) => at !== undefined && at <= this.#now);
    for (const sid of new Set(due.map((one) => one.sid)))
      this.#exchange.underWay.later(`report ${sid}`, () =>
        this.#send(
          this.#state.reports.filter((one) => one.sid === sid && one.at !== undefined && one.at <= this.#now),
        ),
      );
  }
}
