/** The bot, or with no Slack credentials the sandbox: environment → configuration → compose → start. */
import { fileURLToPath } from 'node:url';
import { logUncaught } from './adapters/pino/faults.ts';
import { hasEvents, readEvents } from './compose/read-events.ts';
import type { Bot } from './compose.ts';
import { type Env, readConfig, readEnvFile, wantsSandbox } from './config.ts';

/** Seconds past CALLBOARD_STOP_SECONDS. */
const LAST_BREATH_SECONDS = 1;
/** What starts the sandbox's bot: whatever started us, so that a build starts itself. */
const START = import.meta.url.endsWith('.ts')
  ? new URL('../bin/start.mjs', import.meta.url)
  : import.meta.url;

const fail = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line);
  process.exit(1);
};

const refuse = (problems: readonly string[]): never =>
  fail(['Callboard cannot start:', ...problems.map((line) => `  ${line}`)]);

/** One event, or all that CALLBOARD_EVENTS names. */
async function composed(env: Env): Promise<Bot> {
  if (hasEvents(env)) {
    const read = readEvents(env);
    const [first, ...others] = 'events' in read ? read.events : [];
    if (!first) return refuse('problems' in read ? read.problems : []);
    const { composeSeveral } = await import('./compose/several.ts');
    return await composeSeveral([first, ...others]);
  }
  const read = readConfig(env);
  if ('problems' in read) return refuse(read.problems);
  const { compose } = await import('./compose.ts');
  return await compose(read.config);
}

async function runBot(env: Env): Promise<void> {
  const bot = await composed(env).catch((error: Error) => fail([`Callboard cannot start: ${error.message}`]));
  logUncaught(bot.log, process, (code) => process.exit(code));
  let stopping = false;
  const stop = async (code: number, patient: boolean) => {
    // Whoever asks twice means it.
    if (stopping) process.exit(1);
    stopping = true;
    // What hangs must not keep it from its end until somebody kills it.
    const limit = (bot.stopSeconds + LAST_BREATH_SECONDS) * 1000;
    setTimeout(() => process.exit(1), limit).unref();
    await bot.stop({ patient }).catch(() => {});
    process.exit(code);
  };
  process.on('SIGTERM', () => void stop(0, true));
  process.on('SIGINT', () => void stop(0, false));
  try {
    await bot.start();
  } catch (error) {
    console.error(`Callboard cannot start: ${(error as Error).message}`);
    await stop(1, false);
  }
}

readEnvFile();
if (!hasEvents(process.env) && wantsSandbox(process.env)) {
  const { runSandbox } = await import('./sandbox/launcher.ts');
  process.exit(await runSandbox(process.env, fileURLToPath(START)));
} else {
  await runBot(process.env);
}
