/** What texts and calls share: the outside, the order of things, and how the bot is told. */
import type { Log } from '../../core/ports/log.ts';
import type { SandboxClock } from '../clock.ts';
import type { Carrier } from './carrier.ts';
import type { Line } from './line.ts';
import { OneAtATime } from './one-at-a-time.ts';
import type { PhoneProvider } from './providers.ts';
import type { PhoneState, Told } from './state.ts';

/** A thing that cannot be done with this phone just now; the message is for whoever tried. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
}

export interface PhonesOptions {
  readonly state: PhoneState;
  readonly carrier: Carrier;
  readonly lines: Readonly<Record<PhoneProvider, Line>>;
  readonly clock: SandboxClock;
  readonly log: Log;
  readonly publicUrl: string;
}

export class Exchange {
  readonly options: PhonesOptions;
  readonly underWay: OneAtATime;

  constructor(options: PhonesOptions) {
    this.options = options;
    this.underWay = new OneAtATime((error) => {
      if (!(error instanceof NotPossible))
        options.log.warn({ error: String(error) }, 'a phone could not go on');
    });
  }

  /** A status for the bot; one that it does not take is lost after one more try. */
  async tell(provider: PhoneProvider, url: string | undefined, told: Told): Promise<void> {
    const { lines, log } = this.options;
    const line = lines[provider];
    if (url === undefined) return;
    await line
      .ask(url, told)
      .catch(() => line.ask(url, told))
      .catch((error: Error) => log.warn({ error: error.message }, 'a phone could not report'));
  }

  /** What was arranged for the next text or call to this number, once. */
  async fateOf(number: string) {
    const { state } = this.options;
    const { [number]: fate, ...next } = state.mood.next;
    if (fate) await state.change({ next });
    return fate;
  }
}
