/** A try-out: pages somebody on each of their own channels, and nobody else. */
import type { Person } from '../callboard/domain/person.ts';
import type { RequestContext } from '../core/command.ts';
import type { Deps } from '../core/deps.ts';
import { countRequest } from './admit-request.ts';
import type { Page } from './domain/page.ts';
import { openOrFindPage } from './open.ts';

type Who = Pick<RequestContext, 'permission' | 'event' | 'now' | 't'> & { readonly person: Person };

export async function openTest(who: Who, deps: Deps): Promise<Page> {
  const { person, t } = who;
  const { page } = await openOrFindPage(
    {
      target: { kind: 'person', name: person.id },
      critical: false,
      message: t('page.test.message'),
      author: person.id,
      authorName: person.name,
      kind: 'test',
    },
    deps,
    countRequest(who, deps),
  );
  return page;
}
