/** A cable between a browser and the bot that can be pulled out, or kinked so that nothing gets through and nobody is told. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Cable {
  /** Reaches the bot as long as the cable is whole. */
  readonly url: string;
  /** `cut`: connections break, and new ones are refused. `kinked`: they stay, and nothing comes through. */
  is(state: 'whole' | 'cut' | 'kinked'): void;
  close(): void;
}

export async function openCable(to: string): Promise<Cable> {
  const { port, hostname } = new URL(to);
  const open = new Set<Socket>();
  let state: 'whole' | 'cut' | 'kinked' = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => {
        if (state === 'whole') other.write(bytes);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        other.destroy();
      });
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    is(next) {
      // What was lost on the way is lost: a connection that was kinked does not go on.
      if (next === 'cut' || state === 'kinked') breakAll();
      state = next;
    },
    close() {
      breakAll();
      server.close();
    },
  };
}
