/** Requests of one tick leave in one write: each write is a system call, and costs more than most requests. */
import { Redis } from 'ioredis';

export class OneWriteRedis extends Redis {
  #corked: Redis['stream'] | undefined;

  override sendCommand(...request: Parameters<Redis['sendCommand']>): unknown {
    this.#cork();
    return super.sendCommand(...request);
  }

  #cork(): void {
    const { stream } = this;
    if (!stream || stream === this.#corked) return;
    this.#corked = stream;
    stream.cork();
    process.nextTick(() => {
      this.#corked = undefined;
      stream.uncork();
    });
  }
}
