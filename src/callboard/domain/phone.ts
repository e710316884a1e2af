/** Phone numbers as people write them, in the one form that is stored and dialled: E.164. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+34 600 12 34 56`, `+1 (202) 555-0101`. Undefined for what cannot be a number, or lacks its country. */
export function phoneNumber(text: string): string | undefined {
  const typed = text.trim();
  if (!typed.startsWith('+')) return undefined;
  const parsed = parsePhoneNumberFromString(typed);
  return parsed?.isPossible() ? parsed.number : undefined;
}
