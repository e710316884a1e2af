/** The first thing that is wrong with what a source sent, by its path. */
import type { z } from 'zod';

export function problemOf(error: z.ZodError): { problem: string } {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return { problem: `${path || 'body'}: ${issue?.message ?? 'not understood'}` };
}

/** Longest message that a page takes from a machine. */
export const MAX_CHARACTERS = 500;

export const isCritical = (severity: string | undefined): boolean =>
  /^(critical|page|emergency|disaster|fatal|p1|sev1)$/i.test(severity ?? '');
