/**
 * A ceremony: for fifteen minutes, holders may submit their shares for exactly one thing. What it is, is
 * in the digest, which every modal shows and every share is sealed with.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, instant } from '../../core/instant.ts';
import { type GuardedAction, urlOf } from './action.ts';
import { prefixed, toHex } from './bytes.ts';
import { sha256 } from './crypto.ts';
import { Boxed } from './custody.ts';
import { SetId } from './manifest.ts';
import { Holder } from './set.ts';

export const LASTS_MINUTES = 15;
/** How long an opened secret waits to be looked at. */
export const SHOWN_WITHIN_MINUTES = 5;

export const Purpose = z.enum(['open', 'fire', 'restore', 'seal', 'rotate']);
export type Purpose = z.infer<typeof Purpose>;

export const CeremonyState = z.enum([
  'gathering',
  /** The quorum is there; a veto comes too late. */
  'complete',
  /** The webhook was called; whether it took effect is being read back. */
  'called',
  /** An opened secret waits for the person who asked for it. */
  'ready',
  'done',
  'failed',
  'vetoed',
  'cancelled',
  'expired',
]);

export const Ceremony = z.object({
  /** `K4`. */
  code: z.string(),
  purpose: Purpose,
  /** The secret's or action's name; the set's for a rotation. */
  target: z.string(),
  set: z.string(),
  setId: SetId,
  need: z.number().int().min(2),
  reason: z.string(),
  by: z.string(),
  at: InstantText,
  expires: InstantText,
  nonce: z.string(),
  /** SHA-256 of what will happen, hex. */
  digest: z.string(),
  /** base64: the public key that shares in flight are sealed to. Its private half is in one process. */
  key: z.string(),
  /** The same for every repeat of the call, also after a restart of the ceremony. */
  idempotencyKey: z.string(),
  /** The boxes are taken out when it is over. */
  shares: z.array(Boxed.extend({ index: z.number().int(), person: z.string() })),
  submitted: z.array(z.object({ index: z.number().int(), person: z.string(), at: InstantText })),
  /** For `seal`: the text, sealed to the same key. */
  plain: Boxed.exactOptional(),
  /** For `rotate`: the set to be. */
  plan: z.object({ k: z.number().int(), holders: z.array(Holder) }).exactOptional(),
  state: CeremonyState,
  /** How often the webhook was called. */
  calls: z.number().int().nonnegative(),
  /** Until when the read-back is asked. */
  readUntil: InstantText.exactOptional(),
  /** A code: what became of it. */
  outcome: z.string().exactOptional(),
  endedBy: z.string().exactOptional(),
  /** What waits for its end: the run of an action of the event file. */
  origin: z.string().exactOptional(),
  /** How often it began again because the process that held its key was gone. */
  restarts: z.number().int().nonnegative(),
});
export type Ceremony = z.infer<typeof Ceremony>;

const OVER: ReadonlySet<Ceremony['state']> = new Set(['done', 'failed', 'vetoed', 'cancelled', 'expired']);
export const isCeremonyOver = ({ state }: Pick<Ceremony, 'state'>): boolean => OVER.has(state);

/** Its id is its code. */
export const ceremonyDocument = document({
  name: 'keys.ceremony',
  schema: Ceremony,
  schemaVersion: 1,
  indexes: (ceremony) => (isCeremonyOver(ceremony) ? [] : ['open']),
});

export const custodyOf = ({ code, nonce }: Pick<Ceremony, 'code' | 'nonce'>): string => `${code}/${nonce}`;

/** What a submitted share is sealed for: it opens for this ceremony, this digest and this holder alone. */
export const shareContext = ({ code, digest }: Pick<Ceremony, 'code' | 'digest'>, index: number): string =>
  `submit/${code}/${digest}/${index}`;
export const plainContext = ({ code, nonce }: Pick<Ceremony, 'code' | 'nonce'>): string =>
  `plain/${code}/${nonce}`;
export const resultContext = ({ code, nonce }: Pick<Ceremony, 'code' | 'nonce'>): string =>
  `result/${code}/${nonce}`;

/**
 * The digest of exactly what will happen. Where the action's address or method is configured differently
 * since, the digest differs, and what was submitted for the old one does not open.
 */
export function digestOf(
  ceremony: Pick<Ceremony, 'code' | 'purpose' | 'target' | 'set' | 'setId' | 'need' | 'nonce' | 'plan'>,
  action: GuardedAction | undefined,
): string {
  const call =
    action && (ceremony.purpose === 'fire' || ceremony.purpose === 'restore')
      ? urlOf(action, ceremony.purpose)
      : '';
  const plan = ceremony.plan
    ? [String(ceremony.plan.k), ...ceremony.plan.holders.map(({ person }) => person)]
    : [];
  const parts = [
    ceremony.code,
    ceremony.purpose,
    ceremony.target,
    ceremony.set,
    ceremony.setId,
    String(ceremony.need),
    ceremony.nonce,
    call,
    action?.method ?? '',
  ];
  return toHex(
    sha256(prefixed('cb-digest'), ...[...parts, ...plan].map((part) => prefixed(sha256Text(part)))),
  );
}

/** Addresses may be longer than a length byte can say, so each part goes in as its hash. */
const sha256Text = (part: string): Uint8Array => sha256(new TextEncoder().encode(part));

/** As people compare it: `7F3A 91C2 04BE D6A1`. */
export const shownDigest = (digest: string): string =>
  [0, 4, 8, 12].map((at) => digest.slice(at, at + 4).toUpperCase()).join(' ');

export const isExpired = (ceremony: Ceremony, now: Temporal.Instant): boolean =>
  instant(ceremony.expires).epochMilliseconds <= now.epochMilliseconds;
