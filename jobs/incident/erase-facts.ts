/** Takes an erased incident out of the ledger, after its documents are gone. Doing it twice is doing it once. */
import { createEraser } from '../../src/callboard/domain/erase.ts';
import { factsErased } from '../../src/callboard/domain/forgotten.ts';
import { PRIVATE, recordFact } from '../../src/core/commit.ts';
import { job } from '../../src/core/job.ts';
import { withoutIncident } from '../../src/incident/domain/erasure.ts';
import { eraseIncidentFacts } from '../../src/incident/domain/jobs.ts';

/** Given by chance, so that no other text has it for another reason. */
const BY_CHANCE = /^[IA]\d{6}$/;

export default job({
  kind: eraseIncidentFacts,
  async run({ ids, ...matter }, { store, clock }) {
    const gone = new Set(ids);
    const named = [matter.incident, ...matter.actions].filter((code) => BY_CHANCE.test(code));
    const eraser = createEraser(named.map((code) => ({ person: { id: code, name: '' }, alias: '(erased)' })));
    const facts = await store.rewriteFacts(
      (fact) => {
        const without = withoutIncident(matter, fact);
        const data = eraser.value(without.data);
        return data === without.data ? without : { ...without, data };
      },
      (id) => (gone.has(id) ? 'erased' : id),
    );
    if (facts === 0) return undefined;
    const data = { people: [], facts };
    return {
      facts: [recordFact(factsErased, { at: clock.now(), by: 'callboard', about: [PRIVATE], data })],
    };
  },
  failed: async () => 'quiet',
});
