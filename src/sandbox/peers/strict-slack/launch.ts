/** The strict Slack of the sandbox: its credentials, its manifest, and its clock, which is read where it is kept. */
import { Redis } from 'ioredis';
import { clockKey, clockShows } from '../../clock.ts';
import { freePort } from '../../ports.ts';
import { BOT, credentials } from '../../workspace.ts';
import { manifestScopes } from './manifest.ts';
import { type StrictSlack, startStrictSlack } from './server.ts';

export async function startSandboxStrictSlack(
  slack: string,
  redisUrl: string,
  event: string,
): Promise<StrictSlack> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 1_000 });
  // A Redis that is gone for a moment is the bot's trouble; here time just goes on as it was.
  redis.on('error', () => {});
  let latest = Date.now();
  const clock = async (): Promise<number> => {
    const stored = await redis.get(clockKey(event)).catch(() => null);
    if (stored !== null) latest = clockShows(stored, Date.now());
    return latest;
  };
  const strict = await startStrictSlack({
    slack,
    port: await freePort(),
    bot: BOT,
    tokens: { bot: credentials.SLACK_BOT_TOKEN, app: credentials.SLACK_APP_TOKEN },
    scopes: manifestScopes(),
    clock,
  });
  return {
    ...strict,
    async close() {
      redis.disconnect();
      await strict.close();
    },
  };
}
