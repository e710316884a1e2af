/** Days are the event's, not UTC's: pages of today, the day of the event, and chores of a certain hour. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, vi } from 'vitest';
import { callboardHome } from '../../../commands/callboard/home.ts';
import { page } from '../../../commands/page/command.ts';
import { AGENDA_ID, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { agendaChanged } from '../../../src/agenda/domain/facts.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../../src/callboard/domain/event.ts';
import { chores } from '../../../src/chores.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { fakeEvent, type World } from '../../support/fake-deps.ts';
import { pagingWorld, shift } from './world.ts';

/** The event moves to another zone. */
async function moveTo(world: World, zone: string): Promise<void> {
  const known = await world.store.get(eventDocument, EVENT_ID);
  const before = known?.value ?? fakeEvent();
  const dates = { first: '2019-06-04', last: '2019-06-08' };
  await world.store.commit({
    put: [put(eventDocument, EVENT_ID, { ...before, zone, dates }, known?.version ?? 0)],
    facts: [
      recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: ['zone'] } }),
    ],
  });
}

const at = (world: World, local: string, zone: string) => {
  world.clock.t = Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
};
const today = async (world: World): Promise<string> =>
  JSON.stringify((await page.home?.(await world.asking('UORG'), world.deps))?.event);
const long = () => shift({ start: '2019-06-01T00:00:00Z', end: '2019-06-20T00:00:00Z' });

describe.each([
  'America/Los_Angeles',
  'Pacific/Auckland',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
])('in %s', (zone) => {
  it('a page is of today from midnight to midnight by the event’s clock', async () => {
    const world = await pagingWorld([long()]);
    await moveTo(world, zone);
    at(world, '2019-06-05T00:01', zone);
    await world.type('UANY', page, 'stage-main Night');
    await world.press('UORG', page, 'page.resolve', 'P1');
    at(world, '2019-06-05T23:58', zone);
    await world.type('UANY', page, 'stage-main Evening');
    const find = vi.spyOn(world.deps.store, 'find');
    expect(await today(world)).toContain('2 pages today · 1 open');
    const days = find.mock.calls.map(([, index]) => index).filter((index) => index.startsWith('day:'));
    expect(days.length, 'none that is no part of today').toBeLessThanOrEqual(2);
    find.mockRestore();
    at(world, '2019-06-06T00:01', zone);
    // Not today's, and open all the same.
    expect(await today(world)).toContain('0 pages today · 1 open');
    await world.press('UORG', page, 'page.resolve', 'P2');
    expect(await today(world)).toBe('[]');
  });

  it('the weekly reminder comes on Monday at nine, once', async () => {
    const world = await pagingWorld([long()]);
    await moveTo(world, zone);
    const chore = chores(world.deps).find(({ name }) => name === 'remind-untested');
    const [minutes] = (chore?.cron ?? '').split(' ');
    expect(minutes, 'on the quarters, so that each is asked once').toBe('*/15');
    const begun = new Set<string>();
    at(world, '2019-06-09T00:00', zone);
    for (let quarter = 0; quarter < 3 * 96; quarter++) {
      await chore?.run();
      for (const { name, at: due } of await world.store.outbox())
        if (name === 'remind-untested') begun.add(due.toZonedDateTimeISO(zone).toPlainDateTime().toString());
      world.clock.t = world.clock.t.add({ minutes: 15 });
    }
    expect([...begun]).toEqual(['2019-06-10T09:00:00']);
  });
});

it('a night belongs to the day that the agenda’s window says', async () => {
  const zone = 'Europe/Madrid';
  const world = await pagingWorld([long()]);
  await moveTo(world, zone);
  const days = [{ index: 2, date: '2019-06-05', start: '2019-06-05T07:00:00Z', end: '2019-06-06T02:00:00Z' }];
  await world.store.commit({
    put: [put(agendaDocument, AGENDA_ID, { days, rooms: [], nextCode: 1, undoable: [] })],
    facts: [
      recordFact(agendaChanged, {
        at: world.clock.now(),
        by: 'test',
        about: [],
        data: { change: 1, how: 'move', sessions: [] },
      }),
    ],
  });
  at(world, '2019-06-05T22:00', zone);
  await world.type('UANY', page, 'stage-main Evening');
  at(world, '2019-06-06T01:30', zone);
  await world.type('UANY', page, 'stage-main Night');
  expect(await today(world)).toContain('2 pages today');
  expect(JSON.stringify(await callboardHome(await world.asking('UORG'), world.deps))).toContain('day 2 of 5');
  at(world, '2019-06-06T04:30', zone);
  expect(await today(world)).toContain('0 pages today · 2 open');
  expect(JSON.stringify(await callboardHome(await world.asking('UORG'), world.deps))).toContain('day 3 of 5');
});
