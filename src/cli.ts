/**
 * `callboard` on the command line, for the operator: `start`, `doctor`, `backup`, `restore`, `keys …`.
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 not understood.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BackupError, exportEvent, restoreEvent } from './adapters/redis/backup.ts';
import { connectForRequests, redisConfig } from './adapters/redis/connect.ts';
import { realClock } from './core/clock.ts';

const USAGE = `callboard start           run the bot (or, without Slack credentials, the sandbox)
callboard doctor          look at everything that the bot needs, and say what to mend
callboard backup FILE|-   write a backup of the event in REDIS_URL to FILE, or to standard output
callboard restore FILE|-  restore a backup into an empty Redis, and check it
callboard keys …          key sets without Slack: see docs/keys-organizers.md`;

async function withRedis<R>(
  work: (redis: ReturnType<typeof connectForRequests>, event: string) => Promise<R>,
): Promise<R> {
  const config = redisConfig.safeParse(process.env);
  if (!config.success) throw new BackupError(z.prettifyError(config.error));
  const redis = connectForRequests(config.data.REDIS_URL);
  try {
    await redis.connect().catch(() => {
      throw new BackupError('REDIS_URL: nobody answers there.');
    });
    return await work(redis, config.data.CALLBOARD_EVENT);
  } finally {
    redis.disconnect();
  }
}

/** @param file a path, or `-` for standard output, which then carries nothing else. */
async function backup(file: string): Promise<void> {
  const bytes = await withRedis((redis, event) => exportEvent(redis, event, realClock.now().toString()));
  if (file === '-') return await writeToStdout(bytes);
  // It holds phone numbers: for its owner alone, and never over another backup.
  writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
  console.log(
    `${file}: ${bytes.length} bytes. It holds people's numbers and addresses; keep it as you keep those.`,
  );
}

/** A pipe takes its time: whoever ends the process before the last byte is out cuts the backup. */
const writeToStdout = (bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve())),
  );

/** @param file a path, or `-` for standard input */
async function restore(file: string): Promise<void> {
  const bytes = readFileSync(file === '-' ? 0 : file);
  const { at, keys } = await withRedis((redis, event) => restoreEvent(redis, event, bytes));
  console.log(`Restored ${keys} keys from the backup of ${at}, and compared them. Start the bot now.`);
}

/** `export` is what `backup` was called first. */
const FILE_COMMANDS: Readonly<Record<string, (file: string) => Promise<void>>> = {
  backup,
  export: backup,
  restore,
};

/** Answers the exit code; -1 where the bot runs on. */
async function run(given: readonly string[]): Promise<number> {
  const [command = '', ...rest] = given;
  if (command === 'keys') {
    const { runKeys } = await import('./keys/cli/command.ts');
    return await runKeys(rest);
  }
  const { positionals, values } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [name = '', file, ...more] = positionals;
  if (name === 'start' && file === undefined) {
    await import('./main.ts');
    return -1;
  }
  if (name === 'doctor' && file === undefined) {
    const { runDoctor } = await import('./callboard/cli/doctor.ts');
    return await runDoctor(process.env, (line) => console.log(line));
  }
  const work = Object.hasOwn(FILE_COMMANDS, name) ? FILE_COMMANDS[name] : undefined;
  if (values.help || !work || file === undefined || more.length > 0) {
    console.error(USAGE);
    return values.help || name === 'help' ? 0 : 2;
  }
  await work(file);
  return 0;
}

try {
  const code = await run(process.argv.slice(2));
  // The bot runs on; everything else is done.
  if (code >= 0) process.exit(code);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const misunderstood = code?.startsWith('ERR_PARSE_ARGS') ?? false;
  if (misunderstood) console.error(USAGE);
  console.error(code === 'EEXIST' ? 'That file is already there; give another name.' : message);
  process.exit(misunderstood ? 2 : 1);
}
