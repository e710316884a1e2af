/** What a feed says, as a digest: the same however it is ordered inside or whichever "version" it claims. */
import { createHash } from 'node:crypto';
import type { ParsedAgenda } from './domain/parsed.ts';

export function feedHash({ sessions, days }: ParsedAgenda): string {
  return createHash('sha256').update(JSON.stringify({ sessions, days })).digest('base64url').slice(0, 24);
}
