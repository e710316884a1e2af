/** `callboard doctor`: each fault planted, and what it says to do. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { examineAddress } from '../../../src/adapters/http/doctor.ts';
import { createLog } from '../../../src/adapters/pino/log.ts';
import { examineSlack } from '../../../src/adapters/slack/doctor.ts';
import { examineTwilio } from '../../../src/adapters/twilio/doctor.ts';
import { clockFinding, type Finding, report } from '../../../src/core/checkup.ts';
import { SCOPES } from '../../../src/slack/scopes.ts';
import { type Answer, scriptedSlack } from '../../support/scripted-slack.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const log = createLog({ LOG_LEVEL: 'error' }, { write: () => {} });
const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-secret', SLACK_APP_TOKEN: 'xapp-secret' };
const faults = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ of, state, said }) => (state === 'wrong' ? [`${of}: ${said}`] : []));

async function slackOf(
  answers: Readonly<Record<string, Answer>>,
  scopes: readonly string[] = SCOPES,
  now = Date.now,
): Promise<Finding[]> {
  const slack = await scriptedSlack((method) => answers[method] ?? {}, scopes);
  closing.push(() => slack.stop());
  return await examineSlack({ ...TOKENS, SLACK_API_URL: slack.apiUrl }, log, now);
}

describe('Slack', () => {
  const good = { 'auth.test': { user: 'callboard', team: 'Conf' } };

  test('where all is well', async () => {
    const findings = await slackOf(good);
    expect(faults(findings)).toEqual([]);
    expect(report(findings).join('\n')).toContain('callboard in Conf');
  });
  test.each([
    ['token_revoked', 'Slack token: Slack refuses it (token_revoked).'],
    ['invalid_auth', 'Slack token: Slack refuses it (invalid_auth).'],
  ])('a token that is refused: %s', async (error, said) => {
    expect(faults(await slackOf({ 'auth.test': { error } }))).toEqual([said]);
  });
  test('a scope that was not granted', async () => {
    const some = SCOPES.filter((scope) => scope !== 'pins:write');
    const findings = await slackOf(good, some);
    expect(faults(findings)).toEqual(['Slack scopes: missing: pins:write.']);
    expect(report(findings).join('\n')).toContain('Reinstall');
  });
  test('Socket Mode that is off', async () => {
    const findings = await slackOf({ ...good, 'apps.connections.open': { error: 'not_allowed_token_type' } });
    expect(faults(findings)).toEqual(['Slack socket: Slack opens none (not_allowed_token_type).']);
  });
  test('a clock that is wrong', async () => {
    const [fault = ''] = faults(await slackOf(good, SCOPES, () => Date.now() + 3_600_000));
    expect(fault).toMatch(/^clock, by Slack: 3[56]\d\d s ahead/);
  });
  test('a Slack that cannot be reached', async () => {
    const findings = await examineSlack(
      { ...TOKENS, SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      log,
      Date.now,
    );
    expect(faults(findings)[0]).toBe('Slack token: Slack cannot be reached from here.');
    expect(JSON.stringify(findings)).not.toContain('secret');
  });
});

describe('Twilio', () => {
  const account = {
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_NUMBER: '+12025550100',
    PUBLIC_URL: 'https://bot.example.org',
  };
  const owned = { capabilities: { sms: true, voice: true }, sms_url: 'https://bot.example.org/twilio/sms' };
  const twilioOf = (about: object, numbers: readonly object[], status = 200) =>
    examineTwilio(account, {
      request: async ({ uri }: { uri: string }) => ({
        statusCode: status,
        headers: {},
        body: uri.includes('IncomingPhoneNumbers')
          ? { incoming_phone_numbers: numbers, page: 0, page_size: 1, next_page_uri: null }
          : { status: 'active', type: 'Full', ...about },
      }),
    } as never);

  test('where all is well', async () => expect(faults(await twilioOf({}, [owned]))).toEqual([]));
  test.each([
    ['credentials', {}, [owned], 401, 'Twilio: It refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN.'],
    ['an empty balance', { status: 'suspended' }, [owned], 200, 'Twilio: The account is suspended.'],
    ['trial', { type: 'Trial' }, [owned], 200, 'Twilio: A trial account'],
    ["somebody else's number", {}, [], 200, 'Twilio number: TWILIO_NUMBER is no number of this account.'],
    [
      'no calls',
      {},
      [{ ...owned, capabilities: { sms: true, voice: false } }],
      200,
      'Twilio number: It can do no calls.',
    ],
    ['no webhook', {}, [{ ...owned, sms_url: '' }], 200, 'Twilio texts in: Nobody gets'],
    [
      'another webhook',
      {},
      [{ ...owned, sms_url: 'https://demo.example/x' }],
      200,
      'Twilio texts in: What people answer',
    ],
  ] as const)('%s', async (_, about, numbers, status, said) => {
    const found = faults(await twilioOf(about, numbers, status));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(said);
    expect(found[0]).not.toContain('+1202');
  });
  test('is off where it is not set up', async () => {
    expect((await examineTwilio({})).map(({ state }) => state)).toEqual(['off']);
  });
});

describe('the public address', () => {
  async function serving(
    status: number,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const server: Server = createServer((_, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const plain = 'public address: It is plain http';

  test.each([
    [200, 'ready\n', undefined],
    [503, 'not ready: no Redis', 'A bot answers there, and is not ready: no Redis.'],
    [302, '', 'It sends us elsewhere (302).'],
    [404, 'nginx', 'Something else answers there (404).'],
    [200, '<html>hello', undefined],
  ])('%s %s', async (status, body, said) => {
    const findings = await examineAddress(
      await serving(status, body, { location: 'https://elsewhere.example' }),
    );
    const [first = '', second] = faults(findings);
    expect(first).toContain(plain);
    if (said === undefined) expect(second).toBeUndefined();
    else expect(second).toBe(`public address: ${said}`);
    if (body.startsWith('<html>')) expect(findings.at(-1)?.state).toBe('unsure');
  });
  test('nobody there', async () => {
    expect(faults(await examineAddress('https://127.0.0.1:9')).join()).toContain('Nobody answers there');
  });
  test('none', async () => expect((await examineAddress(undefined))[0]?.state).toBe('off'));
});

test('a clock is held against another', () => {
  expect(clockFinding('Redis', 0, 29_000).state).toBe('well');
  expect(clockFinding('Redis', 100_000, 0).said).toContain('100 s behind');
  expect(clockFinding('Redis', Number.NaN, 0).state).toBe('unsure');
});
