/**
 * Backups in the format of age (age-encryption.org/v1): `age --decrypt` opens them without Callboard. The
 * library is loaded when a backup is made, since a bot that makes none has no use for it.
 */
import type { BackupConfig } from './config.ts';

const MAGIC = 'age-encryption.org/v1\n';

/** Whether a file is one of age. */
export const isEncrypted = (file: Uint8Array): boolean =>
  Buffer.from(file.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;

/** For the holders of any of these public keys. */
export async function encryptFor(recipients: readonly string[], file: Uint8Array): Promise<Uint8Array> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return await encrypter.encrypt(file);
}

/** As the configuration says: for keys where there are some, else with the passphrase. Undefined where neither is. */
export async function encryptBackup(config: BackupConfig, file: Uint8Array): Promise<Uint8Array | undefined> {
  const { CALLBOARD_BACKUP_RECIPIENT: recipients, CALLBOARD_BACKUP_PASSPHRASE: passphrase } = config;
  if (recipients) return await encryptFor(recipients, file);
  if (passphrase === undefined) return undefined;
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  return await encrypter.encrypt(file);
}

/**
 * Undefined where none of the keys opens it.
 *
 * @param identities - the text of a file of `age-keygen`: `AGE-SECRET-KEY-1…` lines, remarks between them
 */
export async function decryptBackup(
  file: Uint8Array,
  { identities, passphrase }: { readonly identities?: string; readonly passphrase?: string },
): Promise<Uint8Array | undefined> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const identity of identities?.match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? [])
    decrypter.addIdentity(identity);
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  return await decrypter.decrypt(file).catch(() => undefined);
}
