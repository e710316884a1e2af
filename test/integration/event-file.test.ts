/** `callboard event` as an operator runs it, against a real Redis that a bot works on. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSealer } from '../../src/adapters/redis/open-sealer.ts';
import { secretsFrom } from '../../src/adapters/redis/secret-text.ts';
import { RedisStore } from '../../src/adapters/redis/store.ts';
import { runEvent } from '../../src/callboard/cli/event.ts';
import {
  EVENT_ID,
  type EventSettings,
  eventChanged,
  eventDocument,
} from '../../src/callboard/domain/event.ts';
import { type Person, personChanged, personDocument } from '../../src/callboard/domain/person.ts';
import { setEvent } from '../../src/callboard/domain/settings.ts';
import { realClock } from '../../src/core/clock.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import { hookDocument } from '../../src/page/domain/alert.ts';
import { hashOf } from '../../src/page/hook-token.ts';
import { fakeEvent, somebody } from '../support/fake-deps.ts';
import { hasRedis, type PrivateRedis, startRedis } from '../support/redis.ts';
import { TEST_SECRET } from '../support/sealer.ts';

const ADA = 'U0ADA0001';
const BOB = 'U0BOB0002';

describe.skipIf(!hasRedis)('callboard event', () => {
  let server: PrivateRedis;
  let redis: Redis;
  let store: RedisStore;
  let folder: string;
  let event = 0;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startRedis();
    redis = await server.connect();
    folder = mkdtempSync(join(tmpdir(), 'callboard-event-'));
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    const name = `conf-${++event}`;
    env = { REDIS_URL: server.url, CALLBOARD_EVENT: name, CALLBOARD_SECRET: TEST_SECRET };
    const secrets = secretsFrom(TEST_SECRET) ?? [];
    const sealer = await openSealer(redis, name, { CALLBOARD_SECRET: secrets }, { claim: true });
    store = new RedisStore(redis, name, sealer);
    await save(fakeEvent({ organizers: [ADA], crew: [] }), ADA);
    for (const person of [somebody(ADA, { handle: 'ada' }), somebody(BOB, { handle: 'bob' })])
      await know(person);
  });

  async function save(after: EventSettings, by: string): Promise<void> {
    const known = await store.get(eventDocument, EVENT_ID);
    const at = realClock.now();
    const change = known
      ? setEvent(known, after, { at, by })
      : {
          put: [put(eventDocument, EVENT_ID, after)],
          facts: [recordFact(eventChanged, { at, by, about: ['event'], data: { fields: [] } })],
        };
    if (change) await store.commit(change);
  }
  const know = (person: Person) =>
    store.commit({
      put: [put(personDocument, person.id, person)],
      facts: [
        recordFact(personChanged, {
          at: realClock.now(),
          by: 'slack',
          about: [],
          data: { person: person.id, fields: [] },
        }),
      ],
    });
  const path = (name: string) => join(folder, `${event}-${name}`);
  const file = (text: string, name = 'conf.yaml'): string => {
    writeFileSync(path(name), `version: 1\n${text}\n`);
    return path(name);
  };

  async function run(args: readonly string[], answer?: string, also: Record<string, string> = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runEvent(args, {
      env: { ...env, ...also },
      print: (line) => out.push(line),
      write: async (text) => void out.push(text),
      warn: (line) => err.push(line),
      ask: answer === undefined ? undefined : async () => answer,
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  it('plans, applies once, and has nothing to do then', async () => {
    const conf = file('event: { name: Conf, zone: Europe/Madrid }\nrooms: [{ name: Main hall }]');
    expect(await run(['plan', conf])).toEqual({
      code: 2,
      err: '',
      out: [
        `The event “conf-${event}”, to be as the file says:`,
        '  ~ event name: TestConf → Conf',
        '  + rooms Main hall',
        '1 to add, 1 to change, 0 to remove.',
        '`callboard event apply` makes it so.',
      ].join('\n'),
    });
    expect((await store.get(eventDocument, EVENT_ID))?.value.name).toBe('TestConf');
    expect((await run(['apply', conf])).code).toBe(0);
    const facts = (await store.facts()).length;
    expect(await run(['apply', conf])).toEqual({
      code: 0,
      err: '',
      out: `The event “conf-${event}” is as the file says.`,
    });
    expect((await store.facts()).length).toBe(facts);
    expect((await run(['plan', conf])).code).toBe(0);
    expect((await store.outbox()).map(({ name }) => name)).toContain('watch-event-file');
  });

  it('shows who changed it by hand, takes nothing away unasked, and all of it with a yes', async () => {
    const conf = file('rooms: [{ name: Main hall }]');
    await run(['apply', conf]);
    const now = (await store.get(eventDocument, EVENT_ID))?.value ?? fakeEvent();
    await new Promise((resolve) => setImmediate(resolve));
    await save({ ...now, rooms: [...now.rooms, { name: 'Attic' }] }, BOB);
    const { code, out } = await run(['plan', conf]);
    expect(code).toBe(2);
    expect(out).toMatch(/ {2}- rooms Attic \(by hand: @bob, \d{4}-\d\d-\d\d \d\d:\d\d\)/);
    const rooms = async () => (await store.get(eventDocument, EVENT_ID))?.value.rooms.map(({ name }) => name);
    expect(await run(['apply', conf])).toMatchObject({
      code: 1,
      err: 'Nothing was changed. With --yes, what the file does not have is taken away too.',
    });
    expect((await run(['apply', conf], 'no')).code).toBe(1);
    expect(await rooms()).toEqual(['Main hall', 'Attic']);
    expect((await run(['apply', conf], 'yes')).code).toBe(0);
    expect(await rooms()).toEqual(['Main hall']);
  });

  it('applies nothing where somebody was faster', async () => {
    await save({ ...fakeEvent({ organizers: [ADA] }), rooms: [{ name: 'Attic' }] }, ADA);
    const conf = file('event: { name: Conf, zone: UTC }\nrooms: []\npolicies: {}');
    const faster = {
      env,
      print: () => {},
      write: async () => {},
      warn: (line: string) => said.push(line),
      // While the person thinks about the answer.
      ask: async () => {
        await save(fakeEvent({ organizers: [ADA], name: 'Faster' }), BOB);
        return 'yes';
      },
    };
    const said: string[] = [];
    expect(await runEvent(['apply', conf], faster)).toBe(1);
    expect(said.join()).toContain('nothing was applied. Look again: `callboard event plan`.');
    expect((await store.get(eventDocument, EVENT_ID))?.value.name).toBe('Faster');
    expect((await store.facts()).filter(({ name }) => name === 'event-file.applied')).toEqual([]);
  });

  it('makes tokens of new hooks, for the terminal or for a file, and opens with them', async () => {
    const conf = file('hooks: [{ name: Grafana, pages: oncall }]');
    const refused = await run(['apply', conf]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('give --tokens FILE')]);
    expect(await store.all(hookDocument)).toEqual([]);
    expect((await run(['apply', conf, '--tokens', path('tokens')])).code).toBe(0);
    const [, token = ''] = /^"Grafana": (cb_\S+)\n$/.exec(readFileSync(path('tokens'), 'utf8')) ?? [];
    expect(statSync(path('tokens')).mode & 0o777).toBe(0o600);
    expect((await store.get(hookDocument, hashOf(token)))?.value).toMatchObject({
      name: 'Grafana',
      by: 'event-file',
    });
    const more = file(
      'hooks: [{ name: Grafana, pages: oncall }, { name: Zabbix, pages: oncall }]',
      'more.yaml',
    );
    const shown = await run(['apply', more], 'no need');
    expect(shown.out).toMatch(/Token of “Zabbix”, shown this once: cb_\S{32}/);
    const again = file(
      'hooks: [{ name: Zabbix, pages: oncall }, { name: New, pages: oncall }]',
      'again.yaml',
    );
    expect((await run(['apply', again, '--yes', '--tokens', path('tokens')])).err).toContain('already there');
    expect((await store.all(hookDocument)).filter(({ value }) => value.revokedAt)).toEqual([]);
  });

  it('exports what then plans as no difference, here and for another event', async () => {
    const out = path('out.yaml');
    expect((await run(['export', out])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain(`- ${ADA} # @ada`);
    expect((await run(['plan', out])).code).toBe(0);
    expect((await run(['export', out])).err).toContain('already there');
    const other = { CALLBOARD_EVENT: `next-${event}` };
    expect(await run(['apply', out], undefined, other)).toMatchObject({
      code: 0,
      err: `${ADA} is not known here yet, and is taken as it is: see that it is nobody else’s.`,
    });
    expect((await run(['plan', out], undefined, other)).code).toBe(0);
  });

  it('says what is wrong by the line, and what to do', async () => {
    const bad = file('organizers:\n  - "@adda"\n  - "@bob"');
    expect(await run(['plan', bad])).toEqual({
      code: 1,
      out: '',
      err: `${bad}:3: organizers.1 @adda is nobody whom Callboard knows: do you mean @ada?\nNothing was changed.`,
    });
    expect((await run(['plan', path('none.yaml')])).err).toContain('there is no such file.');
    expect((await run(['plan', file('channels: { ops: "#ops" }')])).err).toContain('set SLACK_BOT_TOKEN');
    expect((await run(['plan', bad], undefined, { REDIS_URL: 'redis://127.0.0.1:1' })).err).toBe(
      'REDIS_URL: nobody answers there. Start Redis, or correct the address.',
    );
    const wrong = { CALLBOARD_SECRET: Buffer.alloc(32, 9).toString('base64') };
    expect((await run(['plan', bad], undefined, wrong)).err).toContain('which is not here');
    expect(await run(['plann', bad])).toMatchObject({
      code: 2,
      err: expect.stringContaining('event plan FILE'),
    });
  });

  it('is a command of the program, with pipes', () => {
    const program = (args: string[], input = '') =>
      spawnSync(process.execPath, ['bin/callboard.mjs', 'event', ...args], {
        env: { ...process.env, ...env },
        input,
        encoding: 'utf8',
      });
    const { stdout, status } = program(['export', '-']);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^version: 1$/m)]);
    expect(program(['plan', '-'], stdout)).toMatchObject({
      status: 0,
      stdout: `The event “conf-${event}” is as the file says.\n`,
    });
    expect(program(['plan', '-'], 'version: 1\nrooms: [{ name: Attic }]')).toMatchObject({
      status: 2,
      stderr: '',
    });
  });
});
