/** The bot, or with no Slack credentials the sandbox: environment → configuration → compose → start. */
import { fileURLToPath } from 'node:url';
import { logUncaught } from './adapters/pino/faults.ts';
import { type Env, readConfig, readEnvFile, wantsSandbox } from './config.ts';

/** Seconds past CALLBOARD_STOP_SECONDS. */
const LAST_BREATH_SECONDS = 1;

const fail = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line);
  process.exit(1);
};

async function runBot(env: Env): Promise<void> {
  const read = readConfig(env);
  if ('problems' in read)
    return fail(['Callboard cannot start:', ...read.problems.map((line) => `  ${line}`)]);
  const { compose } = await import('./compose.ts');
  const bot = await compose(read.config).catch((error: Error) =>
    fail([`Callboard cannot start: ${error.message}`]),
  );
  logUncaught(bot.log, process, (code) => process.exit(code));
  let stopping = false;
  const stop = async (code: number, patient: boolean) => {
    // Whoever asks twice means it.
    if (stopping) process.exit(1);
    stopping = true;
    // What hangs must not keep it from its end until somebody kills it.
    const limit = (read.config.CALLBOARD_STOP_SECONDS + LAST_BREATH_SECONDS) * 1000;
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
if (wantsSandbox(process.env)) {
  const { runSandbox } = await import('./sandbox/launcher.ts');
  process.exit(await runSandbox(process.env, fileURLToPath(import.meta.url)));
} else {
  await runBot(process.env);
}
