/**
 * `callboard` on the command line, for the operator: `start`, `export FILE`, `restore FILE`, `keys …`.
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 not understood.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { BackupError, exportEvent, restoreEvent } from './adapters/redis/backup.ts';
import { connectForRequests, redisConfig } from './adapters/redis/connect.ts';
import { realClock } from './core/clock.ts';

const USAGE = `callboard start           run the bot (or, without Slack credentials, the sandbox)
callboard export FILE     write a backup of the event in REDIS_URL to FILE
callboard restore FILE    restore a backup into an empty Redis, and check it
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

async function exportTo(file: string): Promise<string> {
  const bytes = await withRedis((redis, event) => exportEvent(redis, event, realClock.now().toString()));
  // It holds phone numbers: for its owner alone, and never over another backup.
  writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
  return `${file}: ${bytes.length} bytes. It holds people's numbers and addresses; keep it as you keep those.`;
}

async function restoreFrom(file: string): Promise<string> {
  const { at, keys } = await withRedis((redis, event) => restoreEvent(redis, event, readFileSync(file)));
  return `Restored ${keys} keys from the backup of ${at}, and compared them. Start the bot now.`;
}

async function run([command, file, ...more]: readonly string[]): Promise<number> {
  if (command === 'start' && file === undefined) {
    await import('./main.ts');
    return -1;
  }
  if (command === 'keys') {
    const { runKeys } = await import('./keys/cli/command.ts');
    return await runKeys([...(file === undefined ? [] : [file]), ...more]);
  }
  if ((command !== 'export' && command !== 'restore') || file === undefined || more.length > 0) {
    console.error(USAGE);
    return command === 'help' || command === '--help' ? 0 : 2;
  }
  console.log(await (command === 'export' ? exportTo(file) : restoreFrom(file)));
  return 0;
}

try {
  const code = await run(process.argv.slice(2));
  // The bot runs on; everything else is done.
  if (code >= 0) process.exit(code);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(code === 'EEXIST' ? 'That file is already there; give another name.' : message);
  process.exit(1);
}
