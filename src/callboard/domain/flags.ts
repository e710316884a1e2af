/** For whom a flag is on, and until when. */
import { Temporal } from 'temporal-polyfill';
import type { Flag, FlagName } from './flag.ts';
import { includes, type Permission } from './permission.ts';

/** Somebody, with all that a flag may name them by. */
export interface Flagged {
  readonly id: string;
  readonly permission: Permission;
  /** Names of roles of the rota in which they work. */
  readonly roles: readonly string[];
}

interface Flags {
  readonly flags?: readonly Flag[];
  /** IANA zone of the event. */
  readonly zone: string;
}

/** Whether its last day has passed. */
export const isFlagOver = ({ until }: Flag, zone: string, now: Temporal.Instant): boolean =>
  Temporal.PlainDate.compare(now.toZonedDateTimeISO(zone).toPlainDate(), Temporal.PlainDate.from(until)) > 0;

/** Whether its last day was yesterday: the day on which organizers are told that it is over. */
export const endedYesterday = ({ until }: Flag, zone: string, now: Temporal.Instant): boolean =>
  now
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .equals(Temporal.PlainDate.from(until).add({ days: 1 }));

/** Whether somebody has the new way now: the flag names them or a role of theirs, and its last day has not passed. */
export function flagOn(
  { flags = [], zone }: Flags,
  name: FlagName,
  { id, permission, roles }: Flagged,
  now: Temporal.Instant,
): boolean {
  const flag = flags.find((one) => one.name === name);
  if (!flag || isFlagOver(flag, zone, now)) return false;
  return (
    flag.people.includes(id) ||
    flag.roles.some((role) =>
      role.startsWith('role:') ? roles.includes(role.slice(5)) : includes(permission, role as Permission),
    )
  );
}
