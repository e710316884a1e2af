/** The rota: roles, shifts, and who has them. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText, milliseconds } from '../../core/instant.ts';

export const AssignmentState = z.enum(['proposed', 'accepted', 'arrived', 'done', 'no-show', 'dropped']);
export type AssignmentState = z.infer<typeof AssignmentState>;

export const Assignment = z.object({
  /** A person's id. */
  person: z.string(),
  state: AssignmentState,
  /** Leads this shift. */
  lead: z.boolean().exactOptional(),
  /** Has not said `here` five minutes after the start. Still paged, until somebody takes over. */
  missing: z.boolean().exactOptional(),
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
  /** Minutes at the end that the next shift of this role and room overlaps on purpose. */
  handover: z.number().int().nonnegative().exactOptional(),
  /** When it was to end, where it goes on because a talk runs over. */
  heldFrom: InstantText.exactOptional(),
  /** Where it came from, so that the next import or generation finds it again. */
  origin: z.object({ from: z.enum(['agenda', 'import']), key: z.string() }).exactOptional(),
  /** The sessions of the agenda that it was made for, by code. */
  sessions: z.array(z.string()).exactOptional(),
  assignments: z.array(Assignment),
});
export type Shift = z.infer<typeof Shift>;

/** Has a place on this shift: not dropped, and not given up for absent. */
export const isLive = (assignment: Assignment): boolean =>
  assignment.state !== 'dropped' && assignment.state !== 'no-show';

export const liveOf = (shift: Shift): Assignment[] => shift.assignments.filter(isLive);

export const assignmentOf = (shift: Shift, person: string): Assignment | undefined =>
  shift.assignments.find((one) => one.person === person && isLive(one));

/** How many people are still wanted, up to the minimum. */
export const shortOf = (shift: Shift): number => Math.max(0, shift.min - liveOf(shift).length);

/** How many may be on it: the maximum, else the target, else the minimum. */
export const placesOf = (shift: Shift): number =>
  Math.max(shift.max ?? Math.max(shift.target ?? 0, shift.min), 1);

export const byShiftStart = (a: Pick<Shift, 'start' | 'code'>, b: Pick<Shift, 'start' | 'code'>): number =>
  milliseconds(a.start) - milliseconds(b.start) || numberOf(a.code) - numberOf(b.code);

const numberOf = (code: string): number => Number(code.replace(/\D/g, ''));

export const shiftDocument = document({ name: 'shift', schema: Shift, schemaVersion: 1 });

export const Role = z.object({
  name: z.string(),
  /** People to escalate to, in order; a lead on shift in the role comes before them. */
  leads: z.array(z.string()),
  skills: z.array(z.string()).exactOptional(),
  /** Hours of rest that somebody has after a shift of this role before the next of any role. */
  rest: z.number().nonnegative().exactOptional(),
  /** What an hour of night counts in fairness; 1 is as by day. */
  nightWeight: z.number().positive().exactOptional(),
});
export type Role = z.infer<typeof Role>;

export const roleDocument = document({ name: 'role', schema: Role, schemaVersion: 1 });
