/**
 * bull-board over BullMQ's queues, to look at only. What is due stands in the outbox, and what is done with it is a
 * fact: bull-board's own buttons would go past both, so each queue is read-only and nothing but reading gets here.
 * What a job carries is left out. It is loaded when somebody first looks.
 */
import { type ConnectionOptions, Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import type { Cluster, Redis } from 'ioredis';
import type { QueueName } from '../../core/commit.ts';
import { isPrivateWork } from '../../incident/domain/privacy.ts';

const QUEUES = ['pages', 'reminders', 'chores', 'webhooks'] as const satisfies QueueName[];

export interface ViewerOptions {
  /** The event's name: all of BullMQ's keys lie in `{cb:<event>}`. */
  readonly event: string;
  /** A connection that fails fast; it stays the caller's. */
  readonly requests: Redis | Cluster;
  /** Where it is reached from the browser, the path of PUBLIC_URL included. */
  readonly basePath: string;
  readonly title: string;
}

export interface QueueViewer {
  readonly handle: RequestHandler;
  close(): Promise<void>;
}

/** Of what BullMQ carries of a job: how it is handed out, nothing of what it is for. */
export function shownData(data: unknown): Record<string, unknown> {
  const fields = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return Object.fromEntries(
    fields.filter(([name]) => ['queue', 'revision', 'deliveryCount', 'attemptsMade', 'at'].includes(name)),
  );
}

/** A job's kind; a private incident's is not named. */
export function shownName(job: { readonly name?: unknown; readonly data?: unknown }): string {
  const name = typeof job.name === 'string' ? job.name : '';
  const { id } = (job.data ?? {}) as { id?: unknown };
  return isPrivateWork({ name, id: typeof id === 'string' ? id : '' }) ? 'other' : name;
}

/** Its scripts and styles are its own; it would ask another server for letters, and gets none. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

async function build({ event, requests, basePath, title }: ViewerOptions) {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const queues = QUEUES.map((name) => {
    const connection = requests as unknown as ConnectionOptions;
    const queue = new Queue(name, { prefix: `{cb:${event}}`, connection, skipVersionCheck: true });
    return queue.on('error', () => {});
  });
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(basePath);
  createBullBoard({
    queues: queues.map((queue) => {
      const adapter = new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false });
      adapter.setFormatter('data', shownData);
      adapter.setFormatter('name', shownName);
      adapter.setFormatter('progress', () => '');
      adapter.setFormatter('returnValue', () => '');
      return adapter;
    }),
    serverAdapter,
    options: {
      uiConfig: { boardTitle: title, hideRedisDetails: true, hideDocsLink: true, showWorkers: false },
    },
  });
  return { handle: serverAdapter.getRouter() as RequestHandler, queues };
}

export function createQueueViewer(options: ViewerOptions): QueueViewer {
  let built: ReturnType<typeof build> | undefined;
  return {
    handle: async (request, response, next) => {
      response.set(HEADERS);
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return void response.status(405).set('allow', 'GET').type('text/plain').send('To look at only.\n');
      built ??= build(options);
      (await built).handle(request, response, next);
    },
    close: async () => {
      const { queues } = (await built) ?? { queues: [] };
      await Promise.allSettled(queues.map((queue) => queue.close()));
    },
  };
}
