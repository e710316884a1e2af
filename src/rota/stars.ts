/** What each person has starred in the agenda, by person: codes of sessions. */

import { type Diary, diaryDocument } from '../agenda/domain/diary.ts';
import type { Versioned } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { remembered } from '../core/remembered.ts';

const starsByPerson = remembered(
  (all: readonly Versioned<Diary>[]): ReadonlyMap<string, readonly string[]> =>
    new Map(all.map(({ id, value }) => [id, value.stars])),
);

export async function starsOf({
  store,
}: Pick<Deps, 'store'>): Promise<ReadonlyMap<string, readonly string[]>> {
  return starsByPerson(await store.all(diaryDocument));
}
