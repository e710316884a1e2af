/**
 * What a press over HTTP says: a form, JSON, a query, or nothing at all, as a button box sends it. Fields that are
 * there are read strictly: a press for another session or time than was meant is worse than none.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { InstantText, instant } from '../../core/instant.ts';

/** Characters of the longest text that is read at all; what is shown has a limit of its own. */
const MAX_READ = 2_000;

const Field = z.union([z.string(), z.number()]).transform(String);
const Ask = z.object({
  session: Field.pipe(
    z
      .string()
      .trim()
      .regex(/^[sS]\d{1,6}$/),
  ).exactOptional(),
  at: z.iso.datetime({ offset: true }).exactOptional(),
  id: Field.pipe(z.string().regex(/^[\w.:-]{1,64}$/)).exactOptional(),
  text: Field.pipe(z.string().max(MAX_READ)).exactOptional(),
});

const NAMES = ['session', 'at', 'id', 'text'] as const;
/** What each of them is, for whoever sent something else. */
const MEANT: Readonly<Record<string, string>> = {
  session: 'session is a code such as S17',
  at: 'at is a time such as 2019-06-05T10:02:00Z',
  id: 'id has at most 64 letters and digits',
  text: `text has at most ${MAX_READ} characters`,
};

export interface StageAsk {
  /** A session's code; undefined where the room's next or current one is meant. */
  readonly session?: string;
  readonly at?: Temporal.Instant;
  readonly id?: string;
  /** '' where there is none. */
  readonly text: string;
}

/** A text without a type: button boxes send JSON or a form as plain text. */
function fieldsIn(body: unknown): object {
  if (typeof body === 'object' && body !== null) return body;
  if (typeof body !== 'string' || body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
}

/** @returns what was asked, or in words what of it is wrong */
export function readStageAsk(
  query: Readonly<Record<string, string>>,
  body: unknown,
): StageAsk | { readonly wrong: string } {
  const all = { ...query, ...fieldsIn(body) } as Record<string, unknown>;
  const given = NAMES.flatMap((name) => {
    const value = all[name];
    const isNothing = value === undefined || value === null || (value === '' && name !== 'text');
    return isNothing ? [] : [[name, value] as const];
  });
  const read = Ask.safeParse(Object.fromEntries(given));
  if (!read.success) return { wrong: MEANT[String(read.error.issues[0]?.path[0])] ?? '' };
  const { session, at, id, text = '' } = read.data;
  return {
    text,
    ...(session !== undefined && { session: session.toUpperCase() }),
    ...(at !== undefined && { at: instant(InstantText.parse(new Date(at).toISOString())) }),
    ...(id !== undefined && { id }),
  };
}
