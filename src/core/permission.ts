/** The role of whoever asks, from what the process knows already; a round trip only for who may be a speaker. */
import type { EventSettings } from '../callboard/domain/event.ts';
import { type Permission, roleOf } from '../callboard/domain/permission.ts';
import type { Person } from '../callboard/domain/person.ts';
import { peopleOnRota } from '../rota/domain/rota.ts';
import type { Role, Shift } from '../rota/domain/shift.ts';
import { speakerLinkDocument } from '../speakers/domain/link.ts';
import type { Versioned } from './commit.ts';
import type { Deps } from './deps.ts';

type Kept<T> = ReadonlyMap<string, Versioned<T>>;

/** Who is on the rota, remembered for as long as the rota is the same. */
const remembered = new WeakMap<Kept<Shift>, { roles: Kept<Role>; crew: ReadonlySet<string> }>();

const values = <T>(kept: Kept<T>): T[] => [...kept.values()].map(({ value }) => value);

function crewOf(shifts: Kept<Shift>, roles: Kept<Role>): ReadonlySet<string> {
  const known = remembered.get(shifts);
  if (known?.roles === roles) return known.crew;
  const crew = peopleOnRota(values(shifts), values(roles));
  remembered.set(shifts, { roles, crew });
  return crew;
}

export async function loadPermission(
  person: Person,
  event: EventSettings,
  { shifts, roles, store }: Pick<Deps, 'shifts' | 'roles' | 'store'>,
): Promise<Permission> {
  const crew = crewOf(...(await Promise.all([shifts.peek(), roles.peek()])));
  const role = roleOf(person, event, { crew, speakers: new Set() });
  if (role !== 'attendee') return role;
  const links = await store.find(speakerLinkDocument, `person:${person.id}`);
  return roleOf(person, event, { crew, speakers: new Set(links.map(({ value }) => value.person)) });
}
