/** What a call that belongs to no page says: a code to type, or a notice. Its id is in the call's address. */
import { z } from 'zod';
import { LocaleName } from '../../callboard/domain/event.ts';
import { document } from '../../core/commit.ts';

/** A job of whoever had the call made. */
const Then = z.object({
  id: z.string(),
  name: z.string(),
  queue: z.enum(['pages', 'reminders', 'chores', 'webhooks']),
  data: z.record(z.string(), z.unknown()),
});

/** What pressing 1 does. */
const Press = z.object({
  /** Said after the text: what 1 is for. */
  how: z.string(),
  /** Said when it was pressed. */
  thanks: z.string(),
  job: Then,
});

export const Spoken = z.object({
  text: z.string(),
  language: LocaleName,
  press: Press.exactOptional(),
  /** When it ends otherwise: the job, with the reason as `code` in its data. */
  unanswered: Then.exactOptional(),
});
export type Spoken = z.infer<typeof Spoken>;
export const spokenDocument = document({
  name: 'spoken',
  schema: Spoken,
  schemaVersion: 1,
  sealed: true,
});
