/** What a provider posts to the address of a notification, as a report: a form of Twilio's or of a call, or Telnyx's event. */
import { z } from 'zod';
import { urlPart } from '../core/public-url.ts';
import type { DeliveryReport } from './domain/delivery.ts';
import { callReport, textReport } from './domain/provider-status.ts';
import { TelnyxMessage, telnyxTextReport } from './domain/telnyx-status.ts';

/** A status without what it needs is no report: the provider would only send it once more. */
const Form = z.object({
  MessageStatus: z.string().exactOptional(),
  CallStatus: z.string().exactOptional(),
  AnsweredBy: z.string().exactOptional(),
  ErrorCode: z.string().exactOptional(),
  MessageSid: z.string().exactOptional(),
  CallSid: z.string().exactOptional(),
});

const Event = z.object({
  data: z.object({
    event_type: z.enum(['message.sent', 'message.finalized']),
    payload: z.object({ ...TelnyxMessage.shape, webhook_url: z.string().nullish() }),
  }),
});

/**
 * @param notification - Whom the address is about. Telnyx signs the body alone, so a text's event counts only where
 * it names this very address; a call's is held against the call's id by whoever has that.
 */
export function reportFrom(body: unknown, notification: string): DeliveryReport | undefined {
  const event = Event.safeParse(body);
  if (event.success) {
    const { payload } = event.data.data;
    if (!isAbout(payload.webhook_url, notification)) return undefined;
    const report = telnyxTextReport(payload);
    return report && { ...report, ...(payload.id !== undefined && { reference: payload.id }) };
  }
  const form = Form.safeParse(body);
  return form.success ? reportFromForm(form.data) : undefined;
}

const isAbout = (address: string | null | undefined, notification: string): boolean =>
  address != null &&
  URL.canParse(address) &&
  new URL(address).pathname.endsWith(`/status/${urlPart(notification)}`);

function reportFromForm(told: z.infer<typeof Form>): DeliveryReport | undefined {
  const reference = told.MessageSid ?? told.CallSid;
  const report =
    told.MessageStatus !== undefined
      ? textReport(told.MessageStatus, told.ErrorCode)
      : // Who answered comes alone (asynchronous detection) or beside a status: only alone, a person is no news.
        callReport(told.CallStatus ?? '', told.AnsweredBy);
  return report && { ...report, ...(reference !== undefined && { reference }) };
}
