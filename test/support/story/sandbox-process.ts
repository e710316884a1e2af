/** The sandbox as a process of its own, as `npm start` starts it, with ports and data nobody else has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildNow, isBuilt } from '../../../bin/built.mjs';
import { freePort } from '../../../src/sandbox/ports.ts';
import { hasRedis } from '../redis.ts';
import { removeFolder } from '../remove-folder.ts';
import { until } from './until.ts';

const hasPeer = existsSync(
  resolve(`node_modules/local-slack-${process.platform}-${process.arch}/bin/local-slack`),
);
/** False where there is no Redis or no local Slack for this machine; the e2e tests skip then and say so. */
export const hasSandbox = hasRedis && hasPeer;
if (!hasPeer) console.warn('No local-slack for this platform: tests that need the sandbox are skipped.');

export interface Run {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** The exit code, when it has ended; -1 for a signal. */
  readonly ended: Promise<number>;
  /** As Ctrl-C in a terminal does: to everything in the foreground. */
  interrupt(): void;
}

/** Runs a command with nothing of this process's own settings. */
export function run(command: readonly string[], env: Readonly<Record<string, string>>): Run {
  const [program = '', ...args] = command;
  const base: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (
      value !== undefined &&
      !/^(SLACK_|TWILIO_|TELNYX_|SANDBOX_|CALLBOARD_|REDIS_URL|PORT$|DATA_DIR$|VITEST|NODE_ENV|npm_)/.test(
        name,
      )
    )
      base[name] = value;
  const child = spawn(program, args, {
    env: { ...base, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    said.err += String(chunk);
  });
  return {
    child,
    stdout: () => said.out,
    stderr: () => said.err,
    ended: new Promise((done) => child.once('exit', (code) => done(code ?? -1))),
    interrupt() {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGINT');
      } catch {
        // It has ended already.
      }
    },
  };
}

export const NPM_START = ['npm', 'start', '--silent'] as const;
/** What is built, made once where the sources have changed: it starts in half the time of the sources. */
export const MAIN = [process.execPath, 'dist/src/main.js'] as const;

export function ensureBuilt(): void {
  const trouble = isBuilt() ? undefined : buildNow();
  if (trouble !== undefined) throw new Error(`cannot be built: ${trouble}`);
}
/** The launcher with a bot that does nothing. */
export const FAKE = [process.execPath, '--import', 'tsx', 'test/support/fake-launch.ts'] as const;

export interface SandboxAddresses {
  readonly bot: string;
  readonly slack: string;
  readonly twilio: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Free ports and a data folder, with the environment that says so. */
export async function addresses(env: Readonly<Record<string, string>> = {}): Promise<SandboxAddresses> {
  const [bot, slack, twilio] = await Promise.all([freePort(), freePort(), freePort()]);
  const dataDir = mkdtempSync(join(tmpdir(), 'callboard-sandbox-'));
  return {
    bot: `http://127.0.0.1:${bot}`,
    slack: `http://127.0.0.1:${slack}`,
    twilio: `http://127.0.0.1:${twilio}`,
    dataDir,
    env: {
      PORT: String(bot),
      SANDBOX_SLACK_PORT: String(slack),
      SANDBOX_TWILIO_PORT: String(twilio),
      DATA_DIR: dataDir,
      ...env,
    },
  };
}

const log = (dataDir: string): string => {
  try {
    return readFileSync(join(dataDir, 'callboard.log'), 'utf8').split('\n').slice(-15).join('\n');
  } catch {
    return '(no log)';
  }
};

export interface SandboxProcess extends SandboxAddresses {
  readonly run: Run;
  botPid(): number;
  isReady(): Promise<boolean>;
  /** The log so far. */
  log(): string;
  /** Ctrl-C, and until all of it has ended. The data stays. */
  stop(): Promise<number>;
  /** Takes the data away too. */
  remove(): Promise<void>;
}

export async function startSandbox(
  at: SandboxAddresses,
  command: readonly string[] = MAIN,
  env: Readonly<Record<string, string>> = {},
): Promise<SandboxProcess> {
  if (command === MAIN) ensureBuilt();
  const started = run(command, { ...at.env, ...env });
  let over: number | undefined;
  void started.ended.then((code) => {
    over = code;
  });
  const stop = async () => {
    started.interrupt();
    return await started.ended;
  };
  await until(
    () => `ready; it said: ${started.stdout()}${started.stderr()}\n${log(at.dataDir)}`,
    () =>
      /^ready/m.test(started.stdout())
        ? true
        : over === undefined
          ? undefined
          : Promise.reject(
              new Error(`the sandbox ended with ${over}: ${started.stderr()}${log(at.dataDir)}`),
            ),
    60_000,
  ).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    ...at,
    run: started,
    botPid: () => Number(readFileSync(join(at.dataDir, 'bot.pid'), 'utf8')),
    isReady: async () => {
      const answer = await fetch(`${at.bot}/readyz`).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.status === 200;
    },
    log: () => log(at.dataDir),
    stop,
    async remove() {
      await stop();
      removeFolder(at.dataDir);
    },
  };
}
