/** What a text that came in means: whose page it answers, and how. */

import type { Person } from '../../callboard/domain/person.ts';
import type { Versioned } from '../../core/commit.ts';
import { type Answered, isStart, isStop, readReply, replyCode } from './codes.ts';
import { asked, type Page, pageNumber } from './page.ts';

export type Incoming =
  | { readonly kind: 'stop' | 'start' }
  | { readonly kind: 'answer'; readonly page: Versioned<Page>; readonly verb: Answered['verb'] }
  /** No code, or one of no page: the codes that would do, newest first. */
  | { readonly kind: 'unclear'; readonly typed: string; readonly open: readonly Page[] };

/** `pages` are those that this person was asked by. A code stands for the newest page that has it. */
export function readText(
  body: string,
  { id: person, optedOut = false }: Pick<Person, 'id' | 'optedOut'>,
  pages: readonly Versioned<Page>[],
): Incoming {
  if (isStop(body)) return { kind: 'stop' };
  if (isStart(body, optedOut)) return { kind: 'start' };
  const newest = pages
    .filter(({ value }) => asked(value).includes(person))
    .sort((a, b) => pageNumber(b.value.code) - pageNumber(a.value.code));
  const answered = readReply(body);
  const unresolvedFirst = [
    ...newest.filter(({ value }) => value.state !== 'resolved'),
    ...newest.filter(({ value }) => value.state === 'resolved'),
  ];
  const page =
    answered && unresolvedFirst.find(({ value }) => replyCode(value.code, person) === answered.code);
  if (answered && page) return { kind: 'answer', page, verb: answered.verb };
  const open = newest.filter(({ value }) => value.state === 'open').map(({ value }) => value);
  return { kind: 'unclear', typed: answered?.code ?? '', open };
}
