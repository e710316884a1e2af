/**
 * The archive: facts that are older than so many days leave the database, for a file a day (of UTC, by when they were
 * stated). What somebody may still need of them stays: `isNeeded` says of which. Pure.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  fact,
  jobKind,
  type Put,
  put,
  RETRY,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { PageSpans } from './archived-pages.ts';
import { eraseFacts } from './jobs.ts';

export const ArchiveState = z.object({
  /** The last fact that is in a file. */
  upTo: z.string(),
  /** Its day. */
  day: z.iso.date(),
  facts: z.number().int(),
  files: z.number().int(),
  /** When all was last looked at, and was well, or a place was first named; there need not have been anything to archive. */
  lookedAt: InstantText,
  /** How often somebody was erased from the files: a day that was read before is read anew. */
  erasures: z.number().int(),
  /** Days of which pages are still open, so that they stay in the database until they are over. */
  openDays: z.array(z.iso.date()),
});
export type ArchiveState = z.infer<typeof ArchiveState>;

/** Before the first day that was archived. */
export const emptyArchive = (now: Temporal.Instant): ArchiveState => ({
  upTo: '0-0',
  day: '1970-01-01',
  facts: 0,
  files: 0,
  lookedAt: instantText(now),
  erasures: 0,
  openDays: [],
});

/** There is one. */
export const archiveDocument = document({ name: 'archive', schema: ArchiveState, schemaVersion: 1 });
export const ARCHIVE_ID = 'ledger';

/** Its id is the day, UTC's. */
export const archivedDayDocument = document({
  name: 'archived-day',
  schema: z.object({
    facts: z.number().int(),
    /** Pages that were opened on this day and have left the database. */
    pages: PageSpans.exactOptional(),
  }),
  schemaVersion: 1,
});

/** Opens the files beside the operator's own key, so that somebody can be erased from them. There is one. */
export const archiveKeyDocument = document({
  name: 'archive-key',
  schema: z.object({
    /** `AGE-SECRET-KEY-1…`. */
    identity: z.string(),
    /** `age1…`. */
    recipient: z.string(),
  }),
  schemaVersion: 1,
  sealed: true,
});
export const ARCHIVE_KEY_ID = 'key';
export const archiveKeyMade = fact('archive.key-made', z.object({}));

/** A day is in its file, and its facts may leave the ledger; stated before any does. */
export const ledgerArchived = fact(
  'ledger.archived',
  z.object({ day: z.iso.date(), upTo: z.string(), facts: z.number().int() }),
);
/** A file of a day was there that the ledger knew nothing of: it was restored from an older backup. */
export const archiveFound = fact('archive.found', z.object({ day: z.iso.date(), facts: z.number().int() }));
/** The operator has named a place. */
export const archiveExpected = fact('archive.expected', z.object({}));
/** All was looked at, and is well. */
export const archiveLooked = fact('archive.looked', z.object({}));
/** People, or an incident, are being taken out of the files. */
export const archiveErasing = fact('archive.erasing', z.object({}));
/** They were: out of so many facts in so many files; `missing` are days whose files were not there. */
export const archiveErased = fact(
  'archive.erased',
  z.object({ facts: z.number().int(), files: z.number().int(), missing: z.array(z.iso.date()) }),
);
/** Documents of what is long over are gone; the files tell of it. */
export const documentsPruned = fact('documents.pruned', z.object({ documents: z.number().int() }));

/** Daily at half past four by the event's clock, where the operator has named a place. */
export const archiveLedger = jobKind({
  name: 'archive-ledger',
  schema: z.object({}),
  queue: 'chores',
  retry: RETRY.chore,
  id: () => 'archive-ledger',
});

/** Takes people out of the files. Its data is that of the job that takes them out of the ledger. */
export const eraseArchives = jobKind({
  name: 'erase-archives',
  schema: eraseFacts.schema,
  queue: 'chores',
  retry: RETRY.chore,
  id: (_: unknown, key: string) => `erase-archives:${key}`,
});

const HOUR = '04:30';

/** The next time that it is half past four. An hour that the clocks leave out is an hour later that night. */
export function nextArchive(zone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone);
  const first = today.withPlainTime(HOUR);
  return (first.epochMilliseconds > today.epochMilliseconds ? first : first.add({ days: 1 })).toInstant();
}

/** Facts from this day of UTC on stay. */
export const firstKeptDay = (now: Temporal.Instant, days: number): string =>
  now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days }).toString();

const dayAfter = (day: string): string => {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
};

/** The days from one to before another, oldest first; none where the second is not later. */
export function daysBetween(first: string, before: string): string[] {
  const days: string[] = [];
  for (let day = first; day < before; day = dayAfter(day)) days.push(day);
  return days;
}

/** Days that are in no file as far as the ledger knows, though later ones may be: `next` is the file's that comes next. */
export const unknownDays = ({ day }: ArchiveState, next: string): string[] =>
  daysBetween(dayAfter(day), next);

/**
 * The day in whose file a fact goes: its own, unless facts before it are of a later one. So a file is one piece of
 * the ledger, the same whoever writes it again.
 *
 * @param at - the fact's, ISO 8601 in UTC
 * @param earlier - the day of the file before, which is closed; undefined for the first
 * @param current - the day of the fact before it where that is in no file yet
 */
export function dayOfFile(at: string, earlier: string | undefined, current: string | undefined): string {
  const own = at.slice(0, 10);
  const least = current ?? (earlier === undefined ? own : dayAfter(earlier));
  return least.localeCompare(own) > 0 ? least : own;
}

/**
 * Until when facts may have left the database: what was stated from then on is in it, whole. Undefined where nothing
 * was archived.
 */
export const archivedUntil = ({ files, day }: ArchiveState): Temporal.Instant | undefined =>
  files === 0 ? undefined : Temporal.Instant.from(`${dayAfter(day)}T00:00:00Z`);

/** What is committed with a day whose file is written. */
export function archiveDay(
  known: Versioned<ArchiveState> | undefined,
  { day, upTo, facts }: z.infer<typeof ledgerArchived.schema>,
  tallies: readonly Put[],
  now: Temporal.Instant,
): Change {
  const before = known?.value ?? emptyArchive(now);
  const state: ArchiveState = {
    ...before,
    ...{ upTo, day },
    facts: before.facts + facts,
    files: before.files + 1,
    openDays: [...before.openDays, day],
  };
  return {
    put: [
      put(archiveDocument, ARCHIVE_ID, state, known?.version),
      put(archivedDayDocument, day, { facts }),
      ...tallies,
    ],
    facts: [recordFact(ledgerArchived, { at: now, by: 'callboard', about: [], data: { day, upTo, facts } })],
  };
}

/** What is committed with a file that was found: from now on it is read, and people are taken out of it. */
export const findDay = (
  { value: state, version }: Versioned<ArchiveState>,
  { day, facts }: z.infer<typeof archiveFound.schema>,
  now: Temporal.Instant,
): Change => ({
  put: [
    put(
      archiveDocument,
      ARCHIVE_ID,
      { ...state, day, facts: state.facts + facts, files: state.files + 1 },
      version,
    ),
    put(archivedDayDocument, day, { facts }),
  ],
  facts: [recordFact(archiveFound, { at: now, by: 'callboard', about: [], data: { day, facts } })],
});

/** Whoever reads a day for the archive meanwhile must read it again: it has somebody in it who is to go. */
export const beginErasing = (known: Versioned<ArchiveState>, now: Temporal.Instant): Change => ({
  put: [
    put(archiveDocument, ARCHIVE_ID, { ...known.value, erasures: known.value.erasures + 1 }, known.version),
  ],
  facts: [recordFact(archiveErasing, { at: now, by: 'callboard', about: [], data: {} })],
});

/** An incident as far as it holds facts: from its declaration to its end; no end while it is not finished. */
export interface HoldingIncident {
  readonly code: string;
  readonly room: string | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number | undefined;
}

interface Needs {
  /** Pages that are not over, or that are part of an incident. */
  readonly pages: ReadonlySet<string>;
  readonly incidents: readonly HoldingIncident[];
}

const isOfAgenda = (reference: string): boolean => /^(?:room|session|change):/.test(reference);

/** As much of a stored fact as says whether it stays. */
interface FactToKeep {
  readonly name: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly about: readonly string[];
}

/** A chain of hashes is checked whole; it is a few facts a key. */
const isOfChain = (name: string): boolean => name.startsWith('keys.');

/**
 * Whether a fact that is in a file stays in the database too: the chain of the keys, what a page that is not over
 * reads, all of incidents, and what happened in an incident's room until it was over. While an incident (or its
 * postmortem) is unfinished, all that the agenda's facts say since its declaration.
 */
export function isNeeded({ name, at, about }: FactToKeep, needs: Needs): boolean {
  if (isOfChain(name)) return true;
  const time = Date.parse(at);
  return (
    about.some((one) => one.startsWith('page:') && needs.pages.has(one.slice('page:'.length))) ||
    needs.incidents.some(
      ({ code, room, from, to }) =>
        about.includes(`incident:${code}`) ||
        (time >= from &&
          (to === undefined
            ? about.some(isOfAgenda)
            : time <= to && room !== undefined && about.includes(`room:${room}`))),
    )
  );
}

/** Of these somebody asks for the last one, however long ago: of each thing that it is about. */
const LAST_IS_ASKED: ReadonlySet<string> = new Set(['person.left', 'rota.thanked', 'event-file.applied']);

/** What one of these is the last of; undefined for facts of which nobody asks for the last. */
export const lastAskedOf = ({ name, about }: Pick<FactToKeep, 'name' | 'about'>): string | undefined =>
  LAST_IS_ASKED.has(name) ? `${name} ${about.join(' ')}` : undefined;
