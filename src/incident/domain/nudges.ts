/** What an incident asks for while it is open: who commands it, how severe it is, an update, relief. Pure. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, type JobChange, recordFact } from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import { incidentNudged } from './facts.ts';
import { type Incident, isOpen } from './incident.ts';
import { type NudgeName, noNudge, nudgeAt } from './jobs.ts';
import { NUDGES, UPDATE_ASKED } from './plan.ts';
import { ofIncident } from './privacy.ts';

type Instant = Temporal.Instant;

/** From a stored instant, in seconds, rounded. */
export const secondsSince = (from: string, now: Instant): number =>
  Math.round((now.epochMilliseconds - instant(from).epochMilliseconds) / 1000);

/** What is still missing is asked for; what is there is not. */
export function nudgesOf(incident: Incident, now: Instant): JobChange[] {
  const first = (what: Exclude<NudgeName, 'update'>) =>
    nudgeAt(incident.code, what, 1, now.add({ seconds: NUDGES[what].after }));
  return [
    ...(incident.roles.commander ? [first('relief')] : [first('commander')]),
    ...(incident.severity ? [] : [first('severity')]),
    ...(incident.updateDue ? [nudgeAt(incident.code, 'update', 1, instant(incident.updateDue))] : []),
    first('milestone'),
  ];
}

/** Each that there is: an incident that is over asks for none. */
const ALL_NUDGES: readonly NudgeName[] = ['commander', 'severity', 'update', 'relief', 'milestone'];

/** Nothing is asked for any more. */
export const noNudges = (code: string): JobChange[] => ALL_NUDGES.map((what) => noNudge(code, what));

/** What a nudge that is due asks for. */
export type Asked =
  | { readonly say: NudgeName; readonly times: number; readonly last: boolean }
  /** What it waited for has come meanwhile. */
  | { readonly say: 'nothing' };

/** Whether a nudge still means something, and when it comes again. */
export function nudge(
  incident: Incident | undefined,
  what: NudgeName,
  times: number,
  now: Instant,
): { readonly asked: Asked; readonly change: Change | undefined } {
  const nothing = { asked: { say: 'nothing' } as const, change: undefined };
  if (!incident || !isOpen(incident)) return nothing;
  if (what === 'commander' && incident.roles.commander) return nothing;
  if (what === 'severity' && incident.severity) return nothing;
  if (what === 'relief' && !incident.roles.commander) return nothing;
  if (what === 'update' && (!incident.updateDue || secondsSince(incident.updateDue, now) < 0)) return nothing;
  const plan = what === 'update' ? UPDATE_ASKED : NUDGES[what];
  const last = times >= plan.times;
  const fact = recordFact(incidentNudged, {
    at: now,
    by: 'callboard',
    ...ofIncident(incident),
    data: { incident: incident.code, what, times },
  });
  const again = last ? [] : [nudgeAt(incident.code, what, times + 1, now.add({ seconds: plan.every }))];
  return { asked: { say: what, times, last }, change: { facts: [fact], jobs: again } };
}
