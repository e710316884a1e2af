/**
 * `callboard doctor`: everything that the bot needs, looked at one after another without changing anything,
 * each with what to do where it is not well. Its exit code is 1 where something is wrong.
 */
import { statfs } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import { lockedFiles } from '../../adapters/age/archive-key.ts';
import { archiveFiles } from '../../adapters/backup/archive-files.ts';
import { bucketOf } from '../../adapters/backup/bucket.ts';
import { isWritable } from '../../adapters/backup/place.ts';
import { examineAddress, examineWatchdog } from '../../adapters/http/doctor.ts';
import { createLog } from '../../adapters/pino/log.ts';
import { connectForRequests } from '../../adapters/redis/connect.ts';
import { examineRedis } from '../../adapters/redis/doctor.ts';
import { connectOrExplain } from '../../adapters/redis/explain.ts';
import { openSealer } from '../../adapters/redis/open-sealer.ts';
import { SealError } from '../../adapters/redis/seal.ts';
import { RedisStore } from '../../adapters/redis/store.ts';
import { createChat } from '../../adapters/slack/chat.ts';
import { examineSlack } from '../../adapters/slack/doctor.ts';
import { examineTelnyx } from '../../adapters/telnyx/doctor.ts';
import { examineTwilio } from '../../adapters/twilio/doctor.ts';
import { type Config, type Env, readConfig, wantsSandbox } from '../../config.ts';
import { type Finding, off, report, unsure, well, wrong } from '../../core/checkup.ts';
import { realClock } from '../../core/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { readLedgerFile } from '../archive/file.ts';
import { ARCHIVE_LATE_MS } from '../archive/state.ts';
import { type ClosedChannel, closedChannels } from '../closed-channels.ts';
import { ARCHIVE_ID, archiveDocument } from '../domain/archive.ts';
import { EVENT_ID, type EventSettings, eventDocument } from '../domain/event.ts';
import { flagStates } from '../flags.ts';

/** @param print - Takes a line at a time. */
export async function runDoctor(env: Env, print: (line: string) => void): Promise<number> {
  if (wantsSandbox(env)) {
    print('There are no Slack credentials here, so `npm start` opens the sandbox, which needs no doctor.');
    print('For the real thing: docs/slack.md, then this once more.');
    return 0;
  }
  const read = readConfig(env);
  const findings =
    'problems' in read
      ? read.problems.map((problem) =>
          wrong('configuration', problem, 'Set it, and ask again: nothing else was looked at.'),
        )
      : await examine(read.config);
  for (const line of report(findings)) print(line);
  const bad = findings.filter(({ state }) => state === 'wrong').length;
  print(bad === 0 ? 'All is well.' : `${bad} to mend.`);
  return bad === 0 ? 0 : 1;
}

async function examine(config: Config): Promise<Finding[]> {
  // The doctor's own words are the answer; a log in between would hide them.
  const log = createLog({ LOG_LEVEL: 'error' });
  const now = () => Date.now();
  const [redis, seal, slack, channels, twilio, telnyx, address, watchdog, disk, backup, archive] =
    await Promise.all([
      examineRedis(config.REDIS_URL, now),
      examineSeal(config),
      examineSlack(config, log, now),
      examineChannels(config, log),
      examineTwilio(config),
      examineTelnyx(config),
      examineAddress(config.PUBLIC_URL),
      examineWatchdog(config.WATCHDOG_URL),
      examineDisk(),
      examineBackup(config),
      examineArchive(config),
    ]);
  return [
    well('configuration', 'complete'),
    ...redis,
    seal,
    ...slack,
    ...channels,
    ...twilio,
    ...telnyx,
    ...address,
    watchdog,
    disk,
    backup,
    archive,
  ];
}

async function examineSeal(config: Config): Promise<Finding> {
  const of = 'key at rest';
  const redis = connectForRequests(config.REDIS_URL);
  try {
    await connectOrExplain(redis, config.REDIS_URL);
    const { keys } = await openSealer(redis, config.CALLBOARD_EVENT, config, { claim: false });
    return well(of, `${keys[0]}${keys.length > 1 ? `, and ${keys.length - 1} older` : ''}`);
  } catch (error) {
    if (!(error instanceof SealError)) return unsure(of, 'Redis does not answer.', 'Mend Redis first.');
    return wrong(of, `${error.message}.`, 'docs/operators.md, “The key at rest”.');
  } finally {
    redis.disconnect();
  }
}

const MEND: Readonly<Record<ClosedChannel['trouble'], string>> = {
  invite: 'Type `/invite @callboard` in it.',
  archived: 'Choose another channel with `/callboard event`, or take it out of the archive.',
  unseen:
    'If it is private, type `/invite @callboard` in it; if it is gone, choose another with `/callboard event`.',
};

async function examineChannels(config: Config, log: Log): Promise<Finding[]> {
  const of = 'Slack channels';
  const redis = connectForRequests(config.REDIS_URL);
  try {
    await connectOrExplain(redis, config.REDIS_URL);
    const sealer = await openSealer(redis, config.CALLBOARD_EVENT, config, { claim: false });
    const event = await new RedisStore(redis, config.CALLBOARD_EVENT, sealer).get(eventDocument, EVENT_ID);
    if (!event) return [off(of, 'The event has none yet.', 'Type `/callboard event` in Slack.')];
    const chat = createChat({ token: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log });
    const flags = flagFindings(event.value);
    const closed = await closedChannels(event.value, chat, { asksNow: true });
    if (closed.length === 0) return [well(of, 'the bot is in all that the event names'), ...flags];
    return closed
      .map(({ id, trouble, uses }) => {
        const names = uses.map((use) => (typeof use === 'string' ? use : use.room)).join(', ');
        return wrong(of, `${id} (${names}): nothing can be posted there (${trouble}).`, MEND[trouble]);
      })
      .concat(flags);
  } catch (error) {
    const mend = error instanceof SealError ? 'Mend the key at rest first.' : 'Mend Redis first.';
    return [unsure(of, 'They stand in Redis, where they cannot be read.', mend)];
  } finally {
    redis.disconnect();
  }
}

/** Of the nightly backup: that there is one, and that a folder takes it. A bucket says so when it is asked. */
async function examineBackup({ CALLBOARD_BACKUP_TO: place }: Config): Promise<Finding> {
  const of = 'nightly backup';
  if (place === undefined)
    return off(of, 'None is made.', 'Set CALLBOARD_BACKUP_TO to a folder or to s3://bucket/folder.');
  if (bucketOf(place))
    return unsure(
      of,
      `goes to ${place}`,
      'Run `callboard backup` once: it goes there too, and says what is wrong.',
    );
  if (await isWritable(place)) return well(of, `goes to ${place}`);
  return wrong(of, `${place} cannot be written.`, 'Make the folder, and give it to the user of the bot.');
}

/** Of the ledger and its archive: how much there is, how far it is, and that a folder takes it. */
async function examineArchive(config: Config): Promise<Finding> {
  const of = 'ledger';
  const redis = connectForRequests(config.REDIS_URL);
  try {
    await redis.connect();
    const sealer = await openSealer(redis, config.CALLBOARD_EVENT, config, { claim: false });
    const store = new RedisStore(redis, config.CALLBOARD_EVENT, sealer);
    const [{ facts, oldest }, state] = await Promise.all([
      store.ledgerSize(),
      store.get(archiveDocument, ARCHIVE_ID),
    ]);
    const size = `${facts} facts in Redis${oldest === undefined ? '' : `, the oldest of ${oldest.slice(0, 10)}`}`;
    const { CALLBOARD_ARCHIVE_TO: place } = config;
    const files = state?.value.files ?? 0;
    if (place === undefined && files > 0)
      return wrong(
        of,
        `${size}; ${files} days are in files, the last ${state?.value.day}, and CALLBOARD_ARCHIVE_TO does not say where.`,
        'Set it to where they are: without them nobody can be taken out of them, and `callboard ledger` leaves them out.',
      );
    if (place === undefined)
      return off(
        of,
        `${size}; none is ever taken out.`,
        'For an event of months set CALLBOARD_ARCHIVE_TO to a folder or to s3://bucket/folder.',
      );
    if (!bucketOf(place) && !(await isWritable(place)))
      return wrong(
        of,
        `${size}; ${place} cannot be written.`,
        'Make the folder, and give it to the user of the bot.',
      );
    if (!state) return well(of, `${size}; nothing has been archived in ${place} yet`);
    const { day, lookedAt } = state.value;
    const said = `${size}; ${files} days are in ${place}${files > 0 ? `, the last ${day}` : ''}`;
    const unread = files > 0 ? await unreadFile(day, place, config, store) : undefined;
    if (unread !== undefined)
      return wrong(
        of,
        `${size}; ${files} days should be in ${place}. ${unread}`,
        'Put the files back where they were, or name the place in CALLBOARD_ARCHIVE_TO where they are.',
      );
    if (Date.now() - Date.parse(lookedAt) <= ARCHIVE_LATE_MS) return well(of, said);
    return wrong(
      of,
      `${said}. It was last well at ${lookedAt}.`,
      'Look for "archive-ledger" in the log of the bot.',
    );
  } catch {
    return unsure(of, 'It stands in Redis, which cannot be read.', 'Mend Redis first.');
  } finally {
    redis.disconnect();
  }
}

/** Why the last file of the archive cannot be read; undefined where it can. */
async function unreadFile(
  day: string,
  place: string,
  config: Config,
  store: RedisStore,
): Promise<string | undefined> {
  const locked = archiveFiles(place, config.CALLBOARD_EVENT, config);
  try {
    const file = await lockedFiles(locked, [], store, realClock).read(day);
    if (!file) return `That of ${day} is not there.`;
    await readLedgerFile(file);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A finding a flag; nothing where there is none. */
const flagFindings = (event: EventSettings): Finding[] =>
  flagStates(event, Temporal.Instant.fromEpochMilliseconds(Date.now())).map(({ flag, state }) => {
    const { name, owner, until } = flag;
    const of = `flag ${name}`;
    const mend = `Take it out of the event file, or give it a new end; ask ${owner}, who owns it.`;
    if (state === 'on') return well(of, `on until ${until} (owner ${owner})`);
    if (state === 'over') return wrong(of, `Its last day was ${until}; it is off.`, mend);
    return wrong(of, 'This version knows no such flag; it does nothing.', 'Take it out of the event file.');
  });

/** Bytes below which a log or a backup may soon find no room. */
const MIN_FREE = 1_000_000_000;

async function examineDisk(): Promise<Finding> {
  const of = 'disk here';
  const { bavail, bsize } = await statfs('.');
  const free = bavail * bsize;
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  return free >= MIN_FREE ? well(of, said) : wrong(of, `${said}.`, 'Make room: logs and backups need it.');
}
