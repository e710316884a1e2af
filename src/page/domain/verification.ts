/**
 * Whose number is it? A code sent to it says so. Until it is typed back, the number that was verified
 * before stays the one that is paged.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Person, personChanged, personDocument } from '../../callboard/domain/person.ts';
import { type Change, document, put, recordFact, scheduleJob, type Versioned } from '../../core/commit.ts';
import { InstantText, instant, instantText } from '../../core/instant.ts';
import { codeRefused, codeSent, phoneVerified } from './facts.ts';
import { sendCode } from './jobs.ts';

/** One at a time for each person; its id is theirs. The code lives ten minutes and is nowhere else. */
const Verification = z.object({
  number: z.string(),
  landline: z.boolean(),
  via: z.enum(['sms', 'voice']),
  code: z.string(),
  /** Random; in the address of the call that says the code. */
  call: z.string(),
  expiresAt: InstantText,
  wrong: z.number().int(),
  /** When codes were sent in the last hour: numbers that cost money must not be called without end. */
  sent: z.array(InstantText),
});
export type Verification = z.infer<typeof Verification>;
export const verificationDocument = document({
  name: 'phone-verification',
  schema: Verification,
  schemaVersion: 1,
  sealed: true,
});

export const CODE_MINUTES = 10;
export const MAX_WRONG = 5;
export const MAX_AN_HOUR = 5;

export interface Asked {
  readonly number: string;
  readonly landline: boolean;
  readonly via: 'sms' | 'voice';
  /** Six digits, and the call's id: both random, so both given. */
  readonly code: string;
  readonly call: string;
}

/** Sends a code, or refuses where too many were sent within the hour. */
export function askForCode(
  person: string,
  asked: Asked,
  known: Versioned<Verification> | undefined,
  now: Temporal.Instant,
): Change | { readonly refused: 'too-many' } {
  const hourAgo = now.subtract({ hours: 1 }).epochMilliseconds;
  const sent = (known?.value.sent ?? []).filter((at) => instant(at).epochMilliseconds > hourAgo);
  if (sent.length >= MAX_AN_HOUR) return { refused: 'too-many' };
  const value: Verification = {
    ...asked,
    expiresAt: instantText(now.add({ minutes: CODE_MINUTES })),
    wrong: 0,
    sent: [...sent, instantText(now)],
  };
  return {
    put: [put(verificationDocument, person, value, known?.version ?? 0)],
    facts: [
      recordFact(codeSent, {
        at: now,
        by: person,
        about: [`person:${person}`],
        data: { person, channel: asked.via },
      }),
    ],
    jobs: [scheduleJob(sendCode, now, { verification: person }, asked.call)],
  };
}

export type Checked =
  | { readonly outcome: 'verified'; readonly change: Change }
  | { readonly outcome: 'wrong'; readonly left: number; readonly change: Change }
  | { readonly outcome: 'over' };

/** Whether `typed` is the code; a wrong one is counted, and after five a new one is needed. */
export function checkCode(
  typed: string,
  person: Versioned<Person>,
  known: Versioned<Verification> | undefined,
  now: Temporal.Instant,
): Checked {
  if (!known || known.value.wrong >= MAX_WRONG) return { outcome: 'over' };
  if (instant(known.value.expiresAt).epochMilliseconds < now.epochMilliseconds) return { outcome: 'over' };
  const { id, value } = person;
  const about = [`person:${id}`];
  if (typed.replace(/\D/g, '') !== known.value.code) {
    const wrong = known.value.wrong + 1;
    return {
      outcome: 'wrong',
      left: MAX_WRONG - wrong,
      change: {
        put: [put(verificationDocument, id, { ...known.value, wrong }, known.version)],
        facts: [recordFact(codeRefused, { at: now, by: id, about, data: { person: id } })],
      },
    };
  }
  const { number, landline } = known.value;
  const { optedOut: _, ...rest } = value;
  const phone = { number, verifiedAt: instantText(now), ...(landline && { landline: true as const }) };
  // A new number has not opted out of anything; the same one still has.
  const same = value.phone?.number === number;
  const next: Person = same ? { ...value, phone } : { ...rest, phone };
  return {
    outcome: 'verified',
    change: {
      put: [
        put(personDocument, id, next, person.version),
        put(verificationDocument, id, null, known.version),
      ],
      facts: [
        recordFact(phoneVerified, { at: now, by: id, about, data: { person: id } }),
        recordFact(personChanged, { at: now, by: id, about, data: { person: id, fields: ['phone'] } }),
      ],
    },
  };
}
