/**
 * What incidents hold in the ledger when it is archived, and what is worked out for good before the rest leaves it:
 * what each of them cost.
 */

import type { HoldingIncident } from '../callboard/domain/archive.ts';
import { put, recordFact } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { milliseconds } from '../core/instant.ts';
import { type Incident, isOpen } from './domain/incident.ts';
import { impactDocument, impactKept } from './domain/kept-impact.ts';
import { wantsPostmortem } from './domain/postmortem.ts';
import { readImpact } from './load-postmortem.ts';
import { readIncidents, readPostmortems } from './read.ts';

type Needed = Pick<Deps, 'store' | 'sessions' | 'clock'>;

/** Incidents that are over, with nothing left to write about them. */
async function finishedAmong(incidents: readonly Incident[], deps: Pick<Deps, 'store'>) {
  const postmortems = new Map(
    (await readPostmortems('responders', deps)).map(({ id, value }) => [id, value.state] as const),
  );
  return new Set(
    incidents
      .filter((incident) => {
        if (isOpen(incident)) return false;
        const state = postmortems.get(incident.code);
        return (
          incident.mistake === true ||
          state === 'published' ||
          (state === undefined && !wantsPostmortem(incident))
        );
      })
      .map(({ code }) => code),
  );
}

/** Of all that there are, private ones too: what they hold is nobody's to see by this. */
export async function holdingIncidents(deps: Pick<Deps, 'store'>): Promise<HoldingIncident[]> {
  const incidents = (await readIncidents('all', 'responders', deps)).map(({ value }) => value);
  const finished = await finishedAmong(incidents, deps);
  return incidents.map(({ code, room, declaredAt, resolvedAt }) => ({
    code,
    room,
    from: milliseconds(declaredAt),
    to: finished.has(code) ? milliseconds(resolvedAt ?? declaredAt) : undefined,
  }));
}

/**
 * Keeps what each finished incident cost, while the agenda's facts that tell it are still there.
 *
 * @param before - Milliseconds since 1970: of incidents that were declared before.
 */
export async function keepImpacts(before: number, deps: Needed): Promise<void> {
  const { store, clock } = deps;
  const incidents = (await readIncidents('all', 'responders', deps)).map(({ value }) => value);
  const finished = await finishedAmong(incidents, deps);
  const old = incidents.filter(
    ({ code, declaredAt }) => finished.has(code) && milliseconds(declaredAt) < before,
  );
  const known = await store.getMany(
    impactDocument,
    old.map(({ code }) => code),
  );
  for (const [i, incident] of old.entries()) {
    if (known[i]?.value.resolvedAt === incident.resolvedAt || incident.resolvedAt === undefined) continue;
    const { sessions, paged, ...figures } = await readImpact(incident, deps);
    const impact = { ...figures, sessions: [...sessions], paged: [...paged] };
    const kept = { incident: incident.code, resolvedAt: incident.resolvedAt, impact };
    await store.commit({
      put: [put(impactDocument, incident.code, kept, known[i]?.version)],
      facts: [recordFact(impactKept, { at: clock.now(), by: 'callboard', about: [], data: {} })],
    });
  }
}
