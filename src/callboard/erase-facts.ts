/** What becomes of facts when somebody is forgotten: which of their fields are words of whoever stated them. */
import type { Fact, Recorded } from '../core/commit.ts';
import { type Eraser, FORGOTTEN } from './domain/erase.ts';

/**
 * Fields that hold somebody's own words, by the fact's name. Whose they are is said by `author` in the data
 * where there is one, else by who stated the fact. Titles, updates and reasons of the programme were written
 * for everybody and are none: of those only names, numbers and addresses go.
 */
export const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  'page.opened': ['message'],
  'page.resolved': ['note'],
  'page.noted': ['text'],
  'incident.noted': ['text'],
  'incident.message-marked': ['text'],
  'incident.message-edited': ['text'],
  'incident.resolved': ['text'],
  'action.done': ['text'],
  'action.snoozed': ['reason'],
  'cover.opened': ['reason'],
  'shift.changed': ['why'],
};

/** The keys' steps are links of a chain of hashes, which a change would break. */
const isOfKeys = (name: string): boolean => name.startsWith('keys.');

const own = (fact: Recorded, eraser: Eraser): unknown => {
  const fields = Object.hasOwn(OWN_WORDS, fact.name) ? OWN_WORDS[fact.name] : undefined;
  if (!fields || typeof fact.data !== 'object' || fact.data === null) return fact.data;
  const { author = fact.by, ...rest } = fact.data as Record<string, unknown>;
  if (typeof author !== 'string' || !eraser.is(author)) return fact.data;
  const words = fields.filter((field) => typeof rest[field] === 'string' && rest[field] !== FORGOTTEN);
  return words.length > 0
    ? { ...fact.data, ...Object.fromEntries(words.map((field) => [field, FORGOTTEN])) }
    : fact.data;
};

/** The fact without them; the same one where they are not in it. */
export function eraseFact(fact: Recorded, eraser: Eraser): Recorded | Fact {
  if (isOfKeys(fact.name)) return fact;
  const data = eraser.value(own(fact, eraser));
  const about = eraser.value(fact.about);
  const by = eraser.text(fact.by);
  return data === fact.data && about === fact.about && by === fact.by ? fact : { ...fact, by, about, data };
}
