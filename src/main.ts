/** The bot, or with no Slack credentials the sandbox: environment → configuration → compose → start. */
import { fileURLToPath } from 'node:url';
import { logUncaught } from './adapters/pino/faults.ts';
import { type Env, readConfig, readEnvFile, wantsSandbox } from './config.ts';

/** What starts the sandbox's bot, whoever started us: it finds the sources or the build by itself. */
const START = new URL(
  import.meta.url.endsWith('.ts') ? '../bin/start.mjs' : '../../bin/start.mjs',
  import.meta.url,
);

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
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await bot.stop().catch(() => {});
    process.exit(code);
  };
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));
  try {
    await bot.start();
  } catch (error) {
    console.error(`Callboard cannot start: ${(error as Error).message}`);
    await stop(1);
  }
}

readEnvFile();
if (wantsSandbox(process.env)) {
  const { runSandbox } = await import('./sandbox/launcher.ts');
  process.exit(await runSandbox(process.env, fileURLToPath(START)));
} else {
  await runBot(process.env);
}
