/** The event file: what it changes, what it leaves alone, who hears of it, and that an export is the event. */

import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { callboard } from '../../../commands/callboard/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { BY_FILE, nextFileLook } from '../../../src/callboard/domain/applied-file.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { inSeconds, shortDuration } from '../../../src/callboard/domain/event-file.ts';
import { setEvent } from '../../../src/callboard/domain/settings.ts';
import { changedByHand } from '../../../src/callboard/event-file/by-hand.ts';
import { differenceText, setupDifferences } from '../../../src/callboard/event-file/difference.ts';
import { publishedSchema, SECTION_NAMES } from '../../../src/callboard/event-file/schema.ts';
import { setupOf } from '../../../src/callboard/event-file/state.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { instant } from '../../../src/core/instant.ts';
import { ABOUT_KEYS, verifyChain } from '../../../src/keys/domain/chain.ts';
import { readChain } from '../../../src/keys/on-chain.ts';
import { hookDocument } from '../../../src/page/domain/alert.ts';
import { policyDocument } from '../../../src/page/domain/policy.ts';
import { shiftAdded } from '../../../src/rota/domain/facts.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { anyEventFile, applied, exported, planned, understood } from '../../support/event-files.ts';
import { fakeEvent, fakeWorld, somebody } from '../../support/fake-deps.ts';

const ADA = 'U0ADA0001';
const BOB = 'U0BOB0002';
const START = '2027-05-01T08:00:00Z';
const known = [
  somebody(ADA, { handle: 'ada', email: 'ada@example.org' }),
  somebody(BOB, { handle: 'bob' }),
  somebody('U0CAT0003', { handle: 'cat' }),
  somebody('U0DAN0004', { handle: 'dan' }),
  somebody('U0GUEST05', { handle: 'guest', guest: true }),
];
const begin = () => fakeWorld(START, known, fakeEvent({ organizers: [ADA], crew: [] }));
const lines = async (text: string, world: Awaited<ReturnType<typeof begin>>) =>
  (await planned(text, world.deps)).map((one) => differenceText(one));

describe('the schema', () => {
  it('is published as it is (UPDATE=1 writes it)', () => {
    const path = 'docs/event-file.schema.json';
    const now = `${JSON.stringify(publishedSchema(), undefined, 2)}\n`;
    if (process.env['UPDATE'] === '1') writeFileSync(path, now);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(now));
  });
});

describe('durations', () => {
  it('are said and read alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 * 86_400 }), (seconds) => {
        expect(inSeconds(shortDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

describe('an export', () => {
  it('has no difference from the event, whatever the event is, and applying it changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyEventFile, anyEventFile, async (first, second) => {
        const { deps } = await begin();
        for (const file of [first, second]) {
          await applied(stringify(file), deps);
          expect(await planned(stringify(file), deps)).toEqual([]);
        }
        const text = await exported(deps);
        expect(await planned(text, deps)).toEqual([]);
        // It becomes the file that is compared with, and changes nothing else.
        await applied(text, deps);
        expect(await exported(deps)).toBe(text);
        expect(await applied(text, deps)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('sets up another event as this one is', async () => {
    await fc.assert(
      fc.asyncProperty(anyEventFile, async (file) => {
        const [one, other] = [await begin(), await begin()];
        await applied(stringify(file), one.deps);
        const text = await exported(one.deps);
        await applied(text, other.deps);
        expect(await exported(other.deps)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('says beside each id who that is', async () => {
    const { deps } = await begin();
    expect(await exported(deps)).toContain(`- ${ADA} # @ada`);
  });
});

describe('a file', () => {
  it('leaves alone what it has no section for, and is the whole of what it has', async () => {
    const world = await begin();
    await applied(
      'version: 1\nroles: [{ name: Desk, leads: ["@bob"] }, { name: Stage }]\ncrew: ["@cat"]',
      world.deps,
    );
    expect(await lines('version: 1\nroles: [{ name: Desk, leads: [ada@example.org] }]', world)).toEqual([
      `~ roles Desk: leads ${BOB} → ${ADA}`,
      '- roles Stage: rest 0, nightWeight 1',
    ]);
    await applied('version: 1\nroles: [{ name: Desk }]', world.deps);
    const roles = await world.store.all(roleDocument);
    expect(roles.map(({ value }) => value.name)).toEqual(['Desk']);
    expect((await world.store.get(eventDocument, EVENT_ID))?.value.crew).toEqual(['U0CAT0003']);
  });

  it('tells organizers of organizers, on the keys’ chain, as the verbs do', async () => {
    const world = await begin();
    await applied('version: 1\norganizers: ["@bob", "@cat"]', world.deps);
    await world.settle(jobs);
    const said = world.chat.sent.filter(({ to }) => to === 'COPS').map(({ text }) => text);
    expect(said.sort()).toEqual(
      [
        `:bust_in_silhouette: The event file made <@${BOB}> an organizer. It is on the record of the keys.`,
        ':bust_in_silhouette: The event file made <@U0CAT0003> an organizer. It is on the record of the keys.',
        `:bust_in_silhouette: The event file took <@${ADA}> off the organizers. It is on the record of the keys.`,
      ].sort(),
    );
    const chain = await readChain(world.store);
    expect(verifyChain(await world.store.facts({ about: ABOUT_KEYS }), chain.value)).toMatchObject({
      whole: true,
      length: 3,
    });
    expect((await world.store.get(eventDocument, EVENT_ID))?.value.organizersSince).toEqual({
      [BOB]: '2027-05-01T08:00:00Z',
      U0CAT0003: '2027-05-01T08:00:00Z',
    });
  });

  it('refuses guests as organizers, whoever is unknown by name, and guesses', async () => {
    const { deps } = await begin();
    await expect(understood('version: 1\norganizers: ["@guest", "@adda"]', deps)).rejects.toThrow(
      '@guest is a guest or has no Slack: organizers are full members of the workspace\n@adda is nobody whom Callboard knows: do you mean @ada?',
    );
    expect((await understood('version: 1\norganizers: [U0NEW0009]', deps)).unseen).toEqual(['U0NEW0009']);
  });

  it('makes, moves and revokes hooks by name', async () => {
    const world = await begin();
    const hooks = async () =>
      (await world.store.all(hookDocument)).map(({ id, value: { name, target, revokedAt } }) => [
        id,
        name,
        target.kind,
        revokedAt !== undefined,
      ]);
    await applied(
      'version: 1\nhooks: [{ name: Grafana, pages: oncall }, { name: Zabbix, pages: "role:Desk" }]',
      world.deps,
    );
    await applied('version: 1\nhooks: [{ name: Grafana, pages: "room:Main hall" }]', world.deps);
    expect(await hooks()).toEqual([
      ['hash-1', 'Grafana', 'room', false],
      ['hash-2', 'Zabbix', 'role', true],
    ]);
  });

  it('takes a target’s own policy away, and puts the default back', async () => {
    const world = await begin();
    const own =
      'default: { steps: [{ who: organizers, after: 0s }] }, "room:Attic": { steps: [{ who: lead, after: 0s }], pause: 1m }';
    await applied(`version: 1\npolicies: { ${own} }`, world.deps);
    expect((await world.store.get(policyDocument, 'room:Attic'))?.value.pause).toBe(60);
    await applied('version: 1\npolicies: {}', world.deps);
    expect(await world.store.all(policyDocument)).toEqual([]);
  });

  it('re-times the reminders of shifts that are to come', async () => {
    const world = await begin();
    const shift = {
      code: 'H1',
      role: 'Desk',
      start: '2027-05-03T08:00:00Z',
      end: '2027-05-03T12:00:00Z',
      min: 1,
      assignments: [{ person: BOB, state: 'accepted' as const }],
    };
    await world.store.commit({
      put: [put(shiftDocument, 'H1', shift)],
      facts: [
        recordFact(shiftAdded, {
          at: world.clock.now(),
          by: 'x',
          about: [],
          data: { shift: 'H1', role: 'Desk', start: shift.start, end: shift.end, min: 1 },
        }),
      ],
    });
    const due = async () =>
      (await world.store.outbox()).filter(({ name }) => name === 'remind-shift').map(({ id }) => id);
    await applied('version: 1\nrota: { reminders: [2h, 10m] }', world.deps);
    expect(await due()).toEqual([`shift-remind:H1:${BOB}:120`, `shift-remind:H1:${BOB}:10`]);
    await applied('version: 1\nrota: { reminders: [30m] }', world.deps);
    expect(await due()).toEqual([`shift-remind:H1:${BOB}:30`]);
  });

  it('makes no key: what is missing is told, and applying changes nothing', async () => {
    const world = await begin();
    const file = `version: 1\nkeys: [{ set: ingress, needs: 2, holders: ["@ada", "@bob"] }]\nguarded: [close-doors]`;
    expect(await lines(file, world)).toEqual([
      `+ keys ingress: needs 2, holders (${ADA}, ${BOB})`,
      '+ guarded close-doors',
    ]);
    await applied(file, world.deps);
    expect(await lines(file, world)).toHaveLength(2);
  });
});

describe('what is changed by hand', () => {
  const FILE = 'version: 1\nrooms: [{ name: Main hall }]\nchannels: { ops: COPS1 }';
  const rename = async (world: Awaited<ReturnType<typeof begin>>, by: string, rooms: string[]) => {
    const event = await world.store.get(eventDocument, EVENT_ID);
    if (!event) throw new Error('no event');
    const after = { ...event.value, rooms: rooms.map((name) => ({ name })) };
    await world.store.commit(setEvent(event, after, { at: world.clock.now(), by }) ?? {});
  };

  it('is shown with who and when', async () => {
    const world = await begin();
    await applied(FILE, world.deps);
    await world.advance('PT1H', jobs);
    await rename(world, BOB, ['Main hall', 'Attic']);
    const { state, file } = await understood(FILE, world.deps);
    const found = setupDifferences(setupOf(state), file);
    expect(found).toEqual([{ section: 'rooms', key: 'Attic', kind: 'removed', before: { name: 'Attic' } }]);
    const [hand] = await changedByHand(found, state, world.store);
    expect([hand?.by, hand?.at.toString()]).toEqual([BOB, '2027-05-01T09:00:00Z']);
    // What the file itself did is no hand's.
    await applied(FILE, world.deps);
    expect((await world.store.facts({ about: 'event' })).map(({ by }) => by)).toContain(BY_FILE);
    const again = await understood('version: 1\nrooms: []', world.deps);
    expect(
      await changedByHand(setupDifferences(setupOf(again.state), again.file), again.state, world.store),
    ).toEqual([undefined]);
  });

  it('is told once a day at nine, only when it is new, and no more when it is as the file says', async () => {
    const world = await begin();
    await applied(FILE.replace('COPS1', 'COPS'), world.deps);
    const day = async () => {
      const before = world.chat.sent.length;
      await world.advance('PT24H', jobs);
      return world.chat.sent.slice(before).map(({ text }) => text);
    };
    expect(await day()).toEqual([]);
    await rename(world, BOB, ['Main hall', 'Attic']);
    expect(await day()).toEqual([
      ':page_facing_up: 1 thing is not as the event file says:\n+ rooms Attic (by hand: @bob, 2027-05-02 10:00)\n' +
        'To keep what was changed by hand, write it into the file (`callboard event export` shows how). To take it back, apply the file again: `callboard event apply FILE`.',
    ]);
    expect(await day()).toEqual([]);
    // Back, and the same again: that is new.
    await rename(world, BOB, ['Main hall']);
    expect(await day()).toEqual([]);
    await rename(world, ADA, ['Main hall', 'Attic']);
    expect(await day()).toHaveLength(1);
    await applied(FILE.replace('COPS1', 'COPS'), world.deps);
    expect(await day()).toEqual([]);
  });

  it('is looked for at nine by the event’s clock', () => {
    const next = (now: string) => nextFileLook('Europe/Madrid', instant(now)).toString();
    expect(next('2027-05-01T06:59:59Z')).toBe('2027-05-01T07:00:00Z');
    expect(next('2027-05-01T07:00:00Z')).toBe('2027-05-02T07:00:00Z');
    // The clock changes in the night between.
    expect(next('2027-10-30T08:00:00Z')).toBe('2027-10-31T08:00:00Z');
  });

  it('comes from the verbs too', async () => {
    const world = await begin();
    await applied('version: 1\ncrew: []', world.deps);
    await world.advance('PT5M', jobs);
    await world.type(ADA, callboard, 'crew add @cat');
    const { state, file } = await understood('version: 1\ncrew: []', world.deps);
    const found = setupDifferences(setupOf(state), file);
    expect(found.map((one) => differenceText(one))).toEqual(['- crew U0CAT0003']);
    expect((await changedByHand(found, state, world.store))[0]?.by).toBe(ADA);
  });
});

describe('the guide', () => {
  it('has an example of all of it that can be applied, and is then the event', async () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/event-file.md', 'utf8')) ?? [];
    const people = [...known, somebody('U0CAT0009', { handle: 'kit', email: 'cat@example.org' })];
    const world = await fakeWorld(START, people, fakeEvent({ organizers: [ADA] }));
    await applied(example, world.deps);
    const left = await planned(example, world.deps);
    expect([...new Set(left.map(({ section }) => section))]).toEqual(['keys', 'guarded']);
    const { file } = await understood(example, world.deps);
    expect(Object.keys(file).sort()).toEqual(['version', ...SECTION_NAMES].sort());
  });
});
