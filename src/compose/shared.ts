/** What a process has once, for all that it does: its log, its traces, its connections to Redis. */

import type { Tracer } from '../adapters/otel/tracer.ts';
import { createLog } from '../adapters/pino/log.ts';
import type { RedisClient } from '../adapters/redis/client.ts';
import { connectForRequests, connectForWorkers } from '../adapters/redis/connect.ts';
import { durability } from '../adapters/redis/durability.ts';
import { connectOrExplain } from '../adapters/redis/explain.ts';
import type { Config } from '../config.ts';
import type { Log } from '../core/ports/log.ts';
import { version } from '../core/version.ts';

export interface Shared {
  readonly log: Log;
  readonly tracer: Tracer | undefined;
  /** Fails within two seconds where Redis is gone. */
  readonly requests: RedisClient;
  /** Waits for Redis: BullMQ's workers block on it. */
  readonly workers: RedisClient;
  close(): Promise<void>;
}

/** @throws {Error} one line, where Redis does not answer, or in production would lose pages */
export async function openShared(config: Config): Promise<Shared> {
  let tracer: Tracer | undefined;
  const log = createLog(config, undefined, () => tracer?.current());
  tracer = await openTracer(config, log);
  const requests = connectForRequests(config.REDIS_URL);
  const workers = connectForWorkers(config.REDIS_URL);
  await connectOrExplain(requests, config.REDIS_URL);
  await refuseForgetful(requests, config, log);
  return {
    log,
    tracer,
    requests,
    workers,
    async close() {
      await tracer?.stop();
      requests.disconnect();
      workers.disconnect();
    },
  };
}

/** Traces, where a collector is configured: only then is what they need loaded. */
async function openTracer(config: Config, log: Log): Promise<Tracer | undefined> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const { createTracer } = await import('../adapters/otel/tracer.ts');
  const headers = config.OTEL_EXPORTER_OTLP_HEADERS;
  const { OTEL_SERVICE_NAME: service, CALLBOARD_EVENT: event } = config;
  return createTracer({ endpoint, headers, service, version, event, log });
}

/** In production a Redis that may forget is refused; elsewhere it is worth a warning. */
async function refuseForgetful(redis: RedisClient, config: Config, log: Log): Promise<void> {
  const found = await durability(redis);
  if (found.advice) log.warn({ advice: found.advice }, 'this Redis could be set better');
  if (found.ok === 'unknown')
    return log.warn({}, 'this Redis does not tell whether it keeps what it is given');
  if (found.ok) return;
  if (config.NODE_ENV === 'production')
    throw new Error(`Redis would lose pages: ${found.problems.join('; ')}`);
  log.warn({ problems: found.problems }, 'this Redis would lose pages');
}
