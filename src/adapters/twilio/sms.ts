/** Texts as a paging channel. */
import type { DeliveryState, PagingChannel } from '../../ports.ts';
import { numberOf, phoneAddress } from './address.ts';
import type { Provider } from './client.ts';
import { isTerminal } from './errors.ts';

/** How many of the latest texts to a number are looked through for one that may have left. */
const LATEST = 20;

export function smsChannel(provider: Provider): PagingChannel {
  const { client, number, texts, ask, callback } = provider;
  return {
    name: 'sms',
    address: (person) => (person.optedOut ? undefined : phoneAddress(person)),
    async send({ to, text, notification, validFor, urgent }) {
      const address = numberOf(to);
      texts.take(urgent === true);
      const message = await ask(() =>
        client.messages.create({
          to: address,
          from: number,
          body: text,
          statusCallback: callback('status', notification),
          validityPeriod: validFor,
        }),
      );
      return { reference: message.sid };
    },
    /** Twilio does not tell the callback of a text, but no two of our texts to a person are the same. */
    async find({ to, text }) {
      const latest = await ask(() => client.messages.list({ to: numberOf(to), limit: LATEST }));
      const found = latest.find((message) => message.body === text && message.direction !== 'inbound');
      return found && { reference: found.sid };
    },
    async poll(reference) {
      const message = await ask(() => client.messages(reference).fetch());
      return textState(message.status, message.errorCode);
    },
  };
}

/** Twilio's word for a text's state, as ours; undefined for those that say nothing yet. */
export function textState(status: string, errorCode?: number | string | null): DeliveryState | undefined {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return { state: 'queued' };
    case 'sent':
      return { state: 'sent' };
    case 'delivered':
    case 'read':
      return { state: 'delivered' };
    case 'undelivered':
    case 'failed':
    case 'canceled': {
      const code = errorCode ? String(errorCode) : status;
      return { state: 'failed', code, terminal: isTerminal(code) };
    }
    default:
      return undefined;
  }
}
