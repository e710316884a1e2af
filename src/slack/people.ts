/**
 * A person as people type them: `<@U…>` (how Slack sends a mention), `@handle`, or an e-mail address. Organizers
 * may type a phone number, too, of somebody who is not in Slack. Nobody else learns whose a number is.
 */
import { includes, type Permission } from '../callboard/domain/permission.ts';
import type { Person } from '../callboard/domain/person.ts';
import { phoneNumber } from '../callboard/domain/phone.ts';
import { UserError } from '../core/errors.ts';
import type { Directory } from '../core/ports/people.ts';
import { mention, quoted } from './mrkdwn.ts';

const MENTION = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;
/** Slack turns a typed address into a link by itself. */
const MAIL_LINK = /^<mailto:([^|>]+)(?:\|[^>]*)?>$/;
const EMAIL = /^[^\s@<>|]+@[^\s@<>|]+\.[^\s@<>|]+$/;
const HANDLE = /^@([^\s@<>|]+)$/;
/** A number in Slack's own link, which has the spaces that were typed. */
const TEL_LINK = /<tel:(\+[^|>]+)(?:\|[^>]*)?>/g;
const NUMBER_START = /^\+[\d().-]+$/;
const NUMBER_PART = /^[\d().-]+$/;
/** Most words of a number: `+34 600 12 34 56`, `+33 6 12 34 56 78`. */
const MAX_NUMBER_WORDS = 8;

/** Whether a word looks like a person at all, so that a command can tell `@ana` from a title. */
export const namesPerson = (word: string): boolean =>
  [MENTION, MAIL_LINK, EMAIL, HANDLE].some((form) => form.test(word));

async function find(word: string, directory: Directory): Promise<Person | undefined> {
  const [, id] = MENTION.exec(word) ?? [];
  if (id !== undefined) return await directory.person(id);
  const email = MAIL_LINK.exec(word)?.[1] ?? EMAIL.exec(word)?.[0];
  if (email !== undefined) return await directory.byEmail(email);
  const [, handle] = HANDLE.exec(word) ?? [];
  return handle === undefined ? undefined : await directory.byHandle(handle);
}

/** Whether a word begins a phone number: `+34`, `+34600123456`. */
export const namesNumber = (word: string): boolean => NUMBER_START.test(word);

/** Brings each phone number in `text` into one word, in E.164; the other words stay as they are. */
export function joinNumbers(text: string): string {
  const words = text.replace(TEL_LINK, '$1').trim().split(/\s+/);
  const joined: string[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? '';
    const most = namesNumber(word) ? Math.min(MAX_NUMBER_WORDS, words.length - at) : 0;
    const longest = [...Array(most).keys()]
      .map((more) => words.slice(at, at + more + 1))
      .filter((part) => part.slice(1).every((one) => NUMBER_PART.test(one)))
      .findLast((part) => phoneNumber(part.join(' ')) !== undefined);
    joined.push(longest ? (phoneNumber(longest.join(' ')) ?? word) : word);
    at += longest?.length ?? 1;
  }
  return joined.join(' ');
}

/** @param asker - Who may name people by their numbers: organizers. */
async function findByNumber(
  word: string,
  directory: Directory,
  asker: { readonly permission: Permission },
): Promise<Person> {
  if (!includes(asker.permission, 'organizer')) throw new UserError('person.number.organizers');
  const number = phoneNumber(word);
  if (number === undefined) throw new UserError('person.number.bad', { typed: quoted(word) });
  const person = await directory.byPhone(number);
  if (person === undefined) throw new UserError('person.number.nobody', { typed: quoted(word) });
  return person;
}

/**
 * The person that `text` names, or a UserError that says how to name one.
 *
 * @param asker - Where somebody without Slack can be meant: who asks, since organizers may name them by number.
 */
export async function findPerson(
  text: string,
  directory: Directory,
  asker?: { readonly permission: Permission },
): Promise<Person> {
  const word = asker ? joinNumbers(text) : text.trim();
  if (asker && namesNumber(word)) return await findByNumber(word, directory, asker);
  if (!namesPerson(word)) throw new UserError('person.notNamed', { typed: quoted(word) });
  const person = await find(word, directory);
  if (person === undefined) throw new UserError('person.nobody', { typed: quoted(word) });
  return person;
}

/** Takes the people named anywhere in `text` out of it; the rest is given back with single spaces. */
export async function takePeople(
  text: string,
  directory: Directory,
  asker?: { readonly permission: Permission },
): Promise<{ readonly people: readonly Person[]; readonly rest: string }> {
  const words = (asker ? joinNumbers(text) : text.trim()).split(/\s+/).filter(Boolean);
  const isPerson = (word: string) => namesPerson(word) || (asker !== undefined && namesNumber(word));
  const people = await Promise.all(words.filter(isPerson).map((word) => findPerson(word, directory, asker)));
  return { people, rest: words.filter((word) => !isPerson(word)).join(' ') };
}

/**
 * Refuses to give anything to somebody who has left Slack.
 *
 * @throws {UserError} which names them.
 */
export function requirePresent(people: readonly Person[]): void {
  const gone = people.find(({ deactivated }) => deactivated);
  if (gone) throw new UserError('person.left', { person: mention(gone) });
}
