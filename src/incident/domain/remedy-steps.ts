/**
 * What happens to a run of a remedy: it begins, is confirmed, is called, is read back, ends. It calls once, however often
 * it is pressed and whoever dies: its id is the idempotency key of the call. Pure.
 */
import type { Temporal } from 'temporal-polyfill';
import { inSeconds } from '../../callboard/domain/event-file.ts';
import {
  type Change,
  cancelJob,
  type JobChange,
  mergeChanges,
  put,
  recordFact,
  type Versioned,
} from '../../core/commit.ts';
import { instantText, milliseconds } from '../../core/instant.ts';
import { resolvePage } from '../../page/domain/answers.ts';
import { guardedNameOf, MAX_DEPTH, type Remedy } from './remedy.ts';
import {
  remedyAsked,
  remedyCalled,
  remedyConfirmed,
  remedyDone,
  remedyFailed,
  remedyStarted,
  remedyStopped,
} from './remedy-facts.ts';
import { expireRemedy, scheduleRemedyCall, scheduleRemedyExpiry, scheduleRemedyLook } from './remedy-jobs.ts';
import {
  aboutRun,
  isHiddenScene,
  type RemedyRun,
  type RunScene,
  redrawRun,
  remedyLastDocument,
  remedyRunDocument,
  saidOfRun,
} from './remedy-run.ts';

/** The second of two people has so long. */
export const CONFIRM_WITHIN_MINUTES = 10;
/** Its webhook is called so often where calling again may help. */
export const MAX_REMEDY_CALLS = 4;
/** Milliseconds between two looks whether it took effect. */
export const LOOK_EVERY_MS = 1000;

type Instant = Temporal.Instant;

export interface StartRun {
  readonly id: string;
  readonly by: string;
  readonly room?: string | undefined;
  readonly scene: RunScene;
  /** Of the guarded action that its holders are to fire. */
  readonly ceremony?: string | undefined;
  readonly after?: RemedyRun | undefined;
}

/**
 * A press of "do it".
 *
 * @param last - which run of this remedy was the last, as read: another that starts in the same moment is a conflict
 */
export function startRun(
  remedy: Versioned<Remedy>,
  last: Versioned<{ readonly run: string }> | undefined,
  { id, by, room, scene, ceremony, after }: StartRun,
  now: Instant,
): { readonly run: RemedyRun; readonly change: Change } {
  const { lock, title, name } = remedy.value;
  const keys = guardedNameOf(remedy.value) !== undefined;
  const run: RemedyRun = {
    id,
    remedy: name,
    title,
    version: remedy.version,
    ...(room !== undefined && { room }),
    ...(scene.page && { page: scene.page.id }),
    ...(scene.incident && { incident: scene.incident.code }),
    ...(isHiddenScene(scene) && { hidden: true }),
    by,
    at: instantText(now),
    state: keys ? 'ceremony' : lock === 'two people' ? 'waiting' : 'calling',
    ...(lock === 'two people' && { until: instantText(now.add({ minutes: CONFIRM_WITHIN_MINUTES })) }),
    ...(ceremony !== undefined && { ceremony }),
    calls: 0,
    depth: (after?.depth ?? 0) + 1,
    ...(after && { after: after.id }),
  };
  const stated = { at: now, by, ...aboutRun(run, scene) };
  const fact =
    run.state === 'calling'
      ? recordFact(remedyStarted, { ...stated, data: { ...saidOfRun(run), ...afterOf(after) } })
      : recordFact(remedyAsked, {
          ...stated,
          data: { ...saidOfRun(run), needs: keys ? 'keys' : 'second', ...afterOf(after) },
        });
  return {
    run,
    change: {
      put: [put(remedyRunDocument, id, run), put(remedyLastDocument, name, { run: id }, last?.version ?? 0)],
      facts: [fact],
      jobs: [...nextJob(run, now), ...redrawRun(run, now)],
    },
  };
}

const afterOf = (after: RemedyRun | undefined) => (after ? { after: after.remedy } : {});

function nextJob(run: RemedyRun, now: Instant): JobChange[] {
  if (run.state === 'calling') return [scheduleRemedyCall(run, now, run.calls)];
  if (run.state !== 'waiting') return [];
  return [scheduleRemedyExpiry(run, now.add({ minutes: CONFIRM_WITHIN_MINUTES }))];
}

type Read = Versioned<RemedyRun>;

/** Why this person may not be the second; undefined where they may. */
export function whyNotConfirmed(run: RemedyRun, by: string, now: Instant): 'over' | 'self' | undefined {
  const isLate = run.until !== undefined && milliseconds(run.until) <= now.epochMilliseconds;
  if (run.state !== 'waiting' || isLate) return 'over';
  return run.by === by ? 'self' : undefined;
}

/** The second person says yes. */
export function confirmRun({ value, version }: Read, scene: RunScene, by: string, now: Instant): Change {
  const { until: _, ...rest } = value;
  const run: RemedyRun = { ...rest, state: 'calling', confirmedBy: by };
  return {
    put: [put(remedyRunDocument, run.id, run, version)],
    facts: [recordFact(remedyConfirmed, { at: now, by, ...aboutRun(run, scene), data: saidOfRun(run) })],
    jobs: [cancelJob(expireRemedy, run), ...nextJob(run, now), ...redrawRun(run, now)],
  };
}

export type RunEnd = 'done' | 'failed' | 'stopped' | 'expired';

/** Whole seconds since it was asked for. */
const took = ({ at }: RemedyRun, now: Instant): number =>
  Math.max(0, Math.round((now.epochMilliseconds - milliseconds(at)) / 1000));

/**
 * It is over. A success resolves the page where the remedy says so, and sets off the next one where that is given.
 *
 * @param outcome - a code
 * @param after - what a success brings: the remedy itself, and the one that it sets off
 */
export function endRun(
  { value, version }: Read,
  end: RunEnd,
  outcome: string,
  { scene, by, now }: { readonly scene: RunScene; readonly by: string; readonly now: Instant },
  after: {
    readonly remedy?: Remedy | undefined;
    readonly next?:
      | {
          readonly remedy: Versioned<Remedy>;
          readonly last: Versioned<{ readonly run: string }> | undefined;
        }
      | undefined;
  } = {},
): Change {
  const { until: _, ...rest } = value;
  const run: RemedyRun = { ...rest, state: end, outcome, endedAt: instantText(now), endedBy: by };
  const stated = { at: now, by, ...aboutRun(run, scene) };
  const data = { ...saidOfRun(run), seconds: took(run, now), outcome };
  const fact =
    end === 'done'
      ? recordFact(remedyDone, { ...stated, data: { ...data, readBack: outcome === 'read-back' } })
      : end === 'failed'
        ? recordFact(remedyFailed, { ...stated, data })
        : recordFact(remedyStopped, { ...stated, data });
  const own: Change = {
    put: [put(remedyRunDocument, run.id, run, version)],
    facts: [fact],
    jobs: [cancelJob(expireRemedy, run), ...redrawRun(run, now)],
  };
  if (end !== 'done') return own;
  const resolved =
    after.remedy?.resolves && scene.page
      ? resolvePage(scene.page, { by: run.by, via: 'callboard', now }, run.title).change
      : undefined;
  const fed =
    after.next && run.depth < MAX_DEPTH
      ? startRun(
          after.next.remedy,
          after.next.last,
          { id: `${run.id}-${run.depth + 1}`, by: run.by, room: run.room, scene, after: run },
          now,
        ).change
      : undefined;
  return mergeChanges(own, resolved, fed);
}

export interface CallAnswer {
  readonly ok: boolean;
  readonly detail: string;
  readonly again: boolean;
}

/**
 * The webhook answered, or did not. It is called again a second later for each call before, where that may help;
 * then the outside decides, where it can be read: even a call that failed may have arrived.
 *
 * @returns undefined where it is over now: the caller ends it, as done or failed by what was answered
 */
export function afterRemedyCall(
  { value, version }: Read,
  remedy: Remedy,
  answer: CallAnswer,
  scene: RunScene,
  now: Instant,
): Change | undefined {
  const calls = value.calls + 1;
  const called = recordFact(remedyCalled, {
    at: now,
    by: 'callboard',
    ...aboutRun(value, scene),
    data: { ...saidOfRun(value), detail: answer.detail, calls },
  });
  if (!answer.ok && answer.again && calls < MAX_REMEDY_CALLS) {
    const run: RemedyRun = { ...value, calls, outcome: answer.detail };
    return {
      put: [put(remedyRunDocument, run.id, run, version)],
      facts: [called],
      jobs: [
        scheduleRemedyCall(run, now.add({ seconds: calls }), calls),
        ...(calls === 1 ? redrawRun(run, now) : []),
      ],
    };
  }
  const mayHaveArrived = answer.ok || answer.again;
  if (!remedy.readBack || !mayHaveArrived) return undefined;
  const until = instantText(now.add({ seconds: inSeconds(remedy.readBack.within) }));
  const run: RemedyRun = { ...value, calls, state: 'reading', outcome: answer.detail, until };
  return {
    put: [put(remedyRunDocument, run.id, run, version)],
    facts: [called],
    jobs: [scheduleRemedyLook(run, now, '0'), ...redrawRun(run, now)],
  };
}

/** Whether the read-back has had its time. */
export const isReadLate = ({ until }: RemedyRun, now: Instant): boolean =>
  until === undefined || milliseconds(until) <= now.epochMilliseconds;
