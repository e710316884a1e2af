/** After an older backup was restored: whoever was forgotten since is forgotten again. */
import type { Temporal } from 'temporal-polyfill';
import type { NewId } from '../core/ports/clock.ts';
import type { Store } from '../core/ports/store.ts';
import { FORGOTTEN_ID, type Forgotten, forgottenDocument, personPrint } from './domain/forgotten.ts';
import { personDocument } from './domain/person.ts';
import { forgetPeople } from './forget.ts';

/**
 * @param others - lists of newer backups; the one in the store counts too
 * @returns how many people were still there
 */
export async function forgetAgain(
  deps: { readonly store: Store; readonly newId: NewId },
  others: readonly Forgotten[],
  now: Temporal.Instant,
): Promise<number> {
  const own = await deps.store.get(forgottenDocument, FORGOTTEN_ID);
  const lists = [...(own ? [own.value] : []), ...others];
  const prints = new Set(lists.flatMap(({ people }) => people.map(({ print }) => print)));
  const still = (await deps.store.all(personDocument))
    .map(({ value }) => value)
    .filter(({ id }) => prints.has(personPrint(id)));
  if (still.length > 0) await forgetPeople(still, deps, { by: 'callboard', why: 'restored', now });
  return still.length;
}
