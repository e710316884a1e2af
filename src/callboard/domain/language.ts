/** A person's own choice of language, which goes before their Slack profile's and the event's. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { type Person, personChanged, personDocument } from './person.ts';

/** `known` is the person's document; one who has none yet gets it. Undefined when they speak it already. */
export function chooseLanguage(
  person: Person,
  known: Versioned<Person> | undefined,
  language: NonNullable<Person['language']>,
  at: Temporal.Instant,
): Change | undefined {
  const before = known?.value ?? person;
  if (known && before.language === language) return undefined;
  return {
    put: [put(personDocument, person.id, { ...before, language }, known?.version ?? 0)],
    facts: [
      recordFact(personChanged, {
        at,
        by: person.id,
        about: [`person:${person.id}`],
        data: { person: person.id, fields: ['language'] },
      }),
    ],
  };
}
