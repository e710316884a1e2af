/**
 * The bot's own HTTP: health, metrics, and the features' doors, each verified before its route sees it.
 * Slack's endpoint and the sandbox are mounted by `compose`, since adapters do not know each other.
 */
import type { Server, ServerResponse } from 'node:http';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { Deps } from '../../core/deps.ts';
import { PermanentError, StoreUnavailable } from '../../core/errors.ts';
import { type HttpGuard, SIGNERS, type Signer } from '../../core/http-rights.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Route, RouteReply, RouteRequest, SignedRequest } from '../../core/route.ts';
import { bodyText, isBodyText } from './body-text.ts';
import { refuseMetrics } from './metrics-door.ts';
import { tryWithoutPublicPath } from './public-path.ts';
import { sendEvents } from './send-events.ts';
import { acceptSockets, isUpgrade, sendOverSocket } from './sockets.ts';

const LIMIT = 100_000;

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly deps: Deps;
  readonly log: Log;
  /** By who signs; the doors of one that is not configured are closed. */
  readonly verify: Readonly<Partial<Record<Signer, (request: SignedRequest) => boolean>>>;
  /**
   * Resolves when the bot can work; rejects with the reason when it cannot.
   *
   * @param but.slack - False: Slack is not asked about, for whoever decides where texts, calls and alerts are sent.
   */
  ready(but?: { readonly slack: boolean }): Promise<void>;
  /** What does not keep it from working and is worth a line there; none unless given. */
  remarks?(): Promise<readonly string[]>;
  metrics(): Promise<{ type: string; body: string }>;
  /** What opens each door; a route that is not in it is a mistake at start. */
  readonly rights: Readonly<Record<string, HttpGuard>>;
  /** The reply to a request whose token opens no hook, or undefined; asked before its body is read. */
  refuseHook(
    request: Pick<RouteRequest, 'headers' | 'query'>,
    address: string,
  ): Promise<RouteReply | undefined>;
  /** Without one, only this machine reads the figures. */
  readonly metricsToken: string | undefined;
  /** Somebody else's pages behind a guard of ours: all below `path` is refused or handed over. */
  readonly guarded?: {
    readonly path: string;
    readonly refuse: (request: Pick<RouteRequest, 'headers'>) => Promise<RouteReply | undefined>;
    readonly handle: RequestHandler;
  };
  /** Mounted first: Slack's endpoint needs the body as it came. */
  mount?(app: Express): void;
}

const strings = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));

function parse(raw: Buffer, type: string): unknown {
  const text = raw.toString('utf8');
  if (type.includes('json')) return text === '' ? {} : JSON.parse(text);
  if (type.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  return text;
}

export function createHttp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  options.mount?.(app);
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'));
  // As Kubernetes' own: `?exclude=slack`.
  app.get('/readyz', async (request, response) => {
    try {
      await options.ready({ slack: request.query['exclude'] !== 'slack' });
      const remarks = (await options.remarks?.().catch(() => [])) ?? [];
      response.type('text/plain').send(['ready', ...remarks, ''].join('\n'));
    } catch (error) {
      response
        .status(503)
        .type('text/plain')
        .send(`not ready: ${(error as Error).message}\n`);
    }
  });
  app.get('/metrics', async (request, response) => {
    const refused = refuseMetrics(request, options.metricsToken);
    if (refused) return void response.status(refused.status).type('text/plain').send(`${refused.why}\n`);
    const { type, body } = await options.metrics();
    response.type(type).send(body);
  });
  for (const route of options.routes) {
    const limit = route.limit ?? LIMIT;
    const body = route.body === 'text' ? bodyText(limit) : express.raw({ type: () => true, limit });
    const guard = options.rights[`${route.method} ${route.path}`];
    if (guard === undefined) throw new Error(`${route.method} ${route.path} is in no table of rights`);
    const handle = handler(route, guard, options);
    const follow = followed(route, guard, options);
    if (route.method === 'GET') app.get(route.path, follow, handle);
    else if (guard === 'hook') app.post(route.path, follow, hookFirst(options), body, handle);
    else app.post(route.path, follow, body, handle);
  }
  if (options.guarded) {
    const { path, handle } = options.guarded;
    if (options.rights[`GET ${path}`] === undefined) throw new Error(`GET ${path} is in no table of rights`);
    app.use(path, guardFirst(options.guarded), handle);
  }
  app.use(tryWithoutPublicPath(app, options.deps.publicUrl));
  app.use(
    (_request, response) => void response.status(404).type('text/plain').send('There is nothing here.\n'),
  );
  app.use(refuse(options.log));
  return app;
}

/** By the door's pattern and never by its address: that holds tokens. */
function followed(route: Route, guard: HttpGuard, { deps }: HttpOptions): RequestHandler {
  const name = `${route.method} ${route.path}`;
  return (request, response, next) => {
    const { trace } = request.query;
    // Only our own callbacks come back with what we gave them.
    const parent = signerOf(guard) && typeof trace === 'string' ? trace : undefined;
    const answered = () =>
      new Promise<void>((resolve) => {
        response.once('close', resolve);
        // A stream of events has answered when it begins.
        response.locals['streams'] = resolve;
        next();
      });
    void deps.telemetry.measure({ kind: 'route', name, parent }, answered, {
      result: () => (response.statusCode < 400 ? 'ok' : response.statusCode < 500 ? 'refused' : 'failed'),
    });
  };
}

/** The body of whoever the door turns away is never read. */
function hookFirst(options: HttpOptions): RequestHandler {
  return async (request, response, next) => {
    const address = request.socket.remoteAddress ?? '';
    const refused = await answerErrors(
      response,
      async () => await options.refuseHook(askedOf(request), address),
    );
    if (response.headersSent) return;
    if (!refused) return void next();
    response.setHeader('connection', 'close');
    send(response, refused);
  };
}

/** Nothing of it is handed over to whoever may not see it, neither a picture nor a word. */
function guardFirst(guarded: NonNullable<HttpOptions['guarded']>): RequestHandler {
  return async (request, response, next) => {
    const headers = strings(request.headers);
    const asked = await answerErrors(response, async () => ({ refused: await guarded.refuse({ headers }) }));
    if (!asked) return;
    if (asked.refused) send(response, asked.refused);
    else next();
  };
}

const askedOf = (request: Request): Omit<RouteRequest, 'body'> => ({
  params: strings(request.params),
  query: strings(request.query),
  headers: strings(request.headers),
});

function handler(route: Route, guard: HttpGuard, options: HttpOptions): RequestHandler {
  return async (request, response) => {
    const raw: unknown = request.body;
    if (isBodyText(raw)) return await answer(route, request, raw, response, options);
    let body: unknown;
    try {
      body = Buffer.isBuffer(raw) ? parse(raw, request.headers['content-type'] ?? '') : {};
    } catch {
      return void response.status(400).type('text/plain').send('The body is not valid JSON.\n');
    }
    const signer = signerOf(guard);
    if (signer && !isSigned(signer, request, body, options)) {
      options.log.warn({ path: route.path }, `refused: not signed by ${signer}`);
      return void response.status(403).type('text/plain').send('Not signed by who may come here.\n');
    }
    await answer(route, request, { body }, response, options);
  };
}

const signerOf = (guard: HttpGuard): Signer | undefined => SIGNERS.find((signer) => signer === guard);

function isSigned(signer: Signer, request: Request, body: unknown, { verify }: HttpOptions): boolean {
  const raw: unknown = request.body;
  return (
    verify[signer]?.({
      url: request.url,
      headers: strings(request.headers),
      body: typeof body === 'object' && body !== null ? strings(body) : {},
      raw: Buffer.isBuffer(raw) ? raw : Buffer.alloc(0),
    }) ?? false
  );
}

async function answer(
  route: Route,
  request: Request,
  { body, isCut }: Pick<RouteRequest, 'body' | 'isCut'>,
  response: Response,
  { deps }: HttpOptions,
): Promise<void> {
  const asked: RouteRequest = { ...askedOf(request), body, ...(isCut && { isCut }) };
  const reply = await answerErrors(response, async () => await route.run(asked, deps));
  if (!reply) return;
  if (!route.isSocket || !reply.events) return void send(response, reply);
  if (isUpgrade(request)) return void sendOverSocket(request, response, reply.events);
  send(response, { status: 426, headers: { upgrade: 'websocket' }, body: 'A WebSocket is read here.\n' });
}

function send(response: Response, reply: RouteReply): void {
  if (reply.events) {
    sendEvents(response, reply.events);
    return void response.locals['streams']?.();
  }
  response.status(reply.status ?? 200);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.type(reply.type ?? 'text/plain').send(reply.bytes ? Buffer.from(reply.bytes) : reply.body);
}

/** Answers what a route's errors mean to whoever asked; undefined where it did. */
async function answerErrors<T>(response: Response, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      response.status(503).setHeader('retry-after', '5').type('text/plain').send('Try again in a moment.\n');
      return undefined;
    }
    if (error instanceof PermanentError) {
      response.status(400).type('text/plain').send(`Refused: ${error.code}\n`);
      return undefined;
    }
    throw error;
  }
}

/** The last word on what nobody caught. Express 5 hands rejections here; four arguments make it an error handler. */
const refuse =
  (log: Log) =>
  (error: unknown, request: Request, response: Response, _next: unknown): void => {
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      response
        .status(status)
        .type('text/plain')
        .send(status === 413 ? 'Too large.\n' : 'Not understood.\n');
      return;
    }
    log.error(
      { path: request.path, error: error instanceof Error ? error.stack : String(error) },
      'a route broke',
    );
    response.status(500).type('text/plain').send('Something broke on our side.\n');
  };

export interface Listening {
  readonly server: Server;
  /** From now on each answer is the last one on its connection: whoever asks next connects anew, to another process. */
  drain(): void;
  /**
   * Takes no more connections, and ends every one that there is: streams and WebSockets at once (their readers come
   * again), what is being answered when it is.
   *
   * @param graceMs - Real milliseconds for what is being answered; none unless told.
   */
  close(graceMs?: number): Promise<void>;
}

/** Listens; an address that is taken is an error with one clear line. */
export function listen(app: Express, port: number, host: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: NodeJS.ErrnoException) => {
      if (!error) resolve({ server, drain, close });
      else if (error.code === 'EADDRINUSE')
        reject(new Error(`port ${port} is taken; set PORT to another one`));
      else reject(error);
    });
    const closeSockets = acceptSockets(server, app);
    let isDraining = false;
    const answering = new Set<ServerResponse>();
    server.prependListener('request', (_request, response) => {
      if (isDraining) response.setHeader('connection', 'close');
      answering.add(response);
      response.once('close', () => answering.delete(response));
    });
    const drain = () => {
      isDraining = true;
    };
    const close = async (graceMs = 0) => {
      drain();
      const closed = new Promise<void>((done) => server.close(() => done()));
      closeSockets();
      for (const response of answering)
        if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed.finally(() => clearTimeout(timer));
    };
  });
}
