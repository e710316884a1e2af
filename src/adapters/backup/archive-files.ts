/** Where the ledger's old days lie: files beside backups, in a folder or a bucket. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askBucket, BackupPlaceError } from './ask-bucket.ts';
import { bucketOf } from './bucket.ts';
import type { BucketConfig } from './config.ts';
import { writeWhole } from './place.ts';

/** `callboard-main-ledger-2026-11-27.jsonl.gz.age`. @param day - UTC's */
const archiveName = (event: string, day: string): string => `callboard-${event}-ledger-${day}.jsonl.gz.age`;

interface ArchiveFiles {
  /** Undefined where there is no file of this day. */
  read(day: string): Promise<Uint8Array | undefined>;
  /** In place of the one that was there; read back before it answers. */
  write(day: string, bytes: Uint8Array): Promise<void>;
}

const readIfThere = async (path: string): Promise<Uint8Array | undefined> =>
  await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/**
 * @param place - a folder, which is made where it is missing, or `s3://bucket/folder`
 * @throws {BackupPlaceError} or the file system's own error, from each request
 */
export function archiveFiles(place: string, event: string, env: BucketConfig): ArchiveFiles {
  const bucket = bucketOf(place);
  const addressOf = (day: string) => {
    const name = archiveName(event, day);
    return bucket && { ...bucket, path: bucket.path === '' ? name : `${bucket.path}/${name}` };
  };
  const read = async (day: string) => {
    const address = addressOf(day);
    return address
      ? await askBucket('GET', address, env)
      : await readIfThere(join(place, archiveName(event, day)));
  };
  return {
    read,
    async write(day, bytes) {
      const address = addressOf(day);
      if (address) await askBucket('PUT', address, env, bytes);
      else await writeWhole(place, archiveName(event, day), bytes);
      const back = await read(day);
      if (!back || Buffer.compare(back, bytes) !== 0)
        throw new BackupPlaceError(
          `Read back from ${place}, ${archiveName(event, day)} is not what was written. Nothing has left Redis; look at the disk or the bucket.`,
        );
    },
  };
}
