/** What a call that belongs to no page says: a code to type, or a notice. Its id is in the call's address. */
import { z } from 'zod';
import { document } from '../commit.ts';
import { LocaleName } from '../event/event.ts';

export const Spoken = z.object({ text: z.string(), language: LocaleName });
export const spokenDocument = document({ name: 'spoken', schema: Spoken, number: 1 });
