/** Opens a page for a command or a modal, and says whom it asks. */

import { includes, leastFor } from '../../src/callboard/domain/permission.ts';
import { keepGroup } from '../../src/callboard/groups.ts';
import type { Reply, RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { visibleText } from '../../src/core/text.ts';
import { countRequest, refuseBlocked } from '../../src/page/admit-request.ts';
import { cardLink } from '../../src/page/card-place.ts';
import { asked } from '../../src/page/domain/page.ts';
import { allQuietUntil } from '../../src/page/domain/quiet-hours.ts';
import { loadPeople } from '../../src/page/load.ts';
import { openOrFindPage } from '../../src/page/open.ts';
import type { Typed } from '../../src/page/target.ts';
import { bold, escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { unsentNote } from './unsent.ts';
import { openedText } from './view.ts';

/** Longest message of a page: it has to be read on a phone, and a text takes 300 characters of it. */
export const MAX_CHARACTERS = 1000;

const may = (part: keyof (typeof RIGHTS)['/page']['parts'], { permission }: RequestContext): boolean =>
  includes(permission, leastFor(RIGHTS['/page'].parts[part]));

/** Opens the page, waits until it is on disk, and says whom it asks. */
export async function openAndTell(typed: Typed, request: RequestContext, deps: Deps): Promise<Reply> {
  const message = visibleText(typed.message);
  if (message === '') throw new UserError('page.noMessage');
  if (message.length > MAX_CHARACTERS)
    throw new UserError('page.longMessage', { count: message.length, max: MAX_CHARACTERS });
  refuseBlocked(request);
  const asksForHelp = !includes(request.permission, 'crew');
  if (typed.critical && !may('TARGET!', request)) throw new UserError('page.help.critical');
  const isNamed = typed.target.kind === 'person' || typed.target.kind === 'group';
  if (isNamed && !may('@user', request)) throw new UserError('page.help.person');
  const { group, ...named } = typed;
  // Kept with the event, so that whoever is in it is asked, and stays so when that changes.
  if (group) await keepGroup(group, deps);
  const { page, repeated } = await openOrFindPage(
    {
      ...named,
      message,
      author: request.person.id,
      authorName: request.person.name,
      ...(asksForHelp && { help: true }),
    },
    deps,
    countRequest(request, deps),
  );
  request.kept?.();
  const isOnDisk = await deps.store.waitForDisk();
  if (!isOnDisk) deps.log.debug({ page: page.code }, 'the database does not say whether the page is on disk');
  const reaches = page.state !== 'held' && !page.gaveUpAt && !allQuietUntil(page);
  const card = await cardLink(page, request.event, deps, request.t);
  const withCard = (text: Mrkdwn): Message => ({ text: card ? mrkdwn`${text}\n${card}` : text });
  const unsent = reaches ? unsentNote(request, deps) : undefined;
  if (asksForHelp && reaches) {
    const said = unsent ?? request.t('page.help.sent', { code: escape(page.code) });
    return withCard(unsent ? mrkdwn`${bold(page.code)}: ${said}` : said);
  }
  const people = [...asked(page), ...(page.target.kind === 'person' ? [page.target.name] : [])];
  const names = await loadPeople(people, deps);
  const helpers = asksForHelp ? request.event.organizers : undefined;
  const opened = openedText(page, names, request.zone, request.now.epochMilliseconds, request, {
    helpers,
    waits: unsent !== undefined,
  });
  const again = repeated ? [request.t('page.opened.repeated', { code: escape(page.code) })] : [];
  return withCard(joined([...(unsent ? [unsent] : []), ...again, opened], '\n'));
}
