/** The verified number of a person, and how others may see it. */
import type { Person } from '../callboard/domain/person.ts';
import { PermanentError } from './errors.ts';

/** `+1 ••• ••01`: the country as far as one digit tells it, and the last two. */
export const masked = (number: string): string => `${number.slice(0, 2)} ••• ••${number.slice(-2)}`;

export const phoneAddress = (person: Person): string | undefined =>
  person.phone?.verifiedAt === undefined ? undefined : masked(person.phone.number);

/** The number to send to, or the refusal that starts the next channel. */
export function numberOf(person: Person): string {
  if (person.phone?.verifiedAt === undefined) throw new PermanentError('no-verified-number');
  return person.phone.number;
}
