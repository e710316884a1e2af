/** A key set whose shares the test knows, made by the rules that people make one by: proposed, dealt, confirmed by each. */
import type { RedisStore } from '../../../src/adapters/redis/store.ts';
import { createKeeper } from '../../../src/adapters/shamir/keeper.ts';
import { combine } from '../../../src/adapters/shamir/library.ts';
import { runTask } from '../../../src/adapters/shamir/run-task.ts';
import { realClock } from '../../../src/core/clock.ts';
import { decodeUtf8 } from '../../../src/keys/domain/bytes.ts';
import type { Draft } from '../../../src/keys/domain/chain.ts';
import { confirmShare, dealSet, depositContext, proposeSet } from '../../../src/keys/domain/make-set.ts';
import { combineKey } from '../../../src/keys/domain/open.ts';
import {
  type Deal,
  depositDocument,
  depositId,
  type KeySet,
  keySetDocument,
  type NextSet,
} from '../../../src/keys/domain/set.ts';
import { grouped, readShare, type Share } from '../../../src/keys/domain/share.ts';
import { decideKeys } from '../../../src/keys/on-chain.ts';

export interface KnownSet {
  /** As the holders wrote them down, in their order. */
  readonly shares: readonly string[];
  /** Every share and the key, in each way in which they might be written: what must stand nowhere. */
  readonly material: readonly string[];
}

const written = (bytes: Uint8Array): string[] => [
  Buffer.from(bytes).toString('hex'),
  Buffer.from(bytes).toString('base64').replace(/=+$/, ''),
  bytes.join(','),
];

/** Letters of a share's end, which are its own: those before them say of which set it is. */
const OWN_LETTERS = 34;
const waysToWrite = (share: string): string[] =>
  [share, grouped(share), share.toUpperCase()].map((text) => text.slice(-OWN_LETTERS));

function shareOf(text: string): Share {
  const share = readShare(text);
  if ('bad' in share) throw new Error(`no share: ${share.bad}`);
  return share;
}

interface Making {
  readonly set: { readonly value: KeySet; readonly version: number };
  readonly next: NextSet;
  readonly deal: Deal | undefined;
}

/** @param by - Who proposes it, and approves it too: this is no test of that. */
export async function seedKeySet(
  store: RedisStore,
  { name, k, people, by }: { name: string; k: number; people: readonly string[]; by: string },
): Promise<KnownSet> {
  const at = realClock.now();
  const keeper = createKeeper(async (request) => runTask(request));
  const custody = `deal/${name}/${keeper.nonce()}`;
  const plan = { k, n: people.length, sealTo: keeper.take(custody), context: custody };
  const answer = await keeper.deal(plan);
  if (!('dealt' in answer)) throw new Error('nothing was dealt');
  const { dealt } = answer;
  const shares = dealt.deposits.map((box, i) => {
    const plain = keeper.unseal(custody, { box, context: depositContext(custody, i + 1) });
    if (!plain) throw new Error('a share that cannot be opened');
    return decodeUtf8(plain);
  });
  const step = (draft: (making: Making) => Draft | Promise<Draft>) =>
    decideKeys(store, at, by, async () => {
      const set = await store.get(keySetDocument, name);
      if (!set?.value.next) throw new Error('no set in the making');
      return {
        draft: await draft({ set, next: set.value.next, deal: set.value.next.deal }),
        result: undefined,
      };
    });

  await decideKeys(store, at, by, async () => ({
    draft: proposeSet(undefined, { name, k, people, by, at }),
    result: undefined,
  }));
  const dealing = { custody, at, approvedBy: by, why: 'approved', secrets: [], old: [] } as const;
  await step(({ set, next }) => dealSet(set, next, dealt, dealing));
  const deposits = people.map((_, i) => depositId(custody, i + 1));
  for (const i of people.keys())
    await step(async ({ set, next, deal }) => {
      if (!deal) throw new Error('not dealt');
      const left = (await store.getMany(depositDocument, deposits)).filter((one) => one !== undefined);
      return confirmShare(set, next, deal, i + 1, { at, left, secrets: [] }).draft;
    });

  const read = shares.map(shareOf);
  const key = combineKey(dealt.manifest, k, read, combine);
  if (!(key instanceof Uint8Array)) throw new Error(`no key: ${key.bad}`);
  return {
    shares,
    material: [...shares.flatMap(waysToWrite), ...read.flatMap(({ data }) => written(data)), ...written(key)],
  };
}
