/** An e-mail address as a fingerprint: enough to find the person by, nothing to read in a ledger or a file. */
import { createHash } from 'node:crypto';

/** The first 16 hex digits of SHA-256 over the address, trimmed and in lower case. */
export const mailPrint = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 16);
