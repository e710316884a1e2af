/** The hooks as the HTTP server serves them: the token before the body, and bodies that are cut, not refused. */
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { hookRoutes } from '../../../commands/page/hooks.ts';
import { createHttp, listen } from '../../../src/adapters/http/server.ts';
import { HTTP_RIGHTS } from '../../../src/core/http-rights.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { createHookDoor } from '../../../src/page/hook-door.ts';
import { hookWorld } from '../page/hook-world.ts';
import { jobs } from '../page/world.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function served() {
  const hook = await hookWorld();
  const { deps } = hook.world;
  const app = createHttp({
    routes: hookRoutes,
    rights: HTTP_RIGHTS,
    refuseHook: createHookDoor(deps),
    metricsToken: undefined,
    deps,
    log: deps.log,
    verify: {},
    ready: async () => {},
    metrics: async () => ({ type: 'text/plain', body: '' }),
  });
  const { server } = await listen(app, 0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/generic`;
  const post = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
    token = hook.token,
  ) => await fetch(at, { method: 'POST', body, headers: { authorization: `Bearer ${token}`, ...headers } });
  const pages = async () => (await hook.world.store.all(pageDocument)).map(({ value }) => value.message);
  return { ...hook, at, post, pages };
}

const SMOKE = JSON.stringify({ message: 'Smoke' });

describe('a hook', () => {
  it('turns a wrong token away before the body, and tells organizers once', async () => {
    const { post, pages, world } = await served();
    // Not JSON, and longer than is ever read: neither is looked at.
    expect((await post('['.repeat(10), {}, 'cb_wrong')).status).toBe(401);
    expect((await post(SMOKE, {}, 'cb_wrong')).status).toBe(401);
    await world.settle(jobs);
    expect(world.chat.sent.filter(({ text }) => text.includes('a token that I do not know'))).toHaveLength(1);
    expect(await pages()).toEqual([]);
  });
  it('takes JSON of any type, and compressed', async () => {
    const { post, pages } = await served();
    expect((await post(SMOKE, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200);
    const zipped = new Uint8Array(gzipSync(JSON.stringify({ message: 'Gas' })));
    expect((await post(zipped, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await post(new Uint8Array(Buffer.from('\ufeff{"message":"Água"}', 'utf16le')))).status).toBe(200);
    expect((await post(SMOKE, { 'content-encoding': 'zstd' })).status).toBe(415);
    expect(await pages()).toEqual(['Smoke', 'Gas', 'Água']);
  });
  it('reads the beginning of what is too long, compressed or not, and people hear of it once', async () => {
    const { post, pages } = await served();
    const body = JSON.stringify([{ message: 'Smoke' }, { message: 'x'.repeat(5_000_000) }]);
    const replies = [
      await post(body),
      await post(new Uint8Array(gzipSync(body)), { 'content-encoding': 'gzip' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(await pages()).toEqual([expect.stringContaining('more than I can read'), 'Smoke']);
  });
  it('answers 503 with a time past its rate, whatever the body is worth', async () => {
    const { post } = await served();
    const replies: Response[] = [];
    for (let i = 0; i < 61; i++) replies.push(await post('null'));
    expect(new Set(replies.slice(0, 60).map(({ status }) => status))).toEqual(new Set([400]));
    const last = replies.at(-1);
    expect([last?.status, Number(last?.headers.get('retry-after'))]).toEqual([503, 60]);
  });
});
