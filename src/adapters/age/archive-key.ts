/**
 * Files of the ledger are for two: the operator's keys, and one of the bot's own, which is kept sealed in the store, so
 * that it can take somebody out of a file again.
 */

import { ARCHIVE_KEY_ID, archiveKeyDocument, archiveKeyMade } from '../../callboard/domain/archive.ts';
import { put, recordFact } from '../../core/commit.ts';
import { Conflict } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Store } from '../../core/ports/store.ts';
import { decryptBackup, encryptFor } from './encrypt.ts';

interface ArchiveKey {
  readonly identity: string;
  readonly recipient: string;
}

/** The one that is kept, else a new one, which is kept before it is used. */
async function openKey(store: Pick<Store, 'get' | 'commit'>, clock: Clock): Promise<ArchiveKey> {
  const kept = await store.get(archiveKeyDocument, ARCHIVE_KEY_ID);
  if (kept) return kept.value;
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const made = { identity, recipient: await identityToRecipient(identity) };
  const fact = recordFact(archiveKeyMade, { at: clock.now(), by: 'callboard', about: [], data: {} });
  try {
    await store.commit({ put: [put(archiveKeyDocument, ARCHIVE_KEY_ID, made)], facts: [fact] });
    return made;
  } catch (error) {
    const first = error instanceof Conflict && (await store.get(archiveKeyDocument, ARCHIVE_KEY_ID));
    if (first) return first.value;
    throw error;
  }
}

interface Files {
  read(day: string): Promise<Uint8Array | undefined>;
  write(day: string, bytes: Uint8Array): Promise<void>;
}

/** The same files, locked where they lie. @param recipients - the operator's keys */
export function lockedFiles(
  files: Files,
  recipients: readonly string[],
  store: Pick<Store, 'get' | 'commit'>,
  clock: Clock,
): Files {
  return {
    async read(day) {
      const locked = await files.read(day);
      if (!locked) return undefined;
      const { identity } = await openKey(store, clock);
      const file = await decryptBackup(locked, { identities: identity });
      if (file) return file;
      throw new Error(
        `The file of ${day} in the archive was made by a bot with another key, which is not in this Redis: move it away, with those beside it.`,
      );
    },
    async write(day, file) {
      const { recipient } = await openKey(store, clock);
      await files.write(day, await encryptFor([...recipients, recipient], file));
    },
  };
}
