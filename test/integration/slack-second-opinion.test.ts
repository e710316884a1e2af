/**
 * The adapter against another Slack than the one we play: the Slack of `emulate`, which checks each call's scope.
 * It was written by others from Slack's pages, so where we both agree we have not only agreed with ourselves.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChat } from '../../src/adapters/slack/chat.ts';
import { createDirectory } from '../../src/adapters/slack/directory.ts';
import type { Chat } from '../../src/core/ports/chat.ts';
import { type Children, children } from '../../src/sandbox/children.ts';
import { manifestScopes } from '../../src/sandbox/peers/strict-slack/manifest.ts';
import { twilioProgram } from '../../src/sandbox/peers/twilio.ts';
import { freePort } from '../../src/sandbox/ports.ts';
import { section } from '../../src/slack/blocks.ts';
import { mrkdwn } from '../../src/slack/mrkdwn.ts';
import { fakeWorld } from '../support/fake-deps.ts';
import { until } from '../support/story/until.ts';

const WHOLE = 'xoxb-whole';
/** Scopes that a token of its own goes without. */
const WITHOUT = [
  'chat:write',
  'pins:write',
  'files:write',
  'im:write',
  'channels:read',
  'users:read',
] as const;
const tokenWithout = (scope: string): string => `xoxb-without-${scope.replace(':', '-')}`;
const log = { debug() {}, info() {}, warn() {}, error() {} };

describe('the Slack of emulate', () => {
  let peers: Children;
  let folder: string;
  let apiUrl: string;
  let channel: string;
  let person: string;

  const chatWith = (token: string): Chat => createChat({ token, apiUrl, log });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-emulate-'));
    const seed = join(folder, 'slack.yaml');
    const scopes = manifestScopes();
    const token = (value: string, has: readonly string[]) => ({ token: value, type: 'bot', scopes: has });
    const slack = {
      strict_scopes: true,
      team: { name: 'Second opinion', domain: 'second' },
      users: [{ name: 'vera', real_name: 'Vera', email: 'vera@example.org' }],
      channels: [{ name: 'stage' }],
      tokens: [
        token(WHOLE, scopes),
        ...WITHOUT.map((scope) =>
          token(
            tokenWithout(scope),
            scopes.filter((one) => one !== scope),
          ),
        ),
      ],
    };
    // JSON is YAML.
    writeFileSync(seed, JSON.stringify({ slack }));
    const port = await freePort();
    const loopback = new URL('../../src/sandbox/loopback.node.mjs', import.meta.url).href;
    peers = children();
    const args = ['start', '--service', 'slack', '--port', String(port), '--seed', seed];
    peers.start('slack', process.execPath, ['--import', loopback, twilioProgram(), ...args], {
      env: process.env,
      log: join(folder, 'peers.log'),
    });
    const url = `http://127.0.0.1:${port}`;
    await until('the emulator', async () => ((await fetch(url).catch(() => undefined)) ? true : undefined));
    apiUrl = `${url}/api/`;
    const found = (await chatWith(WHOLE).channels()).find(({ name }) => name === 'stage');
    channel = found?.id ?? '';
    const { store, clock } = await fakeWorld();
    const vera = await createDirectory({ token: WHOLE, apiUrl, log, store, clock }).byEmail(
      'vera@example.org',
    );
    person = vera?.id ?? '';
  });
  afterAll(async () => {
    await peers.end();
    rmSync(folder, { recursive: true });
  });

  it('knows the channel and the person by the scopes of the manifest', () => {
    expect(channel).toMatch(/^C/);
    expect(person).toMatch(/^U/);
  });

  it('takes all that the chat does, with exactly these scopes', async () => {
    const chat = chatWith(WHOLE);
    const message = { text: mrkdwn`The lamp is dead`, blocks: [section(mrkdwn`The lamp is dead`)] };
    const posted = await chat.post(channel, message, { key: 'card:P1' });
    expect(await chat.sentBefore({ channel }, 'card:P1')).toEqual(posted);
    await chat.update(posted, { text: mrkdwn`Vera has it` }, { key: 'card:P1' });
    const reply = await chat.post(channel, { text: mrkdwn`on my way` }, { thread: posted.ts, key: 'reply' });
    expect(await chat.sentBefore({ channel, thread: posted.ts }, 'reply')).toEqual(reply);
    await chat.pin(posted);
    expect(await chat.permalink(posted)).toMatch(/^https?:/);
    const direct = await chat.dm(person, message);
    expect(direct.channel).toMatch(/^D/);
    await chat.ephemeral(channel, person, { text: mrkdwn`psst` });
    await chat.upload(channel, { name: 'rota.csv', content: 'a,b\n' }, { thread: posted.ts });
    await chat.upload(person, { name: 'rota.csv', content: 'a,b\n' });
    await chat.publishHome(person, { type: 'home', blocks: [section(mrkdwn`Home`)] });
    await chat.remove(reply);
    // It does not tell the scopes, as Slack does in a header: then nothing is said to be missing.
    expect(await chat.scopes()).toEqual([]);
  });

  it('refuses what the table of the strict Slack says that it needs', async () => {
    const text = { text: mrkdwn`x` };
    const posted = await chatWith(WHOLE).post(channel, text);
    const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'missing_scope' });
    await refused(chatWith(tokenWithout('chat:write')).post(channel, text));
    await refused(chatWith(tokenWithout('chat:write')).update(posted, text));
    await refused(chatWith(tokenWithout('files:write')).upload(channel, { name: 'a.csv', content: 'a' }));
    await refused(chatWith(tokenWithout('im:write')).upload(person, { name: 'a.csv', content: 'a' }));
    // A board that cannot be pinned is a board all the same.
    await chatWith(tokenWithout('pins:write')).pin(posted);
    expect(await chatWith(tokenWithout('channels:read')).channels()).toEqual([]);
    const { store, clock } = await fakeWorld();
    const options = { token: tokenWithout('users:read'), apiUrl, log, store, clock };
    expect(await createDirectory(options).person('U0SOMEBODY')).toBeUndefined();
  });

  it('names a message that is not there, a channel that is not, and a trigger that never was', async () => {
    const chat = chatWith(WHOLE);
    const text = { text: mrkdwn`x` };
    await expect(chat.post('C0NOWHERE', text)).rejects.toMatchObject({ code: 'channel_not_found' });
    const gone = { channel, ts: '1000000000.000100' };
    await expect(chat.update(gone, text)).rejects.toMatchObject({ code: 'message_not_found' });
    await expect(chat.remove(gone)).rejects.toMatchObject({ code: 'message_not_found' });
    const view = {
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: 'x' },
      blocks: [section(mrkdwn`x`)],
    };
    await expect(chat.openModal('1.2.never', view)).rejects.toMatchObject({
      code: expect.stringMatching(/trigger/) as string,
    });
  });
});
