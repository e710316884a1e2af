/** A holder was revoked, or has left: asks the organizers for the rotation, twice a day, until it is done. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { ASK_EVERY_HOURS, askToRotate } from '../../src/keys/domain/jobs.ts';
import { isAway, isRevoked, keySetDocument } from '../../src/keys/domain/set.ts';
import { mentionIds } from '../../src/slack/mrkdwn.ts';

export default job({
  kind: askToRotate,
  async run({ set, setId }, { store, clock }) {
    const current = (await store.get(keySetDocument, set))?.value.current;
    if (!current?.rotateBy || current.setId !== setId) return undefined;
    const now = clock.now();
    const left = now.until(instant(current.rotateBy)).total('hours');
    const [key, hours] =
      left > 0 ? ['keys.alarmRotate', Math.ceil(left)] : ['keys.alarmOverdue', Math.floor(-left)];
    const out = current.holders.filter(({ index }) => isRevoked(current, index) || isAway(current, index));
    const people = { mrkdwn: mentionIds(out.map(({ person }) => person)) };
    return {
      jobs: [
        scheduleJob(
          tellOrganizers,
          now,
          {
            key: key as string,
            params: { set, hours: hours as number, people },
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
