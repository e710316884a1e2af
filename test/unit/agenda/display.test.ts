import { expect, it } from 'vitest';
import { displayRoute } from '../../../commands/agenda/display.ts';
import { type Session, sessionDocument } from '../../../src/agenda/domain/session.ts';
import { eventChanged } from '../../../src/callboard/domain/event.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

it('shows now and next of each room, or of one; what came from outside is no markup', async () => {
  const world = await fakeWorld('2019-06-05T08:00:00Z');
  const inRoom = (code: string, room: string, title: string, start: string, end: string) =>
    put(sessionDocument, code, {
      code,
      guid: code,
      title,
      room,
      start,
      end,
      speakers: [{ id: 'x', name: '"Ann" & Bo' }],
      state: 'scheduled' as const,
    });
  await world.store.commit({
    put: [
      inRoom('S1', 'Main', '<script>alert(1)</script>', '2019-06-05T07:30:00Z', '2019-06-05T08:30:00Z'),
      inRoom('S2', 'Main', 'The next one', '2019-06-05T09:00:00Z', '2019-06-05T09:30:00Z'),
      inRoom('S3', 'Side', 'Elsewhere', '2019-06-05T07:30:00Z', '2019-06-05T08:30:00Z'),
    ],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  const read = async (query: Record<string, string>) =>
    (await displayRoute.run({ params: {}, query, headers: {}, body: {} }, world.deps)).body;
  const all = await read({});
  for (const words of [
    '&lt;script&gt;',
    'until 10:30 · 30 min left · &quot;Ann&quot; &amp; Bo',
    'next 11:00 The next one',
    'Elsewhere',
  ])
    expect(all).toContain(words);
  expect(all).not.toContain('<script>alert');
  expect(await read({ room: 'side' })).not.toContain('The next one');
  const unknown = await read({ room: '<b>nowhere' });
  expect(unknown).toContain('There is no room “&lt;b&gt;nowhere”');
  expect(unknown).toContain('<a href="?room=Main">Main</a>');
  expect(unknown).not.toContain('agenda is over');
});

const at = '2019-06-05T08:00:00Z';
const shown = async (sessions: readonly Session[], query: Record<string, string> = {}, now = at) => {
  const world = await fakeWorld(now);
  await world.store.commit({
    put: sessions.map((one) => put(sessionDocument, one.code, one)),
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  const { body } = await displayRoute.run({ params: {}, query, headers: {}, body: {} }, world.deps);
  return body;
};

it('says the day of what is not today, and today at the top', async () => {
  const page = await shown([session('S1', 24 * 60, 24 * 60 + 60)]);
  expect(page).toContain('next Thu 6 Jun 10:00 Talk S1');
  expect(page).toContain('Wednesday 5 June');
});

it('marks in words what is late, runs over, is in another room or cancelled', async () => {
  const page = await shown([
    session('S1', 15, 75, { room: 'A', base: { start: time(0), end: time(60) } }),
    session('S2', -30, 45, { room: 'B', base: { end: time(30) } }),
    session('S3', 30, 60, { room: 'C', base: { room: 'B' } }),
    session('S4', 30, 60, { room: 'D', state: 'cancelled' }),
    session('S5', 60, 90, { room: 'D' }),
  ]);
  expect(page).toMatch(/next 10:15<?.* Talk S1<\/h3><p><span class="mark">delayed \+15<\/span> · in 15 min/);
  expect(page).toContain('<span class="mark">runs over +15</span>');
  expect(page).toContain('<span class="mark">moved from B</span>');
  expect(page).toContain('<span class="mark">cancelled</span> · 10:30 <s>Talk S4</s>');
  expect(page).toContain('next 11:00 Talk S5');
});

it('a room with nothing but a cancelled session is still there', async () => {
  expect(await shown([session('S4', 30, 60, { room: 'Only', state: 'cancelled' })])).toContain(
    '<h2>Only</h2>',
  );
});

const festival = (rooms: number) =>
  Array.from({ length: rooms }, (_, room) =>
    session(`S${room}`, 0, room === 70 ? 300 : 60, { room: `Room ${room}` }),
  );

it('shows every one of 72 rooms by turns, the busiest first and twice as long', async () => {
  const seen = new Map<string, number>();
  for (let turn = 0; turn < 9; turn++) {
    const now = `2019-06-05T08:0${Math.floor((turn * 15) / 60)}:${String((turn * 15) % 60).padStart(2, '0')}Z`;
    const page = await shown(festival(72), {}, now);
    const [, visible = ''] = /class="rooms up-to-9 shown">(.*?)<\/div><div class="rooms|$/.exec(page) ?? [];
    const last = /class="rooms up-to-\d shown">(.*)<\/main>/.exec(page)?.[1] ?? '';
    for (const [, name = ''] of (visible || last).matchAll(/<h2>(.*?)<\/h2>/g))
      seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  expect(seen.size).toBe(72);
  expect(seen.get('Room 70')).toBe(2);
  expect([...seen.values()].filter((times) => times === 2)).toHaveLength(9);
});

it('a turn is chosen by ?page= and stays; what is no page is none', async () => {
  for (const now of [at, '2019-06-05T08:00:30Z'])
    expect(await shown(festival(20), { page: '2' }, now)).toMatch(/href="\?page=2"[^>]* aria-current="page"/);
  expect(await shown(festival(20), { page: '99' })).not.toContain('All rooms');
});
