/** Buckets that all processes of an event share: one script, one round trip. */

import type { Bucket, SharedBuckets } from '../../core/ports/shared-buckets.ts';
import type { RedisClient } from './client.ts';
import { script } from './script.ts';

const bucketScript = script('bucket');

export function sharedBuckets(redis: RedisClient, event: string): SharedBuckets {
  const key = ({ name }: Bucket): string => `cb:{${event}}:bucket:${name}`;
  return {
    async take(bucket, { keep, forced }) {
      const args = ['take', bucket.perMinute, keep, forced ? 1 : 0];
      return Number(await bucketScript(redis, [key(bucket)], args));
    },
    async block(bucket, milliseconds) {
      await bucketScript(redis, [key(bucket)], ['block', bucket.perMinute, milliseconds]);
    },
  };
}
