/** A part of the configuration that is there whole or not at all. */
import type { z } from 'zod';

/**
 * For `superRefine`: where one of the names is set, each that is missing is a problem of its own.
 *
 * @param names - variables that belong together
 * @param needs - another one that they cannot do without, and what for
 */
export const allOrNone =
  <Name extends string, Need extends string>(
    names: readonly Name[],
    needs: { readonly name: Need; readonly message: string },
  ) =>
  (env: Readonly<Partial<Record<Name | Need, unknown>>>, context: z.RefinementCtx): void => {
    const set = names.filter((name) => env[name] !== undefined);
    if (set.length === 0) return;
    const missing = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `is missing: ${message}` });
    for (const name of names) if (env[name] === undefined) missing(name, `${set.join(', ')} is set`);
    if (env[needs.name] === undefined) missing(needs.name, needs.message);
  };
