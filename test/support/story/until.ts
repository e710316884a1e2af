/** Waiting for a condition, never for a time: polls until it holds, fails with what was waited for. */
import { setTimeout as pause } from 'node:timers/promises';

/** The machine has two cores and many processes: patience costs nothing where things work. */
const PATIENCE_MS = 30_000;

export async function until<T>(
  what: string | (() => string | Promise<string>),
  look: () => Promise<T | undefined> | T | undefined,
  patience = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end)
      throw new Error(`waited in vain for ${typeof what === 'string' ? what : await what()}`);
    await pause(30);
  }
}

export const excerpt = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
export const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
