/** Texts as a paging channel. */

import { numberOf, phoneAddress } from '../../core/phone-number.ts';
import type { PagingChannel } from '../../core/ports/paging.ts';
import { textReport } from '../../page/domain/provider-status.ts';
import { segments } from '../../phone/gsm.ts';
import type { Provider } from './client.ts';
import { asDelivery } from './errors.ts';

/** How many of the latest texts to a number are looked through for one that may have left. */
const LATEST = 20;

/** A trial account puts this before every text. */
const TRIAL = 'Sent from your Twilio trial account - ';
const withoutTrial = (body: string): string => (body.startsWith(TRIAL) ? body.slice(TRIAL.length) : body);

export function smsChannel(provider: Provider): PagingChannel {
  const { client, number, texts, ask, callback } = provider;
  return {
    name: 'sms',
    address: (person) => (person.optedOut ? undefined : phoneAddress(person)),
    async send({ to, text, notification, validFor, urgent }) {
      const address = numberOf(to);
      // A number sends so many segments in a second, not texts (twilio.com/docs/api/errors/21611).
      texts.take(urgent === true, segments(text));
      const message = await ask('messages.create', () =>
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
      const latest = await ask('messages.list', () =>
        client.messages.list({ to: numberOf(to), limit: LATEST }),
      );
      const found = latest.find(
        (message) => withoutTrial(message.body) === text && message.direction !== 'inbound',
      );
      return found && { reference: found.sid };
    },
    async poll(reference) {
      const message = await ask('messages.fetch', () => client.messages(reference).fetch());
      return asDelivery(textReport(message.status, message.errorCode));
    },
  };
}
