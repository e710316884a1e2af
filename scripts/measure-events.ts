/**
 * What an event more costs a process: `node --import tsx scripts/measure-events.ts [1 10 50]` starts the bot with so
 * many events on a Redis of its own, against a Slack that knows nobody, and reads the operating system and Redis once
 * it is idle. Connections to Redis, resident memory, share of a processor over some seconds.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../src/sandbox/ports.ts';
import { startRedis } from '../test/support/redis.ts';
import { removeFolder } from '../test/support/remove-folder.ts';

const SETTLE_MS = 15_000;
const IDLE_MS = 30_000;
const MAX_START_MS = 180_000;
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Answers whatever is asked as a workspace without people does. */
const slack = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-oauth-scopes', 'chat:write');
  const nobody = { members: [], channels: [], usergroups: [], users: [], messages: [] };
  response.end(JSON.stringify({ ok: true, team_id: 'T0', user_id: 'U0BOT', bot_id: 'B0', ...nobody }));
});

/** Seconds of the processor, of a process and all of its threads. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const gone = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

async function measure(count: number, apiUrl: string): Promise<string> {
  const redis = await startRedis();
  const connection = await redis.connect();
  const folder = mkdtempSync(join(tmpdir(), 'callboard-measure-'));
  for (let i = 1; i <= count; i++)
    writeFileSync(
      join(folder, `event-${i}.env`),
      `SLACK_BOT_TOKEN=xoxb-${i}\nSLACK_SIGNING_SECRET=secret-${i}\nSLACK_API_URL=${apiUrl}\nCALLBOARD_SECRET_FILE=${folder}/.secret-${i}\n`,
    );
  const port = await freePort();
  const env = {
    ...{
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LOG_LEVEL: 'error',
      LOG_FILE: join(folder, '.log'),
    },
    ...{ REDIS_URL: redis.url, PORT: `${port}`, HOST: '127.0.0.1', CALLBOARD_EVENTS: folder },
  };
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { env, stdio: 'inherit' });
  const pid = child.pid ?? 0;
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (response) => response.text(),
        () => '',
      );
      if (answer.startsWith('ready\n')) break;
      if (performance.now() - began > MAX_START_MS)
        throw new Error(`${count} events are not ready: ${answer}`);
      await wait(100);
    }
    const started = performance.now() - began;
    await wait(SETTLE_MS);
    const before = cpuOf(pid);
    const at = performance.now();
    await wait(IDLE_MS);
    const share = (cpuOf(pid) - before) / ((performance.now() - at) / 1000);
    const clients =
      String(await connection.client('LIST'))
        .trim()
        .split('\n').length - 1;
    const cells = [count, clients, `${memoryOf(pid).toFixed(0)} MB`, `${(100 * share).toFixed(1)} %`];
    return `| ${[...cells, `${(started / 1000).toFixed(1)} s`].join(' | ')} |`;
  } finally {
    child.kill('SIGTERM');
    await gone(child);
    await redis.stop();
    removeFolder(folder);
  }
}

await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
const apiUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`;
const counts = process.argv.slice(2).map(Number);
console.log('| events | connections to Redis | resident memory | of a processor, idle | start to ready |');
console.log('|---|---|---|---|---|');
for (const count of counts.length > 0 ? counts : [1, 10, 50]) console.log(await measure(count, apiUrl));
slack.close();
