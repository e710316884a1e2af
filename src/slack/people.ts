/** A person as people type them: `<@U…>` (how Slack sends a mention), `@handle`, or an e-mail address. */
import type { Person } from '../callboard/domain/person.ts';
import { UserError } from '../core/errors.ts';
import type { Directory } from '../core/ports/people.ts';
import { mention, quoted } from './mrkdwn.ts';

const MENTION = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;
/** Slack turns a typed address into a link by itself. */
const MAIL_LINK = /^<mailto:([^|>]+)(?:\|[^>]*)?>$/;
const EMAIL = /^[^\s@<>|]+@[^\s@<>|]+\.[^\s@<>|]+$/;
const HANDLE = /^@([^\s@<>|]+)$/;

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

/** The person that `text` names, or a UserError that says how to name one. */
export async function findPerson(text: string, directory: Directory): Promise<Person> {
  const word = text.trim();
  if (!namesPerson(word)) throw new UserError('person.notNamed', { typed: quoted(word) });
  const person = await find(word, directory);
  if (person === undefined) throw new UserError('person.nobody', { typed: quoted(word) });
  return person;
}

/** Takes the people named anywhere in `text` out of it; the rest is given back with single spaces. */
export async function takePeople(
  text: string,
  directory: Directory,
): Promise<{ readonly people: readonly Person[]; readonly rest: string }> {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const named = words.filter(namesPerson);
  const people = await Promise.all(named.map((word) => findPerson(word, directory)));
  return { people, rest: words.filter((word) => !namesPerson(word)).join(' ') };
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
