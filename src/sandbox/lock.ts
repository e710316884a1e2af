/**
 * One sandbox for each DATA_DIR: two would write the same files. The lock is a listening socket, because
 * the system lets go of it however its holder dies, which a file with a process id does not survive.
 */
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartRefusal } from './refusal.ts';
import { shortHash } from './settings.ts';

const isHeld = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => socket.destroy() && done(true)).once('error', () => done(false));
  });

export async function lock(dataDir: string): Promise<Server> {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StartRefusal(`DATA_DIR ${dataDir} cannot be made: ${(error as Error).message}`);
  }
  // A socket's path may have 100 characters or so, too few to put it into DATA_DIR itself.
  const path = join(tmpdir(), `callboard-${shortHash(realpathSync(dataDir))}.sock`);
  if (await isHeld(path))
    throw new StartRefusal(
      `DATA_DIR ${dataDir} is in use by another sandbox. Stop that one, or set DATA_DIR to another place.`,
    );
  rmSync(path, { force: true });
  return await new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) =>
      fail(new StartRefusal(`DATA_DIR ${dataDir} cannot be locked: ${error.message}`)),
    );
    server.listen(path, () => done(server.unref()));
  });
}
