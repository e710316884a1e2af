/** What becomes of facts when an incident is erased, in the ledger and in its files. */
import { createEraser } from '../callboard/domain/erase.ts';
import type { Fact, Recorded } from '../core/commit.ts';
import { type Matter, withoutIncident } from './domain/erasure.ts';

/** Given by chance, so that no other text has it for another reason. */
const BY_CHANCE = /^[IA]\d{6}$/;

/** The fact without it; the same one where it is not in it. */
export function incidentEraser(matter: Matter): (fact: Recorded) => Recorded | Fact {
  const named = [matter.incident, ...matter.actions].filter((code) => BY_CHANCE.test(code));
  const eraser = createEraser(named.map((code) => ({ person: { id: code, name: '' }, alias: '(erased)' })));
  return (fact) => {
    const without = withoutIncident(matter, fact);
    const data = eraser.value(without.data);
    return data === without.data ? without : { ...without, data };
  };
}
