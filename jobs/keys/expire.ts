/** Ends a ceremony that nobody finished in time, or takes away an opened secret that nobody looked at. */
import { put, scheduleJob } from '../../src/core/commit.ts';
import { instant } from '../../src/core/instant.ts';
import { job } from '../../src/core/job.ts';
import { ceremonyDocument, custodyOf, isExpired } from '../../src/keys/domain/ceremony.ts';
import { endCeremony } from '../../src/keys/domain/hold-ceremony.ts';
import { expireCeremony } from '../../src/keys/domain/jobs.ts';
import { depositDocument, depositId } from '../../src/keys/domain/set.ts';
import { onChain } from '../../src/keys/on-chain.ts';

export default job({
  kind: expireCeremony,
  async run({ code }, { store, clock, keeper }) {
    const ceremony = await store.get(ceremonyDocument, code);
    if (!ceremony) return undefined;
    const { state, expires } = ceremony.value;
    const now = clock.now();
    const custody = custodyOf(ceremony.value);
    if (state === 'gathering') {
      if (!isExpired(ceremony.value, now)) {
        return {
          jobs: [scheduleJob(expireCeremony, instant(expires), { code }, 'again')],
        };
      }
      keeper.forget(custody);
      return await onChain(
        store,
        endCeremony(ceremony, 'expired', { at: now, by: 'callboard' }),
        now,
        'callboard',
      );
    }
    if (state !== 'ready') return undefined;
    const deposit = await store.get(depositDocument, depositId(custody, 0));
    const draft = endCeremony(ceremony, 'expired', { at: now, by: 'callboard', outcome: 'not-looked-at' });
    const gone = deposit ? [put(depositDocument, deposit.id, null, deposit.version)] : [];
    keeper.forget(custody);
    return await onChain(store, { ...draft, put: [...(draft.put ?? []), ...gone] }, now, 'callboard');
  },
});
