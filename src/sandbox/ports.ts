/** Ports of this machine: whether one is taken, and one that is not. */
import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartRefusal } from './refusal.ts';
import type { Settings } from './settings.ts';

/**
 * Below what the systems themselves hand out for connections and for port 0 (Linux from 32768, the others from
 * 49152), and without those that Chromium refuses to open (the highest is 10080).
 */
const FIRST = 10_240;
const LAST = 32_767;
/** Milliseconds after which whoever was given a port listens there, or has ended. */
const CLAIM_ENDS = 3_600_000;

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && done(true)).once('error', () => done(false));
  });

const canListen = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });

/** Whether somebody listens there: found by connecting (any interface) and by binding loopback. */
const isTaken = async (port: number): Promise<boolean> => (await answers(port)) || !(await canListen(port));

export async function refuseTakenPorts({ port, slackPort, twilioPort }: Settings): Promise<void> {
  const ports = { PORT: port, SANDBOX_SLACK_PORT: slackPort, SANDBOX_TWILIO_PORT: twilioPort };
  for (const [name, number] of Object.entries(ports)) {
    if (await isTaken(number))
      throw new StartRefusal(
        `Port ${number} is taken. Stop what listens there, or set ${name} to another one.`,
      );
  }
}

/** Takes the port's file, which one process alone can make; false where another has it. */
function claim(folder: string, port: number): boolean {
  const file = join(folder, String(port));
  try {
    closeSync(openSync(file, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - since > CLAIM_ENDS) rmSync(file, { force: true });
    return false;
  }
}

/**
 * A port of loopback where nobody listens, and that no other call was given within the last hour, in whatever
 * process of this user: between the answer and its first use, and while a program that had it is being started
 * again, nobody else is sent there. Asking the system for port 0 gives no such promise.
 */
export async function freePort(): Promise<number> {
  const folder = join(tmpdir(), `callboard-ports-${process.getuid?.() ?? 'own'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (claim(folder, port) && !(await isTaken(port))) return port;
  }
}
