/** Verbs that change places: `add`, `assign`, `drop`, `take`, `here`, `done`, `lead`. */
import type { Button, Modal as ModalShape, Reply, Verb } from '../../src/command.ts';
import type { Deps } from '../../src/deps.ts';
import { happened, put, together } from '../../src/domain/commit.ts';
import { instantText } from '../../src/domain/instant.ts';
import { assign, drop, overridable } from '../../src/domain/rota/assign.ts';
import { arrive, finish, shiftToArriveAt, shiftToFinish } from '../../src/domain/rota/attend.ts';
import { closeCover, coverDocument } from '../../src/domain/rota/cover.ts';
import { roleChanged } from '../../src/domain/rota/facts.ts';
import { tell } from '../../src/domain/rota/jobs.ts';
import { addShift, removeShift } from '../../src/domain/rota/plan.ts';
import { candidateOf, shiftsOf } from '../../src/domain/rota/rota.ts';
import { brokenRules } from '../../src/domain/rota/rules.ts';
import { assignmentOf, byStart, type Role, roleDocument, type Shift } from '../../src/domain/rota/shift.ts';
import { UserError } from '../../src/errors.ts';
import { clock } from '../../src/i18n/time.ts';
import { takePeople } from '../../src/people-text.ts';
import type { Message } from '../../src/ports.ts';
import { actions, section } from '../../src/rota/blocks.ts';
import { newCodes } from '../../src/rota/codes.ts';
import { loadRota, rotaTime } from '../../src/rota/load.ts';
import { rulesText, shiftText, whoIs } from '../../src/rota/words.ts';
import { type Actor, deciding, mayManage, onRota, organizersOnly, reading, refusalText } from './act.ts';
import { findRole, parseAdd, quoted, shiftByCode, takeShift } from './parse.ts';

const add: Verb['run'] = async (call, deps) => {
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

/** `H45 @user [lead] [anyway REASON]` */
const assignVerb: Verb['run'] = async (call, deps) => {
  const [, text = '', reason] = /^([\s\S]*?)\s+(?:anyway|aun así|igualmente)\b:?\s*([\s\S]*)$/i.exec(
    call.text,
  ) ?? [undefined, call.text];
  const { people, rest } = await takePeople(text, deps.directory);
  const [person] = people;
  if (!person) throw new UserError('rota.whichPerson', { typed: quoted(call.text) });
  const { shift } = takeShift(rest, await loadRota(deps));
  const lead = /\blead\b/i.test(rest);
  return await give(call, deps, shift.id, person.id, {
    ...(lead && { lead }),
    ...(reason !== undefined && { reason: reason.trim() || call.t('rota.noReason') }),
  });
};

async function give(
  actor: Actor,
  deps: Deps,
  code: string,
  person: string,
  options: { lead?: boolean; reason?: string },
): Promise<Message> {
  const who = await whoIs(deps);
  return await onRota(deps, (rota) => {
    const shift = shiftByCode(code, rota);
    const decided = assign(deciding(actor, rota), rota, shift, person, { how: 'assigned', ...options });
    if ('change' in decided)
      return {
        change: decided.change,
        result: {
          text: actor.t('rota.assigned', {
            person: who(person),
            shift: shiftText(shift.value, reading(actor)),
          }),
        },
      };
    const refusal = refusalText(decided, code, actor);
    if (decided.refused !== 'rules' || !overridable(decided.broken)) return { result: refusal };
    const text = `${who(person)}: ${refusal.text}`;
    const anyway = {
      action: 'rota.anyway',
      label: actor.t('rota.button.anyway'),
      value: `${code}:${person}`,
    };
    return { result: { text, blocks: [section(text), actions(anyway)] } };
  });
}

/** Takes somebody, or oneself, off a shift; an organizer without a name removes the shift, if asked twice. */
const dropVerb: Verb['run'] = async (call, deps): Promise<Reply> => {
  const { people, rest } = await takePeople(call.text, deps.directory);
  const before = await loadRota(deps);
  const { shift } = takeShift(rest, before);
  const named = people[0]?.id;
  const own = assignmentOf(shift.value, call.person.id) !== undefined;
  if (named === undefined && !own) {
    organizersOnly(call);
    const text = call.t('rota.remove.ask', {
      shift: shiftText(shift.value, reading(call)),
      people: shift.value.assignments.length,
    });
    const value = `${shift.id}:${shift.version}`;
    return {
      text,
      blocks: [
        section(text),
        actions(
          { action: 'rota.remove', label: call.t('rota.button.apply'), value, style: 'danger' },
          { action: 'rota.keep', label: call.t('rota.button.discard') },
        ),
      ],
    };
  }
  const person = named ?? call.person.id;
  if (person !== call.person.id && !mayManage(call, before, shift.value)) organizersOnly(call);
  const who = await whoIs(deps);
  return await onRota(deps, async (rota) => {
    const one = shiftByCode(shift.id, rota);
    const decided = drop(deciding(call, rota), rota, one, person, {
      how: 'dropped',
      ops: call.event.channels.ops,
    });
    if (!('change' in decided)) return { result: refusalText(decided, shift.id, call) };
    const text = call.t('rota.dropped', { person: who(person), shift: shiftText(one.value, reading(call)) });
    // Whoever was asked to cover for them would take a place that is free already.
    const covers = (await deps.store.find(coverDocument, `shift:${shift.id}`))
      .filter(({ value }) => value.person === person)
      .map((cover) => closeCover(deciding(call, rota), cover, one.value));
    return { change: together(decided.change, ...covers), result: { text } };
  });
};

const take: Verb['run'] = async (call, deps) => {
  const { shift } = takeShift(call.text, await loadRota(deps));
  return await onRota(deps, (rota) => {
    const one = shiftByCode(shift.id, rota);
    const decided = assign(deciding(call, rota), rota, one, call.person.id, { how: 'took' });
    if (!('change' in decided)) return { result: refusalText(decided, shift.id, call) };
    return {
      change: decided.change,
      result: { text: call.t('rota.took', { shift: shiftText(one.value, reading(call)) }) },
    };
  });
};

/** `here` and `done`, for the shift that is meant or the one that is named. */
export async function attend(
  actor: Actor,
  deps: Deps,
  kind: 'here' | 'done',
  code?: string,
): Promise<Message> {
  return await onRota(deps, (rota) => {
    const theirs = shiftsOf(rota, actor.person.id).sort(byStart);
    const meant =
      code ?? (kind === 'here' ? shiftToArriveAt : shiftToFinish)(theirs, actor.person.id, actor.now)?.code;
    if (meant === undefined)
      return { result: { text: actor.t(kind === 'here' ? 'rota.here.none' : 'rota.done.none') } };
    const shift = shiftByCode(meant, rota);
    const decided = (kind === 'here' ? arrive : finish)(deciding(actor, rota), shift, actor.person.id);
    if (!('change' in decided)) return { result: refusalText(decided, meant, actor) };
    const text = actor.t(kind === 'here' ? 'rota.here' : 'rota.done', {
      shift: shiftText(shift.value, reading(actor)),
    });
    return { change: Object.keys(decided.change).length > 0 ? decided.change : undefined, result: { text } };
  });
}

/** `lead ROLE [@user …]`: shows, and for organizers sets, whom a role escalates to. */
const leadVerb: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory);
  const name = findRole(rest, await loadRota(deps));
  const who = await whoIs(deps);
  if (people.length > 0) {
    organizersOnly(call);
    const leads = people.map(({ id }) => id);
    await onRota(deps, async () => {
      const old = (await deps.roles.read()).get(name);
      const role: Role = { ...(old?.value ?? { name }), leads };
      return {
        result: undefined,
        change: {
          put: [put(roleDocument, name, role, old?.version ?? 0)],
          facts: [
            happened(roleChanged, {
              at: call.now,
              by: call.person.id,
              about: [`role:${name}`],
              data: { role: name, fields: ['leads'] },
            }),
          ],
        },
      };
    });
  }
  const leads = (await deps.roles.read()).get(name)?.value.leads ?? [];
  return {
    text: call.t('rota.leads', { role: name, people: leads.map(who).join(', ') || call.t('rota.nobody') }),
  };
};

export const changeVerbs: Readonly<Record<string, Verb>> = {
  add: {
    usage: { 'add ROLE [in ROOM] TIME-TIME [xN] [@user …]': 'rota.use.add' },
    may: 'organizer',
    run: add,
  },
  assign: {
    usage: { 'assign H45 @user [lead] [anyway REASON]': 'rota.use.assign' },
    may: 'organizer',
    run: assignVerb,
  },
  drop: { usage: { 'drop H45 [@user]': 'rota.use.drop' }, may: 'anyone', run: dropVerb },
  take: { usage: { 'take H45': 'rota.use.take' }, may: 'anyone', run: take },
  here: {
    usage: { here: 'rota.use.here' },
    may: 'anyone',
    run: (call, deps) => attend(call, deps, 'here', codeIn(call.text)),
  },
  done: {
    usage: { done: 'rota.use.done' },
    may: 'anyone',
    run: (call, deps) => attend(call, deps, 'done', codeIn(call.text)),
  },
  lead: { usage: { 'lead ROLE [@user …]': 'rota.use.lead' }, may: 'anyone', run: leadVerb },
};

const codeIn = (text: string) => {
  const [, number] = /^h(\d+)$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : `H${Number(number)}`;
};

export const changeButtons: Readonly<Record<string, Button>> = {
  'rota.here': { may: 'anyone', run: (press, deps) => attend(press, deps, 'here', press.value || undefined) },
  'rota.done': { may: 'anyone', run: (press, deps) => attend(press, deps, 'done', press.value || undefined) },
  'rota.keep': { may: 'organizer', run: async (press) => ({ replace: { text: press.t('rota.discarded') } }) },
  'rota.remove': {
    may: 'organizer',
    run: (press, deps) =>
      onRota(deps, (rota) => {
        const [code = '', version] = press.value.split(':');
        const shift = shiftByCode(code, rota);
        if (shift.version !== Number(version))
          return { result: { replace: { text: press.t('rota.plan.stale') } } };
        const text = press.t('rota.removed', { shift: shiftText(shift.value, reading(press)) });
        return { change: removeShift(deciding(press, rota), shift), result: { replace: { text } } };
      }),
  },
  'rota.anyway': {
    may: 'organizer',
    run: async (press) => ({
      modal: {
        type: 'modal',
        callback_id: 'rota.anyway',
        private_metadata: press.value,
        title: { type: 'plain_text', text: press.t('rota.anyway.title') },
        submit: { type: 'plain_text', text: press.t('rota.button.anyway') },
        close: { type: 'plain_text', text: press.t('rota.button.discard') },
        blocks: [
          {
            type: 'input',
            block_id: 'reason',
            label: { type: 'plain_text', text: press.t('rota.anyway.reason') },
            element: { type: 'plain_text_input', action_id: 'text', max_length: 300 },
          },
        ],
      },
    }),
  },
};

export const changeModals: Readonly<Record<string, ModalShape>> = {
  'rota.anyway': {
    may: 'organizer',
    async run(submission, deps) {
      const [code = '', person = ''] = submission.meta.split(':');
      const reason = submission.values['reason']?.['text'];
      if (typeof reason !== 'string' || reason.trim() === '')
        return { errors: { reason: submission.t('rota.anyway.why') } };
      return await give(submission, deps, code, person, { reason: reason.trim() });
    },
  },
};
