/** Asks for something secret: what is typed is not shown. From a pipe, a line at a time. */
import { createInterface, type Interface } from 'node:readline';

/** It cannot be done, and the message says why. Never a share, never a key. */
export class CannotDo extends Error {}

let piped: AsyncIterator<string> | undefined;
let reader: Interface | undefined;

async function line(): Promise<string> {
  reader ??= createInterface({ input: process.stdin, terminal: false });
  piped ??= reader[Symbol.asyncIterator]();
  const next = await piped.next();
  if (next.done) throw new CannotDo('Too few shares: the input ended.');
  return next.value;
}

const ENTER = new Set(['\r', '\n']);
const INTERRUPT = '\u0003';
const END = '\u0004';
const BACKSPACE = new Set(['\u007f', '\b']);

export async function prompt(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return await line();
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  try {
    return await new Promise((resolve, reject) => {
      let typed: string[] = [];
      const hear = (chunk: Buffer): void => {
        for (const letter of chunk.toString('utf8')) {
          if (ENTER.has(letter)) {
            stdin.off('data', hear);
            resolve(typed.join(''));
            typed = [];
            return;
          }
          if (letter === INTERRUPT || letter === END) {
            stdin.off('data', hear);
            reject(new CannotDo('Interrupted; nothing was done.'));
            return;
          }
          if (BACKSPACE.has(letter)) typed.pop();
          else typed.push(letter);
        }
      };
      stdin.on('data', hear);
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
