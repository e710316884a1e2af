/** `Help` on a room's tablet: pages the room, as `/page ROOM …` would. */

import type { Deps } from '../../core/deps.ts';
import { truncatePlain, visibleText } from '../../core/text.ts';
import type { Translate } from '../../i18n/index.ts';
import { addNote } from '../../page/answer.ts';
import { isConfidential, pageDocument } from '../../page/domain/page.ts';
import { type OpenedPage, openOrFindPage } from '../../page/open.ts';
import { stageActor } from './door.ts';

/** Characters of what is the matter: one field of a tablet. */
export const MAX_HELP = 300;

/** While nobody has the last one, another press is the same one: so many presses, one page. What is written then is its note. */
export async function pageForHelp(
  room: string,
  typed: string,
  t: Translate,
  deps: Deps,
): Promise<OpenedPage> {
  const author = stageActor(room);
  const waiting = (await deps.store.find(pageDocument, 'unresolved')).find(
    ({ value }) =>
      value.author === author && value.state === 'open' && !value.gaveUpAt && !isConfidential(value),
  );
  const words = truncatePlain(visibleText(typed), MAX_HELP);
  if (waiting) {
    if (words !== '' && words !== waiting.value.message)
      await addNote(waiting.id, words, { by: author, now: deps.clock.now() }, deps);
    return { page: waiting.value, repeated: true };
  }
  const opened = await openOrFindPage(
    {
      target: { kind: 'room', name: room },
      critical: false,
      message: words === '' ? t('agenda.stage.helpMessage') : words,
      author,
      authorName: t('agenda.stage.author', { room }),
    },
    deps,
  );
  await deps.store.waitForDisk();
  return opened;
}
