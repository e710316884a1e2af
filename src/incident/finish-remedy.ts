/** The end of a run of an action: reads what belongs to it, decides, and commits once whoever else commits meanwhile. */
import { type Change, mergeChanges } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { withOptimisticRetry } from '../core/optimistic-retry.ts';
import { isRunOver, type RemedyRun, remedyLastDocument } from './domain/remedy-run.ts';
import { endRun, type RunEnd } from './domain/remedy-steps.ts';
import { type ReadRemedyRun, readRemedyRun } from './read.ts';
import { readRemedy } from './remedies.ts';
import { tickedByAction } from './tick-by-action.ts';

type Needs = Pick<Deps, 'store' | 'clock'>;

/** Of a run that was read, at those versions. */
export async function finishedRun(
  { run, scene }: ReadRemedyRun,
  end: RunEnd,
  outcome: string,
  by: string,
  { store, clock }: Needs,
): Promise<Change> {
  const ending = { scene, by, now: clock.now() };
  if (end !== 'done') return endRun(run, end, outcome, ending);
  const remedy = (await readRemedy(run.value.remedy, { store }))?.value;
  const ended = endRun(run, end, outcome, ending, { remedy, next: await nextOf(remedy?.next, { store }) });
  return mergeChanges(ended, await tickedByAction(run.value, scene, ending.now, { store }));
}

/** The action that is set off, with its last run; undefined where it is gone, or at work already. */
async function nextOf(name: string | undefined, { store }: Pick<Needs, 'store'>) {
  const remedy = name === undefined ? undefined : await readRemedy(name, { store });
  if (!remedy) return undefined;
  const { last, run } = await lastRunOf(remedy.id, { store });
  return run && !isRunOver(run) ? undefined : { remedy, last };
}

/** The last run of an action, whoever may know of what it belongs to: only whether it is at work is told. */
export async function lastRunOf(remedy: string, { store }: Pick<Needs, 'store'>) {
  const last = await store.get(remedyLastDocument, remedy);
  const read = last && (await readRemedyRun(last.value.run, 'responders', { store }));
  return { last, run: read?.run.value };
}

/**
 * Decides on a run by what it is now, and commits by itself: a conflict must not have a job call the outside again.
 *
 * @param state - only while it is in this state
 */
export async function changeRun(
  id: string,
  state: RemedyRun['state'],
  { store }: Pick<Needs, 'store'>,
  decide: (read: ReadRemedyRun) => Change | Promise<Change>,
): Promise<undefined> {
  await withOptimisticRetry(store, async () => {
    const read = await readRemedyRun(id, 'responders', { store });
    const change = read?.run.value.state === state ? await decide(read) : undefined;
    return { change, result: undefined };
  });
}
