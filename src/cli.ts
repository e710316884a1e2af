/**
 * `callboard` on the command line, for the operator: `start`, `doctor`, `backup`, `restore`, `ledger …`, `event …`, `drill …`, `keys …`.
 * Exit codes: 0 done, 1 it could not be done (one line says why), 2 not understood.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type BackupConfig, backupConfig } from './adapters/age/config.ts';
import { decryptBackup, encryptBackup, isEncrypted } from './adapters/age/encrypt.ts';
import { bucketOf } from './adapters/backup/bucket.ts';
import { type BackupPlaceConfig, backupPlaceEnv } from './adapters/backup/config.ts';
import { fetchBackup, placeBackup } from './adapters/backup/place.ts';
import { BackupError, documentsIn, exportEvent, restoreEvent } from './adapters/redis/backup.ts';
import { connectForRequests, redisConfig } from './adapters/redis/connect.ts';
import { connectOrExplain } from './adapters/redis/explain.ts';
import { openSealer } from './adapters/redis/open-sealer.ts';
import { RedisStore } from './adapters/redis/store.ts';
import { EVERY_EVENT, runForEveryEvent } from './callboard/cli/every-event.ts';
import { whatIsWrong } from './callboard/cli/misunderstood.ts';
import { forgottenDocument } from './callboard/domain/forgotten.ts';
import { forgetAgain } from './callboard/forget-again.ts';
import { envOfEvent, namesOfEvents } from './compose/read-events.ts';
import { readEnvFile } from './config.ts';
import { realClock } from './core/clock.ts';
import { newId } from './core/new-id.ts';
import { eraseAgain } from './incident/erase.ts';

const USAGE = `callboard start           run the bot (or, without Slack credentials, the sandbox)
callboard doctor          look at everything that the bot needs, and say what to mend
callboard backup [--to] FILE|-|FOLDER/|s3://…
                          write a backup of the event in REDIS_URL to a file, to standard output, or under a name of
                          its own into a folder or bucket (CALLBOARD_BACKUP_TO where none is named), encrypted
                          for CALLBOARD_BACKUP_RECIPIENT or with CALLBOARD_BACKUP_PASSPHRASE [--plain]
                          [--every-event: of several, one of each, into a folder or bucket]
callboard restore FILE|-|s3://…
                          restore a backup into an empty Redis, and check it [--identity KEYFILE]
                          [--check: only rehearse it, beside the event, and take it away again]
                          [--forgotten NEWER: forget whoever a newer backup says was forgotten since]
callboard ledger …        what happened, also what is in the archive: [--from DAY] [--to DAY] [--about P17] [--kind page.]
callboard event …         the whole set-up as a file: plan, apply, export; see docs/event-file.md
callboard drill check …   whether a drill's scenario can be played; see docs/drills.md
callboard keys …          key sets without Slack: see docs/keys-organizers.md

Of several events (CALLBOARD_EVENTS; docs/several-events.md) --event NAME before or behind a command says which;
CALLBOARD_EVENT says it too.`;

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
    await connectOrExplain(redis, config.data.REDIS_URL).catch((error: Error) => {
      throw new BackupError(error.message);
    });
    return await work(redis, { event: config.data.CALLBOARD_EVENT, config: config.data });
  } finally {
    redis.disconnect();
  }
}

type Options = Readonly<Partial<Record<'identity' | 'forgotten', string>>> & {
  readonly plain?: boolean;
  readonly check?: boolean;
};

const keysFrom = (env: NodeJS.ProcessEnv): BackupConfig => {
  const config = backupConfig.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())),
  );
  if (!config.success) throw new BackupError(z.prettifyError(config.error));
  return config.data;
};

const placeFrom = (env: NodeJS.ProcessEnv): BackupPlaceConfig => {
  const config = backupPlaceEnv.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())),
  );
  if (!config.success) throw new BackupError(z.prettifyError(config.error));
  return config.data;
};

/** @param file a path, a folder, a bucket, or `-` for standard output, which then carries nothing else. */
async function backup(file: string, { plain = false }: Options): Promise<void> {
  const keys = keysFrom(process.env);
  if (!plain && !keys.CALLBOARD_BACKUP_RECIPIENT && !keys.CALLBOARD_BACKUP_PASSPHRASE)
    throw new BackupError(
      'Nothing to encrypt it with: set CALLBOARD_BACKUP_RECIPIENT (a public key of `age-keygen`) or CALLBOARD_BACKUP_PASSPHRASE, or say --plain.',
    );
  const at = realClock.now().toString();
  const [event, clear] = await withRedis(
    async (redis, of) => [of.event, await exportEvent(redis, of.event, at)] as const,
  );
  const bytes = plain ? clear : ((await encryptBackup(keys, clear)) ?? clear);
  if (file === '-') return await writeToStdout(bytes);
  const isFolder = file.endsWith('/') || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  let where = file;
  if (isFolder || bucketOf(file))
    where = await placeBackup(file, { event, at, bytes, isEncrypted: !plain }, placeFrom(process.env));
  // For its owner alone, and never over another backup.
  else writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
  console.log(
    `${where}: ${bytes.length} bytes${plain ? ', not encrypted; keep it as you keep what is in it' : ', encrypted'}.`,
  );
}

/** A pipe takes its time: whoever ends the process before the last byte is out cuts the backup. */
const writeToStdout = (bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) =>
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve())),
  );

/** @param file a path, an address in a bucket, or `-` for standard input */
async function readBackup(file: string, { identity }: Options): Promise<Uint8Array> {
  const bucket = bucketOf(file);
  const bytes = bucket
    ? await fetchBackup(bucket, placeFrom(process.env))
    : readFileSync(file === '-' ? 0 : file);
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

/** Random, so that nothing has it; letters and digits, as an event's name. */
const REHEARSAL_LENGTH = 8;

async function rehearse(bytes: Uint8Array): Promise<void> {
  const { rehearseRestore } = await import('./adapters/redis/rehearse.ts');
  const { ERASURES } = await import('./callboard/erase-documents.ts');
  const { at, keys, documents, facts, jobs } = await withRedis(async (redis, { event, config }) => {
    const random = newId()
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, REHEARSAL_LENGTH);
    const kinds = ERASURES.map(({ kind }) => kind);
    return await rehearseRestore(redis, `${event}-check-${random}`, bytes, kinds, (name) =>
      openSealer(redis, name, config, { claim: false }),
    );
  });
  console.log(
    `This backup of ${at} can be restored: ${keys} keys, written and compared; ${documents} documents, ${facts} facts and ${jobs} jobs opened. Nothing of it was left, and the event was not touched.`,
  );
}

async function restore(file: string, options: Options): Promise<void> {
  const bytes = await readBackup(file, options);
  if (options.check) return await rehearse(bytes);
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

/** They work on files alone, or start all events there are; with `--event` they are of that one. */
const NEEDS_NO_EVENT: ReadonlySet<string> = new Set(['', 'start', 'keys', 'drill', 'help', '--help', '-h']);

/** Answers the exit code; -1 where the bot runs on. */
async function run(given: readonly string[]): Promise<number> {
  const [command = '', ...rest] = given;
  if (command === 'event') {
    const { runEvent } = await import('./callboard/cli/event.ts');
    return await runEvent(rest);
  }
  if (command === 'ledger') {
    const { runLedger } = await import('./callboard/cli/ledger.ts');
    return await runLedger(rest, (line) => console.log(line));
  }
  if (command === 'drill') {
    const { runDrill } = await import('./callboard/cli/drill.ts');
    return runDrill(rest);
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
      check: { type: 'boolean' },
      to: { type: 'string' },
      identity: { type: 'string' },
      forgotten: { type: 'string' },
    },
  });
  const [name = '', typed, ...more] = positionals;
  const isBackup = name === 'backup' || name === 'export';
  const place = isBackup
    ? (values.to ?? (process.env['CALLBOARD_BACKUP_TO']?.trim() || undefined))
    : undefined;
  // Of the configuration it is a folder, whether it is there yet or not.
  const folder = isBackup && values.to === undefined && place && !bucketOf(place) ? `${place}/` : place;
  const file = typed ?? folder;
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
    const isAsked = values.help === true || name === 'help';
    console.error((isAsked ? undefined : whatIsWrong(name, file === undefined)) ?? USAGE);
    return isAsked ? 0 : 2;
  }
  const { plain, check, identity, forgotten } = values;
  await work(file, {
    ...(plain && { plain }),
    ...(check && { check }),
    ...(identity !== undefined && { identity }),
    ...(forgotten !== undefined && { forgotten }),
  });
  return 0;
}

/** Takes `--event NAME` out, and makes the environment that of this event. */
function chooseEvent(given: readonly string[]): string[] {
  const at = given.findIndex((word) => word === '--event' || word.startsWith('--event='));
  const [word = '', name] = at < 0 ? [] : given.slice(at, at + 2);
  const isJoined = word.startsWith('--event=');
  const chosen = isJoined ? word.slice('--event='.length) : name;
  if (at >= 0 && !chosen) throw new BackupError('--event wants the name of an event behind it.');
  const rest = given.filter((_, i) => at < 0 || i < at || i > at + (isJoined ? 0 : 1));
  if (chosen === undefined && NEEDS_NO_EVENT.has(rest[0] ?? '')) return rest;
  const answer = envOfEvent(process.env, chosen);
  if ('problem' in answer) throw new BackupError(answer.problem);
  // Empty and not taken away: `.env`, which is read again, fills in what is not there at all.
  for (const [variable, value] of Object.entries(answer.env)) process.env[variable] = value ?? '';
  return rest;
}

try {
  readEnvFile();
  const given = process.argv.slice(2);
  const code = given.includes(EVERY_EVENT)
    ? runForEveryEvent(given, namesOfEvents(process.env))
    : await run(chooseEvent(given));
  // The bot runs on; everything else is done.
  if (code >= 0) process.exit(code);
} catch (error) {
  const { code, message, path } = error as NodeJS.ErrnoException;
  const misunderstood = code?.startsWith('ERR_PARSE_ARGS') ?? false;
  if (misunderstood) console.error(USAGE);
  const isMissing = code === 'ENOENT' && path !== undefined;
  const said = isMissing ? `${path}: there is no such file or folder.` : message;
  console.error(code === 'EEXIST' ? 'That file is already there; give another name.' : said);
  process.exit(misunderstood ? 2 : 1);
}
