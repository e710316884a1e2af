/**
 * The keeper: the private keys that shares in flight are sealed to. They are in this process's memory and
 * nowhere else, so when it dies nothing that was sealed to them can be opened, and the holders begin again.
 */
import { randomBytes } from 'node:crypto';
import type { KeyCustodian } from '../../core/ports/keys.ts';
import { fromBase64, toBase64, toHex, wipe } from '../../keys/domain/bytes.ts';
import { boxOpen, boxSeal, publicOf } from '../../keys/domain/crypto.ts';
import { runChild } from './run-child.ts';

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** @param id - Of this process: its nonces begin with it, so that its custodies are known for its own. */
export function createKeeper(run = runChild, id = ''): KeyCustodian {
  const custodies = new Map<string, Uint8Array>();
  return {
    take(custody) {
      const secret = custodies.get(custody) ?? random(32);
      custodies.set(custody, secret);
      return toBase64(publicOf(secret));
    },
    held: () => [...custodies.keys()],
    holds: (custody) => custodies.has(custody),
    forget(custody) {
      wipe(custodies.get(custody));
      custodies.delete(custody);
    },
    seal: (publicKey, context, plain) => boxSeal(fromBase64(publicKey), random(32), context, plain),
    unseal(custody, { box, context }) {
      const secret = custodies.get(custody);
      return secret && boxOpen(secret, context, box);
    },
    deal: async (dealing) => await run({ op: 'deal', dealing }),
    async use(custody, use) {
      const secret = custodies.get(custody);
      if (!secret) return { bad: 'not-the-owner' };
      return await run({ op: 'use', private: toBase64(secret), ...use });
    },
    nonce: () => `${id}${toHex(random(16))}`,
  };
}
