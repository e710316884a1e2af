/** When an incident asks for what is missing: data, not code. Seconds, by the clock. */

import type { Severity } from './incident.ts';
import type { NudgeName } from './jobs.ts';

const MINUTE = 60;
const HOUR = 3600;

export interface Nudge {
  /** After the declaration (or after what it waits for), and then again. */
  readonly after: number;
  readonly every: number;
  /** How often people in the thread are asked; then the organizers are told, once. */
  readonly times: number;
}

export const NUDGES: Readonly<Record<Exclude<NudgeName, 'update'>, Nudge>> = {
  commander: { after: 2 * MINUTE, every: 2 * MINUTE, times: 5 },
  severity: { after: 5 * MINUTE, every: 10 * MINUTE, times: 3 },
  /** A commander who has been at it for so long is offered relief. */
  relief: { after: 4 * HOUR, every: 2 * HOUR, times: 6 },
  milestone: { after: HOUR, every: HOUR, times: 24 },
};

/** How long after an update the next one is due. */
export const UPDATE_EVERY: Readonly<Record<Severity, number>> = {
  sev1: 15 * MINUTE,
  sev2: 30 * MINUTE,
  sev3: HOUR,
};

/** How often an update that is due is asked for, and in which rhythm. */
export const UPDATE_ASKED = { every: 5 * MINUTE, times: 6 };

/** A second declaration for the same room within so many seconds is offered as the same incident. */
export const SAME_WITHIN = 10 * MINUTE;

/** Hours after the end at which the commander is asked for the postmortem again. */
export const ASK_AFTER_HOURS = [24, 48] as const;
