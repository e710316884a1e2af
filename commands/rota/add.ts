/** `add`: a shift by hand, with its people. */

import type { Verb } from '../../src/command.ts';
import { happened, put, together } from '../../src/domain/commit.ts';
import { instantText } from '../../src/domain/instant.ts';
import { roleChanged } from '../../src/domain/rota/facts.ts';
import { tell } from '../../src/domain/rota/jobs.ts';
import { candidateOf } from '../../src/domain/rota/rota.ts';
import { brokenRules } from '../../src/domain/rota/rules.ts';
import { type Role, roleDocument, type Shift } from '../../src/domain/rota/shift.ts';
import { addShift } from '../../src/domain/rota/shift-changes.ts';
import { clock } from '../../src/i18n/time.ts';
import { takePeople } from '../../src/people-text.ts';
import { newCodes } from '../../src/rota/codes.ts';
import { loadRota, rotaTime } from '../../src/rota/load.ts';
import { rulesText, shiftText, whoIs } from '../../src/rota/words.ts';
import { type Actor, deciding, onRota, reading } from './act.ts';
import { parseAdd } from './parse.ts';

export const add: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory);
  const before = await loadRota(deps);
  const typed = parseAdd(rest, before, rotaTime(before, call), call.event);
  const [code = ''] = await newCodes(1, before.shifts, deps);
  const broken: string[] = [];
  const who = await whoIs(deps);
  const shift = await onRota(deps, (rota) => {
    const bare: Shift = {
      code,
      role: typed.role,
      ...(typed.room !== undefined && { room: typed.room }),
      start: instantText(typed.span.start),
      end: instantText(typed.span.end),
      min: Math.max(typed.people, people.length),
      assignments: [],
    };
    broken.length = 0;
    const assignments: Shift['assignments'] = [];
    for (const person of people) {
      const problems = brokenRules(candidateOf(rota, person.id), { ...bare, assignments }, rota);
      // Whoever is named here is wanted by an organizer, but not against a rule without saying why.
      if (problems.length > 0) broken.push(`${who(person.id)}:\n${rulesText(problems, call)}`);
      else assignments.push({ person: person.id, state: 'accepted' });
    }
    const made: Shift = { ...bare, assignments };
    const by = deciding(call, rota);
    const told = assignments
      .filter(({ person }) => person !== call.person.id)
      .map(({ person }) => tell(call.now, { to: person, news: 'assigned', shifts: [code] }));
    return {
      result: made,
      change: together(addShift(by, made), newRole(rota.roles.has(typed.role), typed.role, call), {
        jobs: told,
      }),
    };
  });
  const lines = [
    call.t('rota.added', { shift: shiftText(shift, reading(call)) }),
    ...(shift.assignments.length > 0
      ? [call.t('rota.added.people', { people: shift.assignments.map((one) => who(one.person)).join(', ') })]
      : []),
    ...(typed.span.ambiguous
      ? [call.t('typed.ambiguous', { clock: clock(shift.start, call.zone, call.locale) })]
      : []),
    ...(broken.length > 0 ? [call.t('rota.added.not', { shift: code }), ...broken] : []),
  ];
  return { text: lines.join('\n') };
};

/** A role that is named for the first time becomes one that can be paged and led. */
function newRole(known: boolean, name: string, { now, person }: Actor) {
  if (known) return undefined;
  const role: Role = { name, leads: [] };
  return {
    put: [put(roleDocument, name, role)],
    facts: [
      happened(roleChanged, {
        at: now,
        by: person.id,
        about: [`role:${name}`],
        data: { role: name, fields: ['new'] },
      }),
    ],
  };
}
