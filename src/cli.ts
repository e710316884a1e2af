/**
 * `callboard` on the command line, for the operator: `start`, `doctor`, `backup`, `restore`, `event …`, `keys …`.
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 not understood.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type BackupConfig, backupConfig } from './adapters/age/config.ts';
import { decryptBackup, encryptBackup, isEncrypted } from './adapters/age/encrypt.ts';
import { BackupError, documentsIn, exportEvent, restoreEvent } from './adapters/redis/backup.ts';
import { connectForRequests, redisConfig } from './adapters/redis/connect.ts';
import { openSealer } from './adapters/redis/open-sealer.ts';
import { RedisStore } from './adapters/redis/store.ts';
import { forgottenDocument } from './callboard/domain/forgotten.ts';
import { forgetAgain } from './callboard/forget-again.ts';
import { realClock } from './core/clock.ts';
import { newId } from './core/new-id.ts';
import { eraseAgain } from './incident/erase.ts';

const USAGE = `callboard start           run the bot (or, without Slack credentials, the sandbox)
callboard doctor          look at everything that the bot needs, and say what to mend
callboard backup FILE|-   write a backup of the event in REDIS_URL to FILE, or to standard output, encrypted
                          for CALLBOARD_BACKUP_RECIPIENT or with CALLBOARD_BACKUP_PASSPHRASE [--plain]
callboard restore FILE|-  restore a backup into an empty Redis, and check it [--identity KEYFILE]
                          [--forgotten NEWER: forget whoever a newer backup says was forgotten since]
callboard event …         the whole set-up as a file: plan, apply, export; see docs/event-file.md
callboard keys …          key sets without Slack: see docs/keys-organizers.md`;

interface Event {
  readonly event: string;
  readonly config: z.infer<typeof redisConfig>;
}

async function withRedis<R>(
  work: (redis: ReturnType<typeof connectForRequests>, of: Event) => Promise<R>,
): Promise<R> {
  const given = Object.entries(process.env).filter(([, value]) => value?.trim());
  const config = redisConfig.safeParse(Object.fromEntries(given));
  if (!config.success) throw new BackupError(z.prettifyError(config.error));
  const redis = connectForRequests(config.data.REDIS_URL);
  try {
    await redis.connect().catch(() => {
      throw new BackupError('REDIS_URL: nobody answers there.');
    });
    return await work(redis, { event: config.data.CALLBOARD_EVENT, config: config.data });
  } finally {
    redis.disconnect();
  }
}

type Options = Readonly<Partial<Record<'identity' | 'forgotten', string>>> & { readonly plain?: boolean };

const keysFrom = (env: NodeJS.ProcessEnv): BackupConfig => {
  const config = backupConfig.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())),
  );
  if (!config.success) throw new BackupError(z.prettifyError(config.error));
  return config.data;
};

/** @param file a path, or `-` for standard output, which then carries nothing else. */
async function backup(file: string, { plain = false }: Options): Promise<void> {
  const keys = keysFrom(process.env);
  if (!plain && !keys.CALLBOARD_BACKUP_RECIPIENT && !keys.CALLBOARD_BACKUP_PASSPHRASE)
    throw new BackupError(
      'Nothing to encrypt it with: set CALLBOARD_BACKUP_RECIPIENT (a public key of `age-keygen`) or CALLBOARD_BACKUP_PASSPHRASE, or say --plain.',
    );
  const clear = await withRedis((redis, { event }) => exportEvent(redis, event, realClock.now().toString()));
  const bytes = plain ? clear : ((await encryptBackup(keys, clear)) ?? clear);
  if (file === '-') return await writeToStdout(bytes);
  // For its owner alone, and never over another backup.
  writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
  console.log(
    `${file}: ${bytes.length} bytes${plain ? ', not encrypted; keep it as you keep what is in it' : ', encrypted'}.`,
  );
}

/** A pipe takes its time: whoever ends the process before the last byte is out cuts the backup. */
const writeToStdout = (bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve())),
  );

/** @param file a path, or `-` for standard input */
async function readBackup(file: string, { identity }: Options): Promise<Uint8Array> {
  const bytes = readFileSync(file === '-' ? 0 : file);
  if (!isEncrypted(bytes)) return bytes;
  const passphrase = process.env['CALLBOARD_BACKUP_PASSPHRASE'];
  const clear = await decryptBackup(bytes, {
    ...(identity !== undefined && { identities: readFileSync(identity, 'utf8') }),
    ...(passphrase && { passphrase }),
  });
  if (clear) return clear;
  throw new BackupError(
    'No key opens this backup: give the file that `age-keygen` wrote with --identity FILE, or set CALLBOARD_BACKUP_PASSPHRASE.',
  );
}

async function restore(file: string, options: Options): Promise<void> {
  const bytes = await readBackup(file, options);
  const newer = options.forgotten === undefined ? undefined : await readBackup(options.forgotten, options);
  const { at, keys, erased, again } = await withRedis(async (redis, { event, config }) => {
    const restored = await restoreEvent(redis, event, bytes);
    const sealer = await openSealer(redis, event, config, { claim: false });
    const store = new RedisStore(redis, event, sealer);
    const lists =
      newer === undefined ? [] : store.readStored(forgottenDocument, documentsIn(newer, 'forgotten'));
    const deps = { store, newId };
    const erased = await eraseAgain(deps, lists, realClock.now());
    return { ...restored, erased, again: await forgetAgain(deps, lists, realClock.now()) };
  });
  console.log(`Restored ${keys} keys from the backup of ${at}, and compared them. Start the bot now.`);
  if (erased > 0)
    console.log(
      `Erased again: ${erased} ${erased === 1 ? 'incident that was' : 'incidents that were'} erased since.`,
    );
  if (again > 0) console.log(`Forgotten again: ${again}, who had asked for it since.`);
}

/** `export` is what `backup` was called first. */
const FILE_COMMANDS: Readonly<Record<string, (file: string, options: Options) => Promise<void>>> = {
  backup,
  export: backup,
  restore,
};

/** Answers the exit code; -1 where the bot runs on. */
async function run(given: readonly string[]): Promise<number> {
  const [command = '', ...rest] = given;
  if (command === 'event') {
    const { runEvent } = await import('./callboard/cli/event.ts');
    return await runEvent(rest);
  }
  if (command === 'keys') {
    const { runKeys } = await import('./keys/cli/command.ts');
    return await runKeys(rest);
  }
  const { positionals, values } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      plain: { type: 'boolean' },
      identity: { type: 'string' },
      forgotten: { type: 'string' },
    },
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
  const { plain, identity, forgotten } = values;
  await work(file, {
    ...(plain && { plain }),
    ...(identity !== undefined && { identity }),
    ...(forgotten !== undefined && { forgotten }),
  });
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
