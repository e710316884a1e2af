/**
 * What is decided about a private incident as a whole, and by few: that everybody may know of it from now on, and
 * that it goes for good.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Change, put, recordFact, scheduleJob, type Versioned } from '../../core/commit.ts';
import { madePublic } from './facts.ts';
import {
  type Incident,
  type IncidentCard,
  incidentCardDocument,
  incidentDocument,
  isOpen,
} from './incident.ts';
import { closePrivateCard, postmortemSoon, scheduleIncidentCard } from './jobs.ts';
import { type Postmortem, postmortemDocument, withoutThread } from './postmortem.ts';
import { isPrivate, ofIncident } from './privacy.ts';

/**
 * Whether this person may decide it: who commands it, and the organizers whom it names. Where it names none
 * (a report may be about one) and nobody commands it, whoever declared it.
 */
export function mayDecide(
  { responders = [], roles, declaredBy }: Incident,
  person: string,
  organizers: readonly string[],
): boolean {
  if (!responders.includes(person)) return false;
  if (roles.commander === person || organizers.includes(person)) return true;
  const others = organizers.some((id) => responders.includes(id)) || roles.commander !== undefined;
  return !others && declaredBy === person;
}

/** Why it cannot be erased now; undefined where it can. @param openPages - codes of its pages that are not resolved */
export function whyNotErased(
  incident: Incident,
  openPages: readonly string[],
): 'public' | 'open' | 'pages' | undefined {
  if (!isPrivate(incident)) return 'public';
  if (isOpen(incident)) return 'open';
  return openPages.length > 0 ? 'pages' : undefined;
}

/**
 * Everybody who reads incidents may know of it from now on. Its card and its postmortem are posted anew where
 * everybody reads them; where they stood they say so. Its code stays, and the channel with what people wrote.
 */
export function makePublic(
  { value, version }: Versioned<Incident>,
  card: Versioned<IncidentCard> | undefined,
  postmortem: Versioned<Postmortem> | undefined,
  by: string,
  now: Temporal.Instant,
): Change {
  const { code, responders, ...rest } = value;
  if (responders === undefined) return {};
  const next: Incident = { code, ...rest };
  const thread = postmortem?.value.thread;
  const stood = [card?.value, thread].filter((at) => at !== undefined);
  return {
    put: [
      put(incidentDocument, code, next, version),
      ...(card ? [put(incidentCardDocument, code, null, card.version)] : []),
      ...(postmortem && thread
        ? [put(postmortemDocument, code, withoutThread(postmortem.value), postmortem.version)]
        : []),
    ],
    facts: [recordFact(madePublic, { at: now, by, ...ofIncident(next), data: { incident: code } })],
    jobs: [
      scheduleIncidentCard(code, now),
      ...(postmortem ? [postmortemSoon(code, now)] : []),
      ...stood.map(({ channel, ts }) => scheduleJob(closePrivateCard, now, { incident: code, channel, ts })),
    ],
  };
}
