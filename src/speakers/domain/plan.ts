/** When speakers are reminded, and when a missing one is missed. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

/** Minutes before the start, longest first, each once. */
const Reminders = z.array(z.number().int().positive()).max(8);

export const SpeakerPlan = z.object({
  reminders: Reminders,
  /** Minutes before the start at which a speaker who has not checked in pages the stage lead; 0 for never. */
  checkIn: z.number().int().nonnegative(),
  /** What to bring, in the organizers' words; the catalog has a text where they wrote none. */
  bring: z.string().exactOptional(),
  /** Sessions with reminders of their own, by code. */
  sessions: z.record(z.string(), Reminders),
  /** When a time was added to the plan, by kind: what would have been due before that is not made up for. */
  added: z.record(z.string(), InstantText).exactOptional(),
});
export type SpeakerPlan = z.infer<typeof SpeakerPlan>;

export const speakerPlanDocument = document({ name: 'speaker-plan', schema: SpeakerPlan, schemaVersion: 1 });

/** There is one plan, so its document has a fixed id. */
export const PLAN_ID = 'plan';

export const defaultPlan: SpeakerPlan = { reminders: [1440, 120, 30], checkIn: 15, sessions: {} };

/** A reminder's kind, the name it has in ids, facts and on the board: `24h`, `1h30`, `30m`. */
export function reminderKind(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest}m`;
  return rest === 0 ? `${hours}h` : `${hours}h${String(rest).padStart(2, '0')}`;
}

/** The minutes before the start at which this session's speakers are reminded, longest first. */
export const remindersOf = (plan: SpeakerPlan, session: string): readonly number[] =>
  (Object.hasOwn(plan.sessions, session) ? plan.sessions[session] : undefined) ?? plan.reminders;

/** A list of reminders as the plan holds it: longest first, each once. */
export const inOrder = (minutes: readonly number[]): number[] => [...new Set(minutes)].sort((a, b) => b - a);
