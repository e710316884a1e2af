/** A real cluster on loopback: three masters with a replica each, all slots served. */

import { freePort } from '../../../src/sandbox/ports.ts';
import type { Encryption } from './encryption.ts';
import { eventually, type NodeServer, startNode } from './server.ts';

export interface TestCluster {
  /** As REDIS_URL. */
  readonly url: string;
  readonly nodes: readonly NodeServer[];
  /** The node that has an event's keys, as the nodes that can be asked see it. */
  ownerOf(event: string): Promise<NodeServer>;
  /** The replicas of a node. */
  replicasOf(owner: NodeServer): Promise<readonly NodeServer[]>;
  /** Moves an event's slot to another master, a key at a time, as `redis-cli --cluster reshard` does. */
  moveSlot(key: string, onKey?: (moved: number) => Promise<void> | void): Promise<{ moved: number }>;
  /** Waits until each node runs and each master's replicas are in step. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Milliseconds after which a node that says nothing is taken for dead. */
  readonly nodeTimeout?: number;
  readonly settings?: readonly string[];
  /** Two replicas beside each master, so that one is left when the other has taken over. */
  readonly spare?: boolean;
  /** Nodes, and whoever asks them, speak TLS. */
  readonly encryption?: Encryption;
}

const MASTERS = 3;
const SLOTS = 16_384;

/** As the Redis Cluster specification reckons it: CRC16 (XMODEM) of what stands in the braces. */
export function keySlot(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}

export async function startCluster({
  nodeTimeout = 1500,
  settings = [],
  spare = false,
  encryption,
}: ClusterOptions = {}): Promise<TestCluster> {
  const own = ['--cluster-enabled', 'yes', '--cluster-node-timeout', `${nodeTimeout}`];
  own.push('--cluster-replica-validity-factor', '0', '--repl-diskless-sync-delay', '0');
  own.push('--cluster-require-full-coverage', 'no', '--repl-timeout', '5');
  // Each with one for the cluster's own talk: by itself that is 10,000 higher, and may be somebody's.
  const places = await Promise.all(
    Array.from({ length: MASTERS * (spare ? 3 : 2) }, async () => ({
      port: await freePort(),
      bus: await freePort(),
      secret: encryption && (await freePort()),
    })),
  );
  const nodes = await Promise.all(
    places.map(({ port, bus, secret }) => {
      const encrypted = secret ? [...(encryption?.settings(secret) ?? []), '--tls-cluster', 'yes'] : [];
      return startNode([...own, '--cluster-port', `${bus}`, ...encrypted, ...settings], { port });
    }),
  );
  const ids = await Promise.all(nodes.map(({ admin }) => admin.cluster('MYID') as Promise<string>));
  const [first] = nodes;
  if (!first) throw new Error('no nodes');
  // Each its own epoch: else they find out who has which number first.
  await Promise.all(nodes.map(({ admin }, i) => admin.cluster('SET-CONFIG-EPOCH', i + 1)));
  await Promise.all(
    places
      .slice(1)
      .map(({ port, secret = port, bus }) => first.admin.cluster('MEET', '127.0.0.1', secret, bus)),
  );
  await Promise.all(
    nodes.slice(0, MASTERS).map(({ admin }, i) => {
      const [from, to] = [Math.floor((SLOTS * i) / MASTERS), Math.floor((SLOTS * (i + 1)) / MASTERS) - 1];
      return admin.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
    }),
  );
  await eventually('the nodes to know each other', async () => {
    const known = await Promise.all(nodes.map(({ admin }) => admin.cluster('NODES') as Promise<string>));
    return known.every((text) => ids.every((id) => text.includes(id)) && !text.includes('handshake'));
  });
  await Promise.all(
    nodes.slice(MASTERS).map(({ admin }, i) => admin.cluster('REPLICATE', ids[i % MASTERS] ?? '')),
  );
  const whole = async () => {
    await eventually('the cluster to be whole', async () => {
      const states = await Promise.all(nodes.map(({ admin }) => admin.cluster('INFO') as Promise<string>));
      const links = await Promise.all(nodes.map(({ admin }) => admin.info('replication')));
      const slots = await Promise.all(
        nodes.map(({ admin }) => admin.cluster('SLOTS') as Promise<unknown[][]>),
      );
      const isMaster = (text: string) => text.includes('role:master');
      const perMaster = spare ? 2 : 1;
      return (
        states.every(
          (text) => text.includes('cluster_state:ok') && text.includes('cluster_slots_ok:16384'),
        ) &&
        links.filter(isMaster).length === MASTERS &&
        links.every((text) => isMaster(text) || text.includes('master_link_status:up')) &&
        links.every((text) => !isMaster(text) || /slave0:.*state=online.*lag=[01]/.test(text)) &&
        // Whoever asks a node that does not know of the replicas yet would never try them.
        slots.every(
          (ranges) => ranges.reduce((sum, range) => sum + range.length - 3, 0) >= MASTERS * perMaster,
        )
      );
    });
  };
  await whole();
  const byId = (id: string) => nodes[ids.indexOf(id)];
  const idOf = (node: NodeServer) => ids[nodes.indexOf(node)] ?? '';

  /** The lines of CLUSTER NODES, of a node that answers. */
  const lines = async (): Promise<string[][]> => {
    const asked = nodes.map(async ({ admin }) => {
      if (admin.status !== 'ready') throw new Error('away');
      const info = (await admin.cluster('INFO')) as string;
      if (!info.includes('cluster_state:ok')) throw new Error('no majority');
      return (await admin.cluster('NODES')) as string;
    });
    const text = await Promise.any(asked);
    return text
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
  };
  const owns = (fields: readonly string[], slot: number) =>
    fields.slice(8).some((range) => {
      const [from = -1, to = from] = range.startsWith('[') ? [] : range.split('-').map(Number);
      return slot >= from && slot <= to;
    });
  const ownerOfSlot = async (slot: number): Promise<NodeServer> => {
    const found = (await lines()).find((fields) => fields[2]?.includes('master') && owns(fields, slot));
    const owner = byId(found?.[0] ?? '');
    if (!owner) throw new Error('nobody has the slot');
    return owner;
  };

  return {
    url: `redis${encryption ? 's' : ''}+cluster://${places.map(({ port, secret = port }) => `127.0.0.1:${secret}`).join(',')}`,
    nodes,
    ownerOf: async (event) => await ownerOfSlot(keySlot(event)),
    replicasOf: async (owner) =>
      (await lines())
        .filter((fields) => fields[3] === idOf(owner))
        .flatMap((fields) => byId(fields[0] ?? '') ?? []),
    async moveSlot(key, onKey) {
      const slot = keySlot(key);
      const from = await ownerOfSlot(slot);
      const all = await lines();
      const to = byId(
        all.find(
          (fields) => fields[2]?.includes('master') && fields[0] !== idOf(from) && fields.length > 8,
        )?.[0] ?? '',
      );
      if (!to) throw new Error('nowhere to move it to');
      await to.admin.cluster('SETSLOT', slot, 'IMPORTING', idOf(from));
      await from.admin.cluster('SETSLOT', slot, 'MIGRATING', idOf(to));
      let moved = 0;
      for (;;) {
        const keys = (await from.admin.cluster('GETKEYSINSLOT', slot, 1)) as string[];
        if (keys.length === 0) break;
        await from.admin.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5000, 'KEYS', ...keys);
        moved += keys.length;
        await onKey?.(moved);
      }
      await to.admin.cluster('SETSLOT', slot, 'NODE', idOf(to));
      await from.admin.cluster('SETSLOT', slot, 'NODE', idOf(to));
      return { moved };
    },
    whole,
    async stop() {
      for (const node of nodes) node.thaw();
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
