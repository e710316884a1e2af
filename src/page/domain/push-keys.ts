/** The keys by which push services know us (RFC 8292): made at the first start, unless the operator brings them. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Change, document, put, recordFact } from '../../core/commit.ts';
import { pushKeysMade } from './facts.ts';

/** Base64url: a P-256 point of 65 bytes, and its private part of 32. */
const PushKeys = z.object({ publicKey: z.string(), privateKey: z.string() });
export type PushKeys = z.infer<typeof PushKeys>;

/** There is one such document; it stays for as long as there are devices, which are bound to it. */
export const pushKeysDocument = document({
  name: 'push-keys',
  schema: PushKeys,
  schemaVersion: 1,
  sealed: true,
});
export const PUSH_KEYS_ID = 'vapid';

/** Conflicts where another process made some first: those count. */
export const keepPushKeys = (keys: PushKeys, now: Temporal.Instant): Change => ({
  put: [put(pushKeysDocument, PUSH_KEYS_ID, keys)],
  facts: [recordFact(pushKeysMade, { at: now, by: 'callboard', about: [], data: {} })],
});
