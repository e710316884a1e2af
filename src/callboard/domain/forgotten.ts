/** Who was forgotten, and what was erased: enough to forget them again in an older backup, and nothing to find them by. */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, type Fact, fact, type Put, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { FORGOTTEN, type Leaving } from './erase.ts';
import { type Person, personDocument } from './person.ts';

export const Forgotten = z.object({
  people: z.array(z.object({ print: z.string(), alias: z.string(), at: InstantText })),
  /** Private incidents that were erased by decision. */
  incidents: z.array(z.object({ print: z.string(), at: InstantText })).exactOptional(),
});
export type Forgotten = z.infer<typeof Forgotten>;

/** There is one such document. It goes into every backup. */
export const forgottenDocument = document({
  name: 'forgotten',
  schema: Forgotten,
  schemaVersion: 1,
  sealed: true,
});
export const FORGOTTEN_ID = 'all';

/** What went, in numbers of documents by kind and of jobs; never what it was, nor who. */
export const personForgotten = fact(
  'person.forgotten',
  z.object({
    person: z.string(),
    why: z.enum(['asked', 'retention', 'restored']),
    documents: z.record(z.string(), z.number().int()),
    jobs: z.number().int(),
  }),
);

/** The ledger was gone through after them: so many facts are without them now. */
export const factsErased = fact(
  'facts.erased',
  z.object({ people: z.array(z.string()), facts: z.number().int() }),
);

/** The id of a person as a fingerprint: 16 hex digits. Whoever has the id can tell that it is the same. */
export const personPrint = (id: string): string =>
  createHash('sha256').update(`callboard/forgotten/v1\n${id}`).digest('hex').slice(0, 16);

/** The list with these people on it. */
export function listForgotten(
  known: Versioned<Forgotten> | undefined,
  leaving: readonly Leaving[],
  at: Temporal.Instant,
): Put {
  const before = known?.value.people ?? [];
  const prints = new Map(before.map((one) => [one.print, one]));
  for (const { person, alias } of leaving) {
    const print = personPrint(person.id);
    prints.set(print, { print, alias, at: instantText(at) });
  }
  return put(
    forgottenDocument,
    FORGOTTEN_ID,
    { ...known?.value, people: [...prints.values()] },
    known?.version ?? 0,
  );
}

/** Whoever stands for somebody forgotten where history needs somebody: reached by nothing, in no role. */
export const nobody = (alias: string): Person => ({ id: alias, name: FORGOTTEN, deactivated: true });
export const putNobody = ({ alias }: Leaving, version = 0): Put =>
  put(personDocument, alias, nobody(alias), version);

export const stateForgotten = (
  { alias: person }: Leaving,
  by: string,
  at: Temporal.Instant,
  data: Omit<z.infer<typeof personForgotten.schema>, 'person'>,
): Fact => {
  const about = [`person:${person}`];
  return recordFact(personForgotten, {
    at,
    by,
    about,
    data: { ...data, person },
  });
};
