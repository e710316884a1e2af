/**
 * Where backups lie: a folder, or a bucket of any storage that speaks S3. A bucket's requests are signed (SigV4), the
 * digest of the backup included, so that the storage refuses what was cut or changed on the way.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import { bucketOf } from './bucket.ts';
import type { BackupPlaceConfig } from './config.ts';

/** It could not be written or read; the message says why and what to do. */
export class BackupPlaceError extends Error {
  override readonly name = 'BackupPlaceError';
}

const gate = createGate(OUTGOING.backups);

/** `callboard-main-20190605T030000Z.json.gz.age`: the newest is the last by name. @param at - ISO 8601, in UTC */
export const backupName = (event: string, at: string, isEncrypted: boolean): string =>
  `callboard-${event}-${at.replace(/\.\d+/, '').replace(/[-:]/g, '')}.json.gz${isEncrypted ? '.age' : ''}`;

/** What the bucket answers, whole. */
async function askBucket(
  method: 'GET' | 'PUT',
  { bucket, path }: { readonly bucket: string; readonly path: string },
  env: BackupPlaceConfig,
  body?: Uint8Array,
): Promise<Uint8Array> {
  const { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION } = env;
  if (!S3_ENDPOINT || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY)
    throw new BackupPlaceError('A bucket needs S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.');
  const { AwsClient } = await import('aws4fetch');
  const client = new AwsClient({
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    region: S3_REGION,
    service: 's3',
    // A job is tried again by the outbox, and a person sees what is wrong at once.
    retries: 0,
  });
  const key = path.split('/').map(encodeURIComponent).join('/');
  const url = `${S3_ENDPOINT.replace(/\/+$/, '')}/${bucket}/${key}`;
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const { answer, bytes } = await gate
    .ask(async (signal) => {
      const answer = await client.fetch(url, {
        method,
        headers: { 'x-amz-content-sha256': digest },
        signal,
        ...(body && { body: Buffer.from(body) }),
      });
      return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
    })
    .catch((error: Error) => {
      throw new BackupPlaceError(
        `S3_ENDPOINT: nobody answers there (${(error.cause as Error | undefined)?.message ?? error.message}).`,
      );
    });
  if (answer.ok) return bytes;
  const said = /<Code>([A-Za-z0-9]+)<\/Code>/.exec(Buffer.from(bytes).toString())?.[1];
  throw new BackupPlaceError(
    `The bucket ${bucket} answers ${answer.status}${said ? ` (${said})` : ''}. ${
      answer.status === 403
        ? 'Look at S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and S3_REGION, and at what the key may do.'
        : 'Look at its name, S3_ENDPOINT and S3_REGION.'
    }`,
  );
}

/** Whole or not at all, for its owner alone, and never over another one. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `.${name}.part`);
  await writeFile(part, bytes, { mode: 0o600 });
  await rename(part, join(folder, name));
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
  env: BackupPlaceConfig,
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
  env: BackupPlaceConfig,
): Promise<Uint8Array> {
  return await askBucket('GET', address, env);
}

/** Whether a folder can be written into, before the first night; a bucket says so when it is asked. */
export const isWritable = async (folder: string): Promise<boolean> =>
  await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => access(folder, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
