/** A person's diary: what they starred, and the secret address of their own calendar. */

import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact, type Versioned } from '../../core/commit.ts';
import { diaryChanged } from './facts.ts';

export const Diary = z.object({
  person: z.string(),
  /** Codes of sessions. */
  stars: z.array(z.string()),
  /** Whoever knows it may read this person's calendar; never in facts or logs. */
  token: z.string().exactOptional(),
});
export type Diary = z.infer<typeof Diary>;

/** Its id is the person's. */
export const diaryDocument = document({
  name: 'diary',
  schema: Diary,
  schemaVersion: 1,
  indexes: ({ token }) => (token === undefined ? [] : [`token:${token}`]),
  sealed: true,
  digested: ['token'],
});

interface By {
  readonly person: string;
  readonly now: Temporal.Instant;
}

const change = (
  { person, now }: By,
  old: Versioned<Diary> | undefined,
  diary: Diary,
  what: 'starred' | 'unstarred' | 'feed-made' | 'feed-reset',
  session?: string,
): Change => ({
  put: [put(diaryDocument, person, diary, old?.version ?? 0)],
  facts: [
    recordFact(diaryChanged, {
      at: now,
      by: person,
      about: [`person:${person}`],
      data: { person, what, ...(session !== undefined && { session }) },
    }),
  ],
});

const valueOf = (person: string, old: Versioned<Diary> | undefined): Diary =>
  old?.value ?? { person, stars: [] };

/** Undefined where it is starred already. */
export function star(by: By, old: Versioned<Diary> | undefined, session: string): Change | undefined {
  const diary = valueOf(by.person, old);
  if (diary.stars.includes(session)) return undefined;
  return change(by, old, { ...diary, stars: [...diary.stars, session] }, 'starred', session);
}

/** Undefined where it is not starred. */
export function unstar(by: By, old: Versioned<Diary> | undefined, session: string): Change | undefined {
  const diary = valueOf(by.person, old);
  if (!diary.stars.includes(session)) return undefined;
  return change(
    by,
    old,
    { ...diary, stars: diary.stars.filter((one) => one !== session) },
    'unstarred',
    session,
  );
}

/** A new secret address; the one before it stops working at once. */
export const setToken = (by: By, old: Versioned<Diary> | undefined, token: string): Change =>
  change(
    by,
    old,
    { ...valueOf(by.person, old), token },
    old?.value.token === undefined ? 'feed-made' : 'feed-reset',
  );

/** Nobody reads their calendar any more. Undefined where nobody could. */
export function closeFeed(
  { person, by, now }: By & { readonly by: string },
  old: Versioned<Diary> | undefined,
): Change | undefined {
  if (old?.value.token === undefined) return undefined;
  const { token: _, ...diary } = old.value;
  return {
    put: [put(diaryDocument, person, diary, old.version)],
    facts: [
      recordFact(diaryChanged, {
        at: now,
        by,
        about: [`person:${person}`],
        data: { person, what: 'feed-closed' },
      }),
    ],
  };
}

/** Something in a diary, with a length. */
export interface Entry {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** Ids of the entries that share time with another. */
export function clashing(entries: readonly Entry[]): Set<string> {
  const found = new Set<string>();
  const sorted = [...entries].sort((a, b) => a.start - b.start);
  for (let i = 0; i < sorted.length; i++)
    for (let j = i + 1; j < sorted.length; j++) {
      const [a, b] = [sorted[i], sorted[j]];
      if (!a || !b || b.start >= a.end) break;
      if (b.end > b.start) found.add(a.id).add(b.id);
    }
  return found;
}
