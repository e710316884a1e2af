/** Looks whether an action took effect. Nobody is told "done" before the outside shows it. */
import { job } from '../../src/core/job.ts';
import { readRemedyBack, scheduleRemedyLook } from '../../src/incident/domain/remedy-jobs.ts';
import { isReadLate, LOOK_EVERY_MS } from '../../src/incident/domain/remedy-steps.ts';
import { changeRun, finishedRun } from '../../src/incident/finish-remedy.ts';
import { readRemedyRun } from '../../src/incident/read.ts';
import { readRemedy } from '../../src/incident/remedies.ts';

export default job({
  kind: readRemedyBack,
  async run({ id }, deps) {
    const read = await readRemedyRun(id, 'responders', deps);
    if (read?.run.value.state !== 'reading') return undefined;
    const { remedy: name, version } = read.run.value;
    const remedy = await readRemedy(name, deps);
    const seen =
      remedy?.version === version
        ? await deps.remedyCalls.readBack(remedy.value, id)
        : { ok: false, detail: 'changed', again: false };
    const now = deps.clock.now();
    if (!seen.ok && seen.again && !isReadLate(read.run.value, now)) {
      const next = now.add({ milliseconds: LOOK_EVERY_MS });
      return { jobs: [scheduleRemedyLook(read.run.value, next, String(next.epochMilliseconds))] };
    }
    return await changeRun(id, 'reading', deps, (at) =>
      seen.ok
        ? finishedRun(at, 'done', 'read-back', 'callboard', deps)
        : finishedRun(at, 'failed', seen.detail, 'callboard', deps),
    );
  },
  async failed({ id }, code, deps) {
    const read = await readRemedyRun(id, 'responders', deps);
    if (read?.run.value.state !== 'reading') return undefined;
    return await finishedRun(read, 'failed', code, 'callboard', deps);
  },
});
