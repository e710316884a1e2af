/** Who may be given an action item: all crew, and of a private incident its responders alone. */
import type { EventSettings } from '../callboard/domain/event.ts';
import type { Deps } from '../core/deps.ts';
import { peopleOnRota } from '../rota/domain/rota.ts';
import type { Incident } from './domain/incident.ts';
import { isVisibleTo, respondingPeople } from './domain/privacy.ts';

type Owner = readonly [id: string, name: string];

const values = <T>(kept: ReadonlyMap<string, { readonly value: T }>): T[] =>
  [...kept.values()].map(({ value }) => value);

/** Who asks first, then the people of this incident, then everybody else by name. */
export async function possibleOwners(
  incident: Incident,
  asking: string,
  event: EventSettings,
  { directory, shifts, roles }: Pick<Deps, 'directory' | 'shifts' | 'roles'>,
): Promise<Owner[]> {
  const [onShifts, byRole] = await Promise.all([shifts.read(), roles.read()]);
  const near = [
    asking,
    ...Object.values(incident.roles).filter((id) => id !== undefined),
    incident.declaredBy,
    ...incident.snapshot.onShift,
    ...respondingPeople(incident),
  ];
  const crew = [
    ...event.organizers,
    ...(event.crew ?? []),
    ...(event.groups ?? []).flatMap(({ members }) => members),
    ...peopleOnRota(values(onShifts), values(byRole)),
  ];
  const named = async (ids: readonly string[]): Promise<Owner[]> => {
    const people = await Promise.all(ids.map(async (id) => await directory.person(id)));
    return people.flatMap((one) =>
      one && !one.deactivated && !one.guest ? [[one.id, one.name] as const] : [],
    );
  };
  const first = [...new Set(near)].filter((id) => isVisibleTo(incident, { id }));
  const rest = [...new Set(crew)].filter((id) => !first.includes(id) && isVisibleTo(incident, { id }));
  const others = (await named(rest)).sort((a, b) => a[1].localeCompare(b[1]));
  return [...(await named(first)), ...others];
}
