/** `cover H45 [reason]`, and the answers of those who are asked. */

import type { Button, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { agree, drop } from '../../src/rota/domain/assign.ts';
import { type Cover, coverDocument, openCover } from '../../src/rota/domain/cover.ts';
import { closeCover } from '../../src/rota/domain/cover-end.ts';
import { declineCover, takeCover } from '../../src/rota/domain/cover-take.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { assignmentOf, byShiftStart } from '../../src/rota/domain/shift.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { escape, joined, type Mrkdwn, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import { takePeople } from '../../src/slack/people.ts';
import { type Actor, deciding, onRota, reading, refusalText, requireManager, undoable } from './confirm.ts';
import { shiftByCode, takeShift } from './parse.ts';

const cover: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory, call);
  const rota = await loadRota(deps);
  if (rest === '') {
    const next = shiftsOf(rota, call.person.id)
      .sort(byShiftStart)
      .find(({ end }) => milliseconds(end) > call.now.epochMilliseconds);
    if (!next) throw new UserError('rota.cover.none');
    return await openCoverFor(call, deps, next.code, call.person.id, '');
  }
  const { shift, rest: reason } = takeShift(rest, rota);
  const own = assignmentOf(shift.value, call.person.id) ? call.person.id : undefined;
  const live = shift.value.assignments.filter(({ person }) => assignmentOf(shift.value, person));
  const person = people[0]?.id ?? own ?? (live.length === 1 ? live[0]?.person : undefined);
  if (person === undefined && live.length === 0)
    throw new UserError('rota.cover.nobody', { shift: escape(shift.id) });
  if (person === undefined) throw new UserError('rota.cover.whose', { shift: escape(shift.id) });
  if (WITHDRAWN.test(reason)) return await withdrawCover(call, deps, shift.id, person);
  return await openCoverFor(call, deps, shift.id, person, reason);
};

/** Behind a shift's code: nobody need take it any more. */
const WITHDRAWN = /^(?:off|cancel|stop|no|anular|cancelar|ya no)[.!]?$/i;

/** Takes the request back: nobody is asked any more, and whoever was asked sees that it is no longer needed. */
async function withdrawCover(actor: Actor, deps: Deps, code: string, person: string): Promise<Message> {
  return await onRota(deps, async (rota) => {
    const shift = shiftByCode(code, rota);
    if (person !== actor.person.id) await requireManager(actor, rota, shift.value, deps);
    const open = await deps.store.find(coverDocument, `shift:${code}`);
    const asked = open.find(({ value }) => value.person === person && value.state === 'open');
    const change = asked && closeCover(deciding(actor, rota), asked, shift.value);
    if (!change) return { result: { text: actor.t('rota.cover.notOpen', { shift: escape(code) }) } };
    const text = actor.t('rota.cover.withdrawn', { shift: shiftText(shift.value, reading(actor)) });
    return { change, result: { text } };
  });
}

/** Opens cover for one person's place, unless it is open already. */
export async function openCoverFor(
  actor: Actor,
  deps: Deps,
  code: string,
  person: string,
  reason: string,
): Promise<Message> {
  const id = deps.newId();
  const who = await loadNames(deps);
  return await onRota(deps, async (rota) => {
    const shift = shiftByCode(code, rota);
    if (person !== actor.person.id) await requireManager(actor, rota, shift.value, deps);
    const open = await deps.store.find(coverDocument, `shift:${code}`);
    const vacated = assignmentOf(shift.value, person)?.state === 'done';
    const text = actor.t(vacated ? 'rota.cover.askingFree' : 'rota.cover.asking', {
      shift: shiftText(shift.value, reading(actor)),
      person: who(person),
    });
    if (open.some(({ value }) => value.person === person))
      return { result: { text: actor.t('rota.cover.open', { shift: escape(code) }) } };
    const cover = { id, person, ...(reason !== '' && { reason }), ...(vacated && { vacated }) };
    const decided = openCover(deciding(actor, rota), shift, cover, rota.zone);
    if (!('change' in decided)) return { result: refusalText(decided, code, actor) };
    return { change: decided.change, result: { text } };
  });
}

const wasAsked = ({ asked }: Cover, { person }: Actor): boolean =>
  asked.some((one) => one.person === person.id);

async function take(actor: Actor, deps: Deps, id: string): Promise<Message> {
  const who = await loadNames(deps);
  return await onRota(deps, async (rota) => {
    const found = await deps.store.get(coverDocument, id);
    if (!found) return { result: { text: actor.t('rota.cover.over') } };
    requireOwn(RIGHTS['/rota'].buttons['rota.cover-take'], wasAsked(found.value, actor), actor);
    if (found.value.takenBy === actor.person.id)
      return { result: { text: actor.t('rota.cover.yoursAlready') } };
    const decided = takeCover(deciding(actor, rota), rota, found);
    if ('change' in decided) {
      const shift = shiftByCode(found.value.shift, rota).value;
      return {
        change: decided.change,
        undo: undoable(actor, 'cover'),
        result: { text: actor.t('rota.cover.yours', { shift: shiftText(shift, reading(actor)) }) },
      };
    }
    if (decided.refused === 'taken')
      return {
        result: {
          text: decided.by
            ? actor.t('rota.cover.taken', { person: who(decided.by) })
            : actor.t('rota.cover.over'),
        },
      };
    return { result: refusalText(decided, found.value.shift, actor) };
  });
}

async function decline(actor: Actor, deps: Deps, id: string): Promise<Message> {
  return await onRota(deps, async (rota) => {
    const found = await deps.store.get(coverDocument, id);
    const shift = found && rota.shifts.get(found.value.shift);
    if (!found || !shift) return { result: { text: actor.t('rota.cover.over') } };
    requireOwn(RIGHTS['/rota'].buttons['rota.cover-decline'], wasAsked(found.value, actor), actor);
    return {
      change: declineCover(deciding(actor, rota), found, shift.value),
      result: { text: actor.t('rota.cover.declined') },
    };
  });
}

/** `I can't`: a proposal is declined at once; an accepted shift is kept until somebody covers it. */
async function cannot(actor: Actor, deps: Deps, code: string): Promise<Message> {
  const rota = await loadRota(deps);
  const shift = shiftByCode(code, rota);
  if (assignmentOf(shift.value, actor.person.id)?.state !== 'proposed')
    return await openCoverFor(actor, deps, code, actor.person.id, '');
  return await onRota(deps, (now) => {
    const one = shiftByCode(code, now);
    const decided = drop(deciding(actor, now), now, one, actor.person.id, {
      how: 'declined',
      ops: actor.event.channels.ops,
    });
    if (!('change' in decided)) return { result: refusalText(decided, code, actor) };
    return {
      change: decided.change,
      undo: undoable(actor, 'drop'),
      result: { text: actor.t('rota.declined', { shift: shiftText(one.value, reading(actor)) }) },
    };
  });
}

/** Accepts what was proposed: one shift, or all that one message named. */
async function accept(actor: Actor, deps: Deps, codes: readonly string[]): Promise<Message> {
  const accepted: Mrkdwn[] = [];
  for (const code of codes) {
    const text = await onRota(deps, (rota) => {
      const shift = rota.shifts.get(code);
      const decided = shift && agree(deciding(actor, rota), shift, actor.person.id);
      if (!shift || !decided || !('change' in decided)) return { result: undefined };
      return { change: decided.change, result: shiftText(shift.value, reading(actor)) };
    });
    if (text !== undefined) accepted.push(text);
  }
  if (accepted.length === 0) return { text: actor.t('rota.agreed.none') };
  return {
    text: truncate(
      joined(
        [actor.t('rota.agreed', { count: accepted.length }), ...accepted.map((line) => mrkdwn`• ${line}`)],
        '\n',
      ),
      2900,
    ),
  };
}

export const coverVerbs: Readonly<Record<string, Verb>> = {
  cover: {
    usage: { 'cover H45 [reason]': 'rota.use.cover', 'cover H45 off': 'rota.use.coverOff' },
    run: cover,
  },
};

export const coverButtons: Readonly<Record<string, Button>> = {
  'rota.cover-take': {
    run: async (click, deps) => ({ replace: await take(click, deps, click.value) }),
  },
  'rota.cover-decline': {
    run: async (click, deps) => ({ replace: await decline(click, deps, click.value) }),
  },
  'rota.cant': { run: (click, deps) => cannot(click, deps, click.value) },
  'rota.agree': { run: (click, deps) => accept(click, deps, click.value.split(',')) },
  /** What is better than leaving a place empty, in the place of that question: `H45:U1`. */
  'rota.find-cover': {
    run: async (click, deps) => {
      const [code = '', person = ''] = click.value.split(':');
      return { replace: await openCoverFor(click, deps, code, person, '') };
    },
  },
  /** A lead's answer to somebody missing: `H45:U1`. */
  'rota.offer-cover': {
    run: (click, deps) => {
      const [code = '', person = ''] = click.value.split(':');
      return openCoverFor(click, deps, code, person, '');
    },
  },
};
