/**
 * Whether the real Telnyx would take a request: its parameters by its OpenAPI description, its refusals by
 * developers.telnyx.com (API and messaging error codes). Pure; the first rule that is broken answers.
 */
import { isGsm, septets } from '../../phone/gsm.ts';
import type { Leaving } from './state.ts';
import type { TwilioRules } from './twilio-rules.ts';

export interface TelnyxRefusal {
  readonly code: number;
  /** HTTP. */
  readonly status: number;
  readonly rule: string;
}

export interface TelnyxSituation {
  readonly rules: TwilioRules;
  readonly number: string;
  readonly application: string;
  /** Seconds until a text that comes now would leave. */
  readonly waiting: number;
}

/** HTTP statuses of the codes; 400 where none is given. */
const HTTP: Readonly<Record<number, number>> = {
  10004: 422,
  10005: 404,
  10007: 500,
  10009: 401,
  10010: 403,
  10011: 429,
  10015: 422,
  10016: 422,
  20012: 403,
  20013: 403,
  20100: 403,
  40300: 409,
  40312: 409,
  90015: 422,
  90018: 422,
};
/** A text is cut into ten parts at most (messaging, encoding): 153 septets each, 67 characters outside GSM-7. */
const MAX_PARTS = 10;
/** Seconds of texts that may wait for one number (messaging, configuration and usage: four hours). */
export const MAX_WAITING = 14_400;
const MAX_URL = 2_000;

export const telnyxRefusal = (code: number, rule: string): TelnyxRefusal => ({
  code,
  status: HTTP[code] ?? 400,
  rule,
});

const NUMBER = /^\+[1-9]\d{6,14}$/;
const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= MAX_URL && URL.canParse(value) && /^https?:/.test(value);

type Fields = Readonly<Record<string, unknown>>;
/** What a parameter may be, in words; undefined where it is that. */
type Kind = (value: unknown) => string | undefined;

const text: Kind = (value) => (typeof value === 'string' && value !== '' ? undefined : 'no text');
const flag: Kind = (value) => (typeof value === 'boolean' ? undefined : 'neither true nor false');
const address: Kind = (value) => (isAddress(value) ? undefined : 'no address');
const oneOf =
  (...words: string[]): Kind =>
  (value) =>
    words.includes(String(value)) ? undefined : `none of ${words.join(', ')}`;
const within =
  (least: number, most: number): Kind =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `not from ${least} to ${most}`;
const METHOD = oneOf('GET', 'POST');
const EVENTS = /^(initiated|ringing|answered|completed)( (initiated|ringing|answered|completed))*$/;

/** `POST /messages`, as far as a text goes. */
const MESSAGE: Readonly<Record<string, Kind>> = {
  to: text,
  from: text,
  text,
  type: oneOf('SMS'),
  webhook_url: address,
  webhook_failover_url: address,
  use_profile_webhooks: flag,
  messaging_profile_id: text,
  auto_detect: flag,
  encoding: oneOf('auto', 'gsm7', 'ucs2'),
};

/** `POST /texml/Accounts/{account}/Calls`, as far as a call of ours goes. */
const CALL: Readonly<Record<string, Kind>> = {
  ApplicationSid: text,
  To: text,
  From: text,
  Url: address,
  UrlMethod: METHOD,
  FallbackUrl: address,
  StatusCallback: address,
  StatusCallbackMethod: METHOD,
  StatusCallbackEvent: (value) => (EVENTS.test(String(value)) ? undefined : 'no events'),
  Timeout: within(5, 120),
  TimeLimit: within(30, 14_400),
  MachineDetection: oneOf('Enable', 'Disable', 'DetectMessageEnd'),
  DetectionMode: oneOf('Premium', 'Regular', 'PremiumCallScreening'),
  AsyncAmd: flag,
  AsyncAmdStatusCallback: address,
  AsyncAmdStatusCallbackMethod: METHOD,
  CancelPlaybackOnMachineDetection: flag,
  CancelPlaybackOnDetectMessageEnd: flag,
};

/** `POST /texml/Accounts/{account}/Calls/{call}`. */
const UPDATE: Readonly<Record<string, Kind>> = { Status: oneOf('completed'), Url: address, Method: METHOD };

function wrongParameter(fields: Fields, kinds: Readonly<Record<string, Kind>>): TelnyxRefusal | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const kind = kinds[name];
    if (!kind) return telnyxRefusal(10015, `${name} is no parameter`);
    const wrong = kind(value);
    if (wrong) return telnyxRefusal(wrong === 'no address' ? 10003 : 10015, `${name} is ${wrong}`);
  }
  return undefined;
}

const partsOf = (body: string): number =>
  isGsm(body) ? Math.ceil(septets(body) / 153) : Math.ceil(body.length / 67);

function judgeText(fields: Fields, { rules, number, waiting }: TelnyxSituation): TelnyxRefusal | undefined {
  const { to, from, text: body } = fields;
  if (to === undefined) return telnyxRefusal(10004, 'no to');
  if (from === undefined) return telnyxRefusal(40305, 'no from');
  if (body === undefined || body === '') return telnyxRefusal(40316, 'no text');
  const wrong = wrongParameter(fields, MESSAGE);
  if (wrong) return wrong;
  if (!NUMBER.test(String(to))) return telnyxRefusal(40310, 'to is no number');
  if (from !== number) return telnyxRefusal(40305, 'from is no number of ours');
  if (partsOf(String(body)) > MAX_PARTS)
    return telnyxRefusal(40302, `the text has more than ${MAX_PARTS} parts`);
  if (rules.optedOut.includes(String(to))) return telnyxRefusal(40300, 'whoever has the number sent STOP');
  if (rules.forbidden.some((start) => String(to).startsWith(start)))
    return telnyxRefusal(40309, 'the profile does not send there');
  if (waiting > Math.min(rules.queue, MAX_WAITING))
    return telnyxRefusal(40318, 'four hours of texts are waiting');
  return undefined;
}

function judgeCall(
  fields: Fields,
  { rules, number, application }: TelnyxSituation,
): TelnyxRefusal | undefined {
  const missing = ['ApplicationSid', 'To', 'From', 'Url'].find((name) => fields[name] === undefined);
  if (missing) return telnyxRefusal(10004, `no ${missing}`);
  const wrong = wrongParameter(fields, CALL);
  if (wrong) return wrong;
  if (!NUMBER.test(String(fields['To']))) return telnyxRefusal(10016, 'To is no number');
  if (fields['From'] !== number) return telnyxRefusal(10015, 'From is no number of ours');
  if (fields['ApplicationSid'] !== application) return telnyxRefusal(10005, 'there is no such application');
  if (rules.forbidden.some((start) => String(fields['To']).startsWith(start)))
    return telnyxRefusal(10010, 'the voice profile does not call there');
  return undefined;
}

export const judgeUpdate = (fields: Fields): TelnyxRefusal | undefined => wrongParameter(fields, UPDATE);

/** @returns the refusal, or undefined where it is taken. One that was arranged goes before all others. */
export function judgeTelnyx(
  what: Leaving['what'],
  fields: Fields,
  situation: TelnyxSituation,
  arranged: { readonly code: number } | undefined,
): TelnyxRefusal | undefined {
  if (arranged) return telnyxRefusal(arranged.code, 'told to refuse it');
  return (what === 'text' ? judgeText : judgeCall)(fields, situation);
}
