/** Devices as they are changed: read, decided, and committed with what follows for open pages. */
import { type Person, personDocument } from '../../callboard/domain/person.ts';
import type { Change, Versioned } from '../../core/commit.ts';
import type { Deps } from '../../core/deps.ts';
import { withOptimisticRetry } from '../../core/optimistic-retry.ts';
import { deviceAt, removeDevice, type WhyGone } from '../domain/devices.ts';
import { withOpenPages } from '../follow-duty.ts';
import type { PagingContextDeps } from '../load.ts';

/** The person's document; who is only in Slack so far has none yet. */
export async function readPerson(
  id: string,
  { store, directory }: Pick<Deps, 'store' | 'directory'>,
): Promise<Versioned<Person> | undefined> {
  const known = await store.get(personDocument, id);
  if (known) return known;
  const person = await directory.person(id);
  return person && { id, value: person, version: 0 };
}

/** Whoever it is, read anew for each try. @returns what `decide` answered beside its change */
export async function changePerson<R>(
  id: string,
  deps: PagingContextDeps,
  decide: (person: Versioned<Person>) => { readonly change?: Change | undefined; readonly result: R },
): Promise<R | undefined> {
  return await withOptimisticRetry<R | undefined>(deps.store, async () => {
    const person = await readPerson(id, deps);
    if (!person) return { result: undefined };
    const { change, result } = decide(person);
    return { change: await withOpenPages(change, deps), result };
  });
}

/** Whoever else was pushed at this address is not any more: the browser is somebody else's now. */
export async function moveDeviceFromOthers(
  endpoint: string,
  to: string,
  deps: PagingContextDeps,
): Promise<void> {
  for (const { id, value } of await deps.store.find(personDocument, `push:${endpoint}`)) {
    const device = deviceAt(value, endpoint);
    if (id !== to && device !== undefined) await dropDevice(id, device, 'moved', deps);
  }
}

export const dropDevice = async (
  person: string,
  device: string,
  why: WhyGone,
  deps: PagingContextDeps,
): Promise<void> =>
  await changePerson(person, deps, (known) => ({
    change: removeDevice(known, device, why, deps.clock.now()),
    result: undefined,
  }));
