/** Processes of the bot as it is deployed, webs and workers over one Redis: started, waited for, told to end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../../src/core/ports/processes.ts';
import { freePort } from '../../../src/sandbox/ports.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from '../local-slack.ts';
import { TEST_SECRET } from '../sealer.ts';

const PRELOAD = fileURLToPath(new URL('../rolling-loopback.mjs', import.meta.url));
/** Milliseconds that a start may take on a busy machine. */
const MAX_START = 240_000;

export interface Member {
  readonly role: Role;
  readonly port: number;
  /** Resolves when `/readyz` says so. */
  ready(): Promise<void>;
  /** SIGSTOP holds it up in the middle of whatever it does; SIGCONT lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** @returns its exit code, null where a signal ended it, and the milliseconds that it took */
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly took: number }>;
  /** All that it logged, and the last lines of that. */
  log(): string;
  said(): string;
}

export interface FleetOptions {
  /** The compiled program. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  /** A free one unless told. */
  readonly port?: number;
}

interface Surroundings {
  readonly event: string;
  readonly redisUrl: string;
  readonly slackApi: string;
  /** `socket` unless told. */
  readonly slackBy?: 'socket' | 'http';
}

/** What each member needs to start at all. */
export const memberEnvironment = ({ event, redisUrl, slackApi, slackBy = 'socket' }: Surroundings) => ({
  PATH: process.env['PATH'],
  NODE_ENV: 'production',
  REDIS_URL: redisUrl,
  CALLBOARD_EVENT: event,
  CALLBOARD_SECRET: TEST_SECRET,
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_API_URL: slackApi,
  ...(slackBy === 'http' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: APP_TOKEN }),
});

export async function startMember(
  { entry, environment, ...options }: FleetOptions,
  role: Role,
): Promise<Member> {
  const port = options.port ?? (await freePort());
  const env = { ...environment, PORT: String(port), HOST: '127.0.0.1', CALLBOARD_ROLE: role };
  const child: ChildProcess = spawn(process.execPath, ['--import', PRELOAD, entry], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard: string[] = [];
  const hear = (data: Buffer) => void heard.push(data.toString());
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const log = () => heard.join('');
  const said = () => log().split('\n').slice(-200).join('\n');
  return {
    role,
    port,
    log,
    said,
    async ready() {
      const end = performance.now() + MAX_START;
      for (;;) {
        if (child.exitCode !== null) throw new Error(`a ${role} ended as it began:\n${said()}`);
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        const why = await answer?.text();
        if (answer?.ok) return;
        if (performance.now() > end) throw new Error(`a ${role} is not ready: ${why}\n${said()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      const began = performance.now();
      child.kill(signal);
      const [code] = await gone;
      return { code, took: performance.now() - began };
    },
  };
}
