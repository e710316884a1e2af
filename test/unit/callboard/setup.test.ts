/** Setting an event up: what is done, what comes next, and who sees it where. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { commands } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import {
  nextStep,
  type SetupState,
  setupPhase,
  setupSteps,
  stepsLeft,
} from '../../../src/callboard/domain/setup.ts';
import { nextBlocks, setupMessage } from '../../../src/callboard/setup-view.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { translator } from '../../../src/i18n/index.ts';
import { pageOpened } from '../../../src/page/domain/facts.ts';
import { testedDocument } from '../../../src/page/domain/tests.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { homeView } from '../../../src/slack/home.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { session } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkMessage, checkView } from '../../support/slack-limits.ts';
import { shift } from '../page/world.ts';

const NOTHING: SetupState = {
  dates: false,
  channels: { named: 0, enough: false, closed: 0 },
  sessions: 0,
  speakers: { done: 0, of: 0 },
  shifts: 0,
  places: { done: 0, of: 0 },
  invitations: { done: 0, of: 0 },
  phones: { done: 0, of: 1 },
  tests: { done: 0, of: 0 },
  keySets: 0,
  holders: { done: 0, of: 0 },
};
const ALL: SetupState = {
  dates: true,
  channels: { named: 4, enough: true, closed: 0 },
  sessions: 12,
  speakers: { done: 9, of: 9 },
  shifts: 8,
  places: { done: 16, of: 16 },
  invitations: { done: 7, of: 9 },
  phones: { done: 10, of: 10 },
  tests: { done: 1, of: 1 },
  keySets: 0,
  holders: { done: 0, of: 0 },
};
const stateOf = (state: SetupState) =>
  Object.fromEntries(setupSteps(state).map((step) => [step.name, step.state]));

describe('the list', () => {
  test('of nothing has everything to do but the keys, and begins with the event', () => {
    expect(new Set(Object.values(stateOf({ ...NOTHING })))).toEqual(new Set(['open', 'optional']));
    expect(nextStep(setupSteps(NOTHING))?.name).toBe('event');
  });

  test('of all has nothing left; answers are not waited for where every place is filled', () => {
    expect(stepsLeft(setupSteps(ALL))).toEqual([]);
    expect(nextStep(setupSteps(ALL))).toBeUndefined();
  });

  test('what waits for many people does not stand in the way of what nobody has begun', () => {
    const busy = { ...ALL, speakers: { done: 3, of: 600 }, tests: { done: 0, of: 0 } };
    expect(stateOf(busy)).toMatchObject({ speakers: 'begun', test: 'open' });
    expect(nextStep(setupSteps(busy))?.name).toBe('test');
    expect(nextStep(setupSteps({ ...busy, tests: { done: 1, of: 1 } }))?.name).toBe('speakers');
  });

  test.each<[string, Partial<SetupState>, object]>([
    [
      'a channel where the bot is no member',
      { channels: { named: 4, enough: true, closed: 1 } },
      { channels: 'begun' },
    ],
    ['no announcements channel', { channels: { named: 1, enough: false, closed: 0 } }, { channels: 'begun' }],
    ['a programme without speakers', { speakers: { done: 0, of: 0 } }, { speakers: 'done' }],
    ['no phones in this deployment', { phones: undefined }, { phones: 'optional' }],
    ['a try-out that did not arrive', { tests: { done: 0, of: 1 } }, { test: 'begun' }],
    ['a holder who has not confirmed', { keySets: 1, holders: { done: 1, of: 2 } }, { keys: 'begun' }],
    ['all holders confirmed', { keySets: 1 }, { keys: 'done' }],
    ['empty places', { places: { done: 2, of: 16 } }, { fill: 'begun', invitations: 'begun' }],
  ])('%s', (_, state, wanted) => {
    expect(stateOf({ ...ALL, ...state })).toMatchObject(wanted);
  });

  const part = fc.nat(5).chain((of) => fc.record({ done: fc.nat(of), of: fc.constant(of) }));
  const anyState: fc.Arbitrary<SetupState> = fc.record({
    dates: fc.boolean(),
    channels: fc.record({ named: fc.nat(4), enough: fc.boolean(), closed: fc.nat(3) }),
    sessions: fc.nat(2000),
    speakers: part,
    shifts: fc.nat(9),
    places: part,
    invitations: part,
    phones: fc.option(part, { nil: undefined }),
    tests: part,
    keySets: fc.nat(2),
    holders: part,
  });

  test('whatever is there: the next is something that is left, and every text is whole and fits Slack', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom('en' as const, 'es' as const), (state, locale) => {
        const steps = setupSteps(state);
        const next = nextStep(steps);
        expect(next === undefined).toBe(stepsLeft(steps).length === 0);
        if (next) expect(stepsLeft(steps)).toContain(next);
        const reader = { t: translator(locale), locale, person: somebody('UORG'), event: fakeEvent() };
        const message = setupMessage(state, reader);
        checkMessage(message);
        expect(JSON.stringify([message, nextBlocks(state, reader)])).not.toMatch(/\{\w+[}|]|undefined/);
      }),
    );
  });

  test('every button of it is one that there is', () => {
    const reader = {
      t: translator('en'),
      locale: 'en' as const,
      person: somebody('UORG'),
      event: fakeEvent(),
    };
    const actions = [NOTHING, { ...ALL, holders: { done: 0, of: 2 }, channels: NOTHING.channels }].flatMap(
      (state) => JSON.stringify(setupMessage(state, reader)).match(/(?<="action_id":")[^"]+/g) ?? [],
    );
    expect(new Set(actions).size).toBeGreaterThan(8);
    const known = new Set(commands.flatMap((command) => Object.keys(command.buttons ?? {})));
    expect(actions.filter((action) => !known.has(action))).toEqual([]);
  });
});

test('the event is to come until its first day, and over after its last', () => {
  const days = ['2019-06-07', '2019-06-05'];
  const on = (day: string) => setupPhase(days, Temporal.PlainDate.from(day));
  expect(['2019-06-04', '2019-06-05', '2019-06-07', '2019-06-08'].map(on)).toEqual([
    'before',
    'during',
    'during',
    'over',
  ]);
  expect(setupPhase([], Temporal.PlainDate.from('2019-06-05'))).toBe('before');
});

const BEFORE = '2019-05-20T08:00:00Z';
const JUNE = { first: '2019-06-05', last: '2019-06-07' };
const phone = { number: '+12025550101', verifiedAt: BEFORE };
const people = () => [somebody('UORG', { name: 'Olga' }), somebody('UANY', { name: 'Ana Speaker' })];
const empty = () => fakeEvent({ organizers: [], crew: [], channels: {} });
const text = (reply: unknown) => JSON.stringify(reply);

async function plant(world: World, ...puts: ReturnType<typeof put>[]) {
  const fact = recordFact(planChanged, {
    at: world.clock.now(),
    by: 'test',
    about: [],
    data: { fields: [] },
  });
  await world.store.commit({ put: puts, facts: [fact] });
}
const saved =
  (world: World, id: string) => async (fields: Record<string, { text?: string; pick?: string }>) =>
    await callboard.modals?.['callboard.event']?.run(
      { ...(await world.asking(id)), values: fields, meta: '' },
      world.deps,
    );
const form = {
  name: { text: 'TinyConf' },
  first: { pick: JUNE.first },
  last: { pick: JUNE.last },
  zone: { text: 'Europe/Madrid' },
  language: { pick: 'en' },
};

describe('in an empty workspace', () => {
  test('Home says what this is and asks who organizes; the answer is the list', async () => {
    const world = await fakeWorld(BEFORE, people(), empty());
    const home = text(await homeView(commands, await world.asking('UANY'), world.deps));
    expect(home).toContain('the wall behind the stage');
    expect(home).toContain('callboard.claim');
    const claimed = text(await world.press('UANY', callboard, 'callboard.claim'));
    expect(claimed).toContain('You are the organizer now');
    expect(claimed).toContain('0 of 9 done');
    expect(claimed).toContain('callboard.edit');
    // Who comes after is told who sets it up, and what works already.
    const other = text(await homeView(commands, await world.asking('UORG'), world.deps));
    expect(other).toContain('being set up by <@UANY>');
    expect(other).not.toContain('callboard.claim');
    expect(other).not.toContain('Set-up');
  });

  test('status never says that all is well', async () => {
    const world = await fakeWorld(BEFORE, people(), fakeEvent({ channels: {} }));
    const said = text(await world.type('UORG', callboard, 'status'));
    expect(said).toContain('Something needs a look');
    expect(said).toContain('Not set up yet: Name, dates and time zone, Channels, Programme');
  });

  test('each success says what comes next, to organizers, until the event begins', async () => {
    const world = await fakeWorld(BEFORE, people(), fakeEvent({ crew: [], channels: {} }));
    const save = saved(world, 'UORG');
    expect(text(await save(form))).toMatch(/Next: \*Channels\*.*Name the channels/);
    const channels = { ops: { text: '#ops' }, announcements: { text: '#ann' } };
    expect(text(await save({ ...form, ...channels }))).toMatch(/Next: \*Programme\*/);
    const speaker = { id: 'sp1', name: 'Ana Speaker' };
    await plant(
      world,
      put(sessionDocument, 'S1', session('S1', 0, 60, { speakers: [speaker] })),
      put(sessionDocument, 'S2', session('S2', 60, 90)),
    );
    expect(text(await world.type('UORG', callboard, 'setup'))).toMatch(/Next: \*Speakers\*/);
    const linked = text(await world.type('UORG', speakers, 'link Ana Speaker @uany'));
    expect(linked).toMatch(/Next: \*Shifts\*/);
    world.clock.t = Temporal.Instant.from('2019-06-05T08:00:00Z');
    expect(text(await world.type('UORG', speakers, 'link Speaker S2 @uany'))).not.toContain('Next:');
  });

  test('the result of a page test says what comes next; to crew it does not', async () => {
    const world = await fakeWorld(BEFORE, people(), fakeEvent({ dates: JUNE }));
    for (const id of ['UORG', 'UANY']) await world.press(id, page, 'page.test');
    await world.advance('PT3M', jobs);
    const told = (id: string) => text(world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === id));
    expect(told('UORG')).toMatch(/Next: \*Programme\*/);
    expect(told('UANY')).not.toContain('Next:');
    expect((await world.store.all(testedDocument)).length).toBe(2);
  });
});

describe('an organizer’s Home', () => {
  const homeOf = async (world: World, id = 'UORG') => {
    const view = await homeView(commands, await world.asking(id), world.deps);
    checkView(view);
    return text(view);
  };

  test('has the list on top before the event, one line while it goes on, nothing after', async () => {
    const world = await fakeWorld(BEFORE, people(), fakeEvent({ dates: JUNE }));
    const before = await homeOf(world);
    expect(before).toMatch(/Set-up.*of 9 done.*Name, dates and time zone.*done.*Programme.*to do/);
    expect(before.indexOf('Set-up')).toBeLessThan(before.indexOf('The event at a glance'));
    world.clock.t = Temporal.Instant.from('2019-06-05T08:00:00Z');
    const during = await homeOf(world);
    expect(during).toContain('Not set up yet: ');
    expect(during).not.toContain('callboard.setup.name');
    expect(during).not.toContain('of 9 done');
    world.clock.t = Temporal.Instant.from('2019-06-09T08:00:00Z');
    expect(await homeOf(world)).not.toMatch(/Set-up|Not set up/);
  });

  test('asks Slack nothing about channels, however often it is drawn, and reads no ledger and no outbox', async () => {
    const world = await fakeWorld(BEFORE, people(), fakeEvent({ dates: JUNE }));
    world.chat.notIn.add('COPS');
    const refuse = () => Promise.reject(new Error('not for a Home'));
    const chat = Object.assign(Object.create(world.chat), { channel: refuse });
    const store = new Proxy(world.store, {
      get(target, key) {
        if (key === 'facts' || key === 'outbox') return refuse;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const view = await homeView([callboard], await world.asking('UORG'), { ...world.deps, chat, store });
    expect(text(view)).toContain('I cannot post in 1 of them');
    expect(world.logged).toEqual([]);
  });
});

describe('status knows how the event stands', () => {
  const ready = async () => {
    const event = fakeEvent({ dates: JUNE, crew: [] });
    const org = somebody('UORG', { phone });
    const world = await fakeWorld(BEFORE, [org, somebody('UANY')], event);
    const assignments = [{ person: 'UORG', state: 'accepted' as const }];
    const span = { start: '2019-06-05T06:00:00Z', end: '2019-06-05T18:00:00Z' };
    await plant(
      world,
      put(sessionDocument, 'S1', session('S1', 0, 60, { speakers: [] })),
      put(shiftDocument, 'H1', shift({ ...span, assignments })),
      put(volunteerDocument, 'UORG', { person: 'UORG', roles: ['stage'], skills: [] }),
      put(testedDocument, 'UORG', { at: BEFORE, reached: ['slack', 'sms'], failed: [] }),
    );
    return world;
  };

  test('all is well where all is set up', async () => {
    const world = await ready();
    expect(text(await world.type('UORG', callboard, 'status'))).toContain('All is well');
    expect(text(await world.type('UORG', callboard, 'setup'))).toContain('All is set up.');
  });

  test('unanswered pages, gaps and unlinked speakers are said', async () => {
    const world = await ready();
    await plant(
      world,
      put(sessionDocument, 'S2', session('S2', 60, 90)),
      put(
        shiftDocument,
        'H2',
        shift({ code: 'H2', start: BEFORE, end: '2019-05-20T10:00:00Z', assignments: [] }),
      ),
    );
    await world.type('UORG', page, 'oncall It is dark');
    const said = text(await world.type('UORG', callboard, 'status'));
    expect(said).toContain('Something needs a look');
    expect(said).toContain('1 page has no answer yet: `P1`');
    expect(said).toContain('1 shift of the next 24 hours is short of people');
    expect(said).toContain('1 speaker is linked to nobody');
    await world.type('UORG', page, 'ack P1');
    expect(text(await world.type('UORG', callboard, 'status'))).not.toContain('no answer yet');
    expect((await world.store.facts()).some(({ name }) => name === pageOpened.name)).toBe(true);
  });
});
