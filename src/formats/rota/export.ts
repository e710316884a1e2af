/** The rota as a table: what `import` reads again, with who has each shift behind it. */

import { Temporal } from 'temporal-polyfill';
import type { Shift } from '../../rota/domain/shift.ts';
import { liveOf } from '../../rota/domain/shift.ts';

const HEADER = ['ID', 'Role', 'Room', 'Start', 'End', 'Min', 'Target', 'Max', 'Note', 'People', 'States'];

/** What a spreadsheet would take for a formula is made text, behind marks that it takes away too. */
const guarded = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (text: string): string => {
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Times are wall clock of the zone with their offset, so that the file means the same everywhere. */
export function writeShifts(
  shifts: readonly Shift[],
  zone: string,
  name: (person: string) => string,
): string {
  const time = (text: string) =>
    Temporal.Instant.from(text)
      .toZonedDateTimeISO(zone)
      .toString({ timeZoneName: 'never', smallestUnit: 'second' });
  const rows = shifts.map((shift) => {
    const live = liveOf(shift);
    return [
      shift.origin?.key ?? shift.code,
      shift.role,
      shift.room ?? '',
      time(shift.start),
      time(shift.end),
      String(shift.min),
      shift.target?.toString() ?? '',
      shift.max?.toString() ?? '',
      shift.note ?? '',
      live.map(({ person }) => name(person)).join('; '),
      live.map(({ state }) => state).join('; '),
    ];
  });
  return `${[HEADER, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
