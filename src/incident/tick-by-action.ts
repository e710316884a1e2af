/** A step of a runbook that is an action is done when the action has been. */
import type { Temporal } from 'temporal-polyfill';
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import type { RemedyRun, RunScene } from './domain/remedy-run.ts';
import { stepsIn } from './domain/runbook-markdown.ts';
import {
  type RunbookMatter,
  type RunbookRun,
  runbookOfIncident,
  runbookOfPage,
  runbookRunDocument,
  skippedSteps,
  tickStep,
} from './domain/runbook-run.ts';

/** The first step with this action that is neither done nor left out. */
const stepWith = (run: RunbookRun, action: string): number | undefined => {
  const skipped = skippedSteps(run);
  return stepsIn(run.parts).find(
    (step) => step.action === action && !run.ticks[step.number] && !skipped.has(step.number),
  )?.number;
};

/** Ticks it in each runbook at work on what the run belongs to, for whoever pressed the action. */
export async function tickedByAction(
  { remedy, by }: Pick<RemedyRun, 'remedy' | 'by'>,
  { incident, page }: RunScene,
  now: Temporal.Instant,
  { store }: Pick<Deps, 'store'>,
): Promise<Change> {
  const matters: RunbookMatter[] = [
    ...(incident ? [runbookOfIncident(incident)] : []),
    ...(page ? [runbookOfPage(page.value)] : []),
  ];
  const changes = await Promise.all(
    matters.map(async (matter) => {
      const place = matter.incident === undefined ? `page:${matter.page}` : `incident:${matter.incident}`;
      const runs = await store.find(runbookRunDocument, place);
      return runs.map((run) => {
        const step = stepWith(run.value, remedy);
        return step === undefined ? undefined : tickStep(run, matter, { step }, { by, now });
      });
    }),
  );
  return mergeChanges(...changes.flat());
}
