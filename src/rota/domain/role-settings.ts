/** A role as its window has it: its rest, skills and nights, and what the agenda needs of it; saved together. */
import type { Temporal } from 'temporal-polyfill';
import { type Actor, type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { roleChanged, rotaSettingsChanged } from './facts.ts';
import { type Need, ROTA_ID, type RotaSettings, rotaSettingsDocument } from './settings.ts';
import { type Role, roleDocument } from './shift.ts';

interface RoleSettings {
  readonly role: Role;
  /** All that the agenda needs of this role; none takes its needs away. */
  readonly needs: readonly Omit<Need, 'role'>[];
}

/** The role's needs, in the order in which they were written. */
export const needsOfRole = (settings: RotaSettings, role: string): Need[] =>
  settings.needs.filter((need) => need.role === role);

/** The needs with those of one role replaced where its first stood; the others keep their places. */
function withNeeds(settings: RotaSettings, role: string, needs: RoleSettings['needs']): Need[] {
  const at = settings.needs.findIndex((need) => need.role === role);
  const others = settings.needs.filter((need) => need.role !== role);
  const before = at < 0 ? others : settings.needs.slice(0, at);
  const after = others.slice(before.length);
  return [...before, ...needs.map((need) => ({ role, ...need })), ...after];
}

/** Saves both in one commit. The settings are put only where the needs have changed. */
export function saveRole(
  { role, needs }: RoleSettings,
  read: Versioned<Role> | undefined,
  settings: Pick<Versioned<RotaSettings>, 'value' | 'version'>,
  by: Actor,
  at: Temporal.Instant,
): Change {
  const wanted = withNeeds(settings.value, role.name, needs);
  const isSame =
    JSON.stringify(wanted.map(inOneOrder)) === JSON.stringify(settings.value.needs.map(inOneOrder));
  return {
    put: [
      put(roleDocument, role.name, role, read?.version ?? 0),
      ...(isSame
        ? []
        : [put(rotaSettingsDocument, ROTA_ID, { ...settings.value, needs: wanted }, settings.version)]),
    ],
    facts: [
      recordFact(roleChanged, {
        at,
        by,
        about: [`role:${role.name}`],
        data: { role: role.name, fields: ['rest', 'skills', 'nightWeight'] },
      }),
      ...(isSame
        ? []
        : [
            recordFact(rotaSettingsChanged, {
              at,
              by,
              about: ['rota:settings'],
              data: { fields: ['needs'] },
            }),
          ]),
    ],
  };
}

const inOneOrder = ({ role, people, rooms, before, after }: Need) => [role, people, rooms, before, after];
