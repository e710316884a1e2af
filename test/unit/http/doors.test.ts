/** The doors over HTTP: the token before the body, wrong tokens bounded, figures for who may read them. */
import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttp } from '../../../src/adapters/http/server.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import type { Route } from '../../../src/core/route.ts';
import { createHookDoor } from '../../../src/page/hook-door.ts';
import { fakeWorld, type World } from '../../support/fake-deps.ts';

let world: World;
let base: string;
let close: () => void;
let reached = 0;
const hook: Route = {
  method: 'POST',
  path: '/hooks/generic',
  limit: 1_000_000,
  run: async () => {
    reached++;
    return { body: 'in' };
  },
};

const serve = async (metricsToken?: string) => {
  const app = createHttp({
    routes: [hook],
    rights: HTTP_RIGHTS,
    refuseHook: createHookDoor(world.deps),
    metricsToken,
    deps: world.deps,
    log: world.deps.log,
    verify: {},
    ready: async (but) => {
      if (but?.slack) throw new Error('not connected to Slack');
    },
    metrics: async () => ({ type: 'text/plain', body: '# TYPE x' }),
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

beforeAll(async () => {
  world = await fakeWorld();
  const served = await serve();
  base = served.url;
  close = served.close;
});
afterAll(() => close());

test('a stranger is answered before their body has come', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = ask(`${base}/hooks/generic`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '900000' },
    });
    sent.once('response', (response) => {
      resolve(response.statusCode);
      sent.destroy();
    });
    sent.once('error', reject);
    // A beginning, and never the rest.
    sent.write('[[[[');
  });
  expect(status).toBe(401);
  expect(reached).toBe(0);
});

test('who keeps knocking is told to stop, without a look-up, and it is logged once', async () => {
  const knock = () =>
    fetch(`${base}/hooks/generic`, {
      method: 'POST',
      headers: { authorization: 'Bearer nonsense' },
      body: '{}',
    });
  const statuses: number[] = [];
  for (let i = 0; i < 80; i++) statuses.push((await knock()).status);
  expect(statuses.filter((one) => one === 401).length).toBeLessThanOrEqual(60);
  expect(statuses.at(-1)).toBe(429);
  expect(world.logged.filter(({ message }) => message === 'refused: no valid token')).toHaveLength(1);
  expect(JSON.stringify(world.logged)).not.toContain('nonsense');
});

test('the figures are for this machine, and with a token for whoever has it', async () => {
  expect((await fetch(`${base}/metrics`)).status).toBe(200);
  expect((await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(
    403,
  );
  const closed = await serve('a-long-enough-token');
  const status = async (authorization?: string) =>
    (await fetch(`${closed.url}/metrics`, authorization ? { headers: { authorization } } : {})).status;
  expect(await status()).toBe(401);
  expect(await status('Bearer a-long-enough-tokem')).toBe(401);
  expect(await status('Bearer a-long-enough-token')).toBe(200);
  closed.close();
});

test('whoever routes by readiness can leave Slack out of it, as texts and alerts come in without it', async () => {
  const all = await fetch(`${base}/readyz`);
  expect([all.status, await all.text()]).toEqual([503, 'not ready: not connected to Slack\n']);
  expect((await fetch(`${base}/readyz?exclude=slack`)).status).toBe(200);
  expect((await fetch(`${base}/readyz?exclude=redis`)).status).toBe(503);
});
