/** Opens a page for a command or a modal, and says whom it asks. */
import type { Asking, Reply } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { asked } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { open } from '../../src/page/open.ts';
import type { Typed } from '../../src/page/target.ts';
import { openedMessage } from './view.ts';

/** Longest message of a page: it has to be read on a phone, and a text takes 300 characters of it. */
export const MOST_CHARACTERS = 1000;

/** Opens the page, waits until it is on disk, and says whom it asks. */
export async function openAndTell(typed: Typed, asking: Asking, deps: Deps): Promise<Reply> {
  if (typed.message === '') throw new UserError('page.noMessage');
  if (typed.message.length > MOST_CHARACTERS)
    throw new UserError('page.longMessage', { count: typed.message.length, max: MOST_CHARACTERS });
  const { page, repeated } = await open(
    { ...typed, author: asking.person.id, authorName: asking.person.name },
    deps,
  );
  const onDisk = await deps.store.onDisk();
  if (!onDisk) deps.log.debug({ page: page.code }, 'the database does not say whether the page is on disk');
  const people = [...asked(page), ...(page.target.kind === 'person' ? [page.target.name] : [])];
  const names = await loadPeople(people, deps);
  const message = openedMessage(page, names, asking.zone, asking.now.epochMilliseconds, asking);
  return repeated
    ? { text: `${asking.t('page.opened.repeated', { code: page.code })}\n${message.text}` }
    : message;
}
