/**
 * Whether a share counts, asked in the one order that KEYS' format fixes: checksum → set → holder and
 * index → commitment. Combining (k distinct → combine → length → key check → GCM) is `open.ts`. Every
 * failure has a code of its own, and a message of its own in the catalogs.
 */
import { bytesEqual, fromHex } from './bytes.ts';
import { commitment, isIntact, type Manifest } from './manifest.ts';
import { type BadShareText, readShare, type Share } from './share.ts';

export type ShareFault =
  | BadShareText
  /** The stored manifest is not the one that the set's name is the hash of: the store was tampered with. */
  | 'manifest-changed'
  /** A share of another set, or of a set that was retired. */
  | 'other-set'
  | 'retired-set'
  /** The share says other k or n than its set. */
  | 'other-shape'
  /** A share of this set, but of another holder. */
  | 'not-yours'
  | 'revoked'
  /** Right in form, wrong in substance: forged or damaged. */
  | 'forged';

/** Faults that are slips of the hand. They do not count towards a lock. */
const SLIPS: ReadonlySet<ShareFault> = new Set([
  'empty',
  'not-a-share',
  'typo',
  'other-version',
  'manifest-changed',
]);
export const isBadShare = (fault: ShareFault): boolean => !SLIPS.has(fault);

export interface Expected {
  readonly manifest: Manifest;
  /** The set's name as it was when the set became active. */
  readonly setId: string;
  /** Names of sets that this one replaced. */
  readonly retired: readonly string[];
  /** The submitter's own index. */
  readonly index: number;
}

export const isBad = <F>(answer: object): answer is { readonly bad: F } => 'bad' in answer;

/**
 * A share as it was typed, if it counts. Whoever calls it has looked already whether the holder was revoked.
 */
export function checkShare(typed: string, expected: Expected): Share | { readonly bad: ShareFault } {
  const share = readShare(typed);
  if (isBad<BadShareText>(share)) return share;
  const fault = shareFault(share, expected);
  return fault ? { bad: fault } : share;
}

/**
 * The checks after the checksum, also made again by the process that combines, which is told who was revoked.
 */
export function shareFault(
  share: Share,
  expected: Expected & { readonly revoked?: boolean },
): ShareFault | undefined {
  const { manifest, setId, retired, index, revoked = false } = expected;
  if (!isIntact(manifest, setId)) return 'manifest-changed';
  if (share.setId !== setId) return retired.includes(share.setId) ? 'retired-set' : 'other-set';
  if (share.k !== manifest.k || share.n !== manifest.n) return 'other-shape';
  if (share.index !== index) return 'not-yours';
  if (revoked) return 'revoked';
  const made = commitment(fromHex(manifest.salt), share.index, share.data);
  const wanted = manifest.commit[share.index - 1];
  return wanted !== undefined && bytesEqual(made, fromHex(wanted)) ? undefined : 'forged';
}
