/** Somebody is gone from Slack, or back: what the ledger says of it. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';

const Codes = z.array(z.string());

/** What was theirs, and is open, passed on or to be rotated since. */
export const personLeft = fact(
  'person.left',
  z.object({
    person: z.string(),
    shifts: Codes,
    roles: Codes,
    pages: Codes,
    sets: Codes,
    organizer: z.boolean(),
    crew: z.boolean(),
  }),
);
export const personBack = fact('person.back', z.object({ person: z.string() }));
