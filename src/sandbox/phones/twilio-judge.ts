/** Whether the real Twilio would take a request: held against `twilio-rules.ts`. Pure; the first rule that is broken answers. */
import type { Leaving } from './state.ts';
import { MAX_BODY, MAX_QUEUE, MAX_RINGING, STATUS, type TwilioRules } from './twilio-rules.ts';

export interface TwilioRefusal {
  readonly code: number;
  /** HTTP. */
  readonly status: number;
  /** What was broken, in words; neither a number nor a text is in it. */
  readonly rule: string;
}

/** What is known when a request comes. */
export interface Situation {
  readonly rules: TwilioRules;
  readonly botNumber: string;
  /** Messages sent within the last day. */
  readonly sentToday: number;
  /** Seconds until a text that comes now would leave. */
  readonly waiting: number;
}

const NUMBER = /^\+[1-9]\d{6,14}$/;
const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

const refuse = (code: number, rule: string): TwilioRefusal => ({ code, status: STATUS[code] ?? 400, rule });

type Check = (field: (name: string) => string, situation: Situation) => TwilioRefusal | undefined;

const isWithin = (text: string, least: number, most: number): boolean =>
  text === '' || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most);

const addresses: Check = (field) => {
  const broken = ['StatusCallback', 'AsyncAmdStatusCallback'].find(
    (name) => field(name) !== '' && !isAddress(field(name)),
  );
  return broken === undefined ? undefined : refuse(21609, `${broken} is no address`);
};

const text: Check = (field, { rules, botNumber, sentToday, waiting }) => {
  const to = field('To');
  if (to === '') return refuse(21604, 'no To');
  if (!NUMBER.test(to)) return refuse(21211, 'To is no number');
  if (field('From') !== botNumber) return refuse(21606, 'From is no number of ours');
  if (to === botNumber) return refuse(21266, 'To and From are the same');
  if (field('Body') === '') return refuse(21602, 'no Body');
  if (field('Body').length > MAX_BODY) return refuse(21617, `the Body has more than ${MAX_BODY} characters`);
  if (!isWithin(field('ValidityPeriod'), 1, MAX_QUEUE))
    return refuse(20422, `ValidityPeriod is not from 1 to ${MAX_QUEUE}`);
  if (rules.optedOut.includes(to)) return refuse(21610, 'whoever has the number sent STOP');
  if (rules.trial && !rules.verified.includes(to)) return refuse(21608, 'a trial account, and not verified');
  if (rules.forbidden.some((start) => to.startsWith(start)))
    return refuse(21408, 'no permission to text there');
  if (rules.daily !== null && sentToday >= rules.daily) return refuse(63038, `${rules.daily} messages a day`);
  if (waiting > rules.queue) return refuse(21611, `more than ${rules.queue} s of texts are waiting`);
  return addresses(field, { rules, botNumber, sentToday, waiting });
};

const DETECTION: ReadonlySet<string> = new Set(['', 'Enable', 'DetectMessageEnd']);

const call: Check = (field, situation) => {
  const { rules, botNumber } = situation;
  const to = field('To');
  if (to === '') return refuse(21201, 'no To');
  if (!NUMBER.test(to)) return refuse(13224, 'To is no number');
  if (field('From') !== botNumber) return refuse(21210, 'From is no number of ours');
  if (field('Twiml') === '' && !isAddress(field('Url'))) return refuse(21205, 'Url is no address');
  if (!isWithin(field('Timeout'), 0, MAX_RINGING)) return refuse(20422, `Timeout is over ${MAX_RINGING}`);
  if (!DETECTION.has(field('MachineDetection')))
    return refuse(20422, 'MachineDetection is not one of its words');
  if (rules.trial && !rules.verified.includes(to)) return refuse(21219, 'a trial account, and not verified');
  if (rules.forbidden.some((start) => to.startsWith(start)))
    return refuse(21215, 'no permission to call there');
  return addresses(field, situation);
};

/** The arranged refusal that this request meets, if any. */
export const arranged = (what: Leaving['what'], form: Leaving['form'], { refuse: all }: TwilioRules) =>
  all.find(
    (one) =>
      one.times > 0 &&
      (one.what === 'any' || one.what === what) &&
      (one.to === undefined || one.to === form['To']),
  );

/** @returns the refusal, or undefined where it is taken */
export function judgeTwilio(
  what: Leaving['what'],
  form: Leaving['form'],
  situation: Situation,
): TwilioRefusal | undefined {
  const field = (name: string): string => [form[name] ?? ''].flat()[0] ?? '';
  const one = arranged(what, form, situation.rules);
  if (one) return refuse(one.code, 'told to refuse it');
  return (what === 'text' ? text : call)(field, situation);
}

export const notThere = (): TwilioRefusal => refuse(20404, 'there is no such text or call');
export const notInProgress = (): TwilioRefusal => refuse(21220, 'the call is over');
