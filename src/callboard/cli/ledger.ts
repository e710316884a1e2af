/** `callboard ledger`: the ledger of an event, from the archive's files and from Redis, to read or to filter further. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { lockedFiles } from '../../adapters/age/archive-key.ts';
import { decryptBackup, isEncrypted } from '../../adapters/age/encrypt.ts';
import { archiveFiles } from '../../adapters/backup/archive-files.ts';
import { type BackupPlaceConfig, backupPlaceEnv } from '../../adapters/backup/config.ts';
import { connectForRequests, redisConfig } from '../../adapters/redis/connect.ts';
import { connectOrExplain } from '../../adapters/redis/explain.ts';
import { openSealer } from '../../adapters/redis/open-sealer.ts';
import { RedisStore } from '../../adapters/redis/store.ts';
import { realClock } from '../../core/clock.ts';
import { compareLedgerIds, type Recorded } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import type { ArchivableLedger, StoredFact } from '../../core/ports/archive.ts';
import { readLedgerFile } from '../archive/file.ts';
import { ARCHIVE_ID, archiveDocument, archivedDayDocument } from '../domain/archive.ts';

const USAGE = `callboard ledger [--from DAY] [--to DAY] [--about P17] [--kind page.] [--json]
                          what happened, oldest first: from the archive (CALLBOARD_ARCHIVE_TO) and from REDIS_URL. Days are
                          UTC's, such as 2026-11-27, both included; --kind is a fact's name, or how it begins
callboard ledger --file FILE [--identity KEYFILE] …
                          one file of the archive, with the key of \`age-keygen\`, or with the bot's own out of REDIS_URL`;

/** Facts that are read at once. */
const PAGE = 500;

interface LedgerFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly about?: string | undefined;
  readonly kind?: string | undefined;
}

/** Whether it is that one, as people type it: `page:P17`, `P17`, `p17`. */
function isReference(one: string, typed: string): boolean {
  const [whole, wanted] = [one.toLowerCase(), typed.toLowerCase()];
  return whole === wanted || whole.slice(whole.indexOf(':') + 1) === wanted;
}

/** @param filter - `about` is a reference such as `page:P17`, or what stands behind the colon */
function isAskedFor(
  { name, at, about }: Pick<StoredFact, 'name' | 'at' | 'about'>,
  filter: LedgerFilter,
): boolean {
  const day = at.slice(0, 10);
  const { from, to, kind } = filter;
  return (
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (kind === undefined || name === kind || (kind.endsWith('.') && name.startsWith(kind))) &&
    (filter.about === undefined || about.some((one) => isReference(one, filter.about ?? '')))
  );
}

/** A line of JSON, or one to read. Control characters of a terminal are escaped, as JSON does. */
function ledgerLine({ id, name, at, by, about, data }: Recorded, asJson: boolean): string {
  const time = instantText(at);
  if (asJson) return JSON.stringify({ id, name, at: time, by, about, data });
  const text = (one: string) => JSON.stringify(one).slice(1, -1);
  return `${time}  ${text(name)}  by ${text(by)}${about.length > 0 ? `  (${about.map(text).join(', ')})` : ''}  ${JSON.stringify(data)}`;
}

type Print = (line: string) => void;

interface Asked {
  readonly filter: LedgerFilter;
  readonly asJson: boolean;
  readonly print: Print;
}

function printFact(
  fact: StoredFact,
  ledger: Pick<ArchivableLedger, 'open'>,
  { filter, asJson, print }: Asked,
): void {
  if (isAskedFor(fact, filter)) print(ledgerLine(ledger.open(fact), asJson));
}

const envOf = <T>(schema: z.ZodType<T>): T => {
  const given = Object.entries(process.env).filter(([, value]) => value?.trim());
  const config = schema.safeParse(Object.fromEntries(given));
  if (!config.success) throw new Error(z.prettifyError(config.error));
  return config.data;
};

async function withStore<R>(work: (store: RedisStore, event: string) => Promise<R>): Promise<R> {
  const config = envOf(redisConfig);
  const redis = connectForRequests(config.REDIS_URL);
  try {
    await connectOrExplain(redis, config.REDIS_URL);
    const sealer = await openSealer(redis, config.CALLBOARD_EVENT, config, { claim: false });
    const store = new RedisStore(redis, config.CALLBOARD_EVENT, sealer);
    try {
      return await work(store, config.CALLBOARD_EVENT);
    } finally {
      store.close();
    }
  } finally {
    redis.disconnect();
  }
}

/** The archive's days, then what is in Redis alone. */
async function printAll(store: RedisStore, event: string, asked: Asked): Promise<void> {
  const { filter } = asked;
  const ledger = store.archivable();
  const state = (await store.get(archiveDocument, ARCHIVE_ID))?.value;
  const env: BackupPlaceConfig = envOf(backupPlaceEnv);
  const days = (await store.all(archivedDayDocument)).map(({ id }) => id).sort();
  // A fact is in the file of its day, or of a later one where the machines' clocks disagreed.
  const wanted = days.filter((day) => filter.from === undefined || day >= filter.from);
  if (wanted.length > 0 && env.CALLBOARD_ARCHIVE_TO === undefined)
    console.error(
      `${wanted.length} days (${wanted[0]} to ${wanted.at(-1)}) are in the archive, and CALLBOARD_ARCHIVE_TO does not say where: they are left out.`,
    );
  else if (env.CALLBOARD_ARCHIVE_TO !== undefined) {
    const files = archiveFiles(env.CALLBOARD_ARCHIVE_TO, event, env);
    const place = lockedFiles(files, [], store, realClock);
    for (const day of wanted) {
      const file = await place.read(day);
      if (file) for (const fact of (await readLedgerFile(file)).facts) printFact(fact, ledger, asked);
      else console.error(`The file of ${day} is not in ${env.CALLBOARD_ARCHIVE_TO}: it is left out.`);
    }
  }
  for (let after = state?.upTo; ; ) {
    const page = await ledger.read({ after, limit: PAGE });
    for (const fact of page) printFact(fact, ledger, asked);
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return;
  }
}

async function printFile(path: string, identity: string | undefined, asked: Asked): Promise<void> {
  const locked = readFileSync(path);
  await withStore(async (store) => {
    const ledger = store.archivable();
    const file = !isEncrypted(locked)
      ? locked
      : identity === undefined
        ? await lockedFiles({ read: async () => locked, write: async () => {} }, [], store, realClock).read(
            path,
          )
        : await decryptBackup(locked, { identities: readFileSync(identity, 'utf8') });
    if (!file)
      throw new Error('No key opens this file: give the one that `age-keygen` wrote with --identity.');
    const { facts } = await readLedgerFile(file);
    for (const fact of facts.toSorted((a, b) => compareLedgerIds(a.id, b.id))) printFact(fact, ledger, asked);
  });
}

const Day = z.iso.date();

/** @returns the exit code */
export async function runLedger(given: readonly string[], print: Print): Promise<number> {
  const { values } = parseArgs({
    args: [...given],
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      about: { type: 'string' },
      kind: { type: 'string' },
      file: { type: 'string' },
      identity: { type: 'string' },
    },
  });
  if (values.help) {
    console.error(USAGE);
    return 0;
  }
  for (const name of ['from', 'to'] as const) {
    if (values[name] !== undefined && !Day.safeParse(values[name]).success)
      throw new Error(`--${name}: a day such as 2026-11-27.`);
  }
  const { from, to, about, kind, file, identity } = values;
  let lines = 0;
  const counted = (line: string) => {
    lines++;
    print(line);
  };
  const asked: Asked = { filter: { from, to, about, kind }, asJson: values.json === true, print: counted };
  if (file !== undefined) await printFile(file, identity, asked);
  else
    await withStore(async (store, event) => {
      await printAll(store, event, asked);
      // Beside the answer: whoever pipes it on gets nothing but facts.
      if (lines === 0) console.error(`The ledger of the event “${event}” has nothing of that.`);
    });
  return 0;
}
