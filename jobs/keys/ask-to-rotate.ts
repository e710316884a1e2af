/** A holder was revoked: asks the organizers for the rotation, twice a day, until it is done. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { ASK_EVERY_HOURS, askToRotate } from '../../src/keys/domain/jobs.ts';
import { keySetDocument } from '../../src/keys/domain/set.ts';

export default job({
  kind: askToRotate,
  async run({ set, setId }, { store, clock }) {
    const current = (await store.get(keySetDocument, set))?.value.current;
    if (!current?.rotateBy || current.setId !== setId) return undefined;
    const now = clock.now();
    const left = now.until(instant(current.rotateBy)).total('hours');
    const [key, hours] =
      left > 0 ? ['keys.alarmRotate', Math.ceil(left)] : ['keys.alarmOverdue', Math.floor(-left)];
    return {
      jobs: [
        scheduleJob(
          tellOrganizers,
          now,
          {
            key: key as string,
            params: { set, hours: hours as number },
          },
          `tell-organizers:keys-rotate:${set}:${now.epochMilliseconds}`,
        ),
        scheduleJob(
          askToRotate,
          now.add({ hours: ASK_EVERY_HOURS }),
          {
            set,
            setId,
          },
          `${now.epochMilliseconds}`,
        ),
      ],
    };
  },
});
