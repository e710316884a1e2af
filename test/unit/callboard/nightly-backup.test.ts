/** The nightly backup: when it is, that it goes on after a bad night, and what is said of Redis and of the configuration. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { jobs } from '../../../jobs/index.ts';
import { redisTrouble } from '../../../src/adapters/redis/explain.ts';
import { backupMade, makeBackup, nextBackup } from '../../../src/callboard/domain/backup.ts';
import { atStart } from '../../../src/chores.ts';
import { readConfig } from '../../../src/config.ts';
import type { Deps } from '../../../src/core/deps.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import { pagingWorld } from '../page/world.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('when', () => {
  it('is at three by the event’s clock, also where the clocks change', () => {
    const next = (zone: string, now: string) => nextBackup(zone, at(now)).toString();
    expect(next('Europe/Madrid', '2019-06-05T00:59:59Z')).toBe('2019-06-05T01:00:00Z');
    expect(next('Europe/Madrid', '2019-06-05T01:00:00Z')).toBe('2019-06-06T01:00:00Z');
    expect(next('Europe/Madrid', '2019-03-30T12:00:00Z')).toBe('2019-03-31T01:00:00Z');
    expect(next('America/New_York', '2019-11-02T12:00:00Z')).toBe('2019-11-03T08:00:00Z');
  });
});

async function withPlace(make: Deps['nightlyBackup']) {
  const world = await pagingWorld();
  Object.assign(world.deps, { nightlyBackup: make });
  await atStart(world.deps);
  const made = async () => (await world.store.facts()).filter(({ name }) => name === backupMade.name).length;
  return { world, made };
}

describe('each night', () => {
  it('one is made, and the next is due', async () => {
    let count = 0;
    const { world, made } = await withPlace(async () => {
      count++;
      return { bytes: 700 };
    });
    await world.advance('PT24H', jobs);
    await world.advance('PT24H', jobs);
    expect([count, await made()]).toEqual([2, 2]);
    expect(await world.store.job(makeBackup.id({}))).toBeDefined();
  });

  it('one that fails for good is told to organizers, and the next night’s is due', async () => {
    const { world, made } = await withPlace(async () => {
      throw new PermanentError('no-room');
    });
    await world.advance('PT24H', jobs);
    expect(await made()).toBe(0);
    expect(JSON.stringify(world.chat.sent)).toContain('make-backup');
    expect(await world.store.job(makeBackup.id({}))).toBeDefined();
  });

  it('nothing is made where no place is named', async () => {
    const { world } = await withPlace(undefined);
    expect(await world.store.job(makeBackup.id({}))).toBeUndefined();
  });
});

it('the configuration says what a place needs', () => {
  const base = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    REDIS_URL: 'redis://127.0.0.1:6379',
    CALLBOARD_BACKUP_TO: 's3://bucket/x',
  };
  const read = readConfig(base);
  const said = 'problems' in read ? read.problems.join('\n') : '';
  expect(said).toContain('S3_ENDPOINT is missing: CALLBOARD_BACKUP_TO names a bucket, which needs it');
  expect(said).toContain('S3_SECRET_ACCESS_KEY is missing');
  expect(said).toContain('CALLBOARD_BACKUP_RECIPIENT is missing');
});

it('the configuration says what an archive needs', () => {
  const read = readConfig({
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', REDIS_URL: 'redis://127.0.0.1:6379' },
    ...{ CALLBOARD_ARCHIVE_TO: 's3://bucket/x', CALLBOARD_ARCHIVE_AFTER_DAYS: '7' },
  });
  const said = 'problems' in read ? read.problems.join('\n') : '';
  expect(said).toContain('CALLBOARD_ARCHIVE_AFTER_DAYS: 14 days or more');
  expect(said).toContain('CALLBOARD_BACKUP_RECIPIENT is missing');
  const well = readConfig({
    ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', REDIS_URL: 'redis://127.0.0.1:6379' },
    CALLBOARD_ARCHIVE_TO: 's3://bucket/x',
  });
  expect('problems' in well ? well.problems.join('\n') : '').toContain(
    'S3_ENDPOINT is missing: CALLBOARD_ARCHIVE_TO names a bucket, which needs it',
  );
});

it.each([
  ['ReplyError: WRONGPASS invalid username-password pair or user is disabled.', /refuses the password/],
  ['ReplyError: ERR invalid password', /refuses the password/],
  ['ReplyError: NOAUTH Authentication required.', /wants a password/],
  ['ERR AUTH <password> called without any password configured for the default user', /wants none/],
  ['ReplyError: NOPERM this user has no permissions', /may not do/],
  ['getaddrinfo ENOTFOUND redis', /no such host.*docker compose/],
  ['unable to verify the first certificate', /encryption does not fit/],
  ['connect ECONNREFUSED 127.0.0.1:6379', /nobody answers/],
])('of %s an operator hears what to do', (said, wanted) => {
  expect(redisTrouble(said)).toMatch(wanted);
  expect(redisTrouble(said)).toMatch(/^REDIS_URL: /);
});
