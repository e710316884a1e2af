/** The guarded fetcher, against a server of our own; and the addresses that it must never reach. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetcher, isAllowed } from '../../../src/adapters/http/fetch.ts';
import { OUTGOING } from '../../../src/core/outgoing-limits.ts';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((ready) => started.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

afterEach(async () => {
  const running = server;
  server = undefined;
  running?.closeAllConnections();
  await new Promise<void>((closed) => (running ? running.close(() => closed()) : closed()));
});

const local = createFetcher({
  allowLoopback: true,
  mostBytes: 2_000_000,
  limit: { ...OUTGOING.feeds, timeoutMs: 2_000 },
});
const guarded = createFetcher({ limit: { ...OUTGOING.feeds, timeoutMs: 2_000 } });
const key = (expected: string) => expect.objectContaining({ name: 'UserError', key: expected });

describe('what may be reached', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '0.0.0.0',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'fec0::1',
  ])('not %s', (address) => expect(isAllowed(address)).toBe(false));

  it.each(['8.8.8.8', '193.0.6.139', '2001:67c:2e8::1', '2a00:1450:4001::1'])('%s', (address) =>
    expect(isAllowed(address)).toBe(true),
  );

  it('loopback in the sandbox, but nothing else that is private', () => {
    expect(isAllowed('127.0.0.1', true)).toBe(true);
    expect(isAllowed('::1', true)).toBe(true);
    expect(isAllowed('10.0.0.1', true)).toBe(false);
    expect(isAllowed('169.254.169.254', true)).toBe(false);
  });

  it('refuses private addresses in every spelling that a URL allows', async () => {
    const spellings = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ];
    for (const host of [...spellings, '10.1.2.3', '169.254.169.254', '[fd00::1]'])
      await expect(guarded(`http://${host}:1/x`), host).rejects.toEqual(key('fetch.private'));
  });

  it('refuses a name that resolves to this machine, and connects to nothing', async () => {
    let asked = false;
    const base = await serve((_, answer) => {
      asked = true;
      answer.end('secret');
    });
    await expect(guarded(base.replace('127.0.0.1', 'localhost'))).rejects.toEqual(key('fetch.private'));
    expect(asked).toBe(false);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.org/x',
    'gopher://example.org',
    'data:text/plain,x',
    'no address',
    '',
  ])(
    'refuses %j as no address to fetch',
    async (address) => await expect(guarded(address)).rejects.toEqual(key('fetch.badUrl')),
  );

  it('refuses names and passwords in an address, and does not repeat them', async () => {
    const refused = guarded('https://me:hunter2@example.org/feed.json');
    await expect(refused).rejects.toEqual(key('fetch.credentials'));
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });

  it('says so where there is no such server', async () =>
    await expect(guarded('https://nobody.invalid/x')).rejects.toEqual(key('fetch.unknownHost')));
});

describe('fetching', () => {
  it('gives the body, its type and what to ask with next time', async () => {
    const base = await serve((_, answer) =>
      answer
        .writeHead(200, {
          'content-type': 'text/calendar',
          etag: '"a1"',
          'last-modified': 'Sat, 21 Nov 2026 07:00:00 GMT',
        })
        .end('BEGIN'),
    );
    const got = await local(`${base}/feed`);
    expect(got).toMatchObject({
      status: 'ok',
      contentType: 'text/calendar',
      etag: '"a1"',
      lastModified: 'Sat, 21 Nov 2026 07:00:00 GMT',
    });
    expect(new TextDecoder().decode(got.body)).toBe('BEGIN');
  });

  it('asks only for what changed', async () => {
    const base = await serve((request, answer) => {
      const known =
        request.headers['if-none-match'] === '"a1"' && request.headers['if-modified-since'] === 'then';
      answer.writeHead(known ? 304 : 200, { etag: '"a1"' }).end(known ? undefined : 'body');
    });
    const got = await local(base, { etag: '"a1"', lastModified: 'then' });
    expect(got.status).toBe('unchanged');
    expect(got.body).toHaveLength(0);
  });

  it('follows a redirect, relative ones too', async () => {
    const base = await serve((request, answer) => {
      if (request.url === '/final') answer.end('there');
      else answer.writeHead(302, { location: '/final' }).end();
    });
    expect(new TextDecoder().decode((await local(`${base}/start`)).body)).toBe('there');
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'fetch.private'],
    ['http://10.0.0.1/', 'fetch.private'],
    ['file:///etc/passwd', 'fetch.badUrl'],
    ['http://user:pw@127.0.0.1/', 'fetch.credentials'],
  ])('checks where a redirect leads: %s', async (location, refused) => {
    const base = await serve((_, answer) => answer.writeHead(301, { location }).end());
    await expect(local(base)).rejects.toEqual(key(refused));
  });

  it('stops after five redirects', async () => {
    let asked = 0;
    const base = await serve((_, answer) => {
      asked++;
      answer.writeHead(307, { location: `/${asked}` }).end();
    });
    await expect(local(base)).rejects.toEqual(key('fetch.tooManyRedirects'));
    expect(asked).toBe(6);
  });

  it('stops reading what is too large while it still comes, whatever its length claims to be', async () => {
    let sent = 0;
    const base = await serve((_, answer) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const more = (): void => {
        while (sent < 100_000_000 && !answer.destroyed) {
          sent += chunk.length;
          if (!answer.write(chunk)) return void answer.once('drain', more);
        }
        answer.end();
      };
      more();
    });
    await expect(local(base)).rejects.toEqual(key('fetch.tooLarge'));
    expect(sent).toBeLessThan(50_000_000);
  });

  it('stops waiting for a server that never answers, and for one that never ends', async () => {
    const hasty = createFetcher({ allowLoopback: true, limit: { ...OUTGOING.feeds, timeoutMs: 150 } });
    const base = await serve((request, answer) => {
      if (request.url === '/drip') answer.write('a');
    });
    await expect(hasty(`${base}/silent`)).rejects.toEqual(key('fetch.tooSlow'));
    await expect(hasty(`${base}/drip`)).rejects.toEqual(key('fetch.tooSlow'));
  });

  it.each([404, 403, 500, 503])('names an answer that is no file: %i', async (status) => {
    const base = await serve((_, answer) => answer.writeHead(status).end('<html>'));
    await expect(local(base)).rejects.toMatchObject({ key: 'fetch.status', params: { status } });
  });

  it('names a server that cannot be reached', async () => {
    const base = await serve((_, answer) => answer.end());
    const running = server;
    server = undefined;
    await new Promise((closed) => running?.close(closed));
    await expect(local(base)).rejects.toMatchObject({
      key: 'fetch.unreachable',
      params: { code: 'ECONNREFUSED' },
    });
  });
});
