/** Whom a notice was for, and what stands in its place once it is over: for the channels that show notices. */
import type { Person } from '../../callboard/domain/person.ts';
import type { Deps } from '../../core/deps.ts';
import { languageOf } from '../../i18n/index.ts';
import { pageDocument } from '../domain/page.ts';
import { loadPeople } from '../load.ts';
import { overTitle } from './notice.ts';

export async function recallNotice(
  id: string,
  about: string,
  deps: Pick<Deps, 'store' | 'directory' | 'events'>,
): Promise<{ person: Person; title: string } | undefined> {
  const [person, page, event] = await Promise.all([
    deps.directory.person(id),
    deps.store.get(pageDocument, about),
    deps.events.settings(),
  ]);
  if (!person || !page) return undefined;
  const by = page.value.acknowledged?.by;
  const names = await loadPeople(by === undefined ? [] : [by], deps);
  return { person, title: overTitle(page.value, id, names, languageOf(person, event).t) };
}
