/** Keeps the bot running: a child of its own, started again at once when it dies, however it died. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child, Children } from './children.ts';
import { StartRefusal } from './refusal.ts';
import type { Env, Settings } from './settings.ts';

export interface Bot {
  /** Resolves when `/readyz` says so; refuses when the bot cannot start. */
  ready(): Promise<void>;
  /** No further start. */
  stop(): Promise<void>;
}

/** Deaths in a row, without having been ready, after which the bot cannot be started at all. */
const GIVE_UP = 3;
/** Real milliseconds before it is started again: short of a second, but no busy loop. */
const BREATH = 200;

const lastLines = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
};

export function keepBot(settings: Settings, entry: string, env: Env, children: Children): Bot {
  const log = join(settings.dataDir, 'callboard.log');
  const pidFile = join(settings.dataDir, 'bot.pid');
  let child: Child | undefined;
  let stopping = false;
  let wasReady = false;

  const isReady = async (): Promise<boolean> => {
    const url = `http://127.0.0.1:${settings.port}/readyz`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };

  const keep = async (): Promise<void> => {
    for (let failures = 0; !stopping; ) {
      child = children.start('bot', process.execPath, [...process.execArgv, entry], { env, log });
      writeFileSync(pidFile, `${child.pid}\n`);
      const how = await child.ended;
      if (stopping) return;
      failures = wasReady ? 0 : failures + 1;
      if (failures === GIVE_UP)
        throw new StartRefusal(`The bot does not start (${how}). The end of ${log}:\n${lastLines(log)}`);
      if (wasReady) process.stderr.write(`the bot ended (${how}) and is started again\n`);
      await pause(BREATH);
    }
  };
  const kept = keep();
  kept.catch(() => {});

  return {
    async ready() {
      const poll = async () => {
        while (!stopping && !(await isReady())) await pause(100);
        wasReady = true;
      };
      await Promise.race([poll(), kept]);
    },
    async stop() {
      stopping = true;
      await child?.end();
      rmSync(pidFile, { force: true });
    },
  };
}
