/**
 * The strict Slack: between the bot and the local one, which forgives everything. The bot's Web API, its
 * socket and its response URLs go through here, are held against `rules.ts`, and refused as the real Slack
 * refuses. People's side (the UI and the control API) stays at the local Slack's own address.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { createElapsed } from '../../../core/elapsed.ts';
import { answerAsSlack, groupsAsSlack } from './answers.ts';
import { deliverSigned } from './deliver-signed.ts';
import { answer, argumentsOf, readAll } from './http.ts';
import { createInbound } from './inbound.ts';
import { type Call, type Conversation, judge, type Refusal } from './judge.ts';
import { createPromises } from './promises.ts';
import { createRates } from './rates.ts';
import { createSockets } from './sockets.ts';
import { Change, groupObject, type Refused, Workspace } from './workspace.ts';

export interface StrictSlackOptions {
  /** The local Slack, without a slash at the end. */
  readonly slack: string;
  readonly port: number;
  readonly bot: string;
  readonly tokens: { readonly bot: string; readonly app: string };
  /** The bot's scopes, as the manifest asks for them. */
  readonly scopes: readonly string[];
  /** The sandbox's clock, in milliseconds since 1970; real time unless told. */
  clock?(): Promise<number>;
  /** In HTTP mode: where the bot's endpoint is, and what its requests are signed with. */
  readonly events?: { readonly endpoint: string; readonly signingSecret: string } | undefined;
}

export interface StrictSlack {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly url: string;
  /** Where the local Slack sends to, in HTTP mode. */
  readonly eventsUrl: string;
  refused(): readonly Refused[];
  /** @throws {z.ZodError} where the change is no change */
  rule(change: unknown): Promise<void>;
  close(): Promise<void>;
}

/** Refusals that are kept; far more than any story has. */
const MAX_REFUSED = 10_000;
/** Where the Web API's methods are; what is elsewhere is no method. */
const API = '/api/';

const State = z.object({
  channels: z.array(
    z.looseObject({
      id: z.string(),
      is_private: z.boolean(),
      is_im: z.boolean(),
      members: z.array(z.string()),
    }),
  ),
});

export async function startStrictSlack(options: StrictSlackOptions): Promise<StrictSlack> {
  const { slack, port, bot, tokens } = options;
  const url = `http://127.0.0.1:${port}`;
  const workspace = new Workspace(options.scopes);
  const promises = createPromises(() => performance.now());
  const rates = createRates();
  const count = createElapsed();
  const inbound = createInbound(
    promises,
    (id) => `${url}/response/${id}`,
    (channel, user) => workspace.present.add(`${channel} ${user}`),
  );
  let known = new Map<string, Conversation>();

  const elapsed = async (): Promise<number> => {
    const real = performance.now();
    return count(real, (await options.clock?.().catch(() => undefined)) ?? real);
  };

  const lookUp = async (): Promise<void> => {
    const { channels } = State.parse(await (await fetch(`${slack}/_control/state`)).json());
    known = new Map(
      channels.map(({ id, is_im, is_private, members }) => [
        id,
        { id, kind: is_im ? 'direct' : is_private ? 'private' : 'public', members },
      ]),
    );
  };
  const conversation = async (id: string): Promise<Conversation | undefined> => {
    if (!known.has(id)) await lookUp();
    return known.get(id);
  };
  const court = { workspace, rates, promises, bot, tokens, conversation };

  const note = (method: string, { error, rule }: Refusal): void => {
    workspace.refused.push({ at: new Date().toISOString(), method, error, rule });
    if (workspace.refused.length > MAX_REFUSED) workspace.refused.shift();
  };
  const headers = () => ({ 'x-oauth-scopes': [...workspace.scopes].join(',') });

  const forward = async (path: string, request: IncomingMessage, body: Buffer) => {
    const { authorization, 'content-type': type } = request.headers;
    return await fetch(`${slack}${path}`, {
      method: request.method ?? 'POST',
      headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
      ...(request.method !== 'GET' && { body: new Uint8Array(body) }),
    });
  };

  /** What the local Slack did becomes known here too. */
  const learn = ({ method, args }: Call, told: Record<string, unknown>): void => {
    promises.shown(told['view']);
    if (method === 'chat.postMessage' && typeof args['thread_ts'] === 'string')
      inbound.replied(String(told['channel']), args['thread_ts']);
    if (method === 'apps.connections.open') told['url'] = sockets.address(String(told['url']));
  };

  const webApi = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const method = path.slice(API.length).split('?', 1)[0] ?? '';
    const body = await readAll(request);
    if (workspace.outage) {
      note(method, { error: 'service_unavailable', rule: 'an outage' });
      return answer(response, 503, 'service unavailable');
    }
    const args = argumentsOf(request, body);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? String(args['token'] ?? '');
    const call: Call = { method, token, args };
    const refusal = await judge(call, court, await elapsed());
    await pause(workspace.delayOf(method));
    if (refusal) {
      note(method, refusal);
      const { error, more, retryAfter } = refusal;
      const late = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return answer(
        response,
        retryAfter === undefined ? 200 : 429,
        { ok: false, error, ...more },
        { ...headers(), ...late },
      );
    }
    const told =
      method === 'usergroups.list'
        ? groupsAsSlack(args, workspace)
        : ((await (await forward(path, request, body)).json()) as Record<string, unknown>);
    if (told['ok'] === true) learn(call, told);
    if (workspace.loses(method)) return void request.socket.destroy();
    answer(response, 200, answerAsSlack(call, told, workspace, bot), headers());
  };

  /** The UI keeps its own copy of what was answered; here only how often. */
  const answerTo = async (request: IncomingMessage, response: ServerResponse, id: string): Promise<void> => {
    const body = await readAll(request);
    const use = workspace.outage ? { error: 'service_unavailable' as const } : promises.useAnswer(id);
    if ('error' in use) {
      note('response_url', { error: use.error, rule: 'five uses within 30 minutes' });
      return answer(response, 404, { ok: false, error: use.error });
    }
    const answered = await fetch(use.url, {
      method: 'POST',
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      body: new Uint8Array(body),
    });
    answer(response, answered.status, await answered.text());
  };

  /** HTTP mode: changed, so signed again. */
  const event = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await readAll(request)).toString();
    const type = request.headers['content-type'] ?? 'application/json';
    if (!options.events) return answer(response, 404, 'no endpoint');
    const answered = await deliverSigned(options.events, type, changed(type, body));
    answer(response, answered.status, await answered.text(), {
      'content-type': answered.headers.get('content-type') ?? 'text/plain',
    });
  };
  const changed = (type: string, body: string): string => {
    if (type.includes('json')) return JSON.stringify(inbound.payload(JSON.parse(body)));
    const form = new URLSearchParams(body);
    const payload = form.get('payload');
    if (payload !== null) form.set('payload', JSON.stringify(inbound.payload(JSON.parse(payload))));
    else {
      const told = inbound.payload(Object.fromEntries(form));
      for (const [name, value] of Object.entries(told)) form.set(name, String(value));
    }
    return form.toString();
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const handled = path.startsWith(API)
      ? webApi(request, response, path)
      : path.startsWith('/response/')
        ? answerTo(request, response, path.slice('/response/'.length))
        : path === '/events'
          ? event(request, response)
          : path === '/_strict/refused'
            ? Promise.resolve(answer(response, 200, workspace.refused))
            : path === '/_strict/rules'
              ? ruled(request, response)
              : Promise.resolve(answer(response, 404, { ok: false, error: 'not_found' }));
    // The local Slack is starting again, or a body is none: to the bot both are a Slack in trouble.
    handled.catch(() => {
      if (!response.headersSent) answer(response, 503, { ok: false, error: 'service_unavailable' });
    });
  });
  const sockets = createSockets(server, url, inbound.payload, () => workspace.outage);

  const ruled = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await rule(JSON.parse((await readAll(request)).toString()));
      answer(response, 200, { ok: true });
    } catch (error) {
      if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
      const said = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not valid JSON.';
      answer(response, 400, { error: said });
    }
  };

  async function rule(raw: unknown): Promise<void> {
    const change = Change.parse(raw);
    workspace.apply(change, await elapsed());
    if (change.outage) sockets.close();
    if (change.user !== undefined) await tellOfUser(change.user);
    if (change.group) await tell({ type: 'subteam_updated', subteam: groupObject(change.group) }, undefined);
  }

  /** What Slack sends when a profile changes. */
  async function tellOfUser(id: string): Promise<void> {
    const told = (await (
      await fetch(`${slack}${API}users.info`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.bot}`, 'content-type': 'application/json' },
        body: JSON.stringify({ user: id }),
      })
    ).json()) as { user?: Record<string, unknown> };
    if (!told.user) return;
    await tell({ type: 'user_change', user: workspace.user(told.user) }, told.user['team_id']);
  }

  /** An event that the local Slack knows nothing of. */
  async function tell(event: Readonly<Record<string, unknown>>, team: unknown): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      type: 'event_callback',
      team_id: team,
      event_id: `EvSTRICT${now}${workspace.refused.length}${Math.random().toString(36).slice(2, 8)}`,
      event_time: now,
      event: { ...event, event_ts: `${now}.000000` },
    };
    if (options.events)
      await deliverSigned(options.events, 'application/json', JSON.stringify(payload)).catch(() => {});
    else sockets.send(payload);
  }

  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    apiUrl: `${url}${API}`,
    url,
    eventsUrl: `${url}/events`,
    refused: () => workspace.refused,
    rule,
    async close() {
      sockets.close();
      await new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      });
    },
  };
}
