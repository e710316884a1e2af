/** A provider that does what it is told with each message, and remembers what it has taken. */
import type { Person } from '../../src/callboard/domain/person.ts';
import { ProviderDown, ProviderRefusal, RetryLater } from '../../src/core/errors.ts';
import type { DeliveryState, Outgoing, PagingChannel, PagingProvider } from '../../src/core/ports/paging.ts';

/** What it does with a message: the last two leave nobody knowing, and only the first of them has left. */
export const DOINGS = ['takes', 'refuses', 'forbids', 'down', 'busy', 'takes-silently', 'breaks'] as const;
export type Doing = (typeof DOINGS)[number];

/** Of these nothing has left, for certain. */
export const SURELY_NOT: ReadonlySet<Doing> = new Set(['refuses', 'forbids', 'down', 'busy']);

export class ScriptedProvider implements PagingProvider {
  readonly name: string;
  readonly channels: readonly PagingChannel[];
  /** What it does with messages from now on. */
  doing: Doing = 'takes';
  /** Whether it can be asked what it has. */
  answersFind = true;
  isWorking = true;
  /** What a check of the account says. */
  checks: Error | undefined;
  /** What it says became of a message. */
  fate: DeliveryState | undefined = { state: 'queued' };
  /** The same by the channel, where they differ. */
  fateOn: ((channel: string) => DeliveryState | undefined) | undefined;
  readonly taken: { readonly channel: string; readonly outgoing: Outgoing; readonly reference: string }[] =
    [];
  readonly withdrawn: string[] = [];
  /** How often it was asked to take something. */
  asked = 0;

  constructor(
    name: string,
    address: (person: Person) => string | undefined = (person) => person.phone?.number,
  ) {
    this.name = name;
    this.channels = ['sms', 'voice'].map((channel) => ({
      name: channel,
      address,
      send: async (outgoing) => this.#send(channel, outgoing),
      find: async ({ notification }) => {
        if (!this.answersFind) throw new Error(`${name} does not answer`);
        return this.taken.find(
          (one) => one.channel === channel && one.outgoing.notification === notification,
        );
      },
      poll: async () => (this.fateOn ? this.fateOn(channel) : this.fate),
      withdraw: async (reference) => void this.withdrawn.push(reference),
    }));
  }

  works(): boolean {
    return this.isWorking;
  }

  async check(): Promise<void> {
    if (this.checks) throw this.checks;
  }

  #send(channel: string, outgoing: Outgoing) {
    this.asked++;
    switch (this.doing) {
      case 'refuses':
        throw new ProviderRefusal('20005', 'account');
      case 'forbids':
        throw new ProviderRefusal('21408', 'destination');
      case 'down':
        throw new ProviderDown(5);
      case 'busy':
        throw new RetryLater(2);
      case 'breaks':
        throw new Error(`${this.name} is in trouble (HTTP 500)`);
      case 'takes':
      case 'takes-silently': {
        const reference = `${this.name}-${channel}-${this.taken.length + 1}`;
        this.taken.push({ channel, outgoing, reference });
        if (this.doing === 'takes-silently') throw new Error(`${this.name} is in trouble (no answer)`);
        return { reference };
      }
    }
  }
}
