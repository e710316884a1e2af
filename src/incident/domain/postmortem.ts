/** The postmortem: what people add to what the ledger already knows. */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  cancelJob,
  document,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import {
  postmortemAsked,
  postmortemChanged,
  postmortemPlaced,
  postmortemPublished,
  postmortemStarted,
} from './facts.ts';
import type { Incident } from './incident.ts';
import { askPostmortem, postmortemSoon, publishPostmortem } from './jobs.ts';
import { ASK_AFTER_HOURS } from './plan.ts';
import { ofIncident } from './privacy.ts';

/** A contributing factor: what happened, and up to five steps deeper, each an answer to "how" or "what". */
export const MAX_STEPS = 5;
export const Factor = z.object({ steps: z.array(z.string().min(1)).min(1).max(MAX_STEPS) });
export type Factor = z.infer<typeof Factor>;

export const Postmortem = z.object({
  incident: z.string(),
  state: z.enum(['draft', 'published']),
  summary: z.string().exactOptional(),
  wentWell: z.string().exactOptional(),
  lucky: z.string().exactOptional(),
  factors: z.array(Factor),
  /** Where its thread is. */
  thread: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
  /** Where everybody reads it, once it is published. */
  post: z.object({ channel: z.string(), ts: z.string() }).exactOptional(),
});
export type Postmortem = z.infer<typeof Postmortem>;
/** Its id is the incident's code. */
export const postmortemDocument = document({
  name: 'postmortem',
  schema: Postmortem,
  schemaVersion: 1,
  sealed: true,
  indexes: (postmortem) => [postmortem.state],
});

/** As one that is not posted yet. */
export const withoutThread = ({ thread: _, post: __, ...rest }: Postmortem): Postmortem => rest;

type Instant = Temporal.Instant;
type Read = Versioned<Postmortem>;

/** sev1 and sev2 always have one, a drill too; sev3 (and one without severity) on request. */
export const wantsPostmortem = (incident: Incident): boolean =>
  incident.drill || incident.severity === 'sev1' || incident.severity === 'sev2';

/** Begins it: its thread is posted at once, the commander is asked again on the plan. Nothing where it has begun. */
export function startPostmortem(
  incident: Incident,
  known: Read | undefined,
  by: string,
  now: Instant,
): Change {
  const ended = incident.resolvedAt ? instant(incident.resolvedAt) : now;
  const asks = ASK_AFTER_HOURS.map((hours) =>
    scheduleJob(askPostmortem, ended.add({ hours }), {
      incident: incident.code,
      hours,
    }),
  );
  if (known) {
    return known.value.state === 'draft' ? { jobs: [postmortemSoon(incident.code, now), ...asks] } : {};
  }
  const postmortem: Postmortem = { incident: incident.code, state: 'draft', factors: [] };
  return {
    put: [put(postmortemDocument, incident.code, postmortem)],
    facts: [
      recordFact(postmortemStarted, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: incident.code },
      }),
    ],
    jobs: [postmortemSoon(incident.code, now), ...asks],
  };
}

type Editable = Partial<Pick<Postmortem, 'summary' | 'wentWell' | 'lucky'>>;

export function editPostmortem(
  incident: Incident,
  { value, version }: Read,
  edit: Editable,
  by: string,
  now: Instant,
): Change {
  const fields = (Object.keys(edit) as (keyof Editable)[]).filter(
    (field) => edit[field] !== (value[field] ?? ''),
  );
  return fields.length === 0 ? {} : changed(incident, { ...value, ...edit }, version, fields, by, now);
}

export function addFactor(
  incident: Incident,
  { value, version }: Read,
  factor: Factor,
  by: string,
  now: Instant,
): Change {
  return changed(incident, { ...value, factors: [...value.factors, factor] }, version, ['factors'], by, now);
}

const changed = (
  incident: Incident,
  next: Postmortem,
  version: number,
  fields: string[],
  by: string,
  now: Instant,
): Change => ({
  put: [put(postmortemDocument, incident.code, next, version)],
  facts: [
    recordFact(postmortemChanged, {
      at: now,
      by,
      ...ofIncident(incident),
      data: { incident: incident.code, fields },
    }),
  ],
  jobs: [postmortemSoon(incident.code, now)],
});

/** For everybody; the commander is asked no more. */
export function publish(incident: Incident, { value, version }: Read, by: string, now: Instant): Change {
  if (value.state === 'published') return {};
  const published: Postmortem = { ...value, state: 'published' };
  return {
    put: [put(postmortemDocument, incident.code, published, version)],
    facts: [
      recordFact(postmortemPublished, {
        at: now,
        by,
        ...ofIncident(incident),
        data: { incident: incident.code },
      }),
    ],
    jobs: [
      scheduleJob(publishPostmortem, now, { incident: incident.code }),
      ...ASK_AFTER_HOURS.map((hours) => cancelJob(askPostmortem, { incident: incident.code, hours })),
      postmortemSoon(incident.code, now),
    ],
  };
}

/** That everybody reads it there. */
export const placePostmortem = (
  incident: Incident,
  { value, version }: Read,
  post: NonNullable<Postmortem['post']>,
  now: Instant,
): Change => ({
  put: [put(postmortemDocument, incident.code, { ...value, post }, version)],
  facts: [
    recordFact(postmortemPlaced, {
      at: now,
      by: 'callboard',
      ...ofIncident(incident),
      data: { incident: incident.code, channel: post.channel },
    }),
  ],
});

/** Whether the commander (else who declared it) is still to be asked. */
export function askForPostmortem(
  incident: Incident,
  postmortem: Postmortem | undefined,
  hours: number,
  now: Instant,
): Change | undefined {
  if (postmortem?.state !== 'draft' || incident.state !== 'resolved') return undefined;
  const data = { incident: incident.code, hours };
  return {
    facts: [recordFact(postmortemAsked, { at: now, by: 'callboard', ...ofIncident(incident), data })],
  };
}
