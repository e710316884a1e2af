/** The launcher with a bot that does nothing, for tests of the launcher alone. */
import { fileURLToPath } from 'node:url';
import { runSandbox } from '../../src/sandbox/launcher.ts';

process.exit(await runSandbox(process.env, fileURLToPath(new URL('./fake-bot.mjs', import.meta.url))));
