/**
 * How a session differs from its plan. The plan is what the source says where somebody here changed it since
 * (`base`): what the source itself moves becomes the plan, and is told when it is applied.
 */
import { milliseconds } from '../../core/instant.ts';
import type { Session } from './session.ts';

export interface Planned {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly room: string;
}

export const plannedOf = ({ start, end, room, base }: Session): Planned => ({
  start: milliseconds(base?.start ?? start),
  end: milliseconds(base?.end ?? end),
  room: base?.room ?? room,
});

export interface Deviation {
  readonly cancelled: boolean;
  /** Minutes that it begins later than planned; below 0 earlier. */
  readonly late: number;
  /** Minutes that it ends later, beyond those that it begins later; it runs over. */
  readonly over: number;
  /** The room that was planned, where it is another one now. */
  readonly roomBefore: string | undefined;
}

const MINUTE = 60_000;

/** Undefined where all is as planned. */
export function deviationOf(session: Session): Deviation | undefined {
  const planned = plannedOf(session);
  const late = Math.round((milliseconds(session.start) - planned.start) / MINUTE);
  const over = Math.round((milliseconds(session.end) - planned.end) / MINUTE) - late;
  const roomBefore = planned.room === session.room ? undefined : planned.room;
  const cancelled = session.state === 'cancelled';
  return cancelled || late !== 0 || over > 0 || roomBefore !== undefined
    ? { cancelled, late, over, roomBefore }
    : undefined;
}
