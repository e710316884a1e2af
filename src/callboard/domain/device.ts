/**
 * What takes push messages for somebody without an account: browsers that they allowed it, and a topic of an ntfy
 * server. Their addresses and keys are kept as phone numbers are: whoever has them could send there, or read along.
 */
import { z } from 'zod';
import { InstantText } from '../../core/instant.ts';

const Receiver = z.object({
  /** Random, and known to nobody but us and what it takes: an answer is proved with it. */
  secret: z.string(),
  addedAt: InstantText,
  /** Only what somebody has confirmed, by a press in the first message, is paged. */
  verifiedAt: InstantText.exactOptional(),
  /** The random id of that first message; another one each time that it is sent. */
  check: z.string(),
  checkedAt: InstantText,
  /** Why the first message did not leave: a code. */
  trouble: z.string().exactOptional(),
});

/** A browser on one device, as the Push API describes it. */
export const Device = Receiver.extend({
  /** Random, ours. */
  id: z.string(),
  /** What its owner knows it by: `Android`, `iPhone`. */
  name: z.string(),
  endpoint: z.string(),
  /** P-256 point and shared secret, base64url (RFC 8291). */
  p256dh: z.string(),
  auth: z.string(),
  /** The public key of ours that it was allowed for: under another one the push service refuses. */
  key: z.string(),
});
export type Device = z.infer<typeof Device>;

/** A topic of the operator's ntfy server: long and random, since whoever knows it reads along. */
export const NtfyTopic = Receiver.extend({ topic: z.string() });
export type NtfyTopic = z.infer<typeof NtfyTopic>;
