/** What each person has starred in the agenda, by person: codes of sessions. */

import { diaryDocument } from '../agenda/domain/diary.ts';
import type { Deps } from '../core/deps.ts';

export async function starsOf({
  store,
}: Pick<Deps, 'store'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const diaries = await store.all(diaryDocument);
  return new Map(diaries.map(({ id, value }) => [id, value.stars]));
}
