/** Redis by TLS with an authority of one's own, alone, under Sentinels and as a cluster: pages, and a failover of them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectForRequests } from '../../src/adapters/redis/connect.ts';
import { connectOrExplain } from '../../src/adapters/redis/explain.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { startCluster } from '../support/nodes/cluster.ts';
import { type Encryption, makeEncryption, noEncryption } from '../support/nodes/encryption.ts';
import type { PageCounts } from '../support/nodes/page-load.ts';
import { startSentinels } from '../support/nodes/sentinels.ts';
import { startNode } from '../support/nodes/server.ts';

const missing = noEncryption();
if (missing) console.warn(`Redis by TLS is not tested here: ${missing}.`);

const PROCESS = fileURLToPath(new URL('../support/nodes/page-load-process.ts', import.meta.url));
/** Of whoever types pages. */
const EVENT = 'paging';
const SAFE = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '3'];

describe.skipIf(missing !== undefined)('Redis by TLS', () => {
  let encryption: Encryption;
  const ending: (() => unknown)[] = [];
  beforeAll(() => {
    encryption = makeEncryption();
  });
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });
  afterAll(() => encryption?.remove());

  /** Pages typed by a process that trusts the authority. */
  async function pagesTo(url: string) {
    const child: ChildProcess = fork(PROCESS, [url], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: encryption.authority },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    ending.push(() => child.kill('SIGKILL'));
    const answer = async <T>(): Promise<T> => {
      const [said] = (await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => [{ error: 'the process ended' }]),
      ])) as [{ answer?: T; error?: string }];
      if (said.error !== undefined) throw new Error(said.error);
      return said.answer as T;
    };
    await answer();
    const ask = <T>(order: string): Promise<T> => {
      const answered = answer<T>();
      child.send(order);
      return answered;
    };
    return {
      doctor: () => ask<string[]>('doctor'),
      begin: () => ask('begin'),
      taken: () => ask('taken'),
      count: () => ask<PageCounts>('count'),
    };
  }
  /** Whoever starts in this process, which does not trust the authority. */
  const explained = (url: string) => expect(connectOrExplain(connectForRequests(url), url), url);
  const DISTRUST = /the encryption does not fit.*NODE_EXTRA_CA_CERTS/;
  const NOTHING_WRONG = { lost: 0, doubled: 0, unsent: 0 };

  it('alone: pages are taken and sent; who does not trust the authority, or speaks plainly, is told', async () => {
    const secret = await freePort();
    const node = await startNode(encryption.settings(secret));
    ending.push(() => node.stop());
    const pages = await pagesTo(`rediss://127.0.0.1:${secret}`);
    await pages.begin();
    await pages.taken();
    expect(await pages.count()).toMatchObject(NOTHING_WRONG);

    for (const scheme of ['rediss', 'redis'])
      await explained(`${scheme}://127.0.0.1:${secret}`).rejects.toThrow(DISTRUST);
  });

  it('under Sentinels: the doctor sees all nodes, and pages go on after the master is killed', async () => {
    const set = await startSentinels({ settings: SAFE, encryption });
    ending.push(() => set.stop());
    await set.whole();
    const pages = await pagesTo(set.url);
    expect(await pages.doctor()).toContain('a set under Sentinels: 1 master, 2 replicas, all in step');
    await pages.begin();
    await pages.taken();
    const master = await set.master();
    await master.kill();
    await set.failedOver(master);
    await pages.taken();
    expect(await pages.count()).toMatchObject(NOTHING_WRONG);
    await explained(set.url).rejects.toThrow(DISTRUST);
  });

  it('as a cluster: the doctor sees all nodes, and pages go on after a node is killed', async () => {
    // The one that takes over is followed by another in its turn: it takes nothing alone.
    const cluster = await startCluster({ settings: SAFE, spare: true, encryption });
    ending.push(() => cluster.stop());
    const pages = await pagesTo(cluster.url);
    expect((await pages.doctor()).join('\n')).toMatch(/a cluster: 3 masters, 6 replicas, all in step/);
    await pages.begin();
    await pages.taken();
    await (await cluster.ownerOf(EVENT)).kill();
    await pages.taken();
    expect(await pages.count()).toMatchObject(NOTHING_WRONG);
    await explained(cluster.url).rejects.toThrow(DISTRUST);
  });
});
