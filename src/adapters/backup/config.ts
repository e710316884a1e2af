/** Where nightly backups go, and what opens a bucket. */
import { z } from 'zod';
import { bucketOf } from './bucket.ts';

const DEFAULT_KEPT = 14;

const ALL_OF_BUCKET = ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

export const backupPlaceEnv = z.object({
  /** A folder, or `s3://bucket/folder`. Set: a backup each night at three by the event's clock. */
  CALLBOARD_BACKUP_TO: z.string().exactOptional(),
  /** So many of a folder's are kept; what a bucket keeps is its own rule. */
  CALLBOARD_BACKUP_KEEP: z.coerce.number('a whole number, such as 14').int().min(1).default(DEFAULT_KEPT),
  /** Of the storage, such as https://s3.eu-west-1.amazonaws.com. */
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'an address such as https://s3.eu-west-1.amazonaws.com' })
    .exactOptional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().exactOptional(),
  S3_SECRET_ACCESS_KEY: z.string().exactOptional(),
});
export type BackupPlaceConfig = z.infer<typeof backupPlaceEnv>;

export const backupPlaceConfig = backupPlaceEnv.superRefine((env, context) => {
  if (env.CALLBOARD_BACKUP_TO === undefined || bucketOf(env.CALLBOARD_BACKUP_TO) === undefined) return;
  for (const name of ALL_OF_BUCKET)
    if (env[name] === undefined)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'is missing: CALLBOARD_BACKUP_TO names a bucket, which needs it',
      });
});
