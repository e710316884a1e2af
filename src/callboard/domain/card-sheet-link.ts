/**
 * The address of somebody's cards to be printed: theirs alone, for twelve hours. Its secret is kept nowhere; what is
 * kept is what proves it.
 */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText, milliseconds } from '../../core/instant.ts';
import { cardSheetLinked } from './card-facts.ts';

/** Until somebody has come to a printer. */
const HOURS = 12;

export const CardSheetLink = z.object({ person: z.string(), until: InstantText });
export type CardSheetLink = z.infer<typeof CardSheetLink>;

/** Its id is `cardSheetId` of its secret. */
export const cardSheetDocument = document({
  name: 'card-sheet-link',
  schema: CardSheetLink,
  schemaVersion: 1,
  indexes: ({ person }) => [`person:${person}`],
});

/** 64 hex digits: the SHA-256 of a secret that is random enough to need no salt. */
export const cardSheetId = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whose sheet an address opens; undefined once it has ended. */
export const sheetHolder = (
  link: Versioned<CardSheetLink> | undefined,
  now: Temporal.Instant,
): string | undefined =>
  link && milliseconds(link.value.until) > now.epochMilliseconds ? link.value.person : undefined;

/** Gives somebody an address. Those that they had end. @param known - the addresses that they have */
export function linkCardSheet(
  known: readonly Versioned<CardSheetLink>[],
  person: string,
  secret: string,
  now: Temporal.Instant,
): { readonly change: Change; readonly until: Temporal.Instant } {
  const until = now.add({ hours: HOURS });
  const value = { person, until: instantText(until) };
  return {
    until,
    change: {
      put: [
        put(cardSheetDocument, cardSheetId(secret), value),
        ...known.map(({ id, version }) => put(cardSheetDocument, id, null, version)),
      ],
      facts: [recordFact(cardSheetLinked, { at: now, by: person, about: [`person:${person}`], data: value })],
    },
  };
}
