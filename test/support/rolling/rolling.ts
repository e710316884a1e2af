/** Rolling restarts under load: two webs and two workers, each replaced in turn while people are at work. */
import { SCOPES } from '../../../src/slack/scopes.ts';
import { compileBot } from '../kills/compile.ts';
import { startRedis } from '../redis.ts';
import { accountOf, type RollingCounts } from './account.ts';
import { startBalancer } from './balancer.ts';
import { seedRollingEvent } from './event.ts';
import { type Member, memberEnvironment, startMember } from './fleet.ts';
import { AUTH_TOKEN, type Load, startLoad } from './load.ts';
import { startSlackPeer } from './slack-peer.ts';
import { startTwilioPeer } from './twilio-peer.ts';

const EVENT = 'rolling';

export interface RollingOptions {
  readonly restarts: number;
  readonly signal: 'SIGTERM' | 'SIGKILL';
  /** How Slack reaches the webs: by their sockets, or with requests that go through the balancer. */
  readonly slackBy: 'socket' | 'http';
  /** No further restart after so many minutes. */
  readonly maxMinutes?: number;
  /** So many successors are being started while one is replaced: loading the code takes longer than what is tested. */
  readonly ahead: number;
  readonly pageEvery: number;
  readonly askEvery: number;
  /** Told of each restart. */
  tell?(line: string): void;
}

export async function runRolling(options: RollingOptions): Promise<RollingCounts> {
  const { restarts, signal, slackBy, ahead, maxMinutes = 60, tell = () => {} } = options;
  const program = compileBot('src/main.ts');
  const [redis, phones, balancer] = await Promise.all([startRedis(), startTwilioPeer(), startBalancer()]);
  const url = `http://127.0.0.1:${balancer.port}`;
  const slack = await startSlackPeer(SCOPES, slackBy === 'http' ? `${url}/slack/events` : undefined);
  const store = await seedRollingEvent(redis.url, EVENT);
  const environment = {
    ...memberEnvironment({ event: EVENT, redisUrl: redis.url, slackApi: slack.apiUrl, slackBy }),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_NUMBER: '+12025550100',
    TWILIO_SMS_PER_SECOND: '100',
    ROLLING_TWILIO_PORT: String(phones.port),
    PAGING_LIMITS: 'sms=1000/60 voice=1000/60',
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
  };
  const members: Member[] = [];
  const start = async (role: 'web' | 'worker') => {
    const member = await startMember({ entry: program.entry, environment }, role);
    members.push(member);
    await member.ready();
    if (role === 'web') balancer.add(member.port);
    return member;
  };
  const counts = { webs: 0, workers: 0, badExits: 0, slowestEnd: 0 };
  let load: Load | undefined;
  try {
    await Promise.all([start('web'), start('worker')]);
    await Promise.all([start('web'), start('worker')]);
    load = startLoad({ slack, twilio: phones, url, ...options });
    const roleOf = (i: number) => (i % 2 === 0 ? 'web' : 'worker');
    const successors = Array.from({ length: Math.min(ahead, restarts) }, (_, i) => start(roleOf(i)));
    const until = performance.now() + maxMinutes * 60_000;
    for (let i = 0; i < restarts && performance.now() < until; i++) {
      const role = roleOf(i);
      const old = members.find((member) => member.role === role);
      await successors[i];
      if (i + ahead < restarts) successors.push(start(roleOf(i + ahead)));
      if (!old) throw new Error(`no ${role}`);
      const { code, took } = await old.end(signal);
      members.splice(members.indexOf(old), 1);
      balancer.remove(old.port);
      counts[`${role}s`]++;
      counts.slowestEnd = Math.max(counts.slowestEnd, took);
      if (code !== 0) counts.badExits++;
      tell(
        `${i + 1}: a ${role} ended with ${code ?? signal} after ${Math.round(took)} ms${code === 0 ? '' : `\n${old.said()}`}`,
      );
    }
    for (const successor of successors) successor.catch(() => {});
    load.stop();
    return await accountOf({ ...counts, load, store, balancer });
  } finally {
    load?.stop();
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    await Promise.all([balancer.stop(), slack.stop(), phones.stop()]);
    await redis.stop();
    program.remove();
  }
}
