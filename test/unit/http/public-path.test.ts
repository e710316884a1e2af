/**
 * A PUBLIC_URL with a path: the doors open whether the proxy takes the path away or passes it on, and what
 * outsiders are given leads back through it.
 */
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { agendaRoutes } from '../../../commands/agenda/routes.ts';
import { page } from '../../../commands/page/command.ts';
import { pageRoutes } from '../../../commands/page/routes.ts';
import { createHttp, listen } from '../../../src/adapters/http/server.ts';
import { createProvider } from '../../../src/adapters/twilio/client.ts';
import { verifyTwilio } from '../../../src/adapters/twilio/verify.ts';
import { readConfig } from '../../../src/config.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { createHookDoor } from '../../../src/page/hook-door.ts';
import type { World } from '../../support/fake-deps.ts';
import { hookWorld } from '../page/hook-world.ts';
import { jobs } from '../page/world.ts';

const TOKEN = 'not-a-real-token';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Proxy = 'takes the path away' | 'passes it on';

/** The bot behind a proxy: `ask` is what the outside asks of PUBLIC_URL. */
async function behind(proxy: Proxy, publicUrl: string, world: World) {
  const deps = { ...world.deps, publicUrl };
  const app = createHttp({
    routes: [...pageRoutes, ...agendaRoutes],
    rights: HTTP_RIGHTS,
    refuseHook: createHookDoor(deps),
    metricsToken: undefined,
    deps,
    log: deps.log,
    verify: { twilio: verifyTwilio(TOKEN, publicUrl) },
    ready: async () => {},
    metrics: async () => ({ type: 'text/plain', body: '' }),
    mount: (express) => express.post('/slack/events', (_request, response) => void response.send('slack')),
  });
  const { server } = await listen(app, 0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { pathname } = new URL(publicUrl);
  const ask = async (url: string, init: RequestInit = {}) => {
    const { pathname: asked, search } = new URL(url);
    const inner = proxy === 'passes it on' ? asked : asked.slice(pathname.replace(/\/$/, '').length);
    return await fetch(`${origin}${inner}${search}`, init);
  };
  /** As Twilio does: signs the address that it was given, and follows what the answer says from there. */
  const call = async (url: string, form: Record<string, string>) =>
    await ask(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(TOKEN, url, form),
      },
      body: new URLSearchParams(form).toString(),
    });
  return { deps, ask, call };
}

describe.each<Proxy>(['takes the path away', 'passes it on'])('a proxy that %s', (proxy) => {
  it.each(['https://h.example/callboard', 'https://h.example/ops/hooks', 'https://h.example'])(
    'keypresses find %s again',
    async (publicUrl) => {
      const { world } = await hookWorld();
      await world.type('UANY', page, 'stage-main! Fire');
      await world.settle(jobs);
      const sent = world.channels.voice.sent[0];
      if (!sent) throw new Error('nobody was called');
      const { call } = await behind(proxy, publicUrl, world);
      const provider = createProvider({ accountSid: 'ACx', authToken: TOKEN, number: '+1', publicUrl });
      const url = provider.callback('voice', sent.notification);
      const CallSid = `voice-${sent.notification}`;
      const spoken = await (await call(url, { CallSid })).text();
      const action = /action="([^"]+)"/.exec(spoken)?.[1] ?? '';
      const pressed = await call(new URL(action, url).href, { CallSid, Digits: '1' });
      expect(pressed.status).toBe(200);
      expect((await world.store.get(pageDocument, 'P1'))?.value.state).toBe('acknowledged');
      const status = provider.callback('status', sent.notification);
      expect((await call(status, { CallSid, CallStatus: 'completed' })).status).toBe(204);
    },
  );

  it('hooks, calendars, the display, Slack and health are found', async () => {
    const { world, token } = await hookWorld();
    const publicUrl = 'https://h.example/callboard';
    const { ask, deps } = await behind(proxy, publicUrl, world);
    const hook = {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '{"message":"Smoke"}',
    };
    expect((await ask(`${publicUrl}/hooks/generic`, hook)).status).toBe(200);
    expect((await ask(`${publicUrl}/hooks/generic`, { ...hook, headers: {} })).status).toBe(401);
    const given = await agenda.verbs['feed']?.run(
      { ...(await world.asking('UANY')), text: '', channel: 'C1', progress: async () => {} },
      deps,
    );
    const [feed] = /https:\/\/h\.example\/callboard\/feeds\/[\w/.-]+/.exec(JSON.stringify(given)) ?? [''];
    expect((await ask(feed)).status).toBe(200);
    expect((await ask(`${publicUrl}/display?room=x`)).status).toBe(200);
    expect((await ask(`${publicUrl}/healthz`)).status).toBe(200);
    expect(await (await ask(`${publicUrl}/slack/events`, { method: 'POST' })).text()).toBe('slack');
    expect((await ask(`${publicUrl}/nothing`)).status).toBe(404);
  });
});

it('a signature for another path opens nothing', async () => {
  const { world } = await hookWorld();
  const { ask } = await behind('passes it on', 'https://h.example/callboard', world);
  const signature = twilio.getExpectedTwilioSignature(TOKEN, 'https://h.example/twilio/status/x', {});
  const asked = await ask('https://h.example/callboard/twilio/status/x', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
  });
  expect(asked.status).toBe(403);
});

it.each(['https://h.example/?a=1', 'https://h.example/x#y', 'https://user:pw@h.example', 'h.example/x'])(
  'PUBLIC_URL=%s is refused at the start, with what it should be',
  (PUBLIC_URL) => {
    const read = readConfig({ PUBLIC_URL, SLACK_BOT_TOKEN: 'xoxb-1-not-real', SLACK_SIGNING_SECRET: 'x' });
    expect(JSON.stringify(read)).toContain('an address such as https://callboard.example.org');
  },
);
