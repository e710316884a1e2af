/** Who meets a speaker at the room, and who is told when they do not come. */
import type { Temporal } from 'temporal-polyfill';
import { type OnShift, onShift } from '../rota/domain/on-shift.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';

/** Speakers arrive so many minutes before their start; who is on shift then meets them. */
const ARRIVE_MINUTES = 15;

type Roles = readonly Role[];
type Shifts = readonly Shift[];

/** On shift in the room when the speaker arrives, leads first; where nobody is, at the start. */
function thereFor(shifts: Shifts, room: string, start: Temporal.Instant): OnShift[] {
  if (room === '') return [];
  const arriving = onShift(shifts, start.subtract({ minutes: ARRIVE_MINUTES }), { room });
  return arriving.length > 0 ? arriving : onShift(shifts, start, { room });
}

function roleLead(shifts: Shifts, roles: Roles, room: string): string | undefined {
  const here = new Set(shifts.filter((shift) => shift.room === room).map((shift) => shift.role));
  return roles.find((role) => here.has(role.name) && role.leads.length > 0)?.leads[0];
}

/**
 * A person's id: the lead on shift, else whoever is, else the lead of a role that works in this room. Never the
 * speaker, who may be on that shift: nobody meets themself.
 */
export function whoMeets(
  shifts: Shifts,
  roles: Roles,
  {
    room,
    start,
    speaker,
  }: { readonly room: string; readonly start: Temporal.Instant; readonly speaker: string },
): string | undefined {
  const there = thereFor(shifts, room, start).map(({ assignment }) => assignment.person);
  const lead = roleLead(shifts, roles, room);
  return [...there, ...(lead === undefined ? [] : [lead])].find((person) => person !== speaker);
}

/** The lead on shift, else the lead of a role that works in this room. */
export const stageLead = (shifts: Shifts, roles: Roles, room: string, start: Temporal.Instant) =>
  thereFor(shifts, room, start).find(({ assignment }) => assignment.lead)?.assignment.person ??
  roleLead(shifts, roles, room);
