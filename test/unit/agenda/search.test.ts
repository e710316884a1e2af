/** A search finds what was typed before what it may be a typo of. */
import { expect, it } from 'vitest';
import { agendaSearch } from '../../../commands/agenda/search.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import type { Versioned } from '../../../src/core/commit.ts';

const session = (
  code: string,
  title: string,
  more: Partial<Session> = {},
): readonly [string, Versioned<Session>] => [
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
      ...more,
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

it('finds words in what a talk is about, behind those in titles and names, and all of them in either', async () => {
  const search = agendaSearch();
  const sessions = new Map([
    session('S1', 'Baking', { abstract: 'How to toast <b>bread</b>.' }),
    session('S2', 'Toast', { description: 'It is Málaga bread.' }),
    session('S3', 'Coffee', { speakers: [{ id: 'b', name: 'Bea Bread' }] }),
    session('S4', 'Unbread', { abstract: 'xbread' }),
  ]);
  expect(await search(sessions, 'bread')).toEqual(['S3', 'S1', 'S2']);
  expect(await search(sessions, 'toast bread')).toEqual(['S2', 'S1']);
  expect(await search(sessions, 'málaga')).toEqual(['S2']);
  expect(await search(sessions, 'baking malaga').then((all) => all.sort())).toEqual(['S1', 'S2']);
  expect(await search(sessions, '?!')).toEqual([]);
  // One that changed is found by what it says now.
  const changed = new Map([...sessions, session('S1', 'Baking', { abstract: 'Rolls.' })]);
  expect(await search(changed, 'bread')).toEqual(['S3', 'S2']);
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
