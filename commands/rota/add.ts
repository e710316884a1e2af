/** `add`: a shift by hand, with its people. */

import type { Verb } from '../../src/core/command.ts';
import { type Change, mergeChanges, put, recordFact, type Versioned } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { clock } from '../../src/i18n/time.ts';
import { newCodes } from '../../src/rota/codes.ts';
import { assignmentFact, type Deciding, withPlace } from '../../src/rota/domain/change-shift.ts';
import { roleChanged } from '../../src/rota/domain/facts.ts';
import { scheduleNotice } from '../../src/rota/domain/jobs.ts';
import { candidateOf } from '../../src/rota/domain/rota.ts';
import { brokenRules } from '../../src/rota/domain/rules.ts';
import { assignmentOf, liveOf, type Role, roleDocument, type Shift } from '../../src/rota/domain/shift.ts';
import { addShift, redrawShift, sameShift, withNeed } from '../../src/rota/domain/shift-changes.ts';
import { type LoadedRota, loadRota, rotaTime } from '../../src/rota/load.ts';
import { loadNames, rulesText, shiftText } from '../../src/rota/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { requirePresent, takePeople } from '../../src/slack/people.ts';
import { type Actor, deciding, onRota, reading } from './confirm.ts';
import { parseAdd } from './parse.ts';

/** A shift that is there already is not added twice: it gets the need and the people that were typed. */
export const add: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory);
  requirePresent(people);
  const before = await loadRota(deps);
  const typed = parseAdd(rest, before, rotaTime(before, call), call.event);
  const who = await loadNames(deps);
  const broken: Mrkdwn[] = [];
  let code: string | undefined;
  const bareWith = (fresh: string): Shift => ({
    code: fresh,
    role: typed.role,
    ...(typed.room !== undefined && { room: typed.room }),
    start: instantText(typed.span.start),
    end: instantText(typed.span.end),
    min: Math.max(typed.need ?? 1, people.length),
    assignments: [],
  });

  /** The shift with everybody whom no rule keeps off it; the others are named with the rule. */
  const manned = (shift: Shift, rota: LoadedRota): Shift => {
    let after = shift;
    broken.length = 0;
    for (const person of people) {
      if (assignmentOf(after, person.id)) continue;
      const problems = brokenRules(candidateOf(rota, person.id), after, rota);
      // Whoever is named here is wanted by an organizer, but not against a rule without saying why.
      if (problems.length > 0) broken.push(mrkdwn`${who(person.id)}:\n${rulesText(problems, call)}`);
      else after = withPlace(after, person.id, { person: person.id, state: 'accepted' });
    }
    return after;
  };

  const { shift, was } = await onRota<{ shift: Shift; was?: Shift }>(deps, async (rota) => {
    const by = deciding(call, rota);
    const same = sameShift(rota.shifts.values(), bareWith(''));
    if (same) {
      const { value: was } = same;
      const asked = new Set([...liveOf(was).map(({ person }) => person), ...people]);
      const on = manned(withNeed(was, typed.need ?? Math.max(was.min, asked.size)), rota);
      // Who could not be put on it is not wanted for it either.
      const need = typed.need ?? Math.max(was.min, liveOf(on).length);
      const after = withNeed({ ...was, assignments: on.assignments }, need);
      return { result: { shift: after, was }, change: changeOf(by, same, after) };
    }
    [code] = code === undefined ? await newCodes(1, rota.shifts, deps) : [code];
    const made = manned(bareWith(code ?? ''), rota);
    const change = mergeChanges(addShift(by, made), newRole(rota.roles.has(typed.role), typed.role, call));
    return { result: { shift: made }, change: mergeChanges(change, newsFor(by, made, made)) };
  });

  const head = was
    ? call.t('rota.added.already', { shift: shiftText(shift, reading(call)), need: shift.min })
    : call.t('rota.added', { shift: shiftText(shift, reading(call)) });
  const on = liveOf(shift);
  const lines = [
    head,
    ...(on.length > 0
      ? [
          call.t('rota.added.people', {
            people: joined(
              on.map((one) => who(one.person)),
              ', ',
            ),
          }),
        ]
      : []),
    ...(typed.span.ambiguous
      ? [call.t('typed.ambiguous', { clock: clock(shift.start, call.zone, call.locale) })]
      : []),
    ...(broken.length > 0 ? [call.t('rota.added.not', { shift: escape(shift.code) }), ...broken] : []),
  ];
  return { text: joined(lines, '\n') };
};

/** Who got a place is told; nobody is told of their own doing. */
function newsFor({ now, by }: Deciding, shift: Shift, added: Pick<Shift, 'assignments'>): Change {
  const others = added.assignments.filter(({ person }) => person !== by);
  return {
    jobs: others.map(({ person }) =>
      scheduleNotice(now, { to: person, news: 'assigned', shifts: [shift.code] }),
    ),
  };
}

function changeOf(by: Deciding, before: Versioned<Shift>, after: Shift): Change | undefined {
  const added = liveOf(after).filter(({ person }) => !assignmentOf(before.value, person));
  if (added.length === 0 && after.min === before.value.min) return undefined;
  const facts = added.map(({ person, state }) => assignmentFact(by, after, person, null, state, 'assigned'));
  return mergeChanges(redrawShift(by, before, after), { facts }, newsFor(by, after, { assignments: added }));
}

/** A role that is named for the first time becomes one that can be paged and led. */
function newRole(known: boolean, name: string, { now, person }: Actor) {
  if (known) return undefined;
  const role: Role = { name, leads: [] };
  return {
    put: [put(roleDocument, name, role)],
    facts: [
      recordFact(roleChanged, {
        at: now,
        by: person.id,
        about: [`role:${name}`],
        data: { role: name, fields: ['new'] },
      }),
    ],
  };
}
