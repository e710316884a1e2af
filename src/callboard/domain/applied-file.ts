/** The event file that was applied last: what the state is compared with, daily and before the next one. */
import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  fact,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { truncatePlain } from '../../core/text.ts';
import { tellOrganizers, watchEventFile } from './jobs.ts';

/** Whose doing it is, in facts, in place of a person. */
export const BY_FILE = 'event-file';

export const AppliedFile = z.object({
  at: InstantText,
  /** Its sections as they were applied, with ids in place of names; the parts' own schemas read them. */
  sections: z.record(z.string(), z.unknown()),
  /** A fingerprint of what organizers were told of last; absent where all was as the file says. */
  told: z.string().exactOptional(),
});
export type AppliedFile = z.infer<typeof AppliedFile>;

/** There is one such document. */
export const appliedFileDocument = document({ name: 'event-file', schema: AppliedFile, schemaVersion: 1 });
export const APPLIED_ID = 'applied';

export const fileApplied = fact(
  'event-file.applied',
  z.object({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() }),
);
/** The event is another than the file says: so many differences. 0: it is as the file says again. */
export const driftSeen = fact('event-file.drift', z.object({ differences: z.number().int() }));

/** At this hour of the event's day somebody looks whether all is as the file says. */
const HOUR = '09:00';

export function nextFileLook(zone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone);
  const first = today.withPlainTime(HOUR);
  return (first.epochMilliseconds > today.epochMilliseconds ? first : first.add({ days: 1 })).toInstant();
}

/** What is compared with at the next look: the file as it was applied. */
export const keepAppliedFile = (
  known: Versioned<AppliedFile> | undefined,
  sections: AppliedFile['sections'],
  counts: z.infer<typeof fileApplied.schema>,
  zone: string,
  at: Temporal.Instant,
): Change => ({
  put: [put(appliedFileDocument, APPLIED_ID, { at: instantText(at), sections }, known?.version ?? 0)],
  facts: [recordFact(fileApplied, { at, by: BY_FILE, about: ['event'], data: counts })],
  jobs: [scheduleJob(watchEventFile, nextFileLook(zone, at), {})],
});

export interface Drift {
  /** What is different, without who and when: the same again is not told again. */
  readonly what: readonly string[];
  /** A line a difference, for people. */
  readonly lines: readonly string[];
}

/** 16 hex digits. */
const fingerprint = (what: readonly string[]): string =>
  createHash('sha256').update(what.join('\n')).digest('hex').slice(0, 16);

/**
 * Tells organizers that the event is another than the file says: once for the same differences, and not at all
 * where there are none.
 */
export function tellDrift(
  known: Versioned<AppliedFile>,
  { what, lines }: Drift,
  at: Temporal.Instant,
): Change | undefined {
  const { told, ...applied } = known.value;
  const seen = what.length > 0 ? fingerprint(what) : undefined;
  if (seen === told) return undefined;
  const value = { ...applied, ...(seen !== undefined && { told: seen }) };
  const params = { count: lines.length, lines: shown(lines) };
  const id = `tell:event-file:${known.version}`;
  return {
    put: [put(appliedFileDocument, APPLIED_ID, value, known.version)],
    facts: [
      recordFact(driftSeen, { at, by: 'callboard', about: ['event'], data: { differences: lines.length } }),
    ],
    jobs:
      lines.length > 0
        ? [scheduleJob(tellOrganizers, at, { key: 'callboard.eventFile.drift', params }, id)]
        : [],
  };
}

/** As many as a message shows; the command line shows all. */
const SHOWN = 15;
/** Characters of a line: a policy is longer than anybody reads here, and a message must hold all lines. */
const MAX_LINE = 160;
const shown = (lines: readonly string[]): string => {
  const rest = lines.length - SHOWN;
  return [
    ...lines.slice(0, SHOWN).map((line) => truncatePlain(line, MAX_LINE)),
    ...(rest > 0 ? [`… +${rest}`] : []),
  ].join('\n');
};
