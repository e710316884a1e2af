/** One request to a bucket of any storage that speaks S3, signed (SigV4). */
import { createHash } from 'node:crypto';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { BucketConfig } from './config.ts';

/** It could not be written or read; the message says why and what to do. */
export class BackupPlaceError extends Error {
  override readonly name = 'BackupPlaceError';
}

const gates = new WeakMap<BucketConfig, Gate>();

/** One for each configuration, which is each event's: a bucket that hangs holds up no other event's night. */
function gateOf(env: BucketConfig): Gate {
  const gate = gates.get(env) ?? createGate(OUTGOING.backups);
  gates.set(env, gate);
  return gate;
}

/** What the bucket says of a file that it has not. */
const NOT_FOUND = 404;

/** What the bucket answers, whole; undefined where it has no such file. */
export async function askBucket(
  method: 'GET' | 'PUT',
  { bucket, path }: { readonly bucket: string; readonly path: string },
  env: BucketConfig,
  body?: Uint8Array,
): Promise<Uint8Array | undefined> {
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
  const { answer, bytes } = await gateOf(env)
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
  if (method === 'GET' && answer.status === NOT_FOUND && said === 'NoSuchKey') return undefined;
  throw new BackupPlaceError(
    `The bucket ${bucket} answers ${answer.status}${said ? ` (${said})` : ''}. ${
      answer.status === 403
        ? 'Look at S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and S3_REGION, and at what the key may do.'
        : 'Look at its name, S3_ENDPOINT and S3_REGION.'
    }`,
  );
}
