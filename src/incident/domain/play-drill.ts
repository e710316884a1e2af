/**
 * What a drill does from its planning to its end: each decision is what is to be committed. Whatever happened, at its end
 * nothing of it is open.
 */
import { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { RUNNING, type RunningDrill, runningDrillDocument } from '../../page/domain/drill.ts';
import {
  beginDrillJob,
  type Drill,
  type DrillEnd,
  drillBegun,
  drillDocument,
  drillEnded,
  drillPlanned,
  drillPutOff,
  drillStepped,
  endDrillJob,
  playDrillStep,
  tellDrillAsker,
  tellDrillScore,
  tellDrillStep,
} from './drill.ts';
import { scheduleIncidentCard } from './jobs.ts';
import { deedOf, type Scenario } from './scenario.ts';

type Read = Versioned<Drill>;
type Instant = Temporal.Instant;

const about = (code: string, incident?: string): string[] => [
  `drill:${code}`,
  ...(incident === undefined ? [] : [`incident:${incident}`]),
];

/** Minutes after which a drill that would have disturbed looks again. */
export const PUT_OFF_MINUTES = 5;

/**
 * A moment of the window, to the second, none more likely than another.
 *
 * @param chance - from 0 up to but not including 1
 */
export function chosenMoment(from: Instant, until: Instant, chance: number): Instant {
  const seconds = Math.max(0, Math.floor((until.epochMilliseconds - from.epochMilliseconds) / 1000));
  return from.add({ seconds: Math.floor(chance * (seconds + 1)) });
}

export interface Planning {
  readonly code: string;
  readonly scenario: Scenario;
  readonly by: string;
  readonly room: string | undefined;
  readonly window: { readonly from: Instant; readonly until: Instant };
  readonly chance: number;
}

export function planDrill(
  { window, chance, room, ...asked }: Planning,
  now: Instant,
): { drill: Drill; change: Change } {
  const from = Temporal.Instant.compare(window.from, now) > 0 ? window.from : now;
  const at = chosenMoment(from, window.until, chance);
  const drill: Drill = {
    ...asked,
    state: 'planned',
    ...(room !== undefined && { room }),
    window: { from: instantText(window.from), until: instantText(window.until) },
    at: instantText(at),
    played: [],
  };
  const data = { drill: drill.code, scenario: drill.scenario.name };
  return {
    drill,
    change: {
      put: [put(drillDocument, drill.code, drill)],
      facts: [recordFact(drillPlanned, { at: now, by: drill.by, about: about(drill.code), data })],
      jobs: [scheduleJob(beginDrillJob, at, { drill: drill.code })],
    },
  };
}

/** Now is no moment: a little later, or not at all where its window is over by then. */
export function putOffDrill(read: Read, why: string, now: Instant): Change {
  const { value, version } = read;
  const at = now.add({ minutes: PUT_OFF_MINUTES });
  if (!value.window || at.epochMilliseconds > instant(value.window.until).epochMilliseconds)
    return endPlanned(read, 'no-moment', 'callboard', now);
  return {
    put: [put(drillDocument, value.code, { ...value, at: instantText(at) }, version)],
    facts: [
      recordFact(drillPutOff, {
        at: now,
        by: 'callboard',
        about: about(value.code),
        data: { drill: value.code, why },
      }),
    ],
    jobs: [scheduleJob(beginDrillJob, at, { drill: value.code })],
  };
}

/** One that never began is over; nobody but who asked for it knew of it. */
export function endPlanned(
  { value, version }: Read,
  why: 'cancelled' | 'no-moment',
  by: string,
  now: Instant,
): Change {
  const { code } = value;
  const drill: Drill = { ...value, state: 'ended', endedAt: instantText(now), why };
  return {
    put: [put(drillDocument, code, drill, version)],
    facts: [recordFact(drillEnded, { at: now, by, about: about(code), data: { drill: code, why } })],
    jobs: [
      cancelJob(beginDrillJob, { drill: code }),
      ...(why === 'no-moment' ? [scheduleJob(tellDrillAsker, now, { drill: code, what: 'ended' })] : []),
    ],
  };
}

/** It begins: its steps are due from now, and its end. Its incident is declared in the same commit. */
export function beginDrill(
  { value, version }: { readonly value: Drill; readonly version: number },
  incident: string,
  now: Instant,
): Change {
  const { code, scenario, by } = value;
  const drill: Drill = {
    ...value,
    state: 'running',
    incident,
    begunAt: instantText(now),
    at: instantText(now),
  };
  const running: RunningDrill = { drill: code, incident };
  return {
    put: [put(drillDocument, code, drill, version), put(runningDrillDocument, RUNNING, running)],
    facts: [
      recordFact(drillBegun, {
        at: now,
        by,
        about: about(code, incident),
        data: { drill: code, scenario: scenario.name, incident },
      }),
    ],
    jobs: [
      ...scenario.steps.map(({ at }, step) =>
        scheduleJob(playDrillStep, now.add({ seconds: Math.round(at * 60) }), { drill: code, step }),
      ),
      scheduleJob(endDrillJob, now.add({ seconds: Math.round(scenario.minutes * 60) }), { drill: code }),
      // Whoever began it just now has been told so.
      ...(drill.window ? [scheduleJob(tellDrillAsker, now, { drill: code, what: 'begun' })] : []),
    ],
  };
}

/** Whether the step is still to happen. */
export const isToPlay = (drill: Drill | undefined, step: number): drill is Drill =>
  drill?.state === 'running' &&
  drill.scenario.steps[step] !== undefined &&
  !drill.played.some((one) => one.step === step);

/** That a step happened; `text` is what it made known. */
export function recordStep(
  { value, version }: Read,
  step: number,
  done: { readonly page?: string; readonly text: string },
  now: Instant,
): Change {
  const { code, incident, scenario } = value;
  const { page, text } = done;
  const played = { step, at: instantText(now), ...(page !== undefined && { page }) };
  const its = scenario.steps[step];
  const deed = its ? deedOf(its) : 'inject';
  return {
    put: [put(drillDocument, code, { ...value, played: [...value.played, played] }, version)],
    facts: [
      recordFact(drillStepped, {
        at: now,
        by: 'callboard',
        about: about(code, incident),
        data: { drill: code, step, deed, text, ...(page !== undefined && { page }) },
      }),
    ],
    jobs: page === undefined ? [scheduleJob(tellDrillStep, now, { drill: code, step })] : [],
  };
}

/** From now on these channels are pretended to fail for the drill's pages. */
export const recordOutage = (
  running: Versioned<RunningDrill>,
  { channels, minutes }: { readonly channels: readonly string[]; readonly minutes: number },
  now: Instant,
): Change => ({
  put: [
    put(
      runningDrillDocument,
      RUNNING,
      {
        ...running.value,
        outage: {
          channels: [...channels],
          until: instantText(now.add({ seconds: Math.round(minutes * 60) })),
        },
      },
      running.version,
    ),
  ],
});

export interface Ending {
  readonly why: DrillEnd;
  readonly by: string;
  /** The code of what is real. */
  readonly real?: string;
}

/** The drill's own part of its end. */
export function endDrill(
  { value, version }: Read,
  running: Versioned<RunningDrill> | undefined,
  { why, by, real }: Ending,
  now: Instant,
): Change {
  const { code, incident, scenario } = value;
  const drill: Drill = {
    ...value,
    state: 'ended',
    endedAt: instantText(now),
    why,
    ...(real !== undefined && { real }),
  };
  const own: Change = {
    put: [put(drillDocument, code, drill, version)],
    facts: [
      recordFact(drillEnded, {
        at: now,
        by,
        about: about(code, incident),
        data: { drill: code, why, ...(real !== undefined && { real }) },
      }),
    ],
    jobs: [
      cancelJob(endDrillJob, { drill: code }),
      ...scenario.steps.map((_, step) => cancelJob(playDrillStep, { drill: code, step })),
      scheduleJob(tellDrillScore, now, { drill: code }),
      scheduleJob(tellDrillAsker, now, { drill: code, what: 'ended' }),
      ...(incident === undefined ? [] : [scheduleIncidentCard(incident, now)]),
    ],
  };
  const mark =
    running?.value.drill === code
      ? { put: [put(runningDrillDocument, RUNNING, null, running.version)] }
      : undefined;
  return mergeChanges(own, mark);
}
