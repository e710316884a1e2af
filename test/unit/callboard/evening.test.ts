/** The evening before: when it comes, that it comes once, and what it says. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { commands } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { type EveningsAsked, nextEvening } from '../../../src/callboard/domain/evening.ts';
import { eveningBefore } from '../../../src/callboard/domain/jobs.ts';
import { lookAtTomorrow, type Tomorrow } from '../../../src/callboard/domain/tomorrow.ts';
import { loadEvening } from '../../../src/callboard/evening.ts';
import { tomorrowMessage } from '../../../src/callboard/tomorrow-view.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { translator } from '../../../src/i18n/index.ts';
import { testedDocument } from '../../../src/page/domain/tests.ts';
import { shiftDocument } from '../../../src/rota/domain/shift.ts';
import { type Mrkdwn, mrkdwn } from '../../../src/slack/mrkdwn.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { session } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkMessage } from '../../support/slack-limits.ts';
import { shift } from '../page/world.ts';

const at = (text: string) => Temporal.Instant.from(text);
const JUNE = { first: '2019-06-05', last: '2019-06-07' };
const ask = (now: string, more: Partial<EveningsAsked> = {}): EveningsAsked => ({
  event: { dates: JUNE, zone: 'Europe/Madrid' },
  agendaDays: [],
  told: undefined,
  now: at(now),
  ...more,
});
const next = (asked: EveningsAsked) => {
  const found = nextEvening(asked);
  return found && `${found.day} at ${found.at}`;
};

describe('the next evening', () => {
  test('is at 18:00 by the event’s clock, the day before each of its days, the first too', () => {
    expect(next(ask('2019-05-01T08:00:00Z'))).toBe('2019-06-05 at 2019-06-04T16:00:00Z');
    expect(next(ask('2019-06-04T17:00:00Z', { told: '2019-06-05' }))).toBe(
      '2019-06-06 at 2019-06-05T16:00:00Z',
    );
    expect(next(ask('2019-06-06T16:30:00Z', { told: '2019-06-07' }))).toBeUndefined();
  });

  test('counts the agenda’s own days beside the event’s dates', () => {
    const days = ['2019-06-09', '2019-06-06'];
    expect(next(ask('2019-06-08T08:00:00Z', { agendaDays: days }))).toBe(
      '2019-06-09 at 2019-06-08T16:00:00Z',
    );
    expect(next(ask('2019-06-05T23:30:00Z', { event: { zone: 'UTC' }, agendaDays: days }))).toBe(
      '2019-06-06 at 2019-06-05T18:00:00Z',
    );
    expect(nextEvening(ask('2019-06-05T08:00:00Z', { event: { zone: 'UTC' } }))).toBeUndefined();
  });

  test('that has come and was not told is due at once, until the day begins', () => {
    expect(next(ask('2019-06-04T20:00:00Z'))).toBe('2019-06-05 at 2019-06-04T16:00:00Z');
    expect(next(ask('2019-06-04T22:30:00Z'))).toBe('2019-06-06 at 2019-06-05T16:00:00Z');
  });

  test.each([
    ['Europe/Madrid', '2019-03-31', '2019-03-30T17:00:00Z', '2019-03-31T16:00:00Z'],
    ['Europe/Madrid', '2019-10-27', '2019-10-26T16:00:00Z', '2019-10-27T17:00:00Z'],
    ['America/New_York', '2019-03-10', '2019-03-09T23:00:00Z', '2019-03-10T22:00:00Z'],
    ['America/New_York', '2019-11-03', '2019-11-02T22:00:00Z', '2019-11-03T23:00:00Z'],
    ['Australia/Lord_Howe', '2019-10-06', '2019-10-05T07:30:00Z', '2019-10-06T07:00:00Z'],
    ['Australia/Lord_Howe', '2019-04-07', '2019-04-06T07:00:00Z', '2019-04-07T07:30:00Z'],
  ])('%s: the clock changes on %s', (zone, day, before, after) => {
    const dates = { first: day, last: Temporal.PlainDate.from(day).add({ days: 1 }).toString() };
    const event = { dates, zone };
    const now = at(before).subtract({ hours: 30 }).toString();
    expect(nextEvening(ask(now, { event }))?.at.toString()).toBe(before);
    expect(nextEvening(ask(before, { event, told: day }))?.at.toString()).toBe(after);
  });

  test('is a day of the event, later than what was told, at 18:00, and not begun', () => {
    const base = Temporal.PlainDate.from('2019-03-25');
    const day = fc.nat(20).map((days) => base.add({ days }).toString());
    const zones = fc.constantFrom('Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
    const dates = fc.tuple(day, day).map((both) => {
      const [first = '', last = ''] = both.toSorted();
      return { first, last };
    });
    fc.assert(
      fc.property(
        zones,
        fc.option(dates, { nil: undefined }),
        fc.array(day, { maxLength: 4 }),
        fc.option(day, { nil: undefined }),
        fc.nat(25 * 24 * 60),
        (zone, known, agendaDays, told, minutes) => {
          const now = at('2019-03-24T00:00:00Z').add({ minutes });
          const found = nextEvening({
            event: { zone, ...(known && { dates: known }) },
            agendaDays,
            told,
            now,
          });
          const all = new Set(agendaDays);
          for (let one = base; known && one.toString() <= known.last; one = one.add({ days: 1 }))
            if (one.toString() >= known.first) all.add(one.toString());
          const today = now.toZonedDateTimeISO(zone).toPlainDate().toString();
          const left = [...all].filter((one) => one > today && (told === undefined || one > told)).sort();
          expect(found?.day).toBe(left[0]);
          if (!found) return;
          const wall = found.at.toZonedDateTimeISO(zone);
          expect([wall.hour, wall.minute]).toEqual([18, 0]);
          expect(wall.toPlainDate().add({ days: 1 }).toString()).toBe(found.day);
        },
      ),
    );
  });
});

const people = () => [
  somebody('UORG', { name: 'Olga' }),
  somebody('UES', { name: 'Elena', language: 'es' }),
  somebody('UANY', { name: 'Ana' }),
  somebody('UVOL', { name: 'Vera' }),
];
const event = () => fakeEvent({ organizers: ['UORG', 'UES'], dates: JUNE });

const waiting = async (world: World) => {
  const job = await world.store.job(eveningBefore.id({}));
  return job && `${JSON.stringify(job.data)} at ${job.at}`;
};
async function save(world: World, fields: Record<string, { text?: string; pick?: string }>) {
  const values = {
    name: { text: 'TestConf' },
    first: { pick: JUNE.first },
    last: { pick: JUNE.last },
    zone: { text: 'Europe/Madrid' },
    language: { pick: 'en' },
    ...fields,
  };
  return await callboard.modals?.['callboard.event']?.run(
    { ...(await world.asking('UORG')), values, meta: '' },
    world.deps,
  );
}
async function plant(world: World, ...puts: ReturnType<typeof put>[]) {
  const fact = recordFact(planChanged, {
    at: world.clock.now(),
    by: 'test',
    about: [],
    data: { fields: [] },
  });
  await world.store.commit({ put: puts, facts: [fact] });
}
const told = (world: World, id: string) =>
  world.chat.sent.filter(({ kind, to, text }) => kind === 'dm' && to === id && /Tomorrow|Mañana/.test(text));

const undated = fakeEvent({ organizers: ['UORG', 'UES'] });

describe('the job', () => {
  test('is committed with the dates, timed anew with dates and zone, and taken back with them', async () => {
    const world = await fakeWorld('2019-05-20T08:00:00Z', people(), undated);
    expect(await waiting(world)).toBeUndefined();
    const commits: object[] = [];
    const { commit } = world.store;
    world.store.commit = async (change) => {
      commits.push(change);
      return await commit.call(world.store, change);
    };
    await save(world, {});
    expect(await waiting(world)).toBe('{"day":"2019-06-05"} at 2019-06-04T16:00:00Z');
    // One commit: the event can never have dates of which nobody is told.
    expect(commits).toHaveLength(1);
    await save(world, { zone: { text: 'America/New_York' } });
    expect(await waiting(world)).toBe('{"day":"2019-06-05"} at 2019-06-04T22:00:00Z');
    await save(world, { first: { pick: '2019-06-06' } });
    expect(await waiting(world)).toBe('{"day":"2019-06-06"} at 2019-06-05T16:00:00Z');
    await save(world, { first: {}, last: {} });
    expect(await waiting(world)).toBeUndefined();
  });

  test('tells each organizer once an evening, in their language, and waits for the next', async () => {
    const world = await fakeWorld('2019-06-03T08:00:00Z', people(), event());
    await world.store.commit(await loadEvening(world.deps));
    await world.advance('PT31H', jobs);
    expect(told(world, 'UORG')).toEqual([]);
    await world.advance('PT2H', jobs);
    expect(told(world, 'UORG').map(({ text }) => text)).toEqual([
      expect.stringContaining('Tomorrow, Wednesday 5 June'),
    ]);
    expect(told(world, 'UES').map(({ text }) => text)).toEqual([
      expect.stringMatching(/Mañana, miércoles 5 de junio/),
    ]);
    expect(told(world, 'UANY')).toEqual([]);
    expect(await waiting(world)).toBe('{"day":"2019-06-06"} at 2019-06-05T16:00:00Z');
    await world.advance('PT144H', jobs);
    expect(told(world, 'UORG')).toHaveLength(3);
    expect(await waiting(world)).toBeUndefined();
  });

  test('another zone makes no evening come twice, and a bot that was down until the day tells nobody', async () => {
    const world = await fakeWorld('2019-06-04T15:00:00Z', people(), event());
    await world.store.commit(await loadEvening(world.deps));
    await world.advance('PT90M', jobs);
    await save(world, { zone: { text: 'Atlantic/Azores' } });
    await world.advance('PT5H', jobs);
    expect(told(world, 'UORG')).toHaveLength(1);
    world.clock.t = at('2019-06-06T11:00:00Z');
    await world.settle(jobs);
    expect(told(world, 'UORG')).toHaveLength(1);
    const facts = (await world.store.facts()).filter(({ name }) => name === 'evening.told');
    expect(facts.map(({ data }) => data)).toEqual([
      { day: '2019-06-05', organizers: 2 },
      { day: '2019-06-06', organizers: 0, tooLate: true },
    ]);
    expect(await waiting(world)).toBe('{"day":"2019-06-07"} at 2019-06-06T18:00:00Z');
  });
});

describe('what it says', () => {
  const evening = async (...puts: ReturnType<typeof put>[]) => {
    const world = await fakeWorld('2019-06-04T15:00:00Z', people(), event());
    await plant(world, ...puts);
    await world.store.commit(await loadEvening(world.deps));
    await world.advance('PT90M', jobs);
    return { world, said: told(world, 'UORG')[0]?.content as { text: string; blocks?: object[] } };
  };
  const verified = '2019-05-01T00:00:00Z';
  const wellStaffed = shift({
    room: 'Main hall',
    start: '2019-06-05T07:00:00Z',
    end: '2019-06-05T18:00:00Z',
  });

  test('a day without a programme is no quiet day', async () => {
    const { said } = await evening();
    expect(said.text).toMatch(/0 sessions, 0 shifts\. Rough/);
    expect(JSON.stringify(said.blocks)).toContain('agenda.import');
  });

  test('a quiet day is one short line', async () => {
    const vera = somebody('UVOL', { name: 'Vera', phone: { number: '+12025550111', verifiedAt: verified } });
    const others = people().filter(({ id }) => id !== 'UVOL');
    const world = await fakeWorld('2019-06-04T15:00:00Z', [...others, vera], event());
    await plant(
      world,
      put(sessionDocument, 'S1', session('S1', 0, 60, { speakers: [] })),
      put(shiftDocument, 'H1', wellStaffed),
      put(testedDocument, 'UVOL', { at: verified, reached: ['sms'], failed: [] }),
    );
    await world.store.commit(await loadEvening(world.deps));
    await world.advance('PT90M', jobs);
    const [message] = told(world, 'UORG');
    expect(message?.text).toBe('☀ Tomorrow, Wednesday 5 June: 1 session, 1 shift, all in place.');
    expect(message?.content).not.toHaveProperty('blocks');
  });

  test('names what is wrong, the gravest first, each with its button', async () => {
    const { world, said } = await evening(
      put(sessionDocument, 'S1', session('S1', 0, 60)),
      put(
        sessionDocument,
        'S2',
        session('S2', 30, 90, { speakers: [{ id: 'speaker-S1', name: 'Speaker S1' }] }),
      ),
      put(sessionDocument, 'S3', session('S3', 2000, 2060)),
      put(shiftDocument, 'H1', shift({ ...wellStaffed, end: '2019-06-05T08:30:00Z', min: 2 })),
    );
    const shown = JSON.stringify(said.blocks);
    expect(said.text).toMatch(/2 sessions, 1 shift\. Rough as it stands, 6 things/);
    expect(shown.match(/(?<="action_id":")[^"]+/g)).toEqual([
      'rota.gaps',
      'rota.gaps',
      'agenda.check',
      'speakers.match',
      'rota.gaps',
      'page.remind-untested',
    ]);
    expect(shown).toContain('2 sessions have nobody on shift: `S1` 10:00 Talk S1; `S2`');
    expect(shown).toContain('1 shift is short of people: `H1`');
    expect(shown).not.toContain('S3');
    await world.press('UORG', page, 'page.remind-untested', '2019-06-05');
    await world.settle(jobs);
    // Who is on the rota and never tried is asked to, by a message of their own.
    expect(world.chat.sent.findLast(({ to }) => to === 'UVOL')?.text).toContain('/page test');
  });

  const none = { count: 0, first: [] };
  const calm: Tomorrow<Mrkdwn> = {
    sessions: 3,
    shifts: 2,
    uncovered: none,
    short: none,
    clashes: none,
    unlinked: none,
    silent: none,
    noPhone: none,
    untested: none,
    feed: 'well',
  };

  test.each(['en', 'es'] as const)('every line of it fits Slack, and its buttons exist (%s)', (locale) => {
    const some = { count: 5, first: [mrkdwn`one`, mrkdwn`two`] };
    const known = new Set(commands.flatMap((command) => Object.keys(command.buttons ?? {})));
    for (const feed of ['well', 'held', 'failing'] as const) {
      const worst = { ...calm, uncovered: some, short: some, clashes: some, unlinked: some };
      const tomorrow = { ...worst, silent: some, noPhone: some, untested: some, feed };
      const loaded = { day: '2019-06-05', zone: 'Europe/Madrid', feedRead: '2019-06-04T15:50:00Z', tomorrow };
      const message = tomorrowMessage(loaded, { locale, t: translator(locale) });
      checkMessage(message);
      const shown = JSON.stringify(message);
      expect(shown).not.toMatch(/\{\w+[}|]|undefined/);
      expect(shown).toContain('17:50');
      for (const action of shown.match(/(?<="action_id":")[^"]+/g) ?? []) expect(known).toContain(action);
    }
  });

  test('the weather is rough where somebody would stand alone or the programme is in doubt', () => {
    const some = { count: 1, first: [mrkdwn`x`] };
    expect(lookAtTomorrow(calm).weather).toBe('clear');
    expect(lookAtTomorrow({ ...calm, untested: some }).weather).toBe('mixed');
    expect(lookAtTomorrow({ ...calm, uncovered: some }).weather).toBe('rough');
    expect(lookAtTomorrow({ ...calm, feed: 'held' }).weather).toBe('rough');
    expect(lookAtTomorrow({ ...calm, sessions: 0, shifts: 0 }).weather).toBe('rough');
  });
});
