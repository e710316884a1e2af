/** What a button or a modal carries comes back from outside: an older version of us, or somebody's forgery. */
import type { z } from 'zod';
import { UserError } from './errors.ts';

/**
 * A value as it was read from a button.
 *
 * @throws {UserError} where it does not fit, which says to open it anew.
 */
export function pressedAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (!read.success) throw new UserError('common.badPress');
  return read.data;
}

/** The same for JSON. */
export function parsePressed<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError('common.badPress');
  }
  return pressedAs(schema, value);
}
