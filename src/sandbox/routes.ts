/** All of `/sandbox/*`: the clock and the phones. Only this machine gets an answer. */
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { StageDevices } from './devices.ts';
import { strictSlackRoutes } from './peers/strict-slack/routes.ts';
import { NotPossible, type Phones } from './phones/phones.ts';
import { type PhoneProvider, PROVIDERS } from './phones/providers.ts';
import { everyPhone, phoneRoutes } from './phones/routes.ts';
import type { Screens } from './push/screens.ts';
import { NotSteppable, type Stepper } from './stepping.ts';

export interface SandboxRoutesOptions {
  readonly stepper: Stepper;
  readonly phones: Phones;
  /** What the phones' screens show beside texts and calls. */
  readonly screens: Screens;
  /** The push service that browsers subscribe at, and the ntfy server. */
  readonly push: Router;
  readonly ntfy: Router;
  /** The registration desk, which the keys close. */
  readonly desk: Router;
  /** The stage's devices, which actions of the event file mend. */
  readonly devices: StageDevices;
  /** The last requests that the bot made to a provider, as JSON texts, oldest first. */
  requestsOf(provider: PhoneProvider): Promise<string[]>;
  /** The strict peer's own address; undefined where it was taken away. */
  readonly strictSlack: string | undefined;
  /** The event's time zone. */
  zone(): Promise<string>;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const OWN_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** No other machine, and no page of another site in a browser of this one, may move phones or time. */
function onlyHere(request: Request, response: Response, next: NextFunction): void {
  const isHere = LOOPBACK.test(request.socket.remoteAddress ?? '');
  const host = request.headers.host ?? '';
  const isOwn = OWN_NAMES.has(host.replace(/:\d+$/, ''));
  const { origin } = request.headers;
  const isForeign = origin !== undefined && origin !== `http://${host}`;
  if (isHere && isOwn && !isForeign) next();
  else response.status(403).json({ error: 'The sandbox answers on this machine only.' });
}

/** What is wrong with a request, as a sentence; anything else is a bug and goes on to whoever logs those. */
function explain(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof NotSteppable) response.status(400).json({ error: error.message });
  else if (error instanceof NotPossible) response.status(409).json({ error: error.message });
  else if (error instanceof z.ZodError) {
    const problems = error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
    response.status(400).json({ error: problems.join('; ') });
  } else if ((error as { type?: unknown }).type === 'entity.parse.failed')
    response.status(400).json({ error: 'The body is not valid JSON.' });
  else next(error);
}

export function sandboxRoutes({
  stepper,
  phones,
  screens,
  push,
  ntfy,
  desk,
  devices,
  requestsOf,
  strictSlack,
  zone,
}: SandboxRoutesOptions): Router {
  const sandbox = Router();
  sandbox.use(onlyHere);
  // Before the parser: the desk and the devices check a signature over the body as it came.
  sandbox.use('/desk', desk);
  sandbox.use('/devices', devices.hooks);
  // A push message is bytes, and says so as an encoding.
  sandbox.use('/push', push, explain);
  sandbox.use('/ntfy', ntfy, explain);
  sandbox.use(express.json({ type: () => true, strict: false }));
  sandbox.get('/clock', (_request, response) => void response.json(stepper.shown()));
  sandbox.post('/clock', async (request, response) => void response.json(await stepper.move(request.body)));
  sandbox.get('/about', async (_request, response) => void response.json({ zone: await zone() }));
  sandbox.get('/phones.json', (_request, response) => void response.json(everyPhone(phones, screens)));
  for (const provider of PROVIDERS)
    sandbox.get(`/${provider}.json`, async (_request, response) => {
      response.json((await requestsOf(provider)).map((text) => JSON.parse(text) as unknown));
    });
  sandbox.get('/devices.json', devices.states);
  sandbox.use('/devices', devices.routes);
  sandbox.use('/slack', strictSlackRoutes(strictSlack));
  sandbox.use('/phones', phoneRoutes(phones, screens));
  sandbox.use((_request, response) => void response.status(404).json({ error: 'There is nothing here.' }));
  sandbox.use(explain);
  const router = Router();
  router.use('/sandbox', sandbox);
  return router;
}
