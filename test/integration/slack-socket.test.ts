/** The bot over Socket Mode, against a local Slack. */

import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createDirectory } from '../../src/adapters/slack/directory.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { fakeWorld } from '../support/fake-deps.ts';
import { APP_TOKEN, BOT_TOKEN, hasLocalSlack, startLocalSlack, until } from '../support/local-slack.ts';
import { slackBench } from '../support/slack-bench.ts';
import { slackSuite } from '../support/slack-suite.ts';

describe.skipIf(!hasLocalSlack)('Socket Mode', () => {
  const { bench } = slackSuite('socket');

  test('it has no HTTP endpoint and knows that it is connected', () => {
    expect(bench().app.http).toBeUndefined();
    expect(bench().app.connected()).toBe(true);
  });

  test('it comes back when Slack was gone', async () => {
    const { app, slack, stop } = await slackBench('socket');
    await slack.stop();
    await until('the loss to be noticed', () => (app.connected() ? undefined : true));
    const again = await startLocalSlack('socket', undefined, Number(new URL(slack.url).port));
    await until('the connection', () => (app.connected() ? true : undefined));
    await again.command('U0ATTENDEE', '/try', 'say hello again');
    await again.sees('U0ATTENDEE', 'hello again');
    await stop();
    await again.stop();
  });

  test('it starts without Slack, and connects when Slack is there', async () => {
    const { app, slack, stop } = await slackBench('socket', 'without Slack');
    expect(app.connected()).toBe(false);
    const later = await startLocalSlack('socket', undefined, Number(new URL(slack.url).port));
    await until('the connection', () => (app.connected() ? true : undefined));
    await stop();
    await later.stop();
  });

  test('a token that Slack does not know is one clear line', async () => {
    // The local Slack takes any token, so this one refuses all.
    const refusing = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":false,"error":"invalid_auth"}');
    });
    const port = await freePort();
    await new Promise<void>((listening) => refusing.listen(port, '127.0.0.1', listening));
    const { deps, chat, store, clock } = await fakeWorld();
    const apiUrl = `http://127.0.0.1:${port}/api/`;
    const web = { token: BOT_TOKEN, apiUrl, log: deps.log };
    const app = createSlackApp({
      config: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: apiUrl },
      commands: [],
      deps,
      chat,
      calmChat: chat,
      directory: createDirectory({ ...web, store, clock }),
      firstTime: async () => true,
      home: async () => ({ type: 'home', blocks: [] }),
    });
    await expect(app.start()).rejects.toThrow('Slack refuses the tokens (invalid_auth)');
    refusing.close();
  });
});
