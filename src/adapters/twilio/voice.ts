/** Calls as a paging channel. What is said and which digit does what is asked of us when somebody answers. */

import { PermanentError } from '../../core/errors.ts';
import { numberOf, phoneAddress } from '../../core/phone-number.ts';
import type { PagingChannel } from '../../core/ports/paging.ts';
import { callReport } from '../../page/domain/provider-status.ts';
import type { Provider } from './client.ts';
import { asDelivery } from './errors.ts';

/**
 * Seconds that it rings, to which Twilio adds up to five: long enough to wake somebody. Many voicemails answer
 * sooner; a machine ends no page, since only a digit does.
 */
const RINGS = 30;
const LATEST = 10;
/** It ended by itself between the look and the word: not in progress; not there. */
const OVER: ReadonlySet<string> = new Set(['21220', '20404']);
const LIVE: ReadonlySet<string> = new Set(['queued', 'initiated', 'ringing', 'in-progress']);

export function voiceChannel(provider: Provider): PagingChannel {
  const { client, number, calls, ask, callback } = provider;
  return {
    name: 'voice',
    address: phoneAddress,
    async send({ to, notification, urgent }) {
      const address = numberOf(to);
      calls.take(urgent === true);
      const status = callback('status', notification);
      const call = await ask('calls.create', () =>
        client.calls.create({
          to: address,
          from: number,
          url: callback('voice', notification),
          method: 'POST',
          statusCallback: status,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
          timeout: RINGS,
          // In the background: whoever answers hears us at once, and a voicemail is told a little later.
          machineDetection: 'Enable',
          asyncAmd: 'true',
          asyncAmdStatusCallback: status,
          asyncAmdStatusCallbackMethod: 'POST',
        }),
      );
      return { reference: call.sid };
    },
    /**
     * A phone has one call of ours at a time, so one that is under way, or newer than the attempt, is it. Twilio
     * dates by whole seconds, so that a call of the attempt's own second looks older than it.
     */
    async find({ to, since }) {
      const from = since && Math.floor(since.epochMilliseconds / 1000) * 1000;
      const latest = await ask('calls.list', () => client.calls.list({ to: numberOf(to), limit: LATEST }));
      const found = latest.find(
        (call) => LIVE.has(call.status) || (from !== undefined && (call.dateCreated?.getTime() ?? 0) >= from),
      );
      return found && { reference: found.sid };
    },
    async poll(reference) {
      const call = await ask('calls.fetch', () => client.calls(reference).fetch());
      return asDelivery(callReport(call.status, call.answeredBy));
    },
    async withdraw(reference) {
      const call = await ask('calls.fetch', () => client.calls(reference).fetch());
      if (!LIVE.has(call.status)) return;
      try {
        await ask('calls.update', () => client.calls(reference).update({ status: 'completed' }));
      } catch (error) {
        if (!(error instanceof PermanentError && OVER.has(error.code))) throw error;
      }
    },
  };
}
