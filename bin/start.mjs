/**
 * `npm start`. For real it runs what is built, which starts sooner and takes half the memory, and builds first where
 * that is not what the sources say. The sandbox runs the sources as they are: an edit is there with the next start.
 */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { buildNow, isBuilt } from './built.mjs';

const { env } = process;
// As src/config.ts reads it; what is in the environment stays as it is.
if (env.CALLBOARD_SANDBOX !== '1' && existsSync('.env')) loadEnvFile('.env');

const isForReal =
  env.CALLBOARD_SANDBOX !== '1' &&
  ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'].some((name) => env[name]?.trim());
const hasSources = existsSync(new URL('../src/main.ts', import.meta.url));

/** Whether there is a build to run. */
function build() {
  if (isBuilt()) return true;
  console.error('building (once, until the sources change)');
  const trouble = buildNow();
  if (trouble === undefined) return true;
  console.error(`cannot build, so the sources run, with twice the memory: ${trouble}`);
  return false;
}

if (!hasSources || (isForReal && build())) await import('../dist/src/main.js');
else {
  await import('tsx');
  await import('../src/main.ts');
}
