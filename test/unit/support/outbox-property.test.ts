import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryStore } from '../../support/memory-store.ts';
import { keepsItsPromise, steps } from '../../support/outbox-property.ts';

const open = () => {
  const store = new MemoryStore();
  const lapse = async () => {
    store.realNow += store.leaseMilliseconds + 1;
  };
  return { store, lapse };
};

it('MemoryStore keeps the promise of the outbox', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (script) => keepsItsPromise(open(), script)),
    { numRuns: 500 },
  );
});

it('the property bites: an outbox that forgets a job when its lease ends breaks it', async () => {
  const broken = () => {
    const { store, lapse } = open();
    const lossy = async () => {
      await lapse();
      for (const job of await store.outbox())
        if (job.leasedUntil) await store.commit({ jobs: [{ cancel: job.id }] });
    };
    return { store, lapse: lossy };
  };
  const result = await fc.check(
    fc.asyncProperty(steps, (script) => keepsItsPromise(broken(), script)),
    { numRuns: 500 },
  );
  expect(result.failed).toBe(true);
});
