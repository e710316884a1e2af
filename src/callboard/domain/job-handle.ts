/**
 * What stands in a page for a job: its id may name a person or a number, and is not shown. A handle opens with the
 * secret of the link with which the page was opened, for one purpose: nobody else's page can hold one, so that
 * pressing a button elsewhere does nothing here.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';

const JobHandle = z.object({
  /** In the outbox, or its place among those that failed. */
  id: z.string(),
  /** The revision or the version that was seen. */
  seen: z.int(),
});
export type JobHandle = z.infer<typeof JobHandle>;

/** To be asked about, or to be done. */
export type HandlePurpose = 'ask' | 'do';

const IV_BYTES = 12;
const TAG_BYTES = 16;

const digest = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Pure: the same job gives the same handle, so its IV is a digest of what it holds and is never used for another. */
export function sealHandle(secret: string, purpose: HandlePurpose, { id, seen }: JobHandle): string {
  const key = digest(secret, `job-handle:${purpose}`);
  const text = JSON.stringify({ id, seen });
  const iv = digest(key, text).subarray(0, IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @returns Undefined where it was not made with this secret for this purpose. */
export function openHandle(secret: string, purpose: HandlePurpose, handle: string): JobHandle | undefined {
  const bytes = Buffer.from(handle, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const key = digest(secret, `job-handle:${purpose}`);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JobHandle.parse(JSON.parse(text.toString('utf8')));
  } catch {
    return undefined;
  }
}
