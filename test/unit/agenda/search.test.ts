/** A search finds what was typed before what it may be a typo of. */
import { expect, it } from 'vitest';
import { agendaSearch } from '../../../commands/agenda/search.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import type { Versioned } from '../../../src/core/commit.ts';

const session = (code: string, title: string): readonly [string, Versioned<Session>] => [
  code,
  {
    id: code,
    version: 1,
    value: {
      code,
      guid: code,
      title,
      speakers: [],
      room: 'Hall',
      start: '2019-06-05T08:00:00Z',
      end: '2019-06-05T09:00:00Z',
      state: 'scheduled',
    },
  },
];
const SESSIONS = new Map([
  session('S1', 'Hacking a toaster'),
  session('S2', 'Let us talk about talking'),
  session('S3', 'Hacking and talking'),
  session('S4', 'Norimaki making'),
]);

it('leaves typos aside where the words are there, and forgives them where not', async () => {
  const search = agendaSearch();
  expect((await search(SESSIONS, 'hacking')).sort()).toEqual(['S1', 'S3']);
  expect((await search(SESSIONS, 'hackng')).sort()).toEqual(['S1', 'S3']);
  expect(await search(SESSIONS, 'hacking talking')).toEqual(['S3']);
  expect(await search(SESSIONS, 'zzzzzz')).toEqual([]);
});

it('lets everything else in while it reads a large agenda, and answers each search by the agenda it was asked of', async () => {
  // Each look at the clock is a millisecond: no more than a few sessions before others have their turn.
  let ms = 0;
  const search = agendaSearch(() => ++ms);
  const many = new Map(
    Array.from({ length: 300 }, (_, i) => session(`T${i}`, i % 2 ? `Toaster ${i}` : `Kettle ${i}`)),
  );
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const [toasters, kettles, talks] = await Promise.all([
    search(many, 'toaster'),
    search(many, 'kettle'),
    search(SESSIONS, 'talking'),
  ]);
  isDone = true;
  expect(toasters).toHaveLength(150);
  expect(kettles).toHaveLength(150);
  expect([...talks].sort()).toEqual(['S2', 'S3']);
  expect(turns).toBeGreaterThan(40);
});
