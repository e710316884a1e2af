/**
 * The sandbox: a local Slack, local phones, a private Redis and the bot, all of them children of this
 * process, which prints where they are and ends all of them when it is told to.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, keepBot } from './bot.ts';
import { type Child, type Children, children as newChildren } from './children.ts';
import { checkEventFile } from './demo/event-file.ts';
import { DESK_SECRET, deskActions } from './desk.ts';
import { STAGE_SECRET } from './devices.ts';
import { lock } from './lock.ts';
import { forget, privateRedis, refuseUnreachable } from './peers/redis.ts';
import { slackProgram, startSlack } from './peers/slack.ts';
import { startSandboxStrictSlack } from './peers/strict-slack/launch.ts';
import type { StrictSlack } from './peers/strict-slack/server.ts';
import { refuseWithoutDevDependencies, startTwilio } from './peers/twilio.ts';
import { refuseTakenPorts } from './ports.ts';
import { NTFY_SANDBOX_TOKEN } from './push/ntfy.ts';
import { StartRefusal } from './refusal.ts';
import { type Env, type Settings, settingsFrom } from './settings.ts';
import { credentials } from './workspace.ts';

/** The event's name in the key space. */
export const SANDBOX_EVENT_NAME = 'demo';

/** Without those of a provider that the bot is to do without. */
function credentialsFor({ providers }: Settings): Env {
  const left = new RegExp(
    `^(SLACK|${providers.map((one) => ({ twilio: 'TWILIO', second: 'TELNYX' })[one]).join('|')})_`,
  );
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => left.test(name)));
}

const botEnv = (env: Env, settings: Settings, redisUrl: string, strict: StrictSlack | undefined): Env => ({
  ...env,
  ...credentialsFor(settings),
  SLACK_API_URL: strict?.apiUrl ?? `http://127.0.0.1:${settings.slackPort}/api/`,
  SANDBOX_STRICT: strict ? '1' : '0',
  ...(strict && { SANDBOX_STRICT_URL: strict.url }),
  TWILIO_API_BASE: `http://127.0.0.1:${settings.twilioPort}`,
  REDIS_URL: redisUrl,
  HOST: '127.0.0.1',
  PORT: String(settings.port),
  PUBLIC_URL: `http://127.0.0.1:${settings.port}`,
  NTFY_URL: `http://127.0.0.1:${settings.port}/sandbox/ntfy`,
  NTFY_TOKEN: NTFY_SANDBOX_TOKEN,
  KEYS_ACTIONS: JSON.stringify(deskActions(settings.port)),
  SANDBOX_DESK_SECRET: DESK_SECRET,
  ACTION_SECRET_STAGE: STAGE_SECRET,
  CALLBOARD_EVENT: SANDBOX_EVENT_NAME,
  CALLBOARD_SANDBOX: '1',
  CALLBOARD_SECRET_FILE: join(settings.dataDir, 'secret'),
  LOG_FILE: join(settings.dataDir, 'callboard.log'),
});

/** Starts a peer, waits until it answers, and starts it again whenever it dies. */
async function keepPeer(
  name: string,
  start: () => Child,
  url: string,
  isStopping: () => boolean,
): Promise<void> {
  let child = start();
  let died: string | undefined;
  const watch = async (): Promise<void> => {
    while (!isStopping()) {
      died = await child.ended;
      if (isStopping()) return;
      await pause(300);
      if (!isStopping()) child = start();
    }
  };
  watch().catch((error) => process.stderr.write(`${name}: ${String(error)}\n`));
  while (!isStopping()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    if (died !== undefined)
      throw new StartRefusal(`The local ${name} does not start (${died}); see peers.log.`);
    await pause(50);
  }
}

async function keepRedis(settings: Settings, env: Env, children: Children, isStopping: () => boolean) {
  if (settings.redisUrl !== undefined) {
    if (settings.fresh) await forget(settings.redisUrl, SANDBOX_EVENT_NAME);
    return settings.redisUrl;
  }
  const redis = await privateRedis(settings, env, children);
  let child = await redis.start();
  const watch = async () => {
    while (!isStopping()) {
      await child.ended;
      await pause(300);
      if (!isStopping()) child = await redis.start();
    }
  };
  watch().catch((error) => process.stderr.write(`redis: ${String(error)}\n`));
  return redis.url;
}

interface Running {
  stop(): Promise<void>;
}

async function launch(env: Env, entry: string, begin: (running: Running) => void): Promise<void> {
  const settings = settingsFrom(env);
  refuseWithoutDevDependencies();
  slackProgram();
  if (settings.redisUrl !== undefined) await refuseUnreachable(settings.redisUrl);
  checkEventFile(settings.event);
  await lock(settings.dataDir);
  await refuseTakenPorts(settings);

  const children = newChildren();
  let stopping = false;
  let bot: Bot | undefined;
  let strict: StrictSlack | undefined;
  const isStopping = () => stopping;
  begin({
    async stop() {
      stopping = true;
      await bot?.stop();
      await strict?.close();
      await children.end();
    },
  });
  const slack = `http://127.0.0.1:${settings.slackPort}`;
  const twilio = `http://127.0.0.1:${settings.twilioPort}`;
  const [redisUrl] = await Promise.all([
    keepRedis(settings, env, children, isStopping),
    keepPeer('Slack', () => startSlack(settings, env, children), `${slack}/_control/state`, isStopping),
    keepPeer('Twilio', () => startTwilio(settings, env, children), twilio, isStopping),
  ]);
  if (stopping) return;
  strict = settings.strict ? await startSandboxStrictSlack(slack, redisUrl, SANDBOX_EVENT_NAME) : undefined;
  bot = keepBot(settings, entry, botEnv(env, settings, redisUrl, strict), children);
  process.stdout.write(
    [
      '',
      `  Slack   ${slack}`,
      `  Phones  http://127.0.0.1:${settings.port}/sandbox/phones`,
      `  Bot     http://127.0.0.1:${settings.port}`,
      '',
      '',
    ].join('\n'),
  );
  await bot.ready();
  if (!stopping)
    process.stdout.write(
      'ready: open the Slack address, and type /callboard help there. Ctrl-C stops it all.\n',
    );
}

/**
 * Runs the sandbox until it is told to end. `entry` is the bot's program, run with `CALLBOARD_SANDBOX=1`.
 * Answers the exit code; what cannot start is one line on stderr.
 */
export async function runSandbox(env: Env, entry = process.argv[1] ?? ''): Promise<number> {
  let running: Running | undefined;
  const told = new Promise<number>((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => done(0));
    watchParent(() => done(0));
  });
  const launched = launch(env, entry, (it) => {
    running = it;
  });
  // Once it is launched it runs until it is told; a launch that fails is told by its failing.
  const code = await Promise.race([told, launched.then(() => told)]).catch((error: unknown) => {
    const words =
      error instanceof StartRefusal ? error.message : `the sandbox broke: ${(error as Error).stack}`;
    process.stderr.write(`${words}\n`);
    return 1;
  });
  launched.catch(() => {});
  await running?.stop();
  return code;
}

/** `npm start` is npm and this. When npm is killed nobody could tell this one to end, so it looks. */
function watchParent(gone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) gone();
  }, 500).unref();
}
