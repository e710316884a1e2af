/** Calls as a paging channel. What is said and which digit does what is asked of us when somebody answers. */
import type { DeliveryState, PagingChannel } from '../../ports.ts';
import { numberOf, phoneAddress } from './address.ts';
import type { Provider } from './client.ts';

/** Seconds that it rings: five or six rings, less than most voicemails wait. */
const RINGS = 30;
const LATEST = 10;
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
      const call = await ask(() =>
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
    /** A phone has one call of ours at a time, so one that is under way, or newer than the attempt, is it. */
    async find({ to, since }) {
      const latest = await ask(() => client.calls.list({ to: numberOf(to), limit: LATEST }));
      const found = latest.find(
        (call) =>
          LIVE.has(call.status) ||
          (since !== undefined && (call.dateCreated?.getTime() ?? 0) >= since.epochMilliseconds),
      );
      return found && { reference: found.sid };
    },
    async poll(reference) {
      const call = await ask(() => client.calls(reference).fetch());
      return callState(call.status, call.answeredBy);
    },
    async withdraw(reference) {
      const call = await ask(() => client.calls(reference).fetch());
      if (LIVE.has(call.status)) await ask(() => client.calls(reference).update({ status: 'completed' }));
    },
  };
}

/**
 * Twilio's word for a call's state, as ours. A call that is over without a digit was never an answer;
 * the digit itself comes by another way and is there before this.
 */
export function callState(status: string, answeredBy?: string | null): DeliveryState | undefined {
  const machine = /^(machine|fax)/.test(answeredBy ?? '');
  if (machine) return { state: 'failed', code: 'voicemail', terminal: false };
  switch (status) {
    case 'queued':
    case 'initiated':
      return { state: 'queued' };
    case 'ringing':
      return { state: 'ringing' };
    case 'in-progress':
    case 'answered':
      return { state: 'answered' };
    case 'completed':
      return { state: 'failed', code: 'no-digit', terminal: false };
    case 'busy':
    case 'no-answer':
    case 'failed':
    case 'canceled':
      return { state: 'failed', code: status, terminal: status === 'failed' };
    default:
      return undefined;
  }
}
