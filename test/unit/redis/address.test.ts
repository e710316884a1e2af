/** REDIS_URL: one Redis, Sentinels, a cluster; and what is said of a wrong one, without its password. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRedisAddress, RedisAddressError } from '../../../src/adapters/redis/address.ts';
import { redisConfig } from '../../../src/adapters/redis/connect.ts';
import { redisTrouble } from '../../../src/adapters/redis/explain.ts';

const refusal = (text: string): string => {
  try {
    parseRedisAddress(text);
  } catch (error) {
    expect(error).toBeInstanceOf(RedisAddressError);
    return (error as Error).message;
  }
  throw new Error(`${text} was taken`);
};

describe('REDIS_URL', () => {
  it.each([
    'redis://127.0.0.1:6379',
    'rediss://user:p%40ss@redis.example:6380/2',
    'redis://[::1]:6379',
    'redis://redis',
  ])('one Redis as ever: %s', (url) => expect(parseRedisAddress(url)).toEqual({ kind: 'single', url }));

  it('a set under Sentinels, with whatever it may have', () => {
    expect(
      parseRedisAddress(
        'rediss+sentinel://bot:a%3Ab%40c@s1:26379,[2001:db8::1]:26380,s3/mymaster/2?sentinelUsername=watch&sentinelPassword=w%26w',
      ),
    ).toEqual({
      kind: 'sentinel',
      hosts: [
        { host: 's1', port: 26_379 },
        { host: '2001:db8::1', port: 26_380 },
        { host: 's3', port: 26_379 },
      ],
      master: 'mymaster',
      db: 2,
      isEncrypted: true,
      username: 'bot',
      password: 'a:b@c',
      sentinel: { username: 'watch', password: 'w&w' },
    });
    expect(parseRedisAddress('redis+sentinel://s1/conf?db=3')).toEqual({
      kind: 'sentinel',
      hosts: [{ host: 's1', port: 26_379 }],
      master: 'conf',
      db: 3,
      isEncrypted: false,
      sentinel: {},
    });
  });

  it('a cluster', () => {
    expect(parseRedisAddress('redis+cluster://:secret@a:7000,b')).toEqual({
      kind: 'cluster',
      hosts: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
      ],
      isEncrypted: false,
      password: 'secret',
    });
  });

  it.each([
    ['', /an address such as redis:/],
    ['127.0.0.1:6379', /an address such as redis:/],
    ['http://127.0.0.1', /an address such as redis:/],
    ['redis+sentinals://a/m', /an address such as redis:/],
    ['redis://a:1,b:2', /Sentinels .* or a cluster .*: say which/],
    ['redis+sentinel://a:26379,b:26379', /the name of the master/],
    ['redis+sentinel://a/m/x', /the database is a number/],
    ['redis+sentinel://a/m?password=secret', /db, sentinelUsername, sentinelPassword alone/],
    ['redis+sentinel://a:99999/m', /between 1 and 65535/],
    ['redis+sentinel://a,,b/m', /divided by commas/],
    ['redis+cluster://', /divided by commas/],
    ['redis+cluster://a b:1', /divided by commas/],
    ['redis+cluster://a/2', /database 0 alone/],
    ['redis+cluster://a?db=1', /nothing to set/],
    ['redis+cluster://:se%cret@a', /written %25/],
    ['redis+cluster://:se@cret@a', /written %40/],
  ])('refuses %s and says what to write', (text, said) => {
    expect(refusal(text)).toMatch(said);
    expect(refusal(text)).not.toContain('secret');
    expect(redisConfig.shape.REDIS_URL.safeParse(text).success).toBe(false);
  });

  it('reads back whatever hosts and passwords are written as they should be, and never shows one', () => {
    const host = fc.domain();
    const port = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(host, port), { minLength: 1, maxLength: 6 }),
        fc.string({ minLength: 1 }),
        (hosts, password) => {
          const written = hosts.map(([name, at]) => `${name}:${at}`).join(',');
          const read = parseRedisAddress(`redis+cluster://:${encodeURIComponent(password)}@${written}`);
          expect(read).toEqual({
            kind: 'cluster',
            hosts: hosts.map(([name, at]) => ({ host: name, port: at })),
            isEncrypted: false,
            password,
          });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (rest) => {
        const secret = 'Geheim0815';
        try {
          parseRedisAddress(`redis+sentinel://:${secret}@${rest}`);
        } catch (error) {
          expect((error as Error).message).not.toContain(secret);
        }
      }),
    );
  });

  it.each([
    ['a Sentinel answers, and knows no such master', /no Sentinel/],
    ['the Sentinels say: NOAUTH Authentication required.', /a password of their own.*sentinelPassword/],
    ['the Sentinels say: connect ECONNREFUSED 127.0.0.1:26379', /nobody answers/],
    ['the Sentinels say: self-signed certificate in certificate chain', /encryption does not fit/],
    ['ReplyError: ERR This instance has cluster support disabled', /is no cluster/],
    ['ClusterAllFailedError: Failed to refresh slots cache.; connect ECONNREFUSED', /nobody answers/],
  ])('says what to do about: %s', (said, mend) => expect(redisTrouble(said)).toMatch(mend));
});
