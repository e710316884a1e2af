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

it('leaves typos aside where the words are there, and forgives them where not', () => {
  const search = agendaSearch();
  expect(search(SESSIONS, 'hacking').sort()).toEqual(['S1', 'S3']);
  expect(search(SESSIONS, 'hackng').sort()).toEqual(['S1', 'S3']);
  expect(search(SESSIONS, 'hacking talking')).toEqual(['S3']);
  expect(search(SESSIONS, 'zzzzzz')).toEqual([]);
});
