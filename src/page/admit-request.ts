/** Looks whether somebody may page now: not blocked, and of who is no crew not too often. */

import { includes } from '../callboard/domain/permission.ts';
import type { RequestContext } from '../core/command.ts';
import { type Change, put } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { UserError } from '../core/errors.ts';
import { escape, type Mrkdwn, mentionIds } from '../slack/mrkdwn.ts';
import {
  admitRequest,
  helpRequestsDocument,
  MAX_OPEN_REQUESTS,
  MAX_REQUESTS_AN_HOUR,
} from './domain/help-request.ts';
import { isResolved, type Page, pageDocument } from './domain/page.ts';

type Who = Pick<RequestContext, 'person' | 'permission' | 'event' | 'now'>;

const organizersOf = ({ event }: Pick<Who, 'event'>): Mrkdwn => mentionIds(event.organizers);

/** Refuses whoever organizers have blocked. */
export function refuseBlocked(request: Who): void {
  if (request.event.blocked?.includes(request.person.id))
    throw new UserError('page.blocked', { organizers: organizersOf(request) });
}

/** What to commit with the page, so that this request counts; undefined for crew, whose pages are not counted. */
export function countRequest(
  { person, permission, now }: Who,
  { store }: Pick<Deps, 'store'>,
): ((page: Page) => Promise<Change>) | undefined {
  if (includes(permission, 'crew')) return undefined;
  return async (page) => {
    const known = await store.get(helpRequestsDocument, person.id);
    const before = known?.value ?? { asked: [] };
    const pages = await store.getMany(
      pageDocument,
      before.asked.map((one) => one.page),
    );
    const open = new Set(pages.flatMap((one) => (one && !isResolved(one.value) ? [one.id] : [])));
    const admitted = admitRequest(before, page.code, (code) => open.has(code), now);
    if ('requests' in admitted)
      return { put: [put(helpRequestsDocument, person.id, admitted.requests, known?.version ?? 0)] };
    if (admitted.refused === 'open')
      throw new UserError('page.help.open', { max: MAX_OPEN_REQUESTS, pages: escape([...open].join(', ')) });
    throw new UserError('page.help.hour', { max: MAX_REQUESTS_AN_HOUR, minutes: admitted.minutes });
  };
}
