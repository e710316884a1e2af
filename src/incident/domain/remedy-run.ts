/**
 * A run of a remedy: one press, from the question that was answered to what came of it, what it belongs to and who may
 * know. What happens to it is decided in `remedy-steps.ts`. Pure.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { document, type Fact, type JobChange, PRIVATE, type Versioned } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { scheduleDmUpdate, schedulePageCard } from '../../page/domain/jobs.ts';
import { isConfidential, type Page, targetKey } from '../../page/domain/page.ts';
import type { Incident } from './incident.ts';
import { scheduleIncidentCard } from './jobs.ts';
import { isPrivate, ofIncident } from './privacy.ts';
import { MAX_DEPTH } from './remedy.ts';
import { scheduleRemedyCard } from './remedy-jobs.ts';

export const RemedyRun = z.object({
  /** By chance: a number would tell how many there are that one may not see. */
  id: z.string(),
  remedy: z.string(),
  /** As it was shown. */
  title: z.string(),
  /** Of the remedy's document: where that is another by now, what was shown is not what would be done. */
  version: z.number().int(),
  room: z.string().exactOptional(),
  page: z.string().exactOptional(),
  incident: z.string().exactOptional(),
  /** It belongs to what only some may know of. */
  hidden: z.literal(true).exactOptional(),
  by: z.string(),
  at: InstantText,
  state: z.enum([
    /** For the second of two people. */
    'waiting',
    /** For the holders of the keys. */
    'ceremony',
    'calling',
    /** It was called; whether it took effect is being read back. */
    'reading',
    'done',
    'failed',
    /** Somebody called it off, or the keys' holders did. */
    'stopped',
    'expired',
  ]),
  /** Until when the second person may confirm, or the read-back is asked. */
  until: InstantText.exactOptional(),
  confirmedBy: z.string().exactOptional(),
  /** `K4`. */
  ceremony: z.string().exactOptional(),
  calls: z.number().int().nonnegative(),
  /** A code: what it answered last, or why it failed. */
  outcome: z.string().exactOptional(),
  /** Of how many that set each other off it is, from 1. */
  depth: z.number().int().min(1).max(MAX_DEPTH),
  /** The run that set it off. */
  after: z.string().exactOptional(),
  endedAt: InstantText.exactOptional(),
  endedBy: z.string().exactOptional(),
});
export type RemedyRun = z.infer<typeof RemedyRun>;

const OVER: ReadonlySet<RemedyRun['state']> = new Set(['done', 'failed', 'stopped', 'expired']);
export const isRunOver = ({ state }: Pick<RemedyRun, 'state'>): boolean => OVER.has(state);

export const remedyRunDocument = document({
  name: 'remedy-run',
  schema: RemedyRun,
  schemaVersion: 1,
  sealed: ({ hidden }) => hidden === true,
  indexes: ({ page, incident }) => [
    ...(page === undefined ? [] : [`page:${page}`]),
    ...(incident === undefined ? [] : [`incident:${incident}`]),
  ],
});

/** The last run of each remedy: so no two are under way. Its id is the remedy's name. */
export const remedyLastDocument = document({
  name: 'remedy-last',
  schema: z.object({ run: z.string() }),
  schemaVersion: 1,
});

/** Where a run's own message is. Its id is the run's. */
export const remedyCardDocument = document({
  name: 'remedy-card',
  schema: z.object({
    run: z.string(),
    page: z.string().exactOptional(),
    incident: z.string().exactOptional(),
    channel: z.string(),
    ts: z.string(),
  }),
  schemaVersion: 1,
});

type Instant = Temporal.Instant;

/** What it belongs to, as it is now. */
export interface RunScene {
  readonly page?: Versioned<Page> | undefined;
  readonly incident?: Incident | undefined;
}

export const isHiddenScene = ({ page, incident }: RunScene): boolean =>
  (page !== undefined && isConfidential(page.value)) || (incident !== undefined && isPrivate(incident));

/** References of its facts; those of what is private are found by that alone, and not counted. */
export function aboutRun({ remedy, room }: RemedyRun, scene: RunScene): Pick<Fact, 'about' | 'sealed'> {
  const { page, incident } = scene;
  if (incident && isPrivate(incident)) return ofIncident(incident);
  if (page && isConfidential(page.value))
    return {
      about: [
        ...(page.value.incident === undefined ? [`page:${page.id}`] : [`incident:${page.value.incident}`]),
        PRIVATE,
      ],
      sealed: true,
    };
  const about = [
    `remedy:${remedy}`,
    ...(page ? [`page:${page.id}`, targetKey(page.value.target)] : []),
    ...(incident ? ofIncident(incident).about : []),
    ...(room === undefined ? [] : [`room:${room}`]),
  ];
  return { about: [...new Set(about)] };
}

/** Of each of its facts. */
export const saidOfRun = ({ id, remedy, title, page, incident }: RemedyRun) => ({
  run: id,
  remedy,
  title,
  ...(page !== undefined && { page }),
  ...(incident !== undefined && { incident }),
});

/** The cards that show it, and its own message. */
export const redrawRun = ({ id, page, incident }: RemedyRun, now: Instant): JobChange[] => [
  scheduleRemedyCard({ id, page, incident }, now),
  ...(page === undefined ? [] : [schedulePageCard(page, now), scheduleDmUpdate(page, now)]),
  ...(incident === undefined ? [] : [scheduleIncidentCard(incident, now)]),
];
