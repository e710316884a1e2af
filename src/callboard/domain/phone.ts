/** Phone numbers as people write them, in the one form that is stored and dialled: E.164. */
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** `+34 600 12 34 56`, `+1 (202) 555-0101`. Undefined for what cannot be a number, or lacks its country. */
export function phoneNumber(text: string): string | undefined {
  const typed = text.trim();
  if (!typed.startsWith('+')) return undefined;
  const parsed = parsePhoneNumberFromString(typed);
  return parsed?.isPossible() ? parsed.number : undefined;
}

/** What a person typed as their own number. Emergency and short numbers are of no country's plan, so `bad`. */
export type TypedNumber = { readonly number: string; readonly landline: boolean } | 'bad' | 'costly';

export function ownNumber(text: string): TypedNumber {
  const parsed = parsePhoneNumberFromString(text);
  if (!parsed) return 'bad';
  if (isCostlyNumber(parsed)) return 'costly';
  if (!parsed.isValid()) return 'bad';
  return { number: parsed.number, landline: parsed.getType() === 'FIXED_LINE' };
}

/** Kinds of numbers whose callers pay more than for a person's phone, and of which many pay the owner. */
const COSTLY_TYPES: ReadonlySet<string> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  // One number for all of a company, at a price of its own.
  'UAN',
  // Follow-me numbers (+44 70, +34 70), priced as premium ones.
  'PERSONAL_NUMBER',
]);

/** Calling codes of no country: shared cost, satellites and ships, global networks, international premium. */
const COSTLY_CODES: ReadonlySet<string> = new Set(['808', '870', '878', '881', '882', '883', '979']);

/** Ranges at a premium that the library has no type for: Spain's 803 to 807 and 905, whatever their length. */
const COSTLY_RANGES = /^\+34(80[3-7]|905)/;

const isCostlyNumber = (parsed: PhoneNumber): boolean =>
  COSTLY_CODES.has(parsed.countryCallingCode) ||
  COSTLY_RANGES.test(parsed.number) ||
  COSTLY_TYPES.has(parsed.getType() ?? '');

/** Whether texts and calls to it cost much more than to a person's phone. @param number E.164 */
export function isCostly(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  return parsed !== undefined && isCostlyNumber(parsed);
}

/** The two letters (ISO 3166) of the country that a number is of; undefined for numbers of none. @param number E.164 */
export const regionOf = (number: string): string | undefined => parsePhoneNumberFromString(number)?.country;
