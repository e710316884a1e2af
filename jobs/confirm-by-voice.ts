/** A speaker pressed 1 in the call about a change: it is confirmed, and the message says so. */
import { decide } from '../src/decide.ts';
import { confirmByVoice } from '../src/domain/speakers/jobs.ts';
import { confirmChange } from '../src/domain/speakers/sign.ts';
import { job } from '../src/job.ts';
import { markChange } from '../src/speakers/mark.ts';
import { readPersonsAttendance } from '../src/speakers/read.ts';

export default job({
  kind: confirmByVoice,
  async run({ person: personId, notice }, deps) {
    const read = async () => [...(await readPersonsAttendance(deps, personId)).values()];
    const now = deps.clock.now();
    await decide(deps.store, async () => ({
      change: confirmChange(await read(), notice, 'voice', now),
      result: undefined,
    }));
    const person = await deps.directory.person(personId);
    if (person) await markChange(await read(), notice, person, deps);
    return undefined;
  },
});
