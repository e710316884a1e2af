/** What a text that came in means: whose pages it answers, and how. */

import type { Person } from '../../callboard/domain/person.ts';
import type { Versioned } from '../../core/commit.ts';
import { type Answered, isStart, isStop, readReplies, replyCode } from './codes.ts';
import { asked, type Page, pageNumber } from './page.ts';

export interface PageAnswer {
  readonly page: Versioned<Page>;
  readonly verb: Answered['verb'];
}

export type Incoming =
  | { readonly kind: 'stop' | 'start' }
  /** `unknown`: codes beside them that no page of theirs has. */
  | { readonly kind: 'answers'; readonly answers: readonly PageAnswer[]; readonly unknown: readonly string[] }
  /** No code, or none of a page of theirs: the pages that are open, newest first. */
  | { readonly kind: 'unclear'; readonly typed: readonly string[]; readonly open: readonly Page[] };

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
  const open = newest.filter(({ value }) => value.state === 'open');
  const replies = readReplies(body);
  if ('all' in replies) {
    // What they have already can only be resolved or passed on by its code, or by `all` with that word.
    const own = newest.filter(
      ({ value }) => value.state === 'acknowledged' && value.acknowledged?.by === person,
    );
    const meant = replies.all === 'ack' ? open : [...open, ...own];
    if (meant.length > 0)
      return { kind: 'answers', answers: meant.map((page) => ({ page, verb: replies.all })), unknown: [] };
    return { kind: 'unclear', typed: [], open: [] };
  }
  const unresolvedFirst = [
    ...newest.filter(({ value }) => value.state !== 'resolved'),
    ...newest.filter(({ value }) => value.state === 'resolved'),
  ];
  const answers: PageAnswer[] = [];
  const unknown: string[] = [];
  for (const { code, verb } of replies) {
    const page = unresolvedFirst.find(({ value }) => replyCode(value.code, person) === code);
    if (page) answers.push({ page, verb });
    else unknown.push(code);
  }
  if (answers.length > 0) return { kind: 'answers', answers, unknown };
  return { kind: 'unclear', typed: unknown, open: open.map(({ value }) => value) };
}
