/** Looks every few seconds whether each queue has somebody who runs it, and tells the organizers where that lasts. */
import { firstTime } from '../adapters/redis/first-time.ts';
import { createAttendanceWatch } from '../callboard/unattended.ts';
import type { EventParts } from './event.ts';

const LOOK_EVERY_MS = 10_000;

/** @returns what ends it */
export function watchAttendance({ name, shared, sandbox, deps }: EventParts): () => void {
  // The sandbox is one process that does everything.
  if (sandbox) return () => {};
  const look = createAttendanceWatch(deps, firstTime(shared.requests, name));
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
