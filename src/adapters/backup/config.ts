/** Where nightly backups and old days of the ledger go, and what opens a bucket. */
import { z } from 'zod';
import { bucketOf } from './bucket.ts';

const DEFAULT_KEPT = 14;

const DEFAULT_KEPT_DAYS = 30;
/** `/page stats` looks back over a week, and providers are judged by days. */
const MIN_KEPT_DAYS = 14;

const ALL_OF_BUCKET = ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

export const backupPlaceEnv = z.object({
  /** A folder, or `s3://bucket/folder`. Set: a backup each night at three by the event's clock. */
  CALLBOARD_BACKUP_TO: z.string().exactOptional(),
  /** So many of a folder's are kept; what a bucket keeps is its own rule. */
  CALLBOARD_BACKUP_KEEP: z.coerce.number('a whole number, such as 14').int().min(1).default(DEFAULT_KEPT),
  /** A folder, or `s3://bucket/folder`. Set: old days of the ledger go there, a file a day. */
  CALLBOARD_ARCHIVE_TO: z.string().exactOptional(),
  /** Days after which a fact leaves Redis for its day's file. */
  CALLBOARD_ARCHIVE_AFTER_DAYS: z.coerce
    .number('a whole number of days, such as 30')
    .int()
    .min(MIN_KEPT_DAYS, `${MIN_KEPT_DAYS} days or more: what looks back over a week reads Redis alone`)
    .default(DEFAULT_KEPT_DAYS),
  /** Of the storage, such as https://s3.eu-west-1.amazonaws.com. */
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'an address such as https://s3.eu-west-1.amazonaws.com' })
    .exactOptional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().exactOptional(),
  S3_SECRET_ACCESS_KEY: z.string().exactOptional(),
});
export type BackupPlaceConfig = z.infer<typeof backupPlaceEnv>;
/** What opens a bucket. */
export type BucketConfig = Pick<BackupPlaceConfig, (typeof ALL_OF_BUCKET)[number] | 'S3_REGION'>;

export const backupPlaceConfig = backupPlaceEnv.superRefine((env, context) => {
  for (const place of ['CALLBOARD_BACKUP_TO', 'CALLBOARD_ARCHIVE_TO'] as const) {
    if (env[place] === undefined || bucketOf(env[place]) === undefined) continue;
    for (const name of ALL_OF_BUCKET)
      if (env[name] === undefined)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `is missing: ${place} names a bucket, which needs it`,
        });
  }
});
