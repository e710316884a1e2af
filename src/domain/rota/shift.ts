/** The rota: roles, shifts, and who has them. */
import { z } from 'zod';
import { document } from '../commit.ts';
import { InstantText } from '../instant.ts';

export const AssignmentState = z.enum(['proposed', 'accepted', 'arrived', 'done', 'no-show', 'dropped']);

export const Assignment = z.object({
  /** A person's id. */
  person: z.string(),
  state: AssignmentState,
  /** Leads this shift. */
  lead: z.boolean().exactOptional(),
});
export type Assignment = z.infer<typeof Assignment>;

export const Shift = z.object({
  /** The short code people type, `H45`. */
  code: z.string(),
  role: z.string(),
  room: z.string().exactOptional(),
  start: InstantText,
  end: InstantText,
  min: z.number().int().nonnegative(),
  target: z.number().int().nonnegative().exactOptional(),
  max: z.number().int().positive().exactOptional(),
  note: z.string().exactOptional(),
  assignments: z.array(Assignment),
});
export type Shift = z.infer<typeof Shift>;

export const shiftDocument = document({ name: 'shift', schema: Shift, number: 1 });

export const Role = z.object({
  name: z.string(),
  /** People to escalate to, in order; a lead on shift in the role comes before them. */
  leads: z.array(z.string()),
  skills: z.array(z.string()).exactOptional(),
  /** Hours of rest between two shifts. */
  rest: z.number().nonnegative().exactOptional(),
  /** What an hour of night counts in fairness; 1 is as by day. */
  nightWeight: z.number().positive().exactOptional(),
});
export type Role = z.infer<typeof Role>;

export const roleDocument = document({ name: 'role', schema: Role, number: 1 });
