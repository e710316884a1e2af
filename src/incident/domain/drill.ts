import { z } from 'zod';
import { document, fact, jobKind, RETRY } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Scenario } from './scenario.ts';

const Played = z.object({
  /** Its place among the steps, from 0. */
  step: z.number().int().nonnegative(),
  at: InstantText,
  /** The page that it opened. */
  page: z.string().exactOptional(),
});

export const DrillEnd = z.enum([
  /** Its incident was resolved. */
  'done',
  /** Its minutes were over. */
  'time',
  'cancelled',
  /** Something real happened. */
  'real',
  /** Its window went by without a moment at which nobody would have been disturbed. */
  'no-moment',
]);
export type DrillEnd = z.infer<typeof DrillEnd>;

export const Drill = z.object({
  /** `D1`. */
  code: z.string(),
  /** As it was when it was asked for. */
  scenario: Scenario,
  state: z.enum(['planned', 'running', 'ended']),
  /** Who asked for it, and alone knows when it begins. */
  by: z.string(),
  /** Its room; without one its pages go to whoever is on call. */
  room: z.string().exactOptional(),
  /** Between these it may begin; at `at` it does. */
  window: z.object({ from: InstantText, until: InstantText }).exactOptional(),
  at: InstantText,
  incident: z.string().exactOptional(),
  begunAt: InstantText.exactOptional(),
  played: z.array(Played),
  endedAt: InstantText.exactOptional(),
  why: DrillEnd.exactOptional(),
  /** The code of what was real. */
  real: z.string().exactOptional(),
});
export type Drill = z.infer<typeof Drill>;
export const drillDocument = document({
  name: 'drill',
  schema: Drill,
  schemaVersion: 1,
  indexes: ({ state, incident, by }) => [
    state,
    ...(state === 'ended' ? [] : [`by:${by}`]),
    ...(incident === undefined ? [] : [`incident:${incident}`]),
  ],
});

const drill = z.string();
export const drillPlanned = fact('drill.planned', z.object({ drill, scenario: z.string() }));
export const drillPutOff = fact('drill.put-off', z.object({ drill, why: z.string() }));
export const drillBegun = fact(
  'drill.begun',
  z.object({ drill, scenario: z.string(), incident: z.string() }),
);
export const drillStepped = fact(
  'drill.step',
  z.object({
    drill,
    step: z.number().int(),
    deed: z.string(),
    page: z.string().exactOptional(),
    text: z.string(),
  }),
);
export const drillEnded = fact(
  'drill.ended',
  z.object({ drill, why: DrillEnd, real: z.string().exactOptional() }),
);

/** Begins one, or puts it off where it would disturb. */
export const beginDrillJob = jobKind({
  name: 'begin-drill',
  schema: z.object({ drill }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ drill }: { drill: string }) => `begin-drill:${drill}`,
});

/** Lets the step of this number happen. */
export const playDrillStep = jobKind({
  name: 'play-drill-step',
  schema: z.object({ drill, step: z.number().int() }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ drill, step }: { drill: string; step: number }) => `play-drill-step:${drill}:${step}`,
});

/** Tells what a step that opens no page makes known, in the incident's thread. */
export const tellDrillStep = jobKind({
  name: 'tell-drill-step',
  schema: z.object({ drill, step: z.number().int() }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ drill, step }: { drill: string; step: number }) => `tell-drill-step:${drill}:${step}`,
});

/** Its minutes are over. */
export const endDrillJob = jobKind({
  name: 'end-drill',
  schema: z.object({ drill }),
  queue: 'reminders',
  retry: RETRY.follow,
  id: ({ drill }: { drill: string }) => `end-drill:${drill}`,
});

/** Says in the incident's thread that it is over, with its score. */
export const tellDrillScore = jobKind({
  name: 'tell-drill-score',
  schema: z.object({ drill }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ drill }: { drill: string }) => `tell-drill-score:${drill}`,
});

/** Tells whoever asked for it that it has begun, or how it ended. */
export const tellDrillAsker = jobKind({
  name: 'tell-drill-asker',
  schema: z.object({ drill, what: z.enum(['begun', 'ended']) }),
  queue: 'reminders',
  retry: RETRY.message,
  id: ({ drill, what }: { drill: string; what: string }) => `tell-drill-asker:${drill}:${what}`,
});
