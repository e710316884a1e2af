/**
 * A process of its own that takes part in a whole ceremony, forgets what its people typed, and writes its
 * heap down: `tsx keys-heap.ts SNAPSHOT SHARES`. The test then searches the one for the other.
 */
import { writeFileSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { createKeeper } from '../../src/adapters/shamir/keeper.ts';
import { keysWorld } from './keys-world.ts';

const [snapshot = '', found = ''] = process.argv.slice(2);
const HOLDERS = ['UH1', 'UH2', 'UH3'];

async function ceremony(): Promise<number> {
  // With the child process, as in the real thing: the key is never in here.
  const world = (await keysWorld()).otherProcess(createKeeper());
  const shares = await world.working('ingress', 2, HOLDERS);
  await world.type('UORG', 'fire registration-ingress attack');
  await world.submit('UH1', 'K1', shares[0] ?? '');
  await world.submit('UH2', 'K1', shares[1] ?? '');
  await world.settle();
  writeFileSync(found, Buffer.from(shares.join('\n')), { mode: 0o600 });
  return world.outside.calls.length;
}

const calls = await ceremony();
const collect = (globalThis as { gc?: () => void }).gc;
if (!collect || calls !== 1) throw new Error('run with --expose-gc; the ceremony has to fire once');
for (let round = 0; round < 5; round++) {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
}
writeHeapSnapshot(snapshot);
