/** From the ledger to whoever looks: the same numbers everywhere, told once, and nothing of a private incident. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { callboardHome } from '../../../commands/callboard/home.ts';
import { page } from '../../../commands/page/command.ts';
import { clockUndone, previewChanged, sessionStarted } from '../../../src/agenda/domain/facts.ts';
import { planDelay } from '../../../src/agenda/domain/live.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { loadBoard } from '../../../src/callboard/board/load.ts';
import { boardParts } from '../../../src/callboard/board/view.ts';
import { EVENT_ID, type EventSettings, eventDocument } from '../../../src/callboard/domain/event.ts';
import { countPromises, jobFailed } from '../../../src/callboard/domain/jobs.ts';
import { promiseTallyDocument, TALLY_ID } from '../../../src/callboard/domain/promise-tally.ts';
import { PROMISES_ID, promisesDocument } from '../../../src/callboard/domain/promise-warnings.ts';
import { DEFAULT_TERMS } from '../../../src/callboard/domain/promises.ts';
import { setEvent } from '../../../src/callboard/domain/settings.ts';
import { countedWith, countLedger, scheduleCount } from '../../../src/callboard/promises/count.ts';
import { countPromisesNow, readPromises } from '../../../src/callboard/promises/load.ts';
import { signalsOf } from '../../../src/callboard/promises/signals.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { translator } from '../../../src/i18n/index.ts';
import { linkIncident } from '../../../src/page/domain/incident-link.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { rotaChanged, shiftReminded } from '../../../src/rota/domain/facts.ts';
import { reminderDropped, speakerReminded } from '../../../src/speakers/domain/facts.ts';
import { session as onStage, time } from '../../support/agenda.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld } from '../page/world.ts';
import { add, change, session } from '../speakers/world.ts';

const count = async (world: World) => {
  await world.store.commit({ jobs: [scheduleCount(world.clock.now())] });
  await world.advance('PT5M', jobs);
};
const figuresOf = async (world: World) =>
  Object.fromEntries((await readPromises(world.deps)).figures.map((one) => [one.name, one]));
async function changeEvent(world: World, more: Partial<EventSettings>) {
  const found = await world.store.get(eventDocument, EVENT_ID);
  const value = found?.value ?? (await world.deps.events.settings());
  const event = { value, version: found?.version ?? 0 };
  const changed = setEvent(event, { ...value, ...more }, { at: world.clock.now(), by: 'UORG' });
  await world.store.commit(changed ?? {});
}
const told = (world: World) =>
  world.chat.sent.filter(({ to, text }) => to === 'COPS' && /budget is spent|missed too often/.test(text));

/** A page that somebody has after some time, or that nobody ever has. */
async function aPage(world: World, words: string, after?: string) {
  await world.type('UANY', page, `stage-main ${words}`);
  await world.settle(jobs);
  if (after === undefined) return;
  await world.advance(after, jobs);
  const code = `P${await world.store.next('page', 0)}`;
  await world.type('UVOL', page, `ack ${code}`);
  await world.settle(jobs);
}

/** Counted from the ledger's facts, by nothing that the house has for it. */
async function countedInLedger(world: World) {
  const facts = await world.store.facts();
  const opened = facts.filter(({ name }) => name === 'page.opened');
  const of = (code: string, name: string, fits: (data: { state?: string }) => boolean) =>
    facts.find((one) => one.name === name && one.about.includes(`page:${code}`) && fits(one.data as object));
  const late = (one: (typeof facts)[number], first: (typeof facts)[number] | undefined) =>
    first ? (first.at.epochMilliseconds - one.at.epochMilliseconds) / 1000 : Number.POSITIVE_INFINITY;
  const codeOf = ({ data }: (typeof facts)[number]) => (data as { page: string }).page;
  const reached = opened.filter(
    (one) =>
      late(
        one,
        of(
          codeOf(one),
          'notification.moved',
          ({ state }) => state === 'delivered' || state === 'queued' || state === 'sent',
        ),
      ) <= 5,
  );
  const answered = opened.filter(
    (one) =>
      late(
        one,
        of(codeOf(one), 'page.acknowledged', () => true),
      ) <= 180,
  );
  return { all: opened.length, reached: reached.length, answered: answered.length };
}

describe('the same numbers', () => {
  it('on Home, in status, on the board, in the answer and with the export as in the ledger', async () => {
    const world = await pagingWorld();
    await aPage(world, 'Projector is dead', 'PT20S');
    await aPage(world, 'No water', 'PT10S');
    await aPage(world, 'The door is locked', 'PT4M');
    await world.advance('PT10M', jobs);
    await count(world);
    const by = await countedInLedger(world);
    expect(by).toEqual({ all: 3, reached: 3, answered: 2 });
    const figures = await figuresOf(world);
    expect(figures['reached']).toMatchObject({ kept: by.reached, all: by.all });
    expect(figures['answered']).toMatchObject({ kept: by.answered, all: by.all, allowed: 1, left: 0 });

    const line = /A page is acknowledged within 3 min: 2 of 3 \(90 % promised; 0 of 1 miss left\)/;
    const said = (reply: unknown) => JSON.stringify(reply);
    expect(said(await world.type('UANY', callboard, 'status'))).toMatch(line);
    expect(said(await world.type('UANY', callboard, 'promises'))).toMatch(line);
    const board = await loadBoard(world.deps, { count: 0, seconds: 0 });
    expect(boardParts(board, translator('en'), 'en').promises).toMatch(line);
    const home = await callboardHome(await world.asking('UANY'), world.deps);
    expect(said(home.event)).toContain('Promises: pages sent in time 3/3 · pages acknowledged in time 2/3');
    const exported = await callboard.verbs['export']?.run(
      { ...(await world.asking('UORG')), text: '', channel: 'COPS', progress: async () => {} },
      { ...world.deps, backup: async () => new Uint8Array([1]) },
    );
    expect(said(exported)).toMatch(line);
    // What was counted on from the last time is what is counted at once.
    const stored = await world.store.get(promiseTallyDocument, TALLY_ID);
    const { tally } = await countLedger(world.deps);
    expect({ ...tally, upTo: '' }).toEqual({ ...stored?.value, upTo: '' });
  });

  it('are nobody’s who is no crew, and say so while there is nothing', async () => {
    const world = await pagingWorld();
    const status = JSON.stringify(await world.type('UANY', callboard, 'status'));
    expect(status).toContain('Promises: nothing to count yet');
    await aPage(world, 'Projector is dead', 'PT20S');
    await count(world);
    const home = await callboardHome({ ...(await world.asking('UANY')), permission: 'attendee' }, world.deps);
    expect(JSON.stringify(home)).not.toContain('Promises');
  });
});

describe('a warning', () => {
  it('comes once, says what to do, and what was agreed when the budget is spent', async () => {
    const world = await pagingWorld();
    const promises = {
      ...DEFAULT_TERMS,
      answered: { within: 180, target: 90, whenSpent: 'No talk is added & two are on call.' },
    };
    await changeEvent(world, { promises });
    await aPage(world, 'Projector is dead');
    await world.advance('PT4M', jobs);
    await count(world);
    expect(told(world)).toEqual([]);
    await aPage(world, 'No water');
    await world.advance('PT4M', jobs);
    await count(world);
    const texts = told(world).map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/missed too often.* 2 times in the last 1 h, 10 times as many.*`\/rota now`/);
    expect(texts[1]).toMatch(
      /the budget is spent.* Kept 0 of 2, where 90 % is promised: 2 missed, 1 allowed\. What you agreed for this: No talk is added &amp; two are on call\./,
    );
    await count(world);
    await aPage(world, 'The door is locked');
    await world.advance('PT4M', jobs);
    await count(world);
    expect(told(world)).toHaveLength(2);
    const status = JSON.stringify(await world.type('UANY', callboard, 'status'));
    expect(status).toMatch(
      /:warning: A page is acknowledged within 3 min: 0 of 3.*The budget is spent.*agreed for this: No talk is added/,
    );
    expect(status).not.toContain('all is well');
  });
});

describe('a private incident', () => {
  it('takes its page out of the numbers, and is in none of them', async () => {
    const world = await pagingWorld();
    await aPage(world, 'Projector is dead', 'PT20S');
    await aPage(world, 'Somebody was hurt', 'PT20S');
    await count(world);
    expect((await figuresOf(world))['answered']).toMatchObject({ all: 2 });
    const linked = await world.store.get(pageDocument, 'P2');
    if (!linked) throw new Error('there is no such page');
    const to = { code: 'I123456', drill: false, responders: ['UORG'] };
    await world.store.commit(linkIncident(linked, to, { by: 'UORG', now: world.clock.now() }));
    await count(world);
    expect((await figuresOf(world))['answered']).toMatchObject({ all: 1, kept: 1 });
    const shown = JSON.stringify([await readPromises(world.deps), await countPromisesNow(world.deps)]);
    expect(shown).not.toMatch(/P2|I\d/);
  });
});

describe('talks', () => {
  it('are late by delays on short notice, and not by those in time', async () => {
    const world = await pagingWorld();
    await add(
      world,
      session('S1', '2019-06-05T08:30:00Z', { room: 'A' }),
      session('S2', '2019-06-05T12:00:00Z', { room: 'B' }),
      session('S3', '2019-06-05T08:30:00Z', { room: 'C' }),
      session('S4', '2019-06-05T08:30:00Z', { room: 'D', isBreak: true }),
    );
    const delay = async (code: string, minutes: number) =>
      await change(world, (state) => {
        const first = state.sessions.get(code)?.value;
        if (!first) throw new Error(`there is no ${code}`);
        const by = Temporal.Duration.from({ minutes });
        return planDelay(state, { first, by, only: true, runsOver: false });
      });
    await delay('S1', 10);
    await delay('S2', 10);
    await count(world);
    await world.advance('PT8H', jobs);
    await count(world);
    const figures = await figuresOf(world);
    expect(figures['started']).toMatchObject({ all: 3, kept: 2 });
  });
});

describe('what facts mean', () => {
  const at = Temporal.Instant.from('2019-06-05T10:00:00Z');
  const ledger = (fact: ReturnType<typeof recordFact>) => signalsOf([{ ...fact, id: '1-0' }]);
  const talk = { session: 'S1', person: 'UANA', kind: '24h', start: '2019-06-06T10:00:00Z' };

  it('reminders count by when they were due, and not where nobody noted that', () => {
    const reminded = (due?: string) =>
      ledger(
        recordFact(speakerReminded, {
          at,
          by: 'callboard',
          about: [],
          data: { ...talk, way: 'slack', ...(due && { due }) },
        }),
      );
    expect(reminded()).toEqual([]);
    expect(reminded('2019-06-05T09:59:00Z')).toEqual([
      { is: 'reminder-left', at: at.epochMilliseconds, due: at.epochMilliseconds - 60_000 },
    ]);
    const due = '2019-06-05T09:00:00Z';
    const shift = { shift: 'H1', person: 'UVOL', minutes: 60, due };
    expect(ledger(recordFact(shiftReminded, { at, by: 'callboard', about: [], data: shift }))).toHaveLength(
      1,
    );
    const dropped = (reason: 'failed' | 'told' | 'unreachable') =>
      ledger(recordFact(reminderDropped, { at, by: 'callboard', about: [], data: { ...talk, reason, due } }));
    expect(dropped('failed')).toMatchObject([{ is: 'reminder-lost' }]);
    expect([...dropped('told'), ...dropped('unreachable')]).toEqual([]);
    const failed = { job: 'x', name: 'remind-shift', code: 'exhausted' };
    expect(ledger(recordFact(jobFailed, { at, by: 'callboard', about: [], data: failed }))).toMatchObject([
      { is: 'reminder-lost' },
    ]);
  });

  it('a talk began when the stage clock was told, until that is taken back', () => {
    const told = { session: 'S1', room: 'A', press: 'p1' };
    const start = '2019-06-05T09:50:00Z';
    const began = { ...told, start, planned: '2019-06-05T09:40:00Z' };
    expect(ledger(recordFact(sessionStarted, { at, by: 'UVOL', about: [], data: began }))).toEqual([
      { is: 'talk-started', talk: 'S1', press: 'p1', start: Date.parse(start), at: at.epochMilliseconds },
    ]);
    const undone = { room: 'A', what: 'start' as const, press: 'p1', sessions: ['S1'] };
    expect(ledger(recordFact(clockUndone, { at, by: 'UVOL', about: [], data: undone }))).toMatchObject([
      { is: 'press-undone', press: 'p1' },
    ]);
  });

  it('toil is what a person did by hand, and nobody is named', () => {
    const assign = (by: string) =>
      ledger(
        recordFact(rotaChanged, {
          at,
          by,
          about: [],
          data: { change: 'c', how: 'assign', own: false, shifts: ['H1'] },
        }),
      );
    expect(assign('UORG')).toEqual([{ is: 'by-hand', deed: 'assigned', at: at.epochMilliseconds }]);
    expect([...assign('callboard'), ...assign('event-file'), ...assign('hook:h1')]).toEqual([]);
  });
});

describe('the job that counts', () => {
  it('is in the commit of what begins a count, once for five minutes, and not of what follows it', async () => {
    const world = await pagingWorld();
    const follow = countedWith(world.clock);
    const fact = (name: string) => ({ name, at: world.clock.now(), by: 'x', about: [], data: {} });
    expect(await follow({ facts: [fact('page.opened'), fact('page.stepped')] })).toMatchObject([
      { name: countPromises.name, id: 'count-promises:2019-06-05T08:05:00Z' },
    ]);
    expect(await follow({ facts: [fact('notification.moved'), fact('page.acknowledged')] })).toEqual([]);
    expect(await follow({ facts: [fact('promises.counted')] })).toEqual([]);
  });

  it('goes on by itself while something is waited for, and rests when nothing is', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Projector is dead');
    await world.settle(jobs);
    await count(world);
    expect((await figuresOf(world))['answered']).toMatchObject({ all: 1, kept: 0 });
    // The page goes through its steps to their end.
    await world.advance('PT1H', jobs);
    await count(world);
    const version = async () => (await world.store.get(promisesDocument, PROMISES_ID))?.version;
    const before = await version();
    await count(world);
    await count(world);
    expect(await version()).toBe(before);
    const waiting = (await world.store.outbox()).filter(({ name }) => name === countPromises.name);
    expect(waiting).toEqual([]);
  });

  it('counts anew by other terms', async () => {
    const world = await pagingWorld();
    await aPage(world, 'Projector is dead', 'PT2M');
    await world.advance('PT4M', jobs);
    await count(world);
    expect((await figuresOf(world))['answered']).toMatchObject({ kept: 1 });
    const promises = { ...DEFAULT_TERMS, answered: { within: 60, target: 90 } };
    await changeEvent(world, { promises });
    await count(world);
    expect((await figuresOf(world))['answered']).toMatchObject({ kept: 0, all: 1, within: 60 });
  });
});

describe('the report of the event', () => {
  it('comes on the evening of its last day, once, with promises and toil', async () => {
    const world = await pagingWorld();
    await changeEvent(world, { name: 'TestConf 2019', dates: { first: '2019-06-04', last: '2019-06-05' } });
    for (let i = 0; i < 6; i++)
      await world.store.commit({
        facts: [
          recordFact(rotaChanged, {
            ...{ at: world.clock.now(), by: 'UORG', about: [] },
            data: { change: `c${i}`, how: 'assign', own: false, shifts: ['H1'] },
          }),
        ],
      });
    const talk = onStage('S90', 0, 30, { actual: { start: time(4), end: time(36) } });
    const kept = { at: world.clock.now(), by: 'test', about: [], data: { of: 'x', became: 'made' as const } };
    await world.store.commit({
      put: [put(sessionDocument, 'S90', talk)],
      facts: [recordFact(previewChanged, kept)],
    });
    await aPage(world, 'Projector is dead', 'PT20S');
    await count(world);
    const reports = () => world.chat.sent.filter(({ text }) => text.includes('is over: how it went'));
    await world.advance('PT7H', jobs);
    expect(reports()).toEqual([]);
    await world.advance('PT2H', jobs);
    await count(world);
    await world.advance('PT20H', jobs);
    expect(reports()).toHaveLength(1);
    expect(reports()[0]?.text).toMatch(/TestConf 2019 is over/);
    expect(reports()[0]?.text).toMatch(/A page is acknowledged within 3 min: 1 of 1/);
    expect(reports()[0]?.text).toMatch(/6 × people put on shifts one by one: `\/rota fill` does it/);
    expect(reports()[0]?.text).toContain(
      '*Main hall* 1 of 1 talk · began +4 min (median), +4 at worst · length +2 min',
    );
  });
});
