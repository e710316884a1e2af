/**
 * The launcher's children. Each leads a process group of its own, so that Ctrl-C reaches the launcher alone
 * and it ends them in order. A tiny shell, the guard, holds their ids and ends them when the launcher is
 * gone without having done so (SIGKILL): its standard input closes then.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Env } from './settings.ts';

const GUARD = `
pids=
while read -r what pid; do
  case $what in
    +) pids="$pids $pid" ;;
    -) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
  esac
done
for p in $pids; do kill -TERM "-$p" 2>/dev/null; done
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=; for p in $pids; do kill -0 "-$p" 2>/dev/null && left="$left $p"; done
  [ -z "$left" ] && exit 0
  sleep 0.1
done
for p in $left; do kill -KILL "-$p" 2>/dev/null; done
`;

export interface Child {
  readonly pid: number;
  readonly name: string;
  /** Resolves with a word on how it ended. */
  readonly ended: Promise<string>;
  end(): Promise<void>;
}

export interface Children {
  start(
    name: string,
    command: string,
    args: readonly string[],
    how: { readonly env: Env; readonly log: string },
  ): Child;
  /** Ends all of them, the last started first. */
  end(): Promise<void>;
}

/** How long a child may take to end by itself, in real milliseconds. */
const PATIENCE = 5_000;

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(-pid, name);
  } catch {
    // Its group is gone already, which is what was wanted.
  }
};

export function children(): Children {
  const guard = spawn('/bin/sh', ['-c', GUARD], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  guard.stdin.on('error', () => {});
  const running: Child[] = [];
  const start: Children['start'] = (name, command, args, { env, log }) => {
    const out = openSync(log, 'a');
    const started: ChildProcess = spawn(command, args, {
      env: { ...env },
      detached: true,
      stdio: ['ignore', out, out],
    });
    closeSync(out);
    const pid = started.pid ?? 0;
    if (pid) guard.stdin.write(`+ ${pid}\n`);
    const ended = new Promise<string>((done) => {
      started.once('error', (error) => done(error.message));
      started.once('exit', (code, by) => done(by ? `signal ${by}` : `code ${code}`));
    }).then((how) => {
      if (pid) guard.stdin.write(`- ${pid}\n`);
      running.splice(running.indexOf(child), 1);
      return how;
    });
    const child: Child = {
      pid,
      name,
      ended,
      async end() {
        if (!pid) return;
        signal(pid, 'SIGTERM');
        const timer = setTimeout(() => signal(pid, 'SIGKILL'), PATIENCE);
        await ended;
        clearTimeout(timer);
        signal(pid, 'SIGKILL'); // whatever else of its group is left
      },
    };
    running.push(child);
    return child;
  };
  return {
    start,
    async end() {
      for (const child of [...running].reverse()) await child.end();
    },
  };
}
