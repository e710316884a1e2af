/** The bot over HTTP, against a local Slack; and what must not get in. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasLocalSlack, SIGNING_SECRET, until } from '../support/local-slack.ts';
import { slackBench } from '../support/slack-bench.ts';
import { slackSuite } from '../support/slack-suite.ts';

const sign = (timestamp: number, body: string, secret = SIGNING_SECRET): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const seconds = () => Math.floor(Date.now() / 1000);

describe.skipIf(!hasLocalSlack)('HTTP', () => {
  const { bench } = slackSuite('http');

  const send = (
    body: string,
    { timestamp = seconds(), signature = sign(timestamp, body), type = 'application/json' } = {},
  ): Promise<Response> =>
    fetch(bench().endpoint, {
      method: 'POST',
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature,
      },
      body,
    });

  const spoken = (eventId: string, text: string): string =>
    JSON.stringify({
      type: 'event_callback',
      team_id: 'T0TEST',
      event_id: eventId,
      event: {
        type: 'message',
        channel: 'C0GENERAL',
        channel_type: 'channel',
        user: 'U0ATTENDEE',
        text,
        ts: '1.000001',
      },
    });
  const heard = (text: string) => bench().heard.filter((one) => one.text === text);

  test('a forged, an unsigned and a foreign signature are refused', async () => {
    const body = spoken('Ev-forged', 'forged');
    const timestamp = seconds();
    expect((await send(body, { signature: sign(timestamp, body, 'another secret') })).status).toBe(401);
    expect((await send(body, { signature: sign(timestamp, `${body} `) })).status).toBe(401);
    expect((await send(body, { signature: '' })).status).toBe(401);
    expect((await fetch(bench().endpoint, { method: 'POST', body })).status).toBe(401);
    expect(heard('forged')).toEqual([]);
  });

  test('a signed time more than five minutes off is refused, either way', async () => {
    const body = spoken('Ev-stale', 'stale');
    for (const off of [-301, 302, 86_400, -86_400])
      expect((await send(body, { timestamp: seconds() + off })).status, `${off} s`).toBe(401);
    expect(heard('stale')).toEqual([]);
    expect((await send(spoken('Ev-near', 'near'), { timestamp: seconds() + 200 })).status).toBe(200);
  });

  test('a replayed request is refused', async () => {
    const body = spoken('Ev-replay', 'replay');
    const timestamp = seconds();
    expect((await send(body, { timestamp })).status).toBe(200);
    expect((await send(body, { timestamp })).status).toBe(401);
    await until('the message', () => heard('replay')[0]);
    expect(heard('replay')).toHaveLength(1);
  });

  test('an event that Slack sends again is handled once', async () => {
    const body = spoken('Ev-again', 'again');
    expect((await send(body)).status).toBe(200);
    expect((await send(body, { timestamp: seconds() + 1 })).status).toBe(200);
    await send(spoken('Ev-after', 'after'));
    await until('the one after', () => heard('after')[0]);
    expect(heard('again')).toHaveLength(1);
  });

  test('what is too large is refused before it is read', async () => {
    const body = spoken('Ev-large', 'x'.repeat(1_100_000));
    const answer = await send(body).then(
      (response) => response.status,
      () => 413,
    );
    expect(answer).toBe(413);
  });

  test('Slack can verify the address, and its certificate check passes', async () => {
    const verification = await send(JSON.stringify({ type: 'url_verification', challenge: 'c-1' }));
    expect(await verification.json()).toEqual({ challenge: 'c-1' });
    const check = await send('ssl_check=1&token=x', { type: 'application/x-www-form-urlencoded' });
    expect(check.status).toBe(200);
  });

  test('a signed body that is not what it says is refused without a fault', async () => {
    expect((await send('{ not json')).status).toBe(400);
  });

  test('what is asked between its stop and the end of the server is done before the end', async () => {
    const { app, acks, slack, finish, stop } = await slackBench('http');
    await app.stop(10_000);
    await slack.command('U0ATTENDEE', '/try', 'slow');
    await until('the ack', () => acks.find(({ kind }) => kind === 'command'));
    await slack.sees('U0ATTENDEE', 'Working on it');
    const order: string[] = [];
    const ended = app.workDone(10_000).then(() => order.push('the end'));
    // What is over already would say so by now.
    await new Promise((turn) => setImmediate(turn));
    order.push('its work');
    finish();
    await ended;
    expect(order).toEqual(['its work', 'the end']);
    await slack.sees('U0ATTENDEE', 'slow is done');
    await stop();
  });
});
