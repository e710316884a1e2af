/** Calls as a paging channel, over Telnyx's TeXML: the same words as Twilio's, asked of us when somebody answers. */
import { PermanentError } from '../../core/errors.ts';
import { numberOf, phoneAddress } from '../../core/phone-number.ts';
import type { PagingChannel } from '../../core/ports/paging.ts';
import { callReport } from '../../page/domain/provider-status.ts';
import type { TelnyxProvider } from './client.ts';
import { asTelnyxDelivery, PAST } from './errors.ts';

/** Seconds that it rings: long enough to wake somebody (Telnyx takes 5 to 120). */
const RINGS = 30;
const LATEST = 10;
const LIVE: ReadonlySet<string> = new Set(['queued', 'initiated', 'ringing', 'in-progress']);

/** Its description of the answer leaves the call's id out, which the answer has. */
function callSidOf(answer: unknown): string | undefined {
  const { data, ...flat } = answer as { readonly data?: object } & Record<string, unknown>;
  const { call_sid, sid } = { ...flat, ...data } as { readonly call_sid?: unknown; readonly sid?: unknown };
  const named = call_sid ?? sid;
  return typeof named === 'string' && named !== '' ? named : undefined;
}

export function telnyxCalls(provider: TelnyxProvider): PagingChannel {
  const { client, account, application, number, calls, ask, hand, callback } = provider;
  const ofAccount = client.texml.accounts.calls;
  return {
    name: 'voice',
    address: phoneAddress,
    async send({ to, notification, urgent }) {
      const address = numberOf(to);
      calls.take(urgent === true);
      const status = callback('status', notification);
      const answer = await hand('texml.calls.create', () =>
        ofAccount.calls(account, {
          body: {
            ApplicationSid: application,
            To: address,
            From: number,
            Url: callback('voice', notification),
            UrlMethod: 'POST',
            StatusCallback: status,
            StatusCallbackMethod: 'POST',
            StatusCallbackEvent: 'initiated ringing answered completed',
            Timeout: RINGS,
            // In the background: whoever answers hears us at once, and goes on hearing us if taken for a machine.
            MachineDetection: 'Enable',
            AsyncAmd: true,
            AsyncAmdStatusCallback: status,
            AsyncAmdStatusCallbackMethod: 'POST',
            CancelPlaybackOnMachineDetection: false,
            CancelPlaybackOnDetectMessageEnd: false,
          },
        }),
      );
      const sid = callSidOf(answer);
      // It rings, perhaps: its first status, or the list, tells which call it is.
      if (sid === undefined) throw new Error('Telnyx takes a call and does not name it');
      return { reference: sid };
    },
    /** A phone has one call of ours at a time: one that is under way, or newer than the attempt, is it. */
    async find({ to, since }) {
      const from = since && Math.floor(since.epochMilliseconds / 1000) * 1000;
      const { calls: latest = [] } = await ask('texml.calls.list', () =>
        ofAccount.retrieveCalls(account, { To: numberOf(to), PageSize: LATEST }),
      );
      const found = latest.find(
        ({ status, date_created }) =>
          LIVE.has(status ?? '') || (from !== undefined && Date.parse(date_created ?? '') >= from),
      );
      return found?.sid === undefined ? undefined : { reference: found.sid };
    },
    /** It lists a call some time after it began; one that is not there yet says nothing. */
    async poll(reference) {
      try {
        const call = await ask('texml.calls.retrieve', () =>
          ofAccount.retrieve(reference, { account_sid: account }),
        );
        return asTelnyxDelivery(callReport(call.status ?? '', call.answered_by));
      } catch (error) {
        if (error instanceof PermanentError && PAST.has(error.code)) return undefined;
        throw error;
      }
    },
    async withdraw(reference) {
      try {
        await ask('texml.calls.update', () =>
          ofAccount.update(reference, { account_sid: account, Status: 'completed' }),
        );
      } catch (error) {
        if (!(error instanceof PermanentError && PAST.has(error.code))) throw error;
      }
    },
  };
}
