/** A folder of events: what each is made of, and every mistake told at once, with its file and never its value. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { envOfEvent, PROCESS_WIDE, readEvents } from '../../../src/compose/read-events.ts';
import { variables } from '../../../src/config.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const key = (byte: string) => byte.repeat(64);
const slack = (letter: string) =>
  `SLACK_BOT_TOKEN=xoxb-${letter}-value\nSLACK_APP_TOKEN=xapp-${letter}-value\n`;
const REDIS = { REDIS_URL: 'redis://127.0.0.1:6379' };

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'callboard-events-'));
  folders.push(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}
const read = (files: Readonly<Record<string, string>>, common: Readonly<Record<string, string>> = {}) =>
  readEvents({ ...REDIS, ...common, CALLBOARD_EVENTS: folder(files) });
const problemsOf = (...given: Parameters<typeof read>) => {
  const answer = read(...given);
  return 'problems' in answer ? answer.problems : [];
};
const eventsOf = (...given: Parameters<typeof read>) => {
  const answer = read(...given);
  if ('problems' in answer) throw new Error(answer.problems.join('; '));
  return answer.events;
};

describe('a folder of events', () => {
  it('gives each its own over what all have in common', () => {
    const events = eventsOf(
      {
        'conf-a.env': `${slack('a')}ORGANIZERS=U0A\nACTION_SECRET_AV=${key('c')}\n`,
        'conf-b.env': `${slack('b')}PUBLIC_URL=https://b.example.org/conf-b/\nLEFT_OUT=\n`,
        '.hidden': 'PORT=1',
      },
      {
        PUBLIC_URL: 'https://example.org/',
        SMTP_URL: 'smtp://mail',
        MAIL_FROM: 'a@example.org',
        PORT: '4000',
      },
    );
    expect(events.map(({ name }) => name)).toEqual(['conf-a', 'conf-b']);
    expect(events[0]?.config).toMatchObject({
      CALLBOARD_EVENT: 'conf-a',
      ORGANIZERS: ['U0A'],
      PUBLIC_URL: 'https://example.org/conf-a',
      MAIL_FROM: 'a@example.org',
      CALLBOARD_SECRET_FILE: 'data/secrets/conf-a',
      PORT: 4000,
    });
    expect(events[1]?.config).toMatchObject({ PUBLIC_URL: 'https://b.example.org/conf-b', ORGANIZERS: [] });
    // The webhooks' secrets of one are nothing that another can name.
    expect(events[0]?.env).toHaveProperty('ACTION_SECRET_AV');
    expect(events[1]?.env).not.toHaveProperty('ACTION_SECRET_AV');
    expect(events[1]?.env).not.toHaveProperty('SMTP_URL');
  });

  it('tells every problem of every file at once, by file and variable, and no value', () => {
    const problems = problemsOf(
      {
        'a.env': `${slack('a')}CALLBOARD_EVENT=other\nPORT=3001\nTWILO_NUMBER=+12025550100\n`,
        'b.env': 'SLACK_BOT_TOKEN=xoxp-wrong-value\nPUBLIC_URL=https://example.org/elsewhere\n',
        'Conf C.env': '',
        'metrics.env': slack('m'),
        'notes.txt': 'remember',
        'd.env': `${slack('a')}CALLBOARD_SECRET=${key('a')}\n`,
        'e.env': `${slack('e')}CALLBOARD_SECRET=${key('b')},${key('a')}\n`,
      },
      { LOG_LEVEL: 'loud', WATCHDOG_URL: 'https://watch.example.org/value' },
    );
    expect(problems.toSorted()).toEqual(
      [
        'Conf C.env: the file is called as its event is: a short name of lower-case letters, digits and hyphens, such as conf-2027',
        'LOG_LEVEL: Invalid option: expected one of "debug"|"info"|"warn"|"error"',
        'WATCHDOG_URL: stands in the environment of all, and an event that works would hide one that does not; set it in the file of its event',
        'a.env: CALLBOARD_EVENT: is not what the file is called; leave it out',
        'a.env: PORT: is for the whole process (one port serves all events); set it in the environment',
        'a.env: TWILO_NUMBER: there is no such variable',
        'b.env: PUBLIC_URL: ends with /b, where the event is found on the common port',
        'b.env: SLACK_BOT_TOKEN: should begin with xoxb- (see docs/slack.md)',
        'b.env: SLACK_SIGNING_SECRET is missing: set it for HTTP, or SLACK_APP_TOKEN for Socket Mode (see docs/slack.md)',
        'd.env: SLACK_APP_TOKEN: is the same as in a.env; each event has a Slack app of its own',
        'd.env: SLACK_BOT_TOKEN: is the same as in a.env; each event has a Slack app of its own',
        'e.env: CALLBOARD_SECRET: is the same as in d.env; each event is sealed under a key of its own',
        'metrics.env: no event can be called so: it is a door of the process itself',
        'notes.txt: is not NAME.env, and nothing else belongs into the folder of the events',
      ].sort(),
    );
    expect(problems.join('\n')).not.toMatch(/value|\+1202|aaaa|loud/);
  });

  it.each([
    ['the same number', { TWILIO_NUMBER: '+12025550100' }, 'TWILIO_NUMBER'],
    ['the same second number', { TELNYX_NUMBER: '+12025550100' }, 'TELNYX_NUMBER'],
    ['the same key', { CALLBOARD_SECRET: key('a') }, 'CALLBOARD_SECRET'],
    ['the same file of keys', { CALLBOARD_SECRET_FILE: 'data/secret' }, 'CALLBOARD_SECRET_FILE'],
  ])('no two have %s', (_what, own, variable) => {
    const text = Object.entries(own).map(([name, value]) => `${name}=${value}\n`);
    const files = { 'a.env': slack('a') + text, 'b.env': slack('b') + text };
    const { TWILIO_NUMBER, TELNYX_NUMBER } = own as Partial<Record<string, string>>;
    const whole = {
      PUBLIC_URL: 'https://example.org',
      ...(TWILIO_NUMBER && { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'token' }),
      ...(TELNYX_NUMBER && {
        TELNYX_API_KEY: 'KEY12345678',
        TELNYX_PUBLIC_KEY: `${'A'.repeat(43)}=`,
        TELNYX_ACCOUNT: '6d9f5b0c-0b3c-4b6f-9a52-2f1e0c9f7a11',
        TELNYX_APPLICATION: '1234567890',
      }),
    };
    expect(problemsOf(files, whole)).toEqual([
      expect.stringMatching(new RegExp(`^b\\.env: ${variable}: is the same`)),
    ]);
    expect(problemsOf({ 'a.env': slack('a') + text, 'b.env': slack('b') }, whole)).toEqual(
      variable.startsWith('T') ? [expect.stringContaining('b.env: ')] : [],
    );
  });

  it('refuses a common key, an address within another, the sandbox, and a folder that has none', () => {
    const two = { 'a.env': slack('a'), 'b.env': slack('b') };
    expect(problemsOf(two, { CALLBOARD_SECRET: key('a') })).toEqual([
      'b.env: CALLBOARD_SECRET: is the same as in a.env; each event is sealed under a key of its own',
    ]);
    expect(
      problemsOf({
        'a.env': `${slack('a')}PUBLIC_URL=https://x.example/a\n`,
        'b.env': `${slack('b')}PUBLIC_URL=https://x.example/a/b\n`,
      }),
    ).toEqual(['b.env: PUBLIC_URL: lies within that of a.env']);
    expect(problemsOf(two, { CALLBOARD_SANDBOX: '1' })).toEqual([
      expect.stringContaining('the sandbox holds one event'),
    ]);
    expect(problemsOf({})).toEqual([expect.stringContaining('the folder is empty')]);
    expect('problems' in readEvents({ ...REDIS, CALLBOARD_EVENTS: '/nowhere/at/all' })).toBe(true);
  });

  it('in production each must have a key that somebody chose', () => {
    const files = { 'a.env': slack('a'), 'b.env': `${slack('b')}CALLBOARD_SECRET=${key('b')}\n` };
    expect(problemsOf(files, { NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^a\.env: CALLBOARD_SECRET is missing/),
    ]);
  });

  it('what is for the whole process are variables that there are', () => {
    const others = [
      'DOMAIN',
      'REDIS_PASSWORD',
      'CALLBOARD_ROLE',
      'CALLBOARD_QUEUES',
      'CALLBOARD_STOP_SECONDS',
    ];
    expect(Object.keys(PROCESS_WIDE).filter((name) => ![...variables, ...others].includes(name))).toEqual([]);
  });
});

describe('one of them on the command line', () => {
  const env = () => ({ ...REDIS, CALLBOARD_EVENTS: folder({ 'a.env': slack('a'), 'b.env': slack('b') }) });
  it('is chosen by its name, or by CALLBOARD_EVENT', () => {
    expect(envOfEvent(env(), 'b')).toMatchObject({
      env: { CALLBOARD_EVENT: 'b', SLACK_BOT_TOKEN: 'xoxb-b-value' },
    });
    expect(envOfEvent({ ...env(), CALLBOARD_EVENT: 'a' }, undefined)).toMatchObject({
      env: { CALLBOARD_EVENT: 'a' },
    });
    expect(envOfEvent(REDIS, 'b')).toEqual({ env: { ...REDIS, CALLBOARD_EVENT: 'b' } });
    expect(envOfEvent(REDIS, undefined)).toEqual({ env: REDIS });
  });

  it('has to be said, and has to be there', () => {
    expect(envOfEvent(env(), undefined)).toEqual({
      problem: 'Which event? Say --event NAME, or set CALLBOARD_EVENT. There are: a, b.',
    });
    expect(envOfEvent(env(), 'c')).toEqual({
      problem: 'There is no event c in CALLBOARD_EVENTS. There are: a, b.',
    });
  });
});
