/** Looks whether a guarded action took effect. Nobody is told "done" before the outside shows it. */

import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { ceremonyDocument } from '../../src/keys/domain/ceremony.ts';
import { endCeremony, isPast } from '../../src/keys/domain/hold-ceremony.ts';
import { readActionBack } from '../../src/keys/domain/jobs.ts';
import { markedCode } from '../../src/keys/domain/set.ts';
import { onChain } from '../../src/keys/on-chain.ts';

const EVERY_MS = 500;

export default job({
  kind: readActionBack,
  async run({ code }, { store, guarded, clock }) {
    const ceremony = await store.get(ceremonyDocument, code);
    if (ceremony?.value.state !== 'called') return undefined;
    const { purpose, target, readUntil, outcome } = ceremony.value;
    const action = guarded.all.find(({ name }) => name === target);
    if (!action || (purpose !== 'fire' && purpose !== 'restore')) return undefined;
    const seen = await guarded.readBack(action, purpose, guarded.secretOf(action), clock.now());
    const now = clock.now();
    if (seen.ok) {
      const draft = endCeremony(ceremony, 'done', { at: now, by: 'callboard', outcome: 'read-back' });
      return await onChain(store, draft, now, 'callboard');
    }
    if (!isPast(readUntil, now)) {
      const next = now.add({ milliseconds: EVERY_MS });
      return {
        jobs: [scheduleJob(readActionBack, next, { code }, `${next.epochMilliseconds}`)],
      };
    }
    const detail = `${outcome ?? ''}/${seen.detail}`;
    const draft = endCeremony(ceremony, 'failed', { at: now, by: 'callboard', outcome: detail });
    const alarm = scheduleJob(
      tellOrganizers,
      now,
      {
        key: 'keys.alarmFailed',
        params: { code: markedCode(ceremony.value), detail },
      },
      `tell-organizers:keys-failed:${code}`,
    );
    return await onChain(store, { ...draft, jobs: [...(draft.jobs ?? []), alarm] }, now, 'callboard');
  },
});
