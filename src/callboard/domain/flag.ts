/**
 * Flags: a new way of doing something, tried by some people of a running event before it is everybody's. Each has an
 * owner and an end, after which it is off. Only the event file has them, and only for ways that this version knows.
 */
import { z } from 'zod';

/** Every flag that the code asks for, and what it turns on. A way that has become everybody's goes from here. */
export const FLAGS = {
  'shift-briefing':
    'The last reminder before a shift says what is open in its room: pages and incidents, and who has them.',
} as const satisfies Readonly<Record<string, string>>;
export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as [FlagName, ...FlagName[]];

/** One of the five roles, with those above it, or a role of the rota: `role:Stage`. */
export const FlagRole = z.string().regex(/^(?:attendee|speaker|crew|organizer|role:\S.*)$/, {
  error: 'is no role: write attendee, speaker, crew, organizer, or role:NAME for one of the rota',
});

export const Flag = z.object({
  /** One of FLAGS; one that a newer version knew stays off. */
  name: z.string(),
  /** A person's id: who decides what becomes of it. */
  owner: z.string(),
  /** The last day on which it is on, in the event's zone. */
  until: z.iso.date(),
  /** Ids. */
  people: z.array(z.string()),
  roles: z.array(FlagRole),
});
export type Flag = z.infer<typeof Flag>;

export const isKnownFlag = (name: string): name is FlagName => Object.hasOwn(FLAGS, name);
