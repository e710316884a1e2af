/**
 * Slack over HTTP. Guards first: size, signature, time (both ways), replay; then Bolt. Everything refused
 * gets the same short answer, and the log says why.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';
import type { AcksFirst } from './acks-first.ts';
import { parseBody, readBody } from './body.ts';
import { refusal } from './signature.ts';

/** True the first time it is asked about `key` within `milliseconds`. Redis's `SET NX PX`. */
export type FirstTime = (key: string, milliseconds: number) => Promise<boolean>;

/** Slack's largest payload is a view of 250 KB, once more in its state. */
const LIMIT = 1_000_000;
const REPLAY_WINDOW = 600_000;

export interface HttpReceiver extends Receiver {
  /** For `express.post(path, handle)`; it must see the body before any parser does. */
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const answer = (response: ServerResponse, status: number, body: unknown = ''): void => {
  const json = typeof body !== 'string';
  response.writeHead(status, { 'content-type': json ? 'application/json' : 'text/plain; charset=utf-8' });
  response.end(json ? JSON.stringify(body) : body);
};

/** One answer per request, whoever gives it first. */
const acknowledger = (response: ServerResponse) => {
  let done = false;
  const ack = async (body?: unknown): Promise<void> => {
    if (done) return;
    done = true;
    answer(response, 200, body ?? '');
  };
  return { ack, isDone: () => done };
};

export function createHttpReceiver(options: {
  readonly signingSecret: string;
  readonly firstTime: FirstTime;
  readonly log: Log;
  readonly acks?: AcksFirst;
  /** Real time in milliseconds since 1970: signatures live in real time, whatever the sandbox's clock says. */
  readonly now?: () => number;
}): HttpReceiver {
  const { signingSecret, firstTime, log, acks, now = Date.now } = options;
  let app: App | undefined;

  /** Without the store no command can change anything, so then a replay is let through to be told so. */
  const isNew = (signature: string): Promise<boolean> =>
    firstTime(`slack:signature:${signature}`, REPLAY_WINDOW).catch(() => true);

  const verified = async (
    body: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<string | undefined> => {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? undefined : value;
    };
    const signature = header('x-slack-signature');
    const why =
      body === undefined
        ? 'too large'
        : (refusal(
            signingSecret,
            { timestamp: header('x-slack-request-timestamp'), signature },
            body,
            now(),
          ) ?? ((await isNew(signature ?? '')) ? undefined : 'replayed'));
    if (why === undefined) return body;
    log.warn({ part: 'slack', why }, 'refused a request that says it is Slack');
    answer(response, why === 'too large' ? 413 : 401, 'refused\n');
    return undefined;
  };

  return {
    path: '/slack/events',

    init(theApp) {
      app = theApp;
    },
    async start() {},
    async stop() {},

    async handle(request, response) {
      const receivedAt = performance.now();
      const settled = acks?.received();
      response.once('finish', () => settled?.());
      response.once('close', () => settled?.());
      const read = await readBody(request, LIMIT);
      // Slack's certificate check is not signed, and asks for nothing but an answer.
      if (read !== undefined && /^(ssl_check=1|token=[^&]*&ssl_check=1)(&|$)/.test(read))
        return answer(response, 200);
      const body = await verified(read, request, response);
      if (body === undefined) return;
      let parsed: Record<string, unknown>;
      try {
        parsed = parseBody(request.headers['content-type'], body);
        if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
          throw new TypeError('no object');
      } catch {
        answer(response, 400, 'not understood\n');
        return;
      }
      if (parsed['type'] === 'url_verification')
        return answer(response, 200, { challenge: parsed['challenge'] });
      const { ack, isDone } = acknowledger(response);
      try {
        await app?.processEvent({ body: parsed, ack, customProperties: { receivedAt } });
      } catch (error) {
        log.error(
          { part: 'slack', error: error instanceof Error ? error.message : 'unknown' },
          'Bolt failed',
        );
      }
      // Nothing listened to it, or Bolt failed before it could ack: asking again would not help either way.
      if (!isDone()) answer(response, 404, '');
    },
  };
}
