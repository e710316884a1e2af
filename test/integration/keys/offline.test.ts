/** `callboard keys` without Slack and Redis, against the sandbox's registration desk: signed, once, read back. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DESK_SECRET, deskActions, deskRoutes } from '../../../src/sandbox/desk.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
let folder: string;
let server: Server;
let port: number;
const held = new Map<string, Record<string, string>>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callboard-keys-'));
  held.clear();
  const redis = {
    hgetall: async (key: string) => held.get(key) ?? {},
    hset: async (key: string, name: string, value: string) => {
      held.set(key, { ...held.get(key), [name]: value });
      return 1;
    },
    hsetnx: async (key: string, name: string, value: string) => {
      if (held.get(key)?.[name] !== undefined) return 0;
      return await redis.hset(key, name, value);
    },
  };
  const app = express();
  app.use('/sandbox/desk', deskRoutes(redis as unknown as Parameters<typeof deskRoutes>[0], 'test'));
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await new Promise((resolve) => server.close(resolve));
});

function callboard(args: readonly string[], input: string, secret = DESK_SECRET) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['--import', tsx, 'src/cli.ts', 'keys', ...args], {
      env: { PATH: process.env['PATH'] ?? '', SANDBOX_DESK_SECRET: secret },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      said.out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      said.err += String(chunk);
    });
    child.stdin.end(input);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

const deskState = () => held.get('cb:{test}:sandbox:desk')?.['registration-ingress'];

it('creates a set as sheets with QR codes, seals, opens, and fires what a typed quorum wants', async () => {
  const actions = join(folder, 'actions.json');
  writeFileSync(actions, JSON.stringify(deskActions(port)));
  const out = join(folder, 'sheets');
  const made = await callboard(
    ['create', 'ingress', '2', 'of', 'Ana <b>', 'Bea', 'Carl', '--out', out, '--actions', actions],
    '',
  );
  expect(made).toMatchObject({ code: 0 });
  const manifest = join(out, 'ingress.json');
  const sheets = readdirSync(out)
    .filter((name) => name.endsWith('.html'))
    .sort();
  expect(sheets).toHaveLength(3);
  const shares = sheets.map((name) => {
    const html = readFileSync(join(out, name), 'utf8');
    expect(html).toContain('<svg');
    expect(statSync(join(out, name)).mode & 0o077).toBe(0);
    return /CBS1[A-Z0-9 ]+/.exec(html)?.[0] ?? '';
  });
  expect(readFileSync(join(out, sheets[0] ?? ''), 'utf8')).toContain('Ana &lt;b&gt;');
  const kept = readFileSync(manifest, 'utf8');
  for (const share of shares) expect(kept + made.out + made.err).not.toContain(share.slice(-30));

  const [first = '', second = '', third = ''] = shares;
  const typo = `${first.slice(0, -1)}${first.endsWith('Q') ? 'P' : 'Q'}`;
  const fire = ['fire', 'registration-ingress', '--offline', '--manifest', manifest];
  const fired = await callboard(fire, `${typo}\n${first}\n${first}\n${third}\n`);
  expect(fired).toMatchObject({ code: 0 });
  expect(fired.err).toContain('typing mistake');
  expect(fired.err).toContain('here already');
  expect(deskState()).toBe('fired');
  const restored = await callboard(['restore', ...fire.slice(1)], `${second}\n${third}\n`);
  expect(restored).toMatchObject({ code: 0 });
  expect(deskState()).toBe('restored');

  // One share alone, and a wrong signing secret: nothing happens, and it says so.
  expect(await callboard(fire, `${first}\n`)).toMatchObject({ code: 1 });
  expect(deskState()).toBe('restored');

  const sealing = await callboard(
    ['seal', 'stream', '--manifest', manifest],
    `hunter two\n${second}\n${first}\n`,
  );
  expect(sealing).toMatchObject({ code: 0 });
  expect(readFileSync(manifest, 'utf8')).not.toContain('hunter');
  const opened = await callboard(['open', 'stream', '--manifest', manifest], `${third}\n${first}\n`);
  expect(opened.out).toBe('hunter two\n');

  const changed = JSON.parse(readFileSync(manifest, 'utf8')) as { manifest: { k: number } };
  changed.manifest.k = 3;
  writeFileSync(manifest, JSON.stringify(changed));
  const refused = await callboard(['combine', '--manifest', manifest], `${first}\n${second}\n${third}\n`);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('was changed');
});

it('does not say done where the desk refuses the signature', async () => {
  const actions = join(folder, 'actions.json');
  const quick = deskActions(port).map((action) => ({
    ...action,
    readBack: { ...action.readBack, within: 1 },
  }));
  writeFileSync(actions, JSON.stringify(quick));
  const out = join(folder, 'sheets');
  await callboard(['create', 'ingress', '2', 'of', 'Ana', 'Bea', '--out', out, '--actions', actions], '');
  const shares = [1, 2].map((index) => {
    const html = readFileSync(join(out, `ingress-share-${index}-of-2.html`), 'utf8');
    return /CBS1[A-Z0-9 ]+/.exec(html)?.[0] ?? '';
  });
  const args = ['fire', 'registration-ingress', '--offline', '--manifest', join(out, 'ingress.json')];
  const fired = await callboard(args, `${shares.join('\n')}\n`, 'another secret');
  expect(fired).toMatchObject({ code: 1 });
  expect(fired.err).toContain('NOT CONFIRMED');
  expect(fired.err).toContain('401');
  expect(deskState()).toBeUndefined();
});
