/** Looks whether a guarded action took effect. Nobody is told "done" before the outside shows it. */
import { due } from '../src/domain/commit.ts';
import { tellOrganizers } from '../src/domain/event/jobs.ts';
import { ceremonyDocument } from '../src/domain/keys/ceremony.ts';
import { endCeremony, isPast } from '../src/domain/keys/hold-ceremony.ts';
import { readActionBack } from '../src/domain/keys/jobs.ts';
import { job } from '../src/job.ts';
import { onChain } from '../src/keys/on-chain.ts';

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
        jobs: [due(readActionBack, `keys.read-back:${code}:${next.epochMilliseconds}`, next, { code })],
      };
    }
    const detail = `${outcome ?? ''}/${seen.detail}`;
    const draft = endCeremony(ceremony, 'failed', { at: now, by: 'callboard', outcome: detail });
    const alarm = due(tellOrganizers, `tell-organizers:keys-failed:${code}`, now, {
      key: 'keys.alarmFailed',
      params: { code, detail },
    });
    return await onChain(store, { ...draft, jobs: [...(draft.jobs ?? []), alarm] }, now, 'callboard');
  },
});
