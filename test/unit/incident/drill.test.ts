/** A drill is played with the people on duty, gives way to whatever is real, and leaves nothing open. */
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { callboardHome } from '../../../commands/callboard/home.ts';
import { incident } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { instant } from '../../../src/core/instant.ts';
import { drillDocument } from '../../../src/incident/domain/drill.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { chosenMoment } from '../../../src/incident/domain/play-drill.ts';
import { answerPage } from '../../../src/page/answer.ts';
import { RUNNING, runningDrillDocument } from '../../../src/page/domain/drill.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, shift, textOf } from '../page/world.ts';

const drills = async (world: World) => (await world.store.all(drillDocument)).map(({ value }) => value);
const drillOf = async (world: World) => (await drills(world)).at(-1);
const pages = async (world: World) => (await world.store.all(pageDocument)).map(({ value }) => value);
const openPages = async (world: World) => (await pages(world)).filter(({ state }) => state !== 'resolved');
const openIncidents = async (world: World) =>
  (await world.store.all(incidentDocument)).filter(({ value }) => value.state === 'open');
const said = (world: World, to: string) =>
  world.chat.sent.filter((one) => one.to === to).map(({ text }) => text);

const begin = async (world: World, text = 'drill projector') => {
  const reply = await world.type('UORG', callboard, text);
  await world.settle(jobs);
  return reply;
};

/** Nothing of the drill is left: no page, no incident, no job of it, no mark that it runs. */
async function isOver(world: World): Promise<void> {
  expect((await openPages(world)).filter(({ drill }) => drill)).toEqual([]);
  expect((await openIncidents(world)).filter(({ value }) => value.drill)).toEqual([]);
  expect(await world.store.get(runningDrillDocument, RUNNING)).toBeUndefined();
  const left = (await world.store.outbox()).map(({ name }) => name);
  expect(left.filter((name) => /drill/.test(name))).toEqual([]);
}

describe('a drill', () => {
  it('is listed, asked for and played: what went well comes first, and names nobody', async () => {
    const world = await pagingWorld();
    const list = await world.type('UORG', callboard, 'drill');
    for (const name of ['projector', 'stream', 'fire', 'speaker', 'keys', 'outage', 'two'])
      expect(textOf(list)).toContain(`\`${name}\``);
    // A line each; what it is about is told before it begins, by its button or when asked.
    expect(textOf(list).split('\n')).toHaveLength(8);
    const shown = textOf(await world.type('UORG', callboard, 'drill show two'));
    expect(shown).toMatch(/A room without sound[\s\S]*Really\?/);
    expect(textOf(await world.press('UORG', callboard, 'callboard.drill', 'two'))).toBe(shown);
    await expect(world.type('UORG', callboard, 'drill show tow')).rejects.toMatchObject({
      key: 'callboard.drill.noSuch',
    });
    expect(await pages(world)).toEqual([]);
    await begin(world);
    const [first] = await pages(world);
    expect(first).toMatchObject({ message: expect.stringMatching(/^DRILL: /), drill: true, incident: 'I1' });
    expect(first?.target).toEqual({ kind: 'room', name: 'Main stage' });
    await world.advance('PT1M', jobs);
    await answerPage('P1', 'ack', { by: 'UVOL', via: 'sms', now: world.clock.now() }, world.deps);
    await world.press('UVOL', incident, 'incident.command', 'I1');
    await world.advance('PT8M', jobs);
    expect(said(world, 'CINC').join('\n')).toContain('*DRILL* · Spare cable: the one in the box');
    await world.type('UVOL', incident, 'update I1 The talk begins without pictures');
    await world.advance('PT1M', jobs);
    await world.type('UVOL', incident, 'resolve I1 A second cable');
    await world.settle(jobs);
    expect(await drillOf(world)).toMatchObject({ state: 'ended', why: 'done' });
    const score = said(world, 'CINC').find((text) => text.includes(' points)')) ?? '';
    expect(score).toMatch(
      /What went well \(8 of 8 points\)[\s\S]*somebody had the page after 1 min[\s\S]*Worth practising/,
    );
    expect(score).not.toMatch(/UVOL|Vera/);
    const exported = JSON.stringify(await world.type('UVOL', incident, 'export I1'));
    expect(exported).toMatch(/Drill score[\s\S]*What went well[\s\S]*somebody had the page/);
    await isOver(world);
    const facts = (await world.store.facts({ about: 'drill:D1' })).map(({ name }) => name);
    expect(facts).toEqual(['drill.begun', 'drill.step', 'drill.step', 'drill.step', 'drill.ended']);
    const answered = await world.store.facts({ about: 'person:UVOL' });
    expect(answered.find(({ name }) => name === 'drill.answered')?.data).toEqual({
      page: 'P1',
      person: 'UVOL',
      seconds: 60,
    });
  });

  it('says when its time is over what to practise, and closes what nobody did', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.advance('PT20M', jobs);
    expect(await drillOf(world)).toMatchObject({ why: 'time' });
    const score = said(world, 'CINC').find((text) => text.includes(' points)')) ?? '';
    expect(score).toMatch(
      /0 of 9 points[\s\S]*It was tried[\s\S]*not seen: somebody had the page[\s\S]*page test/,
    );
    expect(score).toContain('not seen: the incident was resolved');
    await isOver(world);
  });

  it('is announced to nobody outside: no channel for everybody, no @here', async () => {
    const world = await pagingWorld();
    await begin(world);
    const told = textOf(await world.type('UVOL', incident, 'update I1 We are on it'));
    expect(told).toMatch(/thread of DRILL · I1.*nobody else/);
    await world.advance('PT20M', jobs);
    expect(said(world, 'CANN')).toEqual([]);
    expect(said(world, 'CINC').join('\n')).toContain('nobody in command yet');
    for (const channel of ['COPS', 'CINC']) expect(said(world, channel).join('\n')).not.toContain('<!here>');
    const texts = [...world.channels.sms.sent, ...world.channels.voice.sent].map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toContain('DRILL');
  });

  it('says once that it has begun, and offers to end nothing that ends by itself', async () => {
    const world = await pagingWorld();
    expect(textOf(await begin(world))).toContain('has begun');
    expect(said(world, 'UORG').filter((text) => text.includes('has begun'))).toEqual([]);
    const reply = textOf(await world.type('UVOL', incident, 'resolve I1 A new cable'));
    expect(reply).toContain('is resolved');
    expect(reply).not.toContain('still open');
    await world.settle(jobs);
    await isOver(world);
  });

  it('counts in no figure and no promise', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.advance('PT20M', jobs);
    expect(textOf(await world.type('UORG', page, 'stats'))).toContain('Nobody was paged');
    expect(textOf(await world.type('UORG', callboard, 'promises'))).not.toMatch(/\b1 of 1\b/);
  });

  it('pretends an outage for its own pages alone', async () => {
    const world = await pagingWorld(
      [shift({ room: undefined as never, code: 'H1' })].map(({ room: _, ...one }) => one),
    );
    await begin(world, 'drill outage');
    await world.advance('PT3M', jobs);
    expect(world.channels.sms.sent).toEqual([]);
    expect(world.channels.voice.sent.length).toBeGreaterThan(0);
    await world.type('UANY', page, '@uvol The printer smokes');
    await world.advance('PT1M', jobs);
    expect(world.channels.sms.sent.map(({ text }) => text).join()).toContain('The printer smokes');
    const exported = JSON.stringify(await world.type('UORG', incident, 'export I1'));
    expect(exported).toContain('SMS did not work (DRILL: pretended to be lost)');
  });

  it('is over at once when something real happens, and says so', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.advance('PT2M', jobs);
    await world.type('UANY', page, 'stage-main A cable burns');
    await world.settle(jobs);
    expect(await drillOf(world)).toMatchObject({ why: 'real', real: 'P2' });
    expect(said(world, 'CINC').join('\n')).toContain('P2 is real and comes first');
    expect((await openPages(world)).map(({ code }) => code)).toEqual(['P2']);
    await isOver(world);
  });

  it('is over at once when a real incident is declared', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.type('UANY', incident, 'declare sev1 The roof leaks');
    await world.settle(jobs);
    expect(await drillOf(world)).toMatchObject({ why: 'real', real: 'I2' });
    await isOver(world);
    expect(await openIncidents(world)).toHaveLength(1);
  });

  it('does not begin beside what is real, nor in anybody’s quiet hours, nor twice', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main A cable burns');
    await expect(begin(world)).rejects.toMatchObject({ key: 'callboard.drill.real' });
    await answerPage('P1', 'resolve', { by: 'UANY', via: 'slack', now: world.clock.now() }, world.deps);
    const asleep = await pagingWorld(
      [shift()],
      people().map((one) =>
        one.id === 'ULEAD' ? { ...one, contact: { order: [], quiet: { from: '09:00', to: '12:00' } } } : one,
      ),
    );
    await expect(begin(asleep)).rejects.toMatchObject({ key: 'callboard.drill.quiet' });
    await begin(world);
    await expect(begin(world)).rejects.toMatchObject({ key: 'callboard.drill.running' });
    await expect(begin(await pagingWorld([]))).rejects.toMatchObject({ key: 'callboard.drill.nobody' });
  });

  it('with keys wants a practice set, and never a real one', async () => {
    const world = await pagingWorld([shift()].map(({ room: _, ...one }) => one));
    await expect(begin(world, 'drill keys')).rejects.toMatchObject({ key: 'callboard.drill.keys' });
  });

  it('waits in its window for its moment, known to who asked alone, and can be taken back', async () => {
    const world = await pagingWorld();
    const reply = textOf(await begin(world, 'drill projector in stage-main between 14:00-16:00'));
    expect(reply).toMatch(/D1 .* begins between 14:00 and 16:00: I chose 1[45]:\d\d/);
    expect(world.chat.sent).toEqual([]);
    expect(JSON.stringify(await callboardHome(await world.asking('UORG'), world.deps))).toContain('I chose');
    expect(JSON.stringify(await callboardHome(await world.asking('UVOL'), world.deps))).not.toContain(
      'Drill',
    );
    await expect(world.press('UANY', callboard, 'callboard.drill-cancel', 'D1')).rejects.toThrow();
    expect(textOf(await world.type('UORG', callboard, 'drill cancel'))).toContain('will not happen');
    await world.advance('PT9H', jobs);
    expect(world.chat.sent).toEqual([]);
    await isOver(world);
  });

  it('is put off while something real is open, and does not begin where its window is over', async () => {
    const world = await pagingWorld();
    await begin(world, 'drill projector between 14:00-16:00');
    await world.type('UANY', page, 'stage-main A cable burns');
    await world.advance('PT7H', jobs);
    expect(await drillOf(world)).toMatchObject({ state: 'ended', why: 'no-moment' });
    expect(said(world, 'UORG').join('\n')).toContain('did not begin');
    const facts = (await world.store.facts({ about: 'drill:D1' })).map(({ name }) => name);
    expect(facts.filter((name) => name === 'drill.put-off').length).toBeGreaterThan(0);
    await isOver(world);
  });

  it('begins by itself within its window and is shown while it runs', async () => {
    const world = await pagingWorld();
    await begin(world, 'drill projector between 14:00-16:00');
    const at = (await drillOf(world))?.at ?? '';
    await world.advance('PT8H', jobs);
    const begun = (await world.store.facts({ about: 'drill:D1' })).find(({ name }) => name === 'drill.begun');
    expect(begun?.at.toString()).toBe(instant(at).toString());
    const other = await pagingWorld();
    await begin(other);
    const home = JSON.stringify(await callboardHome(await other.asking('UVOL'), other.deps));
    expect(home).toContain('Nothing of it is real');
    expect(home).not.toContain('callboard.drill-cancel');
    expect(JSON.stringify(await callboardHome(await other.asking('UORG'), other.deps))).toContain(
      'callboard.drill-cancel',
    );
  });

  it('ended by hand closes everything at once', async () => {
    const world = await pagingWorld();
    await begin(world);
    await world.advance('PT5M', jobs);
    expect(textOf(await world.type('UORG', callboard, 'drill cancel'))).toContain('is over');
    await world.settle(jobs);
    expect(said(world, 'CINC').join('\n')).toContain('ended by hand');
    await isOver(world);
  });

  it('follows the duty when somebody goes off shift in the midst of it', async () => {
    const world = await pagingWorld([
      shift({ end: '2019-06-05T08:05:00Z' }),
      shift({
        code: 'H2',
        start: '2019-06-05T08:05:00Z',
        assignments: [{ person: 'UANY', state: 'accepted' }],
      }),
    ]);
    await begin(world);
    await world.advance('PT6M', jobs);
    const [first] = await pages(world);
    expect(first?.stepsRun[0]?.people.map(({ person, offAt }) => [person, offAt !== undefined])).toEqual([
      ['UVOL', true],
      ['UANY', false],
    ]);
    // The shift is taken away altogether: the drill goes on, and ends.
    const h2 = await world.store.get(shiftDocument, 'H2');
    const gone = await world.store.get(personDocument, 'UANY');
    await world.store.commit({
      put: [
        put(shiftDocument, 'H2', null, h2?.version ?? 0),
        put(personDocument, 'UANY', null, gone?.version ?? 0),
      ],
      facts: [
        recordFact(personChanged, {
          at: world.clock.now(),
          by: 'test',
          about: ['person:UANY'],
          data: { person: 'UANY', fields: ['all'] },
        }),
      ],
    });
    await world.advance('PT20M', jobs);
    await isOver(world);
  });

  it('pages nobody for a slip: a misspelt scenario, a window in other words, a word that is no title', async () => {
    const world = await pagingWorld();
    for (const [text, key] of [
      ['drill projektor', 'callboard.drill.noSuch'],
      ['drill projektor in stage-main', 'callboard.drill.noSuch'],
      ['drill 😀', 'callboard.drill.oneWord'],
      ['drill end', 'callboard.drill.noneToCancel'],
      ['drill stop D1', 'callboard.drill.noneToCancel'],
      ['drill projector 14:00', 'callboard.drill.window'],
      ['drill projector at 14:00', 'callboard.drill.window'],
      ['drill projector between 16:00-13:00', 'callboard.drill.windowBackwards'],
    ] as const)
      await expect(world.type('UORG', callboard, text), text).rejects.toMatchObject({ key });
    expect(await pages(world)).toEqual([]);
    for (const text of ['at 14:00..16:00', 'de 14:00 a 16:00', 'from 14:00 to 16:00']) {
      expect(textOf(await begin(world, `drill two ${text}`))).toContain('between 14:00 and 16:00');
      await world.type('UORG', callboard, 'drill cancel');
    }
    expect(textOf(await begin(world, 'drill two between 23:30-00:30'))).toMatch(/23:30 and .*00:30/);
    expect(await pages(world)).toEqual([]);
  });

  it('of a free title begins beside nothing real, and says how it ends', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main A cable burns');
    await expect(begin(world, 'drill Power cut')).rejects.toMatchObject({ key: 'callboard.drill.real' });
    await answerPage('P1', 'resolve', { by: 'UANY', via: 'slack', now: world.clock.now() }, world.deps);
    await begin(world, 'drill Power cut');
    await expect(world.type('UORG', callboard, 'drill cancel')).rejects.toMatchObject({
      key: 'callboard.drill.freeToCancel',
    });
    await world.type('UORG', incident, 'resolve I1');
    await begin(world);
    await expect(begin(world, 'drill Power cut')).rejects.toMatchObject({ key: 'callboard.drill.running' });
  });

  it('a free title goes on working', async () => {
    const world = await pagingWorld();
    expect(textOf(await begin(world, 'drill Projector dead in the cellar'))).toContain('has begun');
    expect((await pages(world))[0]).toMatchObject({
      message: 'DRILL: Projector dead in the cellar',
      drill: true,
    });
    expect(await drills(world)).toEqual([]);
  });

  it('chooses any second of the window', () => {
    const from = instant('2019-06-05T12:00:00Z');
    const until = instant('2019-06-05T12:10:00Z');
    expect(chosenMoment(from, until, 0)).toEqual(from);
    expect(chosenMoment(from, until, 0.999_999)).toEqual(until);
    expect(chosenMoment(until, from, 0.7)).toEqual(until);
  });
});
