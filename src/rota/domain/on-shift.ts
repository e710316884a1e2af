/** Who is on shift: the one function that `/rota now` shows and that paging asks. */
import { Temporal } from 'temporal-polyfill';
import { instant } from '../../core/instant.ts';
import type { Assignment, Shift } from './shift.ts';

export interface OnShift {
  readonly shift: Shift;
  readonly assignment: Assignment;
}

const HAS_THE_SHIFT: ReadonlySet<Assignment['state']> = new Set(['accepted', 'arrived']);

/**
 * The people on shift at `t` (start included, end not), leads first, then those who have arrived, then by
 * the shift that began last. A room's shifts are those that name it; a role's, those that name the role.
 */
export function onShift(
  shifts: Iterable<Shift>,
  t: Temporal.Instant,
  where: { readonly room?: string; readonly role?: string } = {},
): OnShift[] {
  const found: OnShift[] = [];
  for (const shift of shifts) {
    if (where.room !== undefined && shift.room !== where.room) continue;
    if (where.role !== undefined && shift.role !== where.role) continue;
    if (Temporal.Instant.compare(instant(shift.start), t) > 0) continue;
    if (Temporal.Instant.compare(instant(shift.end), t) <= 0) continue;
    for (const assignment of shift.assignments) {
      if (HAS_THE_SHIFT.has(assignment.state)) found.push({ shift, assignment });
    }
  }
  const rank = ({ assignment }: OnShift) => (assignment.lead ? 0 : assignment.state === 'arrived' ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b) || b.shift.start.localeCompare(a.shift.start));
}
