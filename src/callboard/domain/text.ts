/**
 * A text that somebody sent us was read. A provider's signature has no time in it, so the same request can
 * come again, hours later too; the second time it is only answered as it was.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, fact, put, recordFact } from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';

/** By the provider's id of the text. `said` is our answer, perhaps none; their words are not kept. */
export const textDocument = document({
  name: 'text',
  schema: z.object({ person: z.string(), at: InstantText, said: z.string() }),
  schemaVersion: 1,
});

export const textRead = fact('text.read', z.object({ person: z.string() }));

export const readOnce = (id: string, person: string, said: string, now: Temporal.Instant): Change => ({
  put: [put(textDocument, id, { person, at: instantText(now), said })],
  facts: [recordFact(textRead, { at: now, by: person, about: [`person:${person}`], data: { person } })],
});

/** A number that nobody has texted us, and was told so. Its id is the number's hash. */
export const strangerDocument = document({
  name: 'stranger-text',
  schema: z.object({ answeredAt: InstantText }),
  schemaVersion: 1,
});

const strangerAnswered = fact('text.stranger-answered', z.object({}));

/** Records that a number nobody has got its answer. */
export const answerStranger = (id: string, version: number, now: Temporal.Instant): Change => ({
  put: [put(strangerDocument, id, { answeredAt: instantText(now) }, version)],
  facts: [recordFact(strangerAnswered, { at: now, by: 'callboard', about: [], data: {} })],
});
