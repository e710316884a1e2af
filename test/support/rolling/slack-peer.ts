/**
 * As much of Slack as several processes of one app need: sockets that each take their share of what people do, or
 * requests over HTTP; a Web API that remembers, windows, and response URLs. It counts what it sent, what was acked and
 * when, and what was answered.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { FakeSlack, type Post } from '../kills/slack.ts';
import { sendOverHttp } from './slack-http.ts';

/** One thing that somebody did. */
export interface Done {
  readonly kind: 'command' | 'click' | 'modal';
  readonly user: string;
  readonly what: string;
  readonly sentAt: number;
  /** What opens a window for it. */
  trigger?: string;
  ackedAfter?: number;
  /** What came with the ack: what is wrong in a window, or what it shows next. */
  ack?: unknown;
  /** Messages that came to its response URL, those that say that it takes a while left out. */
  readonly answers: string[];
  /** Nobody was connected when it was done. */
  nobody?: true;
  /** Why it did not work, as Slack says: the socket was closed before the ack, or over HTTP the answer was no 200. */
  cut?: string;
}

/** A window that the app opened. */
export interface OpenModal {
  readonly trigger: string;
  readonly view: Readonly<Record<string, unknown>>;
}

export interface SlackPeer {
  readonly apiUrl: string;
  readonly slack: FakeSlack;
  readonly done: readonly Done[];
  readonly modals: readonly OpenModal[];
  /** Called with each message that is posted. */
  onPost(heard: (post: Post) => void): void;
  /** Sockets that are open. */
  open(): number;
  /** What people do from now on comes by this socket alone, counted from 0 as they connected; undefined: by all in turn. */
  only(socket: number | undefined): void;
  /** Over HTTP the second half of what people do from now on is sent when this is over. */
  halfUntil(over: Promise<unknown>): void;
  command(user: string, command: string, text: string): Done;
  click(user: string, actionId: string, value: string, post: Post): Done;
  /** @param values - What is typed, by the id of the input and of its block, which are the same. */
  submit(user: string, modal: OpenModal, values: Readonly<Record<string, string>>): Done;
  stop(): Promise<void>;
}

const BOT = 'U0CALLBOARD';
const TEAM = 'T0TEST';

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const formOf = (body: string, type: string): Record<string, string> => {
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(body));
  const values = Object.entries(JSON.parse(body || '{}') as Record<string, unknown>);
  return Object.fromEntries(
    values.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
};

/**
 * @param scopes - What the app may, as the header of each answer says.
 * @param address - Where the app takes requests over HTTP; it connects by sockets where there is none.
 */
export async function startSlackPeer(scopes: readonly string[], address?: string): Promise<SlackPeer> {
  const slack = new FakeSlack();
  const done: Done[] = [];
  const byEnvelope = new Map<string, { readonly one: Done; readonly socket: WebSocket }>();
  const byAnswer = new Map<string, Done>();
  const modals: OpenModal[] = [];
  const sockets: { readonly by: WebSocket; readonly number: number }[] = [];
  let connected = 0;
  let only: number | undefined;
  let whole: Promise<unknown> | undefined;
  const listeners: ((post: Post) => void)[] = [];
  let turn = 0;
  let base = '';
  const acked = (one: Done, ack: unknown) =>
    void Object.assign(one, { ack, ackedAfter: performance.now() - one.sentAt });

  const answer = (method: string, form: Record<string, string>): object => {
    const user = (id: string) => ({
      id,
      name: id.toLowerCase(),
      real_name: id,
      team_id: TEAM,
      profile: { real_name: id, display_name: id },
      tz: 'Europe/Madrid',
    });
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          user_id: BOT,
          bot_id: 'B0CALLBOARD',
          team_id: TEAM,
          team: 'Test',
          user: 'callboard',
        };
      case 'apps.connections.open':
        return { ok: true, url: `${base.replace('http', 'ws')}/socket/${randomUUID()}` };
      case 'users.info':
        return { ok: true, user: user(form['user'] ?? '') };
      case 'users.list':
        return { ok: true, members: [], response_metadata: {} };
      case 'usergroups.list':
        return { ok: true, usergroups: [] };
      case 'conversations.info':
        return { ok: true, channel: { id: form['channel'], name: 'a-channel', is_member: true } };
      case 'conversations.list':
        return { ok: true, channels: [], response_metadata: {} };
      case 'views.open': {
        const view = { ...(JSON.parse(form['view'] ?? '{}') as object), id: `V${modals.length + 1}` };
        modals.push({ trigger: form['trigger_id'] ?? '', view });
        return { ok: true, view };
      }
      default: {
        const told = slack.answer(method, form) as { ok: boolean; error?: string };
        const posted = method === 'chat.postMessage' ? slack.posts.at(-1) : undefined;
        if (posted) for (const listener of listeners) listener(posted);
        return told.error === 'unknown_method' ? { ok: true } : told;
      }
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const { pathname } = new URL(request.url ?? '/', 'http://slack');
      const headers = { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') };
      const answered = byAnswer.get(pathname);
      if (answered) {
        const { text = '' } = JSON.parse(body || '{}') as { text?: string };
        if (!text.includes('Working on it')) answered.answers.push(text);
        return void response.writeHead(200, headers).end('{"ok":true}');
      }
      const method = /^\/api\/([\w.]+)$/.exec(pathname)?.[1] ?? '';
      const form = formOf(body, request.headers['content-type'] ?? '');
      response.writeHead(200, headers).end(JSON.stringify(answer(method, form)));
    })();
  });
  const accepting = new WebSocketServer({ server });
  accepting.on('connection', (socket) => {
    const opened = { by: socket, number: connected++ };
    sockets.push(opened);
    socket.send(JSON.stringify({ type: 'hello', num_connections: sockets.length }));
    socket.on('message', (data) => {
      const said = JSON.parse(String(data)) as { envelope_id?: string; payload?: unknown };
      const id = said.envelope_id ?? '';
      const known = byEnvelope.get(id);
      if (!known) return;
      byEnvelope.delete(id);
      acked(known.one, said.payload);
    });
    socket.on('close', () => {
      sockets.splice(sockets.indexOf(opened), 1);
      for (const { one, socket: by } of byEnvelope.values()) if (by === socket) one.cut = 'closed';
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const listens = server.address();
  base = `http://127.0.0.1:${typeof listens === 'object' && listens ? listens.port : 0}`;

  const bySocket = (type: string, id: string, one: Done, payload: object): void => {
    const open = sockets.filter(
      ({ by, number }) => by.readyState === 1 && (only === undefined || number === only),
    );
    const socket = open[turn++ % Math.max(1, open.length)]?.by;
    if (!socket) {
      one.nobody = true;
      return;
    }
    byEnvelope.set(id, { one, socket });
    socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true }));
  };
  const send = (type: string, one: Done, payload: Readonly<Record<string, unknown>>): Done => {
    done.push(one);
    const id = randomUUID();
    const path = `/response/${id}`;
    byAnswer.set(path, one);
    one.trigger = `${done.length}.1.${id}`;
    const asked = { ...payload, response_url: `${base}${path}`, trigger_id: one.trigger };
    if (address === undefined) bySocket(type, id, one, asked);
    else
      void sendOverHttp(address, type, asked, whole).then((answer) => {
        if ('ack' in answer) acked(one, answer.ack);
        else one.cut = answer.failed;
      });
    return one;
  };
  const named = (user: string) => ({ id: user, username: user.toLowerCase(), team_id: TEAM });

  return {
    apiUrl: `${base}/api/`,
    slack,
    done,
    modals,
    only: (socket) => {
      only = socket;
    },
    halfUntil: (over) => {
      whole = over;
    },
    onPost: (heard) => void listeners.push(heard),
    open: () => sockets.length,
    command: (user, command, text) =>
      send(
        'slash_commands',
        { kind: 'command', user, what: `${command} ${text}`, sentAt: performance.now(), answers: [] },
        {
          command,
          text,
          user_id: user,
          user_name: user.toLowerCase(),
          team_id: TEAM,
          channel_id: 'C0GENERAL',
          channel_name: 'general',
          api_app_id: 'A0CALLBOARD',
        },
      ),
    click: (user, actionId, value, post) =>
      send(
        'interactive',
        { kind: 'click', user, what: `${actionId} ${value}`, sentAt: performance.now(), answers: [] },
        {
          type: 'block_actions',
          user: named(user),
          team: { id: TEAM, domain: 'test' },
          api_app_id: 'A0CALLBOARD',
          container: { type: 'message', message_ts: post.ts, channel_id: post.channel },
          channel: { id: post.channel, name: 'directmessage' },
          message: { type: 'message', ts: post.ts, text: post.text, blocks: post.blocks },
          actions: [
            {
              type: 'button',
              action_id: actionId,
              block_id: 'b',
              value,
              action_ts: post.ts,
              text: { type: 'plain_text', text: 'x' },
            },
          ],
        },
      ),
    submit: (user, { view }, values) =>
      send(
        'interactive',
        { kind: 'modal', user, what: String(view['callback_id']), sentAt: performance.now(), answers: [] },
        {
          type: 'view_submission',
          user: { ...named(user), name: user.toLowerCase() },
          team: { id: TEAM, domain: 'test' },
          api_app_id: 'A0CALLBOARD',
          response_urls: [],
          view: {
            ...view,
            team_id: TEAM,
            state: {
              values: Object.fromEntries(
                Object.entries(values).map(([id, value]) => [
                  id,
                  { [id]: { type: 'plain_text_input', value } },
                ]),
              ),
            },
          },
        },
      ),
    async stop() {
      for (const { by } of sockets) by.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
