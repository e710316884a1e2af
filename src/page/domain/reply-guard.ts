/**
 * Texts that nobody could read are answered, but not without end: each answer costs, two automatic answers
 * talk for ever, and a caller who pretends to be somebody would try all hundred codes.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, fact, put, recordFact, type Versioned } from '../../core/commit.ts';
import { InstantText, instantText, isRecent, milliseconds } from '../../core/instant.ts';

/** So many texts with a wrong code within the minutes below, and this person's texts answer no page for as long. */
export const MAX_WRONG_CODES = 5;
export const LOCK_MINUTES = 15;

/** One for each person; its id is theirs. */
const ReplyGuard = z.object({
  wrong: z.array(InstantText),
  /** The last text that could not be read, and that was answered. Its hash: the words are not kept. */
  unread: z.object({ hash: z.string(), at: InstantText }).exactOptional(),
});
export type ReplyGuard = z.infer<typeof ReplyGuard>;
export const replyGuardDocument = document({ name: 'reply-guard', schema: ReplyGuard, schemaVersion: 1 });

export const replyUnread = fact(
  'text.unread',
  z.object({ person: z.string(), wrongCode: z.boolean(), locked: z.boolean() }),
);

const recentWrong = (guard: ReplyGuard | undefined, now: Temporal.Instant): string[] =>
  (guard?.wrong ?? []).filter((at) =>
    isRecent(milliseconds(at), now.epochMilliseconds, LOCK_MINUTES * 60_000),
  );

/** Whether codes from this person's number are ignored now, the right ones too. */
export const isLocked = (guard: ReplyGuard | undefined, now: Temporal.Instant): boolean =>
  recentWrong(guard, now).length >= MAX_WRONG_CODES;

const DAY_MS = 86_400_000;

/** What follows from a text that could not be read: whether it is answered, and whether it was the one too many. */
export function recordUnread(
  person: string,
  text: { readonly hash: string; readonly wrongCode: boolean },
  known: Versioned<ReplyGuard> | undefined,
  now: Temporal.Instant,
): { readonly answer: boolean; readonly locks: boolean; readonly change?: Change } {
  const before = known?.value;
  if (isLocked(before, now)) return { answer: false, locks: false };
  const same =
    before?.unread?.hash === text.hash &&
    isRecent(milliseconds(before.unread.at), now.epochMilliseconds, DAY_MS);
  if (same && !text.wrongCode) return { answer: false, locks: false };
  const at = instantText(now);
  const wrong = [...recentWrong(before, now), ...(text.wrongCode ? [at] : [])];
  const locks = wrong.length >= MAX_WRONG_CODES;
  const guard: ReplyGuard = { wrong, unread: { hash: text.hash, at } };
  const data = { person, wrongCode: text.wrongCode, locked: locks };
  return {
    answer: !locks,
    locks,
    change: {
      put: [put(replyGuardDocument, person, guard, known?.version ?? 0)],
      facts: [recordFact(replyUnread, { at: now, by: person, about: [`person:${person}`], data })],
    },
  };
}
