/**
 * A key set: who holds a share, and how many of them it takes. `current` is what works now; `next` is one
 * in the making (proposed, dealt, revealed, confirmed), so that a rotation that fails leaves all as it was.
 */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Boxed, StoredSecret } from './custody.ts';
import { SetId, StoredManifest } from './manifest.ts';

export const Holder = z.object({
  /** A person's id. */
  person: z.string(),
  /** From 1. */
  index: z.number().int().positive(),
});
export type Holder = z.infer<typeof Holder>;

export const Deal = z.object({
  /** The custody that the sealed copies are for: only the process that dealt can open them. */
  custody: z.string(),
  manifest: StoredManifest,
  setId: SetId,
  /** Indexes. */
  revealed: z.array(z.number().int()),
  confirmed: z.array(z.number().int()),
  /** What the set before it sealed, sealed again under the new key. */
  secrets: z.array(StoredSecret),
});
export type Deal = z.infer<typeof Deal>;

export const NextSet = z.object({
  why: z.enum(['create', 'rotate']),
  k: z.number().int().min(2),
  holders: z.array(Holder),
  proposedBy: z.string(),
  at: InstantText,
  approvedBy: z.string().exactOptional(),
  deal: Deal.exactOptional(),
});
export type NextSet = z.infer<typeof NextSet>;

export const CurrentSet = z.object({
  holders: z.array(Holder),
  manifest: StoredManifest,
  setId: SetId,
  since: InstantText,
  revoked: z.array(z.object({ index: z.number().int(), by: z.string(), at: InstantText })),
  /** Whose share nobody can ask for: they have left Slack. It still is one, so the key is to be rotated. */
  away: z.array(z.object({ index: z.number().int(), at: InstantText })).exactOptional(),
  /** How often its key was put together. After any use it is due for rotation. */
  uses: z.number().int().nonnegative(),
  /** When it has to be rotated at the latest, because somebody was revoked or has left. */
  rotateBy: InstantText.exactOptional(),
});
export type CurrentSet = z.infer<typeof CurrentSet>;

export const KeySet = z.object({
  name: z.string(),
  current: CurrentSet.exactOptional(),
  next: NextSet.exactOptional(),
  /** Ids of the sets that this one replaced: their shares are told apart from nonsense. */
  retired: z.array(z.string()),
});
export type KeySet = z.infer<typeof KeySet>;

/** Its id is its name. */
export const keySetDocument = document({ name: 'keys.set', schema: KeySet, schemaVersion: 1 });

/** A set for practice: marked DRILL everywhere. */
export const isDrill = (name: string): boolean => /^drill(-|$)/.test(name);

/** A ceremony's code as it stands before what is said of it: `K4`, or `DRILL K4`, the same in every language. */
export const markedCode = ({ code, set }: { readonly code: string; readonly set: string }): string =>
  isDrill(set) ? `DRILL ${code}` : code;

export const holderOf = (holders: readonly Holder[], person: string): Holder | undefined =>
  holders.find((holder) => holder.person === person);

export const isRevoked = (set: CurrentSet, index: number): boolean =>
  set.revoked.some((one) => one.index === index);

export const isAway = (set: CurrentSet, index: number): boolean =>
  set.away?.some((one) => one.index === index) === true;

/** Holders whose shares still count, and who are there to submit them. */
export const ableHolders = (set: CurrentSet): Holder[] =>
  set.holders.filter(({ index }) => !isRevoked(set, index) && !isAway(set, index));

/** A sealed secret at rest. Its id is its name; a name is used once in all sets. */
export const Secret = StoredSecret.extend({
  set: z.string(),
  setId: SetId,
  by: z.string(),
  at: InstantText,
});
export type Secret = z.infer<typeof Secret>;
export const secretDocument = document({
  name: 'keys.secret',
  schema: Secret,
  schemaVersion: 1,
  indexes: (secret) => [`set:${secret.set}`],
});

/** A sealed copy that waits for the one person it is for. It is removed in the commit that hands it over. */
export const Deposit = Boxed.extend({ custody: z.string(), person: z.string() });
export type Deposit = z.infer<typeof Deposit>;
export const depositDocument = document({ name: 'keys.deposit', schema: Deposit, schemaVersion: 1 });

export const depositId = (custody: string, index: number): string => `${custody}/${index}`;
