/**
 * One port for several events: the doors of each below its name, and the process's own beside. A door of an event
 * that does not run just now asks to be tried again, so that providers and Slack come back.
 */
import express, { type Express, type RequestHandler } from 'express';
import type { Log } from '../../core/ports/log.ts';
import { publicPath } from '../../core/public-url.ts';
import { refuseMetrics } from './metrics-door.ts';

/** Seconds after which whoever found an event's doors shut may come again. */
const RETRY_AFTER = 10;

export interface EventDoors {
  readonly name: string;
  readonly publicUrl: string | undefined;
  /** Its own doors; undefined while it does not run. */
  http(): Express | undefined;
}

export interface EventState {
  readonly name: string;
  /** Why it cannot work; undefined where it can. */
  readonly reason: string | undefined;
}

export interface SeveralOptions {
  readonly events: readonly EventDoors[];
  readonly log: Log;
  readonly metricsToken: string | undefined;
  metrics(): Promise<{ readonly type: string; readonly body: string }>;
  /** How each event stands. @param but.slack - False: Slack is not asked about. */
  states(but: { readonly slack: boolean }): Promise<readonly EventState[]>;
  /** What keeps the whole process from working, whatever the events say; undefined for nothing. */
  trouble(): Promise<string | undefined>;
}

/**
 * Whether the process is of use: one event whose token is refused must not take away the others, which the same load
 * balancer finds by this answer. So it is 503 only where the process itself is in trouble, or no event can work.
 */
export function readinessOf(
  trouble: string | undefined,
  states: readonly EventState[],
): { readonly status: 200 | 503; readonly lines: readonly string[] } {
  const lines = states.map(
    ({ name, reason }) => `${name}: ${reason === undefined ? 'ready' : `not ready: ${reason}`}`,
  );
  if (trouble !== undefined) return { status: 503, lines: [`not ready: ${trouble}`, ...lines] };
  const able = states.filter(({ reason }) => reason === undefined).length;
  if (able === 0) return { status: 503, lines: ['not ready: none of the events is', ...lines] };
  return {
    status: 200,
    lines: [able === states.length ? 'ready' : `ready: ${able} of ${states.length} events`, ...lines],
  };
}

const asText = 'text/plain';
/** For an address of before there were several, or one that was mistyped. */
const NOBODYS = 'There is nothing here: each event is below its own name, such as /NAME/board.\n';

export function createHttpOfSeveral(options: SeveralOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.get('/healthz', (_request, response) => void response.type(asText).send('ok\n'));
  app.get('/readyz', async (request, response) => {
    const states = await options.states({ slack: request.query['exclude'] !== 'slack' });
    const { status, lines } = readinessOf(await options.trouble(), states);
    response
      .status(status)
      .type(asText)
      .send(`${lines.join('\n')}\n`);
  });
  app.get('/metrics', async (request, response) => {
    const refused = refuseMetrics(request, options.metricsToken);
    if (refused) return void response.status(refused.status).type(asText).send(`${refused.why}\n`);
    const { type, body } = await options.metrics();
    response.type(type).send(body);
  });
  for (const event of options.events) {
    // Whether a proxy takes what stands before the name away or passes it on.
    const paths = new Set([publicPath(event.publicUrl), `/${event.name}`]);
    for (const path of paths) if (path !== '') app.use(path, doorsOf(event));
  }
  app.use((_request, response) => void response.status(404).type(asText).send(NOBODYS));
  return app;
}

const doorsOf =
  (event: EventDoors): RequestHandler =>
  (request, response, next) => {
    const http = event.http();
    if (http) return void http(request, response, next);
    response
      .status(503)
      .set('retry-after', `${RETRY_AFTER}`)
      .type(asText)
      .send('This event does not run just now.\n');
  };
