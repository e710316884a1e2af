/** Which settings are refused, of which nodes, and what is only advised. */
import { describe, expect, it } from 'vitest';
import { judgeNodes } from '../../../src/adapters/redis/durability.ts';
import { type Follower, type RedisNode, readReplication } from '../../../src/adapters/redis/nodes.ts';
import { nodesStanding, standingInWords, watchStanding } from '../../../src/adapters/redis/standing.ts';

const SAFE = {
  'maxmemory-policy': 'noeviction',
  appendonly: 'yes',
  'min-replicas-to-write': '1',
  'min-replicas-max-lag': '10',
  'cluster-require-full-coverage': 'no',
  'cluster-replica-no-failover': 'no',
};
const follower = (port: number, isInStep = true): Follower => ({ host: '10.0.0.1', port, isInStep });
const master = (settings: Partial<typeof SAFE> = {}, followers = [follower(2), follower(3)]): RedisNode => ({
  at: 'a:1',
  role: 'master',
  followers,
  settings: { ...SAFE, ...settings },
});
const replica = (at: string, settings: Partial<typeof SAFE> = {}): RedisNode => ({
  at,
  role: 'replica',
  followers: [],
  settings: { ...SAFE, ...settings },
});
const NONE = { 'min-replicas-to-write': '0' };

describe('what Redis is set to', () => {
  it('one Redis alone needs no replicas, and says its problems without a name', () => {
    expect(judgeNodes('single', [master(NONE, [])])).toEqual({ ok: true });
    expect(judgeNodes('single', [master({ ...NONE, appendonly: 'no' }, [])])).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^appendonly is off: switch it on, .*what is due$/)],
    });
  });
  it.each(['sentinel', 'cluster'] as const)('%s: what can become the master is held to the same', (kind) => {
    const whole = [master(), replica('b:2'), replica('c:3')];
    expect(judgeNodes(kind, whole)).toEqual({ ok: true });
    expect(judgeNodes(kind, [master(), replica('b:2', NONE), replica('c:3', NONE)])).toEqual({
      ok: false,
      problems: [expect.stringMatching(/^min-replicas-to-write is 0: set it to 1, .* \(b:2, c:3\)$/)],
    });
    for (const wrong of [{ 'maxmemory-policy': 'allkeys-lru' }, { appendonly: 'no' }])
      expect(judgeNodes(kind, [master(), replica('b:2', wrong), replica('c:3')])).toMatchObject({
        problems: [expect.stringMatching(/\(b:2\)$/)],
      });
  });
  it.each(['0', '11', '3600'])('a lag of %s seconds is no guard', (lag) => {
    expect(judgeNodes('sentinel', [master({ 'min-replicas-max-lag': lag })])).toMatchObject({
      problems: [expect.stringContaining(`min-replicas-max-lag is ${lag}: set it to between 1 and 10`)],
    });
  });
  it('one Redis that somebody follows is held to it too', () => {
    expect(judgeNodes('single', [master(NONE, [follower(2)])])).toMatchObject({ ok: false });
  });
  it('cannot tell where a node does not say', () => {
    expect(judgeNodes('sentinel', [master(), { ...replica('b:2'), settings: undefined }])).toEqual({
      ok: 'unknown',
    });
  });
  it('advises where a machine that is lost would stop it', () => {
    expect(judgeNodes('sentinel', [master({}, [])])).toEqual({
      ok: true,
      advice: [expect.stringContaining('no replica')],
    });
    expect(judgeNodes('sentinel', [master({}, [follower(2)])]).advice?.[0]).toContain('a second one');
    const covered = { 'cluster-require-full-coverage': 'yes', 'cluster-replica-no-failover': 'yes' };
    expect(judgeNodes('cluster', [master(covered)]).advice).toHaveLength(2);
  });
});

describe('who follows whom', () => {
  it('is read from INFO replication', () => {
    const info =
      '# Replication\r\nrole:master\r\nconnected_slaves:3\r\nslave0:ip=10.0.0.1,port=2,state=online,offset=1,lag=0\r\nslave1:ip=::1,port=3,state=online,offset=1,lag=4\r\nslave2:ip=10.0.0.3,port=4,state=wait_bgsave,offset=0,lag=0\r\n';
    expect(readReplication(info)).toEqual({
      role: 'master',
      followers: [
        { host: '10.0.0.1', port: 2, isInStep: true },
        { host: '::1', port: 3, isInStep: false },
        { host: '10.0.0.3', port: 4, isInStep: false },
      ],
    });
    expect(readReplication('role:slave\r\n').role).toBe('replica');
    expect(readReplication('').role).toBe('unknown');
  });
  it('is a figure once there was a replica, also when the last of them is gone', async () => {
    let followers = [[]] as Parameters<typeof nodesStanding>[1];
    const look = watchStanding(async () => nodesStanding('single', followers));
    expect(await look()).toBeUndefined();
    followers = [[follower(1)]];
    expect(await look()).toMatchObject({ replicas: 1, inStep: 1, alone: 0 });
    followers = [[]];
    expect(await look()).toMatchObject({ replicas: 0, inStep: 0, alone: 1 });
    const ofSet = watchStanding(async () => nodesStanding('sentinel', [[]]));
    expect(await ofSet()).toMatchObject({ alone: 1 });
  });
  it('is said in words', () => {
    expect(standingInWords(nodesStanding('single', [[]]))).toBe('one Redis');
    expect(standingInWords(nodesStanding('sentinel', [[]]))).toBe(
      'a set under Sentinels: 1 master, 0 replicas, 0 in step',
    );
    expect(
      standingInWords(nodesStanding('cluster', [[follower(1)], [follower(2)], [follower(3, false)]])),
    ).toBe('a cluster: 3 masters, 3 replicas, 2 in step');
    expect(nodesStanding('cluster', [[follower(1)], [follower(2)], [follower(3, false)]]).alone).toBe(1);
  });
});
