/**
 * Tends a ceremony in the process that holds its key. Another process passes the job on; when nobody takes
 * it, the owner is gone, nothing submitted can be opened, and it begins again.
 */

import type { Change } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import {
  type CeremonyContext,
  finishAndRecord,
  loadCeremonyContext,
} from '../../src/keys/ceremony-context.ts';
import { completeCeremony } from '../../src/keys/complete-ceremony.ts';
import type { Verb } from '../../src/keys/domain/action.ts';
import { custodyOf } from '../../src/keys/domain/ceremony.ts';
import { restartCeremony, tend } from '../../src/keys/domain/hold-ceremony.ts';
import { advanceCeremony, HOP_MS, HOPS } from '../../src/keys/domain/jobs.ts';
import { onChain } from '../../src/keys/on-chain.ts';

export default job({
  kind: advanceCeremony,
  async run({ code, nonce, hop }, deps) {
    const { keeper, clock } = deps;
    const now = clock.now();
    const found = await loadCeremonyContext(code, deps);
    if (!found) return undefined;
    const { ceremony } = found;
    const { state } = ceremony.value;
    if (ceremony.value.nonce !== nonce || (state !== 'gathering' && state !== 'complete')) return undefined;
    if (!keeper.holds(custodyOf(ceremony.value))) {
      if (hop < HOPS) return { jobs: [tend(ceremony.value, now.add({ milliseconds: HOP_MS }), hop + 1)] };
      return await beginAgain(found, deps);
    }
    return state === 'complete' ? await completeCeremony(found, deps) : undefined;
  },
  async failed({ code, nonce }, why, deps) {
    const found = await loadCeremonyContext(code, deps);
    if (found?.ceremony.value.nonce !== nonce || found.ceremony.value.state !== 'complete') return undefined;
    return await finishAndRecord(found, deps, 'failed', why);
  },
});

async function beginAgain(found: CeremonyContext, deps: Deps): Promise<Change> {
  const { ceremony, action, current } = found;
  const { keeper, store, clock, guarded } = deps;
  const now = clock.now();
  // What was to be sealed was sealed to the key that is gone.
  if (ceremony.value.purpose === 'seal') return await finishAndRecord(found, deps, 'failed', 'owner-gone');
  if (ceremony.value.state === 'complete' && action) {
    // The owner may have called before it died: what the outside shows decides.
    const verb = ceremony.value.purpose as Verb;
    const seen = await guarded.readBack(action, verb, guarded.secretOf(action), now);
    if (seen.ok) return await finishAndRecord(found, deps, 'done', 'read-back');
  }
  const nonce = keeper.nonce();
  const key = keeper.take(custodyOf({ code: ceremony.value.code, nonce }));
  const { draft } = restartCeremony(ceremony, { nonce, key }, { action, current }, now);
  return await onChain(store, draft, now, 'callboard');
}
