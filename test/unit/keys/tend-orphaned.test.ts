import { expect, it } from 'vitest';
import { createKeeper } from '../../../src/adapters/shamir/keeper.ts';
import { runTask } from '../../../src/adapters/shamir/run-task.ts';
import { createOrphanWatch } from '../../../src/keys/tend-orphaned.ts';
import { keysWorld } from '../../support/keys-world.ts';

const WEB = '00000000000000aa';
const WORKER = '00000000000000bb';
const processOf = (id: string) => createKeeper(async (request) => runTask(request), id);
const living = (...ids: readonly string[]) => ({
  living: async () => ids.map((id) => ({ id, role: 'all' as const, queues: [], connected: true })),
});

it('a ceremony whose key is gone with its process begins again, and while that lives nothing is done', async () => {
  const worker = await keysWorld();
  const shares = await worker.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
  const web = worker.otherProcess(processOf(WEB));
  await web.type('UORG', 'fire registration-ingress the desk is under attack');
  await web.submit('UH1', 'K1', shares[0] ?? '');
  await web.settle();
  const before = await worker.ceremony('K1');
  expect(before?.submitted).toHaveLength(1);

  await createOrphanWatch(worker.deps, living(WEB, WORKER))();
  await worker.advance('PT30S');
  expect(await worker.ceremony('K1')).toEqual(before);

  // Nobody submits anything; the web is dead.
  await createOrphanWatch(worker.deps, living(WORKER))();
  await worker.advance('PT30S');
  const again = await worker.ceremony('K1');
  expect(again).toMatchObject({ state: 'gathering', restarts: 1, submitted: [] });
  expect(again?.digest).not.toBe(before?.digest);

  for (const at of [0, 1]) await worker.submit(`UH${at + 1}`, 'K1', shares[at] ?? '');
  await worker.settle();
  expect((await worker.ceremony('K1'))?.state).toBe('done');
  expect(worker.outside.calls).toHaveLength(1);
});

it('a process that was only slow keeps its ceremony', async () => {
  const worker = await keysWorld();
  const shares = await worker.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
  const web = worker.otherProcess(processOf(WEB));
  await web.type('UORG', 'fire registration-ingress the desk is under attack');
  await web.submit('UH1', 'K1', shares[0] ?? '');
  await web.settle();
  await createOrphanWatch(worker.deps, living(WORKER))();
  await worker.advance('PT1S');
  await web.advance('PT30S');
  expect(await worker.ceremony('K1')).toMatchObject({ state: 'gathering', restarts: 0 });
});

it('a complete ceremony that was handed to a process which is gone does not wait for the end of its lease', async () => {
  const worker = await keysWorld();
  const shares = await worker.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
  const web = worker.otherProcess(processOf(WEB));
  await web.type('UORG', 'fire registration-ingress the desk is under attack');
  await web.submit('UH1', 'K1', shares[0] ?? '');
  await web.submit('UH2', 'K1', shares[1] ?? '');
  expect(await worker.ceremony('K1')).toMatchObject({ state: 'complete', restarts: 0 });
  const [tending] = await worker.store.jobsBeginning('keys.tend:');
  worker.clock.t = worker.clock.t.add({ seconds: 1 });
  await createOrphanWatch(worker.deps, living(WORKER))();
  const [again] = await worker.store.jobsBeginning('keys.tend:');
  expect(again?.id).toBe(tending?.id);
  expect(again?.at.epochMilliseconds).toBe(worker.clock.now().epochMilliseconds);
});

it('a ceremony that is over is left to itself', async () => {
  const worker = await keysWorld();
  await worker.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
  const web = worker.otherProcess(processOf(WEB));
  await web.type('UORG', 'fire registration-ingress the desk is under attack');
  await web.settle();
  await web.press('UH2', 'keys.veto', 'K1');
  await worker.settle();
  const waiting = (await worker.store.outbox()).length;
  await createOrphanWatch(worker.deps, living(WORKER))();
  expect(await worker.store.outbox()).toHaveLength(waiting);
});
