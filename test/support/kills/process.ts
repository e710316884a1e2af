/** Lean bots as processes, warmed up ahead: loading the code takes longer than what is tested. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Place } from './bot.ts';
import { type Compiled, compileBot } from './compile.ts';

export interface Doomed {
  /** Its port; undefined where it was killed before it had one. */
  begin(place: Place): Promise<number | undefined>;
  /** As `kill -9` does, at once. */
  kill(): void;
  /** Resolves once it is gone. */
  readonly gone: Promise<unknown>;
}

interface Warm {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
}

export class Processes {
  readonly #warm: Warm[] = [];
  readonly #program: Compiled = compileBot();

  /** Begins to load so many more. */
  warm(count = 1): void {
    for (let i = 0; i < count; i++) {
      const child = fork(this.#program.entry, [], {
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.#warm.push({ child, ready: once(child, 'message') });
    }
  }

  take(): Doomed {
    if (this.#warm.length === 0) this.warm();
    const { child, ready } = this.#warm.shift() as Warm;
    const gone = once(child, 'exit');
    return {
      gone,
      kill: () => void child.kill('SIGKILL'),
      async begin(place) {
        await ready;
        const begun = once(child, 'message') as Promise<[{ port: number }]>;
        child.send(place);
        const first = await Promise.race([begun, gone]);
        const [said] = first as [{ port?: number } | null];
        return typeof said === 'object' && said !== null ? said.port : undefined;
      },
    };
  }

  stop(): void {
    for (const { child } of this.#warm.splice(0)) child.kill('SIGKILL');
    this.#program.remove();
  }
}
