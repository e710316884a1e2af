/**
 * What the real Twilio demands of a request and does with it: the one table to change when Twilio does. `code`
 * stands for twilio.com/docs/api/errors/<code>, read for the meaning; `sms` and `voice` for the resource's page
 * at twilio.com/docs. The phones hold every request of the bot against it.
 */
import { z } from 'zod';

/** A text's characters (21617) and what they cost: one segment a second from a long code (21611). */
export const MAX_BODY = 1_600;
/** Seconds of texts that wait for one number at most (21611), and that one text may wait (sms, ValidityPeriod). */
export const MAX_QUEUE = 36_000;
/** Seconds that a call may ring (voice, Timeout). */
export const MAX_RINGING = 600;
/** A trial account's words before each text, and before each call (help.twilio.com, free trial limitations). */
export const TRIAL_TEXT = 'Sent from your Twilio trial account - ';
export const TRIAL_CALL = 'You have a trial account.';
/** The words that opt out and in, alone in a text, case ignored (help.twilio.com, SMS STOP filtering). */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT'.split(' '),
);
export const START_WORDS: ReadonlySet<string> = new Set(['START', 'YES', 'UNSTOP']);

/** What answers, as a call with `MachineDetection` says (voice, answering machine detection, `AnsweredBy`). */
export const ANSWERED_BY = [
  'human',
  'machine_start',
  'machine_end_beep',
  'machine_end_silence',
  'machine_end_other',
  'fax',
  'unknown',
] as const;
export type AnsweredBy = (typeof ANSWERED_BY)[number];

/** Refusals that depend on what Twilio thinks of us or of a number, with their HTTP status: 400 where none is given. */
export const STATUS: Readonly<Record<number, number>> = {
  20003: 401, // credentials
  20404: 404, // no such text or call
  20429: 429, // too many requests at once
  20500: 500, // Twilio in trouble
  21611: 429, // the number's queue is full
  63038: 429, // the day's messages are used up
};

const Numbers = z.array(z.string());

/** What Twilio is like from now on: what `POST /sandbox/phones/rules` changes. */
export const TwilioRules = z.strictObject({
  /** Segments of texts, and calls, that the number starts in a second. */
  textsPerSecond: z.number().positive().max(1_000),
  callsPerSecond: z.number().positive().max(1_000),
  /** Seconds of texts that may wait. */
  queue: z.number().min(0).max(MAX_QUEUE),
  /** A trial account: it reaches `verified` numbers only, and says what it is. */
  trial: z.boolean(),
  verified: Numbers,
  /** Who has sent STOP. */
  optedOut: Numbers,
  /** Beginnings of numbers that the account may neither text nor call. */
  forbidden: Numbers,
  /** Messages that may be sent in a rolling day; null for as many as one likes. */
  daily: z.number().int().min(0).nullable(),
  /** The next requests are refused: which, with what code, how often, and for which number (any, unless told). */
  refuse: z.array(
    z.strictObject({
      what: z.enum(['text', 'call', 'any']),
      code: z.number().int(),
      times: z.number().int().min(0).max(1_000),
      to: z.string().exactOptional(),
    }),
  ),
  /** How statuses come: twice, the last first, so many seconds late, before the request is answered, not at all. */
  callbacks: z.strictObject({
    doubled: z.boolean().exactOptional(),
    reversed: z.boolean().exactOptional(),
    late: z.number().min(0).max(86_400).exactOptional(),
    early: z.boolean().exactOptional(),
    lost: z.boolean().exactOptional(),
  }),
});
export type TwilioRules = z.infer<typeof TwilioRules>;

export const TwilioChange = TwilioRules.partial();

/** A paid account with one long code. */
export const ORDINARY: TwilioRules = {
  textsPerSecond: 1,
  callsPerSecond: 1,
  queue: MAX_QUEUE,
  trial: false,
  verified: [],
  optedOut: [],
  forbidden: [],
  daily: null,
  refuse: [],
  callbacks: {},
};
