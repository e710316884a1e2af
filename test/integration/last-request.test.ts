/** The last thing that Slack asks of a web over HTTP: acked while it ends, and done before it has ended. */
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from '../../src/sandbox/ports.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { ORGANIZER, seedRollingEvent } from '../support/rolling/event.ts';
import { memberEnvironment, startMember } from '../support/rolling/fleet.ts';
import { startSlackPeer } from '../support/rolling/slack-peer.ts';
import { ensureBuilt } from '../support/story/sandbox-process.ts';
import { until } from '../support/story/until.ts';

const isRefused = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

it.skipIf(!hasRedis)(
  'a command that is still being sent when the web takes no more connections is answered before it ends',
  async () => {
    ensureBuilt();
    const [redis, port] = await Promise.all([startRedis(), freePort()]);
    const slack = await startSlackPeer(SCOPES, `http://127.0.0.1:${port}/slack/events`);
    try {
      await seedRollingEvent(redis.url, 'last');
      const around = { event: 'last', redisUrl: redis.url, slackApi: slack.apiUrl, slackBy: 'http' } as const;
      const environment = memberEnvironment(around);
      const web = await startMember({ entry: 'dist/src/main.js', environment, port }, 'web');
      await web.ready();
      const first = slack.command(ORGANIZER, '/rota', 'now');
      await until('an answer', () => first.answers[0]);
      let send = () => {};
      slack.halfUntil(
        new Promise<void>((resolve) => {
          send = resolve;
        }),
      );
      const last = slack.command(ORGANIZER, '/page', 'room-07 The projector is dark');
      const ended = web.end('SIGTERM');
      await until('the web to take no more connections', async () => (await isRefused(port)) || undefined);
      send();
      expect((await ended).code, web.said()).toBe(0);
      expect(last.ackedAfter, web.said()).toBeDefined();
      expect(last.answers, web.said()).toEqual([expect.stringContaining('P1')]);
    } finally {
      await slack.stop();
      await redis.stop();
    }
  },
  120_000,
);
