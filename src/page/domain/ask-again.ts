/** A page that asks again: from its first step, from where it had given up, or at the end of a quiet window. */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  cancelJob,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { aboutPage, redrawPage, stopPending } from './answers.ts';
import type { PagingContext } from './context.ts';
import { pageHandedOver, pageRepaged } from './facts.ts';
import { confirmStillHandling, escalatePage, reopenUnresolvedPage, scheduleDmUpdate } from './jobs.ts';
import { type Page, pageDocument } from './page.ts';
import { type Policy, stepsOf } from './policy.ts';
import { runStep } from './steps.ts';

/** The steps from the first one on. The numbering goes on, so that nothing of before is taken for this. */
export function fromFirstStep(page: Page, policy: Policy = page.policy): Page {
  const steps = policy.steps.length;
  const start = Math.ceil(page.nextStep / steps) * steps;
  const { gaveUpAt: _, handover: __, ...rest } = page;
  return {
    ...rest,
    policy,
    state: 'open',
    nextStep: start,
    endStep: start + stepsOf(policy),
    countsFromStep: start,
  };
}

/** Acknowledged half an hour ago and neither resolved nor kept: begins again with the first step. */
export function reopenUnresolved(
  { value: page, version }: Versioned<Page>,
  context: PagingContext,
): Change | undefined {
  if (page.state !== 'acknowledged') return undefined;
  const { acknowledged: _, ...rest } = page;
  const { change } = runStep(fromFirstStep(rest), version, context);
  const { code } = page;
  const told: Change = {
    facts: [
      recordFact(pageRepaged, {
        at: context.now,
        by: 'callboard',
        about: aboutPage(page),
        data: { page: code },
      }),
    ],
    jobs: [
      // Those who were asked to take it over are asked with everybody.
      ...stopPending(page, context),
      scheduleDmUpdate(code, context.now),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
    ],
  };
  return mergeChanges(told, change);
}

/** The first of those who slept is asked now: a page that had been given up goes on where it was. */
export function resumeEscalation(
  { value: page, version }: Versioned<Page>,
  now: Temporal.Instant,
): Change | undefined {
  if (page.state !== 'open' || page.gaveUpAt === undefined) return undefined;
  const { gaveUpAt: _, ...rest } = page;
  const { code, nextStep: sequence } = page;
  const at = now.add({ seconds: page.policy.pause });
  return {
    put: [put(pageDocument, code, rest, version)],
    facts: [
      recordFact(pageHandedOver, { at: now, by: 'callboard', about: aboutPage(page), data: { page: code } }),
    ],
    jobs: [scheduleJob(escalatePage, at, { page: code, sequence }), ...redrawPage(page, now)],
  };
}

/** The quiet window is over: a page that it held begins now. */
export function startHeldPage(
  { value: page, version }: Versioned<Page>,
  context: PagingContext,
): Change | undefined {
  if (page.state !== 'held') return undefined;
  const { heldUntil: _, ...rest } = page;
  const { change } = runStep({ ...rest, state: 'open' }, version, context);
  const told: Change = {
    facts: [
      recordFact(pageHandedOver, {
        at: context.now,
        by: 'callboard',
        about: aboutPage(page),
        data: { page: page.code },
      }),
    ],
  };
  return mergeChanges(told, change);
}
