/** What people do in an incident, each as one pure decision: from what was read to what is committed. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, scheduleJob, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { checkDrill } from '../../page/domain/drill.ts';
import {
  incidentDeclared,
  incidentMitigated,
  incidentRenamed,
  incidentReopened,
  incidentResolved,
  noteTaken,
  roleTaken,
  severitySet,
  updatePosted,
} from './facts.ts';
import {
  guessKind,
  type Incident,
  incidentDocument,
  isOpen,
  type Kind,
  type RoleName,
  type Severity,
  type Snapshot,
} from './incident.ts';
import { noNudge, nudgeAt, postmortemSoon, postUpdate, scheduleIncidentCard } from './jobs.ts';
import { noNudges, nudgesOf, secondsSince } from './nudges.ts';
import { NUDGES, SAME_WITHIN, UPDATE_EVERY } from './plan.ts';
import { isPrivate, ofIncident } from './privacy.ts';

type Read = Versioned<Incident>;
type Instant = Temporal.Instant;

export interface Declaration {
  readonly code: string;
  readonly title: string;
  readonly kind?: Kind | undefined;
  readonly severity?: Severity | undefined;
  readonly room?: string | undefined;
  readonly page?: string | undefined;
  readonly drill?: boolean;
  readonly snapshot: Snapshot;
  readonly by: string;
  /** Only these may know of it, where it is private. */
  readonly responders?: readonly string[] | undefined;
}

export function declare(declaration: Declaration, now: Instant): { incident: Incident; change: Change } {
  const at = instantText(now);
  const incident: Incident = {
    code: declaration.code,
    title: declaration.title,
    kind: declaration.kind ?? guessKind(declaration.title),
    ...(declaration.severity && { severity: declaration.severity }),
    ...(declaration.room !== undefined && { room: declaration.room }),
    ...(declaration.page !== undefined && { page: declaration.page }),
    drill: declaration.drill ?? false,
    state: 'open',
    declaredBy: declaration.by,
    declaredAt: at,
    snapshot: declaration.snapshot,
    roles: {},
    updates: 0,
    ...(declaration.severity && {
      updateDue: instantText(now.add({ seconds: UPDATE_EVERY[declaration.severity] })),
    }),
    reopened: 0,
    ...(declaration.responders && { responders: [...declaration.responders] }),
  };
  const { title, kind, severity, room, page, drill } = incident;
  const data = {
    incident: declaration.code,
    title,
    kind,
    drill,
    ...(severity && { severity }),
    ...(room !== undefined && { room }),
    ...(page !== undefined && { page }),
  };
  const change: Change = {
    put: [put(incidentDocument, declaration.code, incident)],
    facts: [recordFact(incidentDeclared, { at: now, by: declaration.by, ...ofIncident(incident), data })],
    jobs: [scheduleIncidentCard(declaration.code, now), ...nudgesOf(incident, now)],
  };
  return { incident, change };
}

/** Another open incident of the same room, declared within minutes: people should join that one. */
export const sameAs = (
  open: readonly Incident[],
  room: string | undefined,
  now: Instant,
): Incident | undefined =>
  open.find(
    (incident) =>
      isOpen(incident) &&
      incident.room === room &&
      room !== undefined &&
      secondsSince(incident.declaredAt, now) <= SAME_WITHIN,
  );

export function takeRole(
  { value, version }: Read,
  role: RoleName,
  person: string,
  by: string,
  now: Instant,
): Change {
  const before = value.roles[role];
  if (before === person) return {};
  const next: Incident = {
    ...value,
    roles: { ...value.roles, [role]: person },
    ...(value.responders && { responders: [...new Set([...value.responders, person])] }),
    ...(role === 'commander' && {
      commandedAt: instantText(now),
      acknowledgedAt: value.acknowledgedAt ?? instantText(now),
    }),
  };
  const data = { incident: value.code, role, person, ...(before !== undefined && { before }) };
  const relief = nudgeAt(value.code, 'relief', 1, now.add({ seconds: NUDGES.relief.after }));
  return {
    put: [put(incidentDocument, value.code, next, version)],
    facts: [recordFact(roleTaken, { at: now, by, ...ofIncident(next), data })],
    jobs: [
      scheduleIncidentCard(value.code, now),
      ...(role === 'commander' && isOpen(value) ? [noNudge(value.code, 'commander'), relief] : []),
    ],
  };
}

export function setSeverity({ value, version }: Read, severity: Severity, by: string, now: Instant): Change {
  if (value.severity === severity) return {};
  const updateDue = now.add({ seconds: UPDATE_EVERY[severity] });
  const next: Incident = {
    ...value,
    severity,
    ...(isOpen(value) && { updateDue: instantText(updateDue) }),
  };
  const data = { incident: value.code, severity, ...(value.severity && { before: value.severity }) };
  return {
    put: [put(incidentDocument, value.code, next, version)],
    facts: [recordFact(severitySet, { at: now, by, ...ofIncident(next), data })],
    jobs: [
      scheduleIncidentCard(value.code, now),
      ...(isOpen(value)
        ? [noNudge(value.code, 'severity'), nudgeAt(value.code, 'update', 1, updateDue)]
        : []),
    ],
  };
}

/** Tells everybody, and sets the clock for the next update. Without a severity sev3's rhythm holds. */
export function update({ value, version }: Read, text: string, by: string, now: Instant): Change {
  const number = value.updates + 1;
  const next = now.add({ seconds: UPDATE_EVERY[value.severity ?? 'sev3'] });
  const incident: Incident = {
    ...value,
    updates: number,
    ...(isOpen(value) && { updateDue: instantText(next) }),
  };
  return {
    put: [put(incidentDocument, value.code, incident, version)],
    facts: [
      recordFact(updatePosted, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: value.code, number, text },
      }),
    ],
    jobs: [
      scheduleJob(postUpdate, now, {
        incident: value.code,
        number,
        ...(!isPrivate(value) && { text }),
        by,
      }),
      scheduleIncidentCard(value.code, now),
      ...(isOpen(value) ? [nudgeAt(value.code, 'update', 1, next)] : []),
    ],
  };
}

export const addIncidentNote = (incident: Incident, text: string, by: string, now: Instant): Change => ({
  facts: [
    recordFact(noteTaken, {
      at: now,
      by,
      ...ofIncident(incident),
      data: { incident: incident.code, text },
    }),
  ],
});

export function mitigate({ value, version }: Read, by: string, now: Instant): Change {
  if (value.mitigatedAt || !isOpen(value)) return {};
  const data = { incident: value.code, seconds: secondsSince(value.declaredAt, now) };
  return {
    put: [put(incidentDocument, value.code, { ...value, mitigatedAt: instantText(now) }, version)],
    facts: [recordFact(incidentMitigated, { at: now, by, ...ofIncident(value), data })],
    jobs: [scheduleIncidentCard(value.code, now)],
  };
}

/** A better title, everywhere at once: what is linked by its code needs no more. */
export function rename({ value, version }: Read, title: string, by: string, now: Instant): Change {
  if (value.title === title) return {};
  const data = { incident: value.code, title, before: value.title };
  return {
    put: [put(incidentDocument, value.code, { ...value, title }, version)],
    facts: [recordFact(incidentRenamed, { at: now, by, ...ofIncident(value), data })],
    jobs: [scheduleIncidentCard(value.code, now), postmortemSoon(value.code, now)],
  };
}

/**
 * Ends it: nothing is asked for any more. The postmortem is begun by `startPostmortem`, in the same commit.
 *
 * @param mistake - nothing was wrong: it has no postmortem, and counts in no figure
 */
export function resolveIncident(
  { value, version }: Read,
  text: string | undefined,
  by: string,
  now: Instant,
  mistake = false,
): Change {
  if (!isOpen(value)) return {};
  const { updateDue: _, ...rest } = value;
  const at = instantText(now);
  const incident: Incident = {
    ...rest,
    state: 'resolved',
    resolvedAt: at,
    resolvedBy: by,
    ...(text && { resolution: text }),
    ...(mistake && { mistake: true as const }),
  };
  const data = {
    incident: value.code,
    seconds: secondsSince(value.declaredAt, now),
    ...(text && { text }),
    ...(mistake && { mistake: true as const }),
  };
  return {
    put: [put(incidentDocument, value.code, incident, version)],
    facts: [recordFact(incidentResolved, { at: now, by, ...ofIncident(incident), data })],
    jobs: [
      scheduleIncidentCard(value.code, now),
      ...noNudges(value.code),
      ...(value.drill ? [scheduleJob(checkDrill, now, {})] : []),
    ],
  };
}

export function reopen({ value, version }: Read, by: string, now: Instant): Change {
  if (isOpen(value)) return {};
  const {
    resolvedAt: _at,
    resolvedBy: _by,
    resolution: _text,
    mitigatedAt: _mitigated,
    mistake: _mistake,
    ...rest
  } = value;
  const incident: Incident = {
    ...rest,
    state: 'open',
    reopened: value.reopened + 1,
    ...(value.severity && { updateDue: instantText(now.add({ seconds: UPDATE_EVERY[value.severity] })) }),
  };
  return {
    put: [put(incidentDocument, value.code, incident, version)],
    facts: [
      recordFact(incidentReopened, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: value.code },
      }),
    ],
    jobs: [scheduleIncidentCard(value.code, now), ...nudgesOf(incident, now)],
  };
}
