/** WebSockets by the same doors as everything: who is let in, what goes out, and that nobody else's request is lost. */

import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createHttp, listen } from '../../../src/adapters/http/server.ts';
import type { EventReader, Route } from '../../../src/core/route.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function serve() {
  const readers: EventReader[] = [];
  let gone = 0;
  const bodies: unknown[] = [];
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/tell/:name/socket',
      isSocket: true,
      run: async ({ query, params }) =>
        query['key'] === 'right'
          ? {
              body: '',
              events: (reader) => {
                readers.push(reader);
                reader.send('state', JSON.stringify(params));
                return () => void gone++;
              },
            }
          : { status: 401, body: 'No.\n' },
    },
    {
      method: 'POST',
      path: '/take',
      run: async ({ body }) => {
        bodies.push(body);
        return { body: 'taken\n' };
      },
    },
  ];
  const { deps } = await fakeWorld('2019-06-05T08:00:00Z', []);
  const app = createHttp({
    routes,
    deps: { ...deps, publicUrl: 'https://example.org/callboard' },
    log: deps.log,
    rights: { 'GET /tell/:name/socket': 'stage', 'POST /take': 'public' },
    refuseHook: async () => undefined,
    metricsToken: undefined,
    verify: {},
    ready: async () => {},
    metrics: async () => ({ type: 'text/plain', body: '' }),
  });
  const listening = await listen(app, 0, '127.0.0.1');
  close = listening.close;
  const { port } = listening.server.address() as AddressInfo;
  const at = `ws://127.0.0.1:${port}`;
  return { at, port, readers, bodies, gone: () => gone };
}

const event = (socket: WebSocket, name: string): Promise<unknown[]> =>
  new Promise((resolve) => socket.once(name, (...all: unknown[]) => resolve(all)));

describe('a WebSocket', () => {
  it('is told what happens, by the door’s own parameters, and closed for good when it ends', async () => {
    const { at, readers, gone } = await serve();
    const socket = new WebSocket(`${at}/tell/Main%20hall/socket?key=right`);
    expect(String((await event(socket, 'message'))[0])).toBe('{"name":"Main hall"}');
    socket.send('hello');
    readers[0]?.send('state', '{"more":1}');
    expect(String((await event(socket, 'message'))[0])).toBe('{"more":1}');
    readers[0]?.send('ended', '{}');
    readers[0]?.end();
    expect((await event(socket, 'close'))[0]).toBe(4401);
    await vi.waitFor(() => expect(gone()).toBe(1));
  });

  it('is found behind the path of PUBLIC_URL', async () => {
    const { at } = await serve();
    const socket = new WebSocket(`${at}/callboard/tell/x/socket?key=right`);
    expect(String((await event(socket, 'message'))[0])).toBe('{"name":"x"}');
  });

  it.each([
    ['/tell/x/socket', 401],
    ['/nothing', 404],
    ['/take', 404],
  ])('%s answers %i, as it would anybody', async (path, status) => {
    const { at, readers } = await serve();
    const socket = new WebSocket(`${at}${path}`);
    const [error] = await event(socket, 'error');
    expect(String(error)).toContain(`${status}`);
    expect(readers).toEqual([]);
  });

  it('of somebody who says too much is closed, and an ordinary request is told what this is', async () => {
    const { at, port, gone } = await serve();
    const socket = new WebSocket(`${at}/tell/x/socket?key=right`);
    await event(socket, 'message');
    socket.send('x'.repeat(2_000));
    await event(socket, 'close');
    await vi.waitFor(() => expect(gone()).toBe(1));
    const plain = await fetch(`http://127.0.0.1:${port}/tell/x/socket?key=right`);
    expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
  });

  it('does not keep the process from ending', async () => {
    const { at, gone } = await serve();
    const socket = new WebSocket(`${at}/tell/x/socket?key=right`);
    socket.on('error', () => {});
    await event(socket, 'message');
    const closed = event(socket, 'close');
    await close?.();
    await closed;
    await vi.waitFor(() => expect(gone()).toBe(1));
  });
});

it('an alarm of a client that offers HTTP/2 first is taken as if it had not', async () => {
  const { port, bodies } = await serve();
  const body = JSON.stringify({ text: 'ñ'.repeat(40_000) });
  const answer = await new Promise<string>((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => {
      said += String(bytes);
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
    socket.write(
      `POST /take HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAAAA\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    );
    socket.write(body);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('taken');
  expect(bodies).toEqual([JSON.parse(body)]);
});
