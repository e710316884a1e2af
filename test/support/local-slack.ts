/** A local Slack for one test file: started on a free port, driven through its control API and its UI socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../src/sandbox/ports.ts';
import { removeFolder } from './remove-folder.ts';

const BINARY = resolve('node_modules/local-slack-linux-x64/bin/local-slack');

/** Optional dependency: there is a build for Linux on x64 only. */
export const hasLocalSlack = existsSync(BINARY);

export const SIGNING_SECRET = 'a-signing-secret-of-the-tests';
export const BOT_TOKEN = 'xoxb-of-the-tests';
export const APP_TOKEN = 'xapp-of-the-tests';
const CHANNEL = 'C0GENERAL';

/** Polls until `look` gives something; fails with `what` after ten seconds. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`in vain waited for: ${what}`);
    await new Promise((again) => setTimeout(again, 25));
  }
}

export interface SlackMessage {
  readonly ts: string;
  readonly text: string;
  readonly user?: string;
  /** Who alone sees it. */
  readonly ephemeral_to?: string;
  readonly blocks?: readonly Record<string, unknown>[];
}

export interface LocalSlack {
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  control(path: string, body?: unknown): Promise<unknown>;
  command(user: string, command: string, text: string): Promise<unknown>;
  /** What `user` sees in the channel, ephemeral messages included. */
  messages(user: string): Promise<SlackMessage[]>;
  /** The first message that `user` sees and that has this text in it. */
  sees(user: string, text: string | RegExp): Promise<SlackMessage>;
  ui(): Promise<Ui>;
  stop(): Promise<void>;
}

/** The browser's side: modals and Home go over it. */
export interface Ui {
  readonly received: Record<string, unknown>[];
  send(message: object): void;
  /** The next message of this type that passes `test`, those already received included. */
  got(type: string, test?: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  close(): void;
}

export async function startLocalSlack(
  mode: 'socket' | 'events',
  requestUrl?: string,
  port?: number,
  tokens: { readonly bot: string; readonly app: string } = { bot: BOT_TOKEN, app: APP_TOKEN },
): Promise<LocalSlack> {
  const on = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'callboard-slack-'));
  const users = ['U0ORGANIZER', 'U0VOLUNTEER1', 'U0ATTENDEE'];
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      workspace: { name: 'Test', domain: 'test', teamId: 'T0TEST' },
      app: {
        appId: 'A0CALLBOARD',
        botUserId: 'U0CALLBOARD',
        botName: 'callboard',
        botToken: tokens.bot,
        appToken: tokens.app,
        signingSecret: SIGNING_SECRET,
        mode,
        ...(requestUrl && { requestUrl }),
      },
      users: users.map((id) => ({
        id,
        name: id.slice(2).toLowerCase(),
        real_name: id.slice(2),
        email: `${id.slice(2).toLowerCase()}@example.org`,
        tz: 'Europe/Madrid',
      })),
      channels: [{ id: CHANNEL, name: 'general', members: [...users, 'U0CALLBOARD'] }],
    }),
  );
  const args = ['--config', join(folder, 'config.json'), '--port', String(on), '--base-host', '127.0.0.1'];
  const preload = join(folder, 'loopback.js');
  writeFileSync(
    preload,
    "const s = Bun.serve; Bun.serve = (o) => s.call(Bun, { ...o, hostname: '127.0.0.1' });\n",
  );
  const env = { ...process.env, BUN_OPTIONS: `--preload=${preload}` };
  const child: ChildProcess = spawn(BINARY, args, { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${on}`;

  const control: LocalSlack['control'] = async (path, body) => {
    const response = await fetch(`${url}/_control/${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`local-slack: ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  await until('local-slack', () => control('state').catch(() => undefined));

  const messages: LocalSlack['messages'] = async (user) => {
    const { messages: all } = (await control(`messages/${CHANNEL}`)) as { messages: SlackMessage[] };
    return all.filter((one) => one.ephemeral_to === undefined || one.ephemeral_to === user);
  };
  return {
    url,
    apiUrl: `${url}/api/`,
    control,
    messages,
    command: (user, command, text) => control('command', { channel: CHANNEL, user, command, text }),
    sees: (user, text) =>
      until(`a message with ${text}`, async () =>
        (await messages(user)).find((one) =>
          typeof text === 'string' ? one.text.includes(text) : text.test(one.text),
        ),
      ),
    ui: () => openUi(`ws://127.0.0.1:${on}/ui`),
    async stop() {
      child.kill();
      await until('local-slack to end', () => child.exitCode ?? child.signalCode ?? undefined);
      removeFolder(folder);
    },
  };
}

async function openUi(address: string): Promise<Ui> {
  const socket = new (await import('undici')).WebSocket(address);
  const received: Record<string, unknown>[] = [];
  socket.addEventListener('message', (event) => {
    received.push(JSON.parse(String(event.data)) as Record<string, unknown>);
  });
  await until('the UI socket', () => (socket.readyState === 1 ? true : undefined));
  return {
    received,
    send: (message) => socket.send(JSON.stringify(message)),
    got: (type, test = () => true) =>
      until(`${type} in the UI`, () => received.find((message) => message['t'] === type && test(message))),
    close: () => socket.close(),
  };
}
