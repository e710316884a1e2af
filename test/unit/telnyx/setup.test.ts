/** Telnyx set up: all of it or nothing, what the doctor finds, and what never gets into a log. */
import { describe, expect, it, test } from 'vitest';
import { createLog, scrub } from '../../../src/adapters/pino/log.ts';
import { examineTelnyx } from '../../../src/adapters/telnyx/doctor.ts';
import { readConfig } from '../../../src/config.ts';
import { credentials } from '../../../src/sandbox/workspace.ts';
import { type TelnyxRespond, telnyxError, telnyxPeer } from '../../support/telnyx-peer.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-not-real', SLACK_SIGNING_SECRET: 'x', SLACK_APP_TOKEN: 'xapp-1' };
const { TELNYX_API_KEY, TELNYX_PUBLIC_KEY, TELNYX_ACCOUNT, TELNYX_APPLICATION, TELNYX_NUMBER } = credentials;
const ALL = {
  TELNYX_API_KEY,
  TELNYX_PUBLIC_KEY,
  TELNYX_ACCOUNT,
  TELNYX_APPLICATION,
  TELNYX_NUMBER,
  PUBLIC_URL: 'https://bot.example.org',
};
const problemsOf = (env: Record<string, string>) => {
  const read = readConfig({ ...SLACK, ...env });
  return 'problems' in read ? read.problems.filter((line) => /TELNYX|PUBLIC/.test(line)) : [];
};

describe('the configuration', () => {
  it('is none of it, or all of it', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf(ALL)).toEqual([]);
  });

  test.each(Object.keys(ALL))('without %s says so, and what is there', (name) => {
    const { [name]: _, ...rest } = ALL as Record<string, string>;
    const problems = problemsOf(rest);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is missing`));
  });

  test.each([
    ['TELNYX_API_KEY', 'secret-key-of-somebody-else'],
    ['TELNYX_PUBLIC_KEY', 'c2hvcnQ='],
    ['TELNYX_ACCOUNT', '123'],
    ['TELNYX_APPLICATION', 'callboard'],
    ['TELNYX_NUMBER', '0612345678'],
  ])('with a %s that is none names it, and never its value', (name, value) => {
    const problems = problemsOf({ ...ALL, [name]: value });
    expect(problems.join('\n')).toMatch(new RegExp(`^${name}: `));
    expect(problems.join('\n')).not.toContain(value);
  });
});

describe('the doctor', () => {
  const profile = {
    enabled: true,
    webhook_api_version: '2',
    webhook_url: 'https://bot.example.org/telnyx/sms',
  };
  const owned = { phone_number: TELNYX_NUMBER, status: 'active', messaging_profile_id: 'p1' };
  const application = { active: true, outbound: { outbound_voice_profile_id: '1' } };
  const well: Readonly<Record<string, object>> = {
    balance: { data: { balance: '10.00', available_credit: '10.00' } },
    phone_numbers: { data: [owned], meta: {} },
    messaging_profiles: { data: profile },
    texml_applications: { data: application },
    texml: { calls: [] },
  };
  const found = async (more: Readonly<Record<string, object>>, respond?: TelnyxRespond) => {
    const answers = { ...well, ...more };
    const peer = telnyxPeer(
      respond ??
        (({ path }) => {
          const answer = answers[path.split('/')[2] ?? ''];
          return answer && 'status' in answer && 'body' in answer
            ? (answer as ReturnType<typeof telnyxError>)
            : { status: 200, body: answer ?? {} };
        }),
    );
    const findings = await examineTelnyx(ALL, peer.fetch);
    expect(JSON.stringify(findings)).not.toContain(TELNYX_NUMBER.slice(2));
    expect(JSON.stringify(findings)).not.toContain(TELNYX_API_KEY);
    return findings.filter(({ state }) => state !== 'well').map(({ of, said }) => `${of}: ${said}`);
  };

  test('where all is well', async () => expect(await found({})).toEqual([]));
  test.each([
    ['no funds', { balance: { data: { available_credit: '0.00' } } }, 'Telnyx: Its balance is used up.'],
    [
      "somebody else's number",
      { phone_numbers: { data: [], meta: {} } },
      'Telnyx number: TELNYX_NUMBER is no',
    ],
    [
      'a number that is not ours yet',
      { phone_numbers: { data: [{ ...owned, status: 'port-pending' }], meta: {} } },
      'Telnyx number: It is port-pending.',
    ],
    [
      'no texts',
      { phone_numbers: { data: [{ ...owned, messaging_profile_id: null }], meta: {} } },
      'Telnyx number: It has no messaging profile',
    ],
    [
      'no webhook',
      { messaging_profiles: { data: { ...profile, webhook_url: null } } },
      'Telnyx texts in: Nobody',
    ],
    [
      'another webhook',
      { messaging_profiles: { data: { ...profile, webhook_url: 'https://x.example' } } },
      'Telnyx texts in: What people answer',
    ],
    [
      'an old webhook',
      { messaging_profiles: { data: { ...profile, webhook_api_version: '1' } } },
      'Telnyx texts in: The messaging profile speaks an older version.',
    ],
    [
      'a profile that is off',
      { messaging_profiles: { data: { ...profile, enabled: false } } },
      'Telnyx texts in: The',
    ],
    [
      'an application that is off',
      { texml_applications: { data: { active: false } } },
      'Telnyx calls: The TeXML',
    ],
    [
      'no voice profile',
      { texml_applications: { data: { active: true } } },
      'Telnyx calls: The TeXML application has',
    ],
    [
      'no such application',
      { texml_applications: telnyxError(404, '10005', 'not found') },
      'Telnyx calls: TELNYX_APPLICATION is no',
    ],
    [
      'another account',
      { texml: telnyxError(404, '10005', 'not found') },
      'Telnyx calls: TELNYX_ACCOUNT is not',
    ],
    [
      'a key that is refused',
      { balance: telnyxError(401, '10009', 'no') },
      'Telnyx: It refuses TELNYX_API_KEY.',
    ],
  ])('%s', async (_name, more, said) => {
    const faults = await found(more);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(said);
  });
  test('a Telnyx that cannot be reached', async () =>
    expect(await found({}, () => 'time-out')).toEqual(['Telnyx: It cannot be reached from here.']));
  test('is off where it is not set up', async () => {
    expect((await examineTelnyx({})).map(({ state }) => state)).toEqual(['off']);
  });
});

describe('the log', () => {
  const KEY = 'KEY0189ABCDEF0123456789ABCDEF012345_aBcDeFgHiJkLmNoPqRsTuV';
  it('has no key of Telnyx in it, wherever a line carries one', () => {
    expect(scrub(`asked with ${KEY}`)).toBe('asked with [token]');
    expect(scrub(`{"authorization":"Bearer ${KEY}"}`)).not.toContain('aBcDeF');
    const lines: string[] = [];
    createLog({ LOG_LEVEL: 'info' }, { write: (line: string) => void lines.push(line) }).info(
      { headers: { authorization: `Bearer ${KEY}` }, said: KEY },
      `with ${KEY}`,
    );
    expect(lines.join('')).toContain('[token]');
    expect(lines.join('')).not.toContain('aBcDeF');
  });
  it('leaves the names of variables as they are', () => {
    expect(scrub('TELNYX_API_KEY is missing; KEYS_ACTIONS too')).toBe(
      'TELNYX_API_KEY is missing; KEYS_ACTIONS too',
    );
  });
});
