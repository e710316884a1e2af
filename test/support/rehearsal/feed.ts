/** The programme as its feed gives it: whole, or on a bad day without two thirds of its sessions. */
import { exportFrab } from '../../../src/formats/frab-export.ts';
import type { Script } from '../../../src/sandbox/rehearsal/script.ts';

export function feedOf({ name, zone, days, rooms, sessions }: Script, isMad: boolean): Uint8Array {
  const left = isMad ? sessions.filter((_, index) => index % 3 === 0) : sessions;
  const text = exportFrab({
    title: name,
    zone,
    days,
    rooms,
    sessions: left,
    version: isMad ? 'mad' : 'whole',
  });
  return new TextEncoder().encode(text);
}
