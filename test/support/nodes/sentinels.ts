/** A real set under Sentinels on loopback: a master, two replicas, three Sentinels. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../src/sandbox/ports.ts';
import { type Cable, openCable } from '../cable.ts';
import { removeFolder } from '../remove-folder.ts';
import type { Encryption } from './encryption.ts';
import { eventually, type NodeServer, startNode } from './server.ts';

export const MASTER_NAME = 'mymaster';

export interface SentinelSet {
  /** As REDIS_URL. */
  readonly url: string;
  readonly nodes: readonly NodeServer[];
  readonly sentinels: readonly NodeServer[];
  /** The master as most Sentinels see it. */
  master(): Promise<NodeServer>;
  /** Of a node, where there are cables. */
  cableOf(node: NodeServer): Cable | undefined;
  /** Waits until the Sentinels call another node master, and it writes. */
  failedOver(from: NodeServer): Promise<NodeServer>;
  /** Waits until all nodes that run follow one master and are in step. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

export interface SentinelOptions {
  /** Milliseconds after which a Sentinel takes a silent node for dead. */
  readonly downAfter?: number;
  readonly settings?: readonly string[];
  /** The nodes know each other, and the Sentinels them, by cables that can be cut; whoever has a port goes past them. */
  readonly cables?: boolean;
  /** Nodes, Sentinels and whoever asks them speak TLS. */
  readonly encryption?: Encryption;
}

const SENTINELS = 3;
const NODES = 3;

export async function startSentinels({
  downAfter = 1000,
  settings = [],
  cables = false,
  encryption,
}: SentinelOptions = {}): Promise<SentinelSet> {
  const common = ['--repl-diskless-sync-delay', '0', '--repl-timeout', '5', ...settings];
  const places = await Promise.all(
    Array.from({ length: NODES }, async () => {
      const port = await freePort();
      const cable = cables ? await openCable(`http://127.0.0.1:${port}`) : undefined;
      const secret = encryption && (await freePort());
      return { port, cable, secret, seenAs: secret ?? (cable ? Number(new URL(cable.url).port) : port) };
    }),
  );
  const firstSeenAs = places[0]?.seenAs ?? 0;
  const nodes = await Promise.all(
    places.map(({ port, secret, seenAs }, i) => {
      const encrypted = (secret && encryption?.settings(secret)) || [];
      const announced = cables
        ? ['--replica-announce-ip', '127.0.0.1', '--replica-announce-port', `${seenAs}`]
        : [];
      const follows = i === 0 ? [] : ['--replicaof', `127.0.0.1 ${firstSeenAs}`];
      return startNode([...common, ...encrypted, ...announced, ...follows], { port });
    }),
  );
  const [first] = nodes;
  if (!first) throw new Error('no nodes');
  const folder = mkdtempSync(join(tmpdir(), 'callboard-sentinels-'));
  await eventually('the replicas to follow', async () =>
    /connected_slaves:2/.test(await first.admin.info('replication')),
  );
  const secrets = await Promise.all(Array.from({ length: encryption ? SENTINELS : 0 }, freePort));
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, async (_, i) => {
      const encrypted = (secrets[i] && encryption?.settings(secrets[i])) || [];
      const file = join(folder, `sentinel-${i}.conf`);
      writeFileSync(
        file,
        [
          `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${firstSeenAs} 2`,
          `sentinel down-after-milliseconds ${MASTER_NAME} ${downAfter}`,
          `sentinel failover-timeout ${MASTER_NAME} 6000`,
          `sentinel parallel-syncs ${MASTER_NAME} 2`,
          '',
        ].join('\n'),
      );
      return await startNode(encrypted, { first: [file, '--sentinel'], keeps: false });
    }),
  );
  const masterOf = async (sentinel: NodeServer): Promise<number> => {
    const answer = (await sentinel.admin.call(
      'SENTINEL',
      'GET-MASTER-ADDR-BY-NAME',
      MASTER_NAME,
    )) as string[];
    return Number(answer[1]);
  };
  const knowEachOther = async () => {
    const texts = await Promise.all(sentinels.map(({ admin }) => admin.info('sentinel')));
    return texts.every((text) => /slaves=2,sentinels=3/.test(text));
  };
  await eventually('the Sentinels to know each other', knowEachOther);
  const master = async (): Promise<NodeServer> => {
    const ports = await Promise.all(sentinels.map(masterOf));
    const port = ports.find((one, i) => ports.indexOf(one) !== i);
    const found = nodes.find((_, i) => places[i]?.seenAs === port);
    if (!found) throw new Error('the Sentinels do not agree');
    return found;
  };
  const asked = sentinels.map(({ port }, i) => `127.0.0.1:${secrets[i] ?? port}`);
  return {
    url: `redis${encryption ? 's' : ''}+sentinel://${asked.join(',')}/${MASTER_NAME}`,
    nodes,
    sentinels,
    master,
    cableOf: (node) => places[nodes.indexOf(node)]?.cable,
    failedOver: (from) =>
      eventually('the failover', async () => {
        const now = await master();
        return now !== from && /role:master/.test(await now.admin.info('replication')) ? now : undefined;
      }),
    async whole() {
      await eventually(
        'all to follow one master',
        async () => {
          const now = await master();
          const info = await now.admin.info('replication');
          const inStep = [...info.matchAll(/^slave\d+:.*state=online.*lag=[01]\r?$/gm)].length;
          return /role:master/.test(info) && inStep === 2 && (await knowEachOther());
        },
        40_000,
      );
    },
    async stop() {
      for (const node of nodes) node.thaw();
      await Promise.all([...sentinels, ...nodes].map((node) => node.stop()));
      for (const { cable } of places) cable?.close();
      removeFolder(folder);
    },
  };
}
