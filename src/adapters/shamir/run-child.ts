/**
 * Starts the child for one request. Through a shell that forbids core dumps, with pipes, without this
 * process's environment (which has tokens in it), without its stderr, and for at most ten seconds.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PermanentError } from '../../core/errors.ts';
import { ChildAnswer, type ChildRequest } from '../../keys/domain/custody.ts';

const LIMIT_MS = 10_000;
const here = import.meta.url;
const isSource = here.endsWith('.ts');
const child = fileURLToPath(new URL(isSource ? './child.ts' : './child.js', here));

/** Built output runs as it is; the sources need tsx, which tests do not run under themselves. */
const nodeArguments = (): string[] =>
  isSource ? ['--import', pathToFileURL(createRequire(here).resolve('tsx')).href, child] : [child];

export async function runChild(request: ChildRequest): Promise<ChildAnswer> {
  const running = spawn(
    '/bin/sh',
    ['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath, ...nodeArguments()],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: process.env['TMPDIR'] ?? '/tmp' },
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    },
  );
  const chunks: Buffer[] = [];
  running.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    running.once('error', () => reject(new PermanentError('keys-child-missing')));
    running.once('close', resolve);
  });
  // A child that died early breaks the pipe; its exit code says so below.
  running.stdin.on('error', () => undefined);
  const input = Buffer.from(JSON.stringify(request));
  running.stdin.end(input, () => input.fill(0));
  const code = await ended;
  const output = Buffer.concat(chunks);
  try {
    if (code !== 0) throw new PermanentError('keys-child-failed');
    const answer = ChildAnswer.safeParse(JSON.parse(output.toString('utf8')));
    if (!answer.success) throw new PermanentError('keys-child-unclear');
    return answer.data;
  } finally {
    for (const chunk of [...chunks, output]) chunk.fill(0);
  }
}
