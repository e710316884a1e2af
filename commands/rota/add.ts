/** `add`: a shift by hand, with its people. */

import type { Button, Verb } from '../../src/core/command.ts';
import { type Change, mergeChanges, put, recordFact, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instantText } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { type Consent, consentFrom, questionChanged, weighHarm } from '../../src/core/question.ts';
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
import { loadNames, type NameOf, rulesText, shiftText } from '../../src/rota/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { requirePresent, takePeople } from '../../src/slack/people.ts';
import { addHarms, addQuestion } from './add-question.ts';
import { inPlace } from './attend.ts';
import { type Actor, deciding, onRota, reading, undoable } from './confirm.ts';
import { parseAdd, type TypedAdd } from './parse.ts';

export const add: Verb['run'] = (call, deps) => addShiftAs(call.text, call, deps);

/**
 * A shift that is there already is not added twice: it gets the need and the people that were typed. A time that
 * cannot be meant, or a name that looks like a typo, is asked about first.
 *
 * @param typedAt - When it was typed, where the answer to a question comes later.
 */
async function addShiftAs(
  text: string,
  actor: Actor,
  deps: Deps,
  consent?: Consent,
  typedAt = actor.now,
): Promise<Message> {
  const { people, rest } = await takePeople(text, deps.directory, actor);
  requirePresent(people);
  const before = await loadRota(deps);
  const typed = parseAdd(rest, before, rotaTime(before, { ...actor, now: typedAt }), actor.event);
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
      if (problems.length > 0) broken.push(mrkdwn`${who(person.id)}:\n${rulesText(problems, actor)}`);
      else after = withPlace(after, person.id, { person: person.id, state: 'accepted' });
    }
    return after;
  };

  const done = await onRota<Added>(deps, async (rota) => {
    const by = deciding(actor, rota);
    const same = sameShift(rota.shifts.values(), bareWith(''));
    const on = {
      shift: same ? `${same.id} ${same.version}` : '',
      role: rota.roles.has(typed.role) ? typed.role : '',
    };
    // What is there already does no harm that was not done.
    const harms = same ? [] : addHarms(typed, actor);
    const weighed = weighHarm(harms, on, consent);
    if (weighed === 'changed') return { result: questionChanged(`/rota add ${text}`, actor.t) };
    if (weighed === 'ask') return { result: addQuestion({ text, typed, typedAt, people, harms, on }, actor) };
    if (same) {
      const { value: was } = same;
      const asked = new Set([...liveOf(was).map(({ person }) => person), ...people]);
      const filled = manned(withNeed(was, typed.need ?? Math.max(was.min, asked.size)), rota);
      // Who could not be put on it is not wanted for it either.
      const need = typed.need ?? Math.max(was.min, liveOf(filled).length);
      const after = withNeed({ ...was, assignments: filled.assignments }, need);
      return {
        result: { shift: after, was },
        change: changeOf(by, same, after),
        undo: undoable(actor, 'add'),
      };
    }
    [code] = code === undefined ? await newCodes(1, rota.shifts, deps) : [code];
    const made = manned(bareWith(code ?? ''), rota);
    const change = mergeChanges(addShift(by, made), newRole(rota.roles.has(typed.role), typed.role, actor));
    return {
      result: { shift: made },
      change: mergeChanges(change, newsFor(by, made, made)),
      undo: undoable(actor, 'add'),
    };
  });
  return 'text' in done ? done : { text: addedText(done, typed, broken, actor, who) };
}

type Added = Message | { readonly shift: Shift; readonly was?: Shift };

function addedText(
  { shift, was }: { readonly shift: Shift; readonly was?: Shift },
  typed: TypedAdd,
  broken: readonly Mrkdwn[],
  actor: Actor,
  who: NameOf,
): Mrkdwn {
  const { t } = actor;
  const on = liveOf(shift);
  const lines = [
    was
      ? t('rota.added.already', { shift: shiftText(shift, reading(actor)), need: shift.min })
      : t('rota.added', { shift: shiftText(shift, reading(actor)) }),
    ...(!was && shift.min > 1 ? [t('rota.added.need', { need: shift.min })] : []),
    ...(on.length > 0
      ? [
          t('rota.added.people', {
            people: joined(
              on.map((one) => who(one.person)),
              ', ',
            ),
          }),
        ]
      : []),
    ...(typed.isNewRole && !was ? [t('rota.added.newRole', { role: escape(shift.role) })] : []),
    ...(typed.span.ambiguous
      ? [t('typed.ambiguous', { clock: clock(shift.start, actor.zone, actor.locale) })]
      : []),
    ...(broken.length > 0 ? [t('rota.added.not', { shift: escape(shift.code) }), ...broken] : []),
  ];
  return joined(lines, '\n');
}

const answered =
  (anyway: boolean): Button['run'] =>
  async (click, deps) => {
    const { consent, at } = consentFrom(click.value);
    // What is better is new words: they are weighed as if they had been typed.
    return inPlace(await addShiftAs(consent.typed, click, deps, anyway ? consent : undefined, at));
  };

export const addButtons: Readonly<Record<string, Button>> = {
  'rota.add-anyway': { run: answered(true) },
  'rota.add-instead': { run: answered(false) },
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
