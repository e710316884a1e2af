/**
 * Where backups lie: a folder, or a bucket of any storage that speaks S3. A bucket's requests are signed (SigV4), the
 * digest of the backup included, so that the storage refuses what was cut or changed on the way.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askBucket, BackupPlaceError } from './ask-bucket.ts';
import { bucketOf } from './bucket.ts';
import type { BackupPlaceConfig, BucketConfig } from './config.ts';

/** `callboard-main-20190605T030000Z.json.gz.age`: the newest is the last by name. @param at - ISO 8601, in UTC */
export const backupName = (event: string, at: string, isEncrypted: boolean): string =>
  `callboard-${event}-${at.replace(/\.\d+/, '').replace(/[-:]/g, '')}.json.gz${isEncrypted ? '.age' : ''}`;

/** Whole and on disk or not at all, for its owner alone; two that write the same file are not in each other's way. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `.${name}.${randomUUID()}.part`);
  try {
    await writeFile(part, bytes, { mode: 0o600, flush: true });
    await rename(part, join(folder, name));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The oldest go beyond so many; whatever else lies in the folder stays. */
async function keepNewest(folder: string, event: string, kept: number): Promise<void> {
  const isOurs = new RegExp(`^callboard-${event}-\\d{8}T\\d{6}Z\\.json\\.gz(?:\\.age)?$`);
  const all = (await readdir(folder)).filter((name) => isOurs.test(name)).sort();
  for (const name of all.slice(0, -kept)) await rm(join(folder, name));
}

export interface PlacedBackup {
  readonly event: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly bytes: Uint8Array;
  readonly isEncrypted: boolean;
}

/**
 * Puts a backup where backups lie, under a name of its own.
 *
 * @param place - a folder, which is made where it is missing, or `s3://bucket/folder`
 * @returns its address, to restore it from
 * @throws {BackupPlaceError} or the file system's own error
 */
export async function placeBackup(
  place: string,
  { event, at, bytes, isEncrypted }: PlacedBackup,
  env: BucketConfig & Pick<BackupPlaceConfig, 'CALLBOARD_BACKUP_KEEP'>,
): Promise<string> {
  const name = backupName(event, at, isEncrypted);
  const bucket = bucketOf(place);
  if (!bucket) {
    await writeWhole(place, name, bytes);
    await keepNewest(place, event, env.CALLBOARD_BACKUP_KEEP);
    return join(place, name);
  }
  const path = bucket.path === '' ? name : `${bucket.path}/${name}`;
  await askBucket('PUT', { ...bucket, path }, env, bytes);
  return `s3://${bucket.bucket}/${path}`;
}

/** A backup of a bucket. @param address - as `placeBackup` answered it */
export async function fetchBackup(
  address: { readonly bucket: string; readonly path: string },
  env: BucketConfig,
): Promise<Uint8Array> {
  const bytes = await askBucket('GET', address, env);
  if (bytes) return bytes;
  throw new BackupPlaceError(`The bucket ${address.bucket} has no ${address.path}.`);
}

/** Whether a folder can be written into, before the first night; a bucket says so when it is asked. */
export const isWritable = async (folder: string): Promise<boolean> =>
  await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => access(folder, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
