/** What the child does for its parent: deal a new set, or use the shares that came together. */
import { randomBytes } from 'node:crypto';
import { decodeUtf8, fromBase64, text, wipe } from '../../keys/domain/bytes.ts';
import { isBad, type ShareFault, shareFault } from '../../keys/domain/check.ts';
import { boxOpen, boxSeal } from '../../keys/domain/crypto.ts';
import type { ChildAnswer, ChildRequest, Dealt, Use } from '../../keys/domain/custody.ts';
import { KEY_BYTES, manifestOf, setIdOf } from '../../keys/domain/manifest.ts';
import { combineKey, type KeyFault } from '../../keys/domain/open.ts';
import { openSecret, sealSecret } from '../../keys/domain/seal.ts';
import { readShare, type Share, shareText } from '../../keys/domain/share.ts';
import { combine, split } from './library.ts';

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

interface Fresh {
  readonly key: Uint8Array;
  readonly dealt: Dealt;
}

/** A new key, split once and only once: the library leaks a key that is split again and again. */
function deal({ k, n, sealTo, context }: Extract<ChildRequest, { op: 'deal' }>['dealing']): Fresh {
  const key = random(KEY_BYTES);
  const salt = random(32);
  const data = split(key, k, n);
  const manifest = manifestOf(key, salt, k, data);
  const setId = setIdOf(manifest);
  const deposits = data.map((bytes, at) => {
    const index = at + 1;
    const share = text(shareText({ k, n, index, setId, data: bytes }));
    return boxSeal(fromBase64(sealTo), random(32), `${context}/${index}`, share);
  });
  // Before anything is sealed under it: that any k of the shares really give the key back.
  const shares = data.map((bytes, at) => ({ k, n, index: at + 1, setId, data: bytes }));
  for (const some of [shares.slice(0, k), shares.slice(n - k)]) {
    if (isBad(combineKey(manifest, k, some, combine))) throw new Error('split-does-not-combine');
  }
  return { key, dealt: { manifest, setId, deposits } };
}

/** The shares, out of their boxes and checked once more. */
function unboxed(use: Use): Share[] | { readonly bad: ShareFault | 'unreadable-share' } {
  const owner = fromBase64(use.private);
  const shares: Share[] = [];
  for (const { box, context, index } of use.shares) {
    const plain = boxOpen(owner, context, box);
    if (!plain) return { bad: 'unreadable-share' };
    const share = readShare(decodeUtf8(plain));
    wipe(plain);
    if (isBad<ShareFault>(share)) return share;
    const revoked = use.revoked.includes(index);
    const fault = shareFault(share, {
      manifest: use.manifest,
      setId: use.setId,
      retired: [],
      index,
      revoked,
    });
    if (fault) return { bad: fault };
    shares.push(share);
  }
  return shares;
}

function useShares(use: Use): ChildAnswer {
  const shares = unboxed(use);
  if (isBad<ShareFault | 'unreadable-share'>(shares)) return shares;
  const key = combineKey(use.manifest, use.need, shares, combine);
  if (isBad<KeyFault>(key)) return key;
  try {
    return perform(use, key);
  } finally {
    wipe(key);
  }
}

function perform({ task, setId, manifest, private: owner }: Use, key: Uint8Array): ChildAnswer {
  const bound = <T extends object>(purpose: T) => ({ setId, salt: manifest.salt, ...purpose });
  switch (task.kind) {
    case 'prove':
      return { done: 'proved' };
    case 'open': {
      const plain = openSecret(key, bound(task.secret), task.secret.sealed);
      if (!plain) return { bad: 'wrong-secret' };
      const box = boxSeal(fromBase64(task.sealTo), random(32), task.context, plain);
      wipe(plain);
      return { done: 'opened', box };
    }
    case 'seal': {
      const plain = boxOpen(fromBase64(owner), task.plain.context, task.plain.box);
      if (!plain) return { bad: 'unreadable-secret' };
      const sealed = sealSecret(key, random(12), bound(task.secret), plain);
      wipe(plain);
      return { done: 'sealed', sealed };
    }
    case 'rotate': {
      const fresh = deal(task.dealing);
      const next = { setId: fresh.dealt.setId, salt: fresh.dealt.manifest.salt };
      const secrets = [];
      for (const { sealed, ...purpose } of task.secrets) {
        const plain = openSecret(key, bound(purpose), sealed);
        if (!plain) return { bad: 'wrong-secret' };
        secrets.push({
          ...purpose,
          sealed: sealSecret(fresh.key, random(12), { ...next, ...purpose }, plain),
        });
        wipe(plain);
      }
      wipe(fresh.key);
      return { done: 'rotated', dealt: fresh.dealt, secrets };
    }
  }
}

export function runTask(request: ChildRequest): ChildAnswer {
  if (request.op === 'use') return useShares(request);
  const { key, dealt } = deal(request.dealing);
  wipe(key);
  return { done: 'dealt', dealt };
}
