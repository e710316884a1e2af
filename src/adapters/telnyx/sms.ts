/** Texts as a paging channel, over Telnyx. */
import { numberOf, phoneAddress } from '../../core/phone-number.ts';
import type { PagingChannel } from '../../core/ports/paging.ts';
import { telnyxTextReport } from '../../page/domain/telnyx-status.ts';
import type { TelnyxProvider } from './client.ts';
import { asTelnyxDelivery } from './errors.ts';

/** How many of the latest texts to a number are looked through for one that may have left. */
const LATEST = 10;

export function telnyxTexts(provider: TelnyxProvider): PagingChannel {
  const { client, number, texts, ask, hand, callback } = provider;
  const read = async (id: string) =>
    (await ask('messages.retrieve', () => client.messages.retrieve(id))).data;
  return {
    name: 'sms',
    address: (person) => (person.optedOut ? undefined : phoneAddress(person)),
    /** Telnyx takes no time after which a text is worth nothing: what keeps its queue short is our pace. */
    async send({ to, text, notification, urgent }) {
      const address = numberOf(to);
      texts.take(urgent === true);
      const { data } = await hand('messages.send', () =>
        client.messages.send({
          to: address,
          from: number,
          text,
          type: 'SMS',
          webhook_url: callback('status', notification),
          use_profile_webhooks: false,
        }),
      );
      if (data?.id === undefined) throw new Error('Telnyx takes a text and does not name it');
      return { reference: data.id };
    },
    /**
     * Its list of what was sent has no words in it, so each that may be the one is read. No two of our texts to a
     * person are the same. Dated by the clock that the outbox goes by, to the second.
     */
    async find({ to, text, since }) {
      const address = numberOf(to);
      const from = since && Math.floor(since.epochMilliseconds / 1000) * 1000;
      const { data: latest } = await ask('detailRecords.list', () =>
        client.detailRecords.list({
          filter: { record_type: 'messaging', direction: 'outbound', cld: address },
          sort: ['-created_at'],
          'page[size]': LATEST,
        }),
      );
      for (const record of latest) {
        const { uuid, created_at } = record as { readonly uuid?: string; readonly created_at?: string };
        if (uuid === undefined || (from !== undefined && Date.parse(created_at ?? '') < from)) continue;
        const message = await read(uuid);
        if (message?.direction === 'outbound' && message.text === text) return { reference: uuid };
      }
      return undefined;
    },
    async poll(reference) {
      return asTelnyxDelivery(telnyxTextReport(await read(reference)));
    },
  };
}
