/** A slash command from its request to its ack, 50 people at once: ours beside an empty Bolt handler. */
import { createHmac } from 'node:crypto';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import { freePort } from '../src/sandbox/ports.ts';
import { BOT_TOKEN, SIGNING_SECRET } from '../test/support/local-slack.ts';
import { slackBench } from '../test/support/slack-bench.ts';
import { type Benchmark, type Figure, measured, percentile } from './figure.ts';

const PEOPLE = 50;
const ROUNDS = 30;
/** The first rounds warm up both sides and are not counted. */
const WARM_UP = 5;

let sent = 0;

/** Milliseconds from the request to the answer that Slack takes for the ack. */
async function ack(endpoint: string): Promise<number> {
  const timestamp = Math.floor(Date.now() / 1000).toString();
  // Each body is another one: what Slack sends twice is a replay, and refused.
  const body = new URLSearchParams({
    command: '/try',
    text: `say hello ${++sent}`,
    user_id: 'U0ORGANIZER',
    user_name: 'organizer',
    team_id: 'T0CALLBOARD',
    channel_id: 'C0GENERAL',
    channel_name: 'general',
    api_app_id: 'A0CALLBOARD',
    trigger_id: `t${sent}`,
    response_url: 'http://127.0.0.1:9/',
  }).toString();
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const began = performance.now();
  const response = await fetch(endpoint, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  });
  await response.text();
  if (response.status !== 200) throw new Error(`no ack but ${response.status}`);
  return performance.now() - began;
}

export const together = (endpoint: string): Promise<number[]> =>
  Promise.all(Array.from({ length: PEOPLE }, () => ack(endpoint)));

/** Until this process has next to nothing to do: acks come before the work that they are for. */
async function idle(): Promise<void> {
  for (;;) {
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (performance.eventLoopUtilization(before).utilization < 0.2) return;
  }
}

async function bareBolt(slackApiUrl: string): Promise<{ endpoint: string; stop(): Promise<unknown> }> {
  const receiver = new ExpressReceiver({ signingSecret: SIGNING_SECRET, logLevel: LogLevel.ERROR });
  const app = new App({
    token: BOT_TOKEN,
    receiver,
    clientOptions: { slackApiUrl },
    deferInitialization: true,
  });
  app.command('/try', async ({ ack: empty }) => empty());
  await app.init();
  const port = await freePort();
  await app.start(port);
  return { endpoint: `http://127.0.0.1:${port}/slack/events`, stop: () => app.stop() };
}

export const acks: Benchmark = {
  name: 'ack',
  async run(): Promise<readonly Figure[]> {
    const ours = await slackBench('http');
    const bare = await bareBolt(ours.slack.apiUrl);
    try {
      const [mine, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        // By turns, so that what else the machine does meets both; and not before the work behind ours is over.
        const a = await together(ours.endpoint);
        await idle();
        const b = await together(bare.endpoint);
        await idle();
        if (round < WARM_UP) continue;
        mine.push(...a);
        theirs.push(...b);
      }
      const [p99, bare99] = [percentile(mine, 0.99), percentile(theirs, 0.99)];
      return [
        measured({
          what: `slash command → ack, ${PEOPLE} at once, p99`,
          unit: 'ms',
          ours: p99,
          bare: bare99,
          goal: { of: 'ratio', most: 1.1, beside: 'an empty Bolt handler' },
        }),
      ];
    } finally {
      await bare.stop();
      await ours.stop();
    }
  },
};
