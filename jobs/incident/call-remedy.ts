/**
 * Calls the webhook of an action: once, in that each repeat has the same idempotency key. What it answered is
 * committed by itself, so that no conflict has it called again.
 */
import { instantText } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import type { RemedyOrder } from '../../src/core/ports/remedies.ts';
import { callRemedy } from '../../src/incident/domain/remedy-jobs.ts';
import { isHiddenScene } from '../../src/incident/domain/remedy-run.ts';
import { afterRemedyCall } from '../../src/incident/domain/remedy-steps.ts';
import { changeRun, finishedRun } from '../../src/incident/finish-remedy.ts';
import { type ReadRemedyRun, readRemedyRun } from '../../src/incident/read.ts';
import { readRemedy } from '../../src/incident/remedies.ts';

export default job({
  kind: callRemedy,
  async run({ id }, deps) {
    const read = await readRemedyRun(id, 'responders', deps);
    if (read?.run.value.state !== 'calling') return undefined;
    const remedy = await readRemedy(read.run.value.remedy, deps);
    // The event file has it otherwise now: what was shown is not what would be done.
    if (remedy?.version !== read.run.value.version || !remedy)
      return await changeRun(id, 'calling', deps, (now) =>
        finishedRun(now, 'failed', 'changed', 'callboard', deps),
      );
    const before = read.run.value.after;
    const after = before === undefined ? undefined : await readRemedyRun(before, 'responders', deps);
    const order = orderOf(read, after?.run.value.remedy, instantText(deps.clock.now()));
    const answer = await deps.remedyCalls.call(remedy.value, order);
    return await changeRun(id, 'calling', deps, async (now) => {
      const goesOn = afterRemedyCall(now.run, remedy.value, answer, now.scene, deps.clock.now());
      return (
        goesOn ?? (await finishedRun(now, answer.ok ? 'done' : 'failed', answer.detail, 'callboard', deps))
      );
    });
  },
  async failed({ id }, code, deps) {
    const read = await readRemedyRun(id, 'responders', deps);
    if (read?.run.value.state !== 'calling') return undefined;
    return await finishedRun(read, 'failed', code, 'callboard', deps);
  },
});

/** Nothing of what only some may know of: the room alone, without which nothing could be mended. */
function orderOf({ run, scene }: ReadRemedyRun, after: string | undefined, at: string): RemedyOrder {
  const { id, remedy, room, page, incident } = run.value;
  return {
    action: remedy,
    run: id,
    ...(room !== undefined && { room }),
    ...(!isHiddenScene(scene) && page !== undefined && { page }),
    ...(!isHiddenScene(scene) && incident !== undefined && { incident }),
    ...(after !== undefined && { after }),
    at,
  };
}
