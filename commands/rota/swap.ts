/** `swap H45 @user [H46]`: both press `Accept`; until then nothing changes. */
import type { Button, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { assignmentOf } from '../../src/rota/domain/shift.ts';
import {
  acceptSwap,
  endSwap,
  proposeSwap,
  type SwapRefusal,
  swapDocument,
} from '../../src/rota/domain/swap.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, type NameOf, shiftText } from '../../src/rota/words.ts';
import { escape, mention, mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { requirePresent, takePeople } from '../../src/slack/people.ts';
import { type Actor, deciding, onRota, reading, refusalText, requireManager, undoable } from './confirm.ts';
import { takeShift } from './parse.ts';

function problemText(problem: SwapRefusal, shift: string, actor: Actor, who: NameOf): Message {
  const refused = refusalText(problem, shift, actor);
  return problem.person === undefined ? refused : { text: mrkdwn`${who(problem.person)}: ${refused.text}` };
}

const swap: Verb['run'] = async (call, deps) => {
  const { people, rest } = await takePeople(call.text, deps.directory, call);
  requirePresent(people);
  const away = people.find(({ slack }) => slack === undefined);
  if (away) throw new UserError('rota.swap.noSlack', { person: mention(away) });
  const before = await loadRota(deps);
  const first = takeShift(rest, before);
  const other = first.rest === '' ? undefined : takeShift(first.rest, before).shift.id;
  // Of two people named, the first has the shift; else it is the caller's own, or its only person's.
  const [a, b] = people;
  if (!a) throw new UserError('rota.whichPerson', { typed: quoted(call.text) });
  const holders = first.shift.value.assignments.filter(({ person }) =>
    assignmentOf(first.shift.value, person),
  );
  const own = assignmentOf(first.shift.value, call.person.id) ? call.person.id : undefined;
  const from = b ? a.id : (own ?? (holders.length === 1 ? holders[0]?.person : undefined));
  const to = (b ?? a).id;
  // Whose shift it is comes first: `swap H1 @bea` of Bea's own shift is not with oneself.
  if (own === undefined && to !== call.person.id) await requireManager(call, before, first.shift.value, deps);
  if (from === undefined && holders.length === 0)
    throw new UserError('rota.cover.nobody', { shift: escape(first.shift.id) });
  if (from === undefined) throw new UserError('rota.swap.whose', { shift: escape(first.shift.id) });
  if (from === to)
    throw new UserError(from === call.person.id ? 'rota.swap.self' : 'rota.swap.theirs', {
      shift: escape(first.shift.id),
      person: (await loadNames(deps))(from),
    });
  const who = await loadNames(deps);
  const id = deps.newId();
  return await onRota(deps, (rota) => {
    const it = { id, from, to, shift: first.shift.id, ...(other !== undefined && { other }) };
    const decided = proposeSwap(deciding(call, rota), rota, it);
    if (!('change' in decided)) return { result: problemText(decided, first.shift.id, call, who) };
    const text = call.t('rota.swap.asked', {
      shift: shiftText(first.shift.value, reading(call)),
      from: who(from),
      to: who(to),
    });
    return { change: decided.change, result: { text } };
  });
};

async function answer(actor: Actor, deps: Deps, id: string, yes: boolean): Promise<Message | undefined> {
  const who = await loadNames(deps);
  return await onRota(deps, async (rota) => {
    const found = await deps.store.get(swapDocument, id);
    if (found?.value.state !== 'open') return { result: { text: actor.t('rota.swap.over') } };
    const { from, to, shift } = found.value;
    if (actor.person.id !== from && actor.person.id !== to)
      return {
        result: { text: actor.t('rota.swap.notYours', { people: mrkdwn`${who(from)}, ${who(to)}` }) },
      };
    const by = deciding(actor, rota);
    if (!yes) return { change: endSwap(by, found, 'declined', actor.person.id), result: undefined };
    const decided = acceptSwap(by, rota, found);
    if ('change' in decided)
      return { change: decided.change, result: undefined, undo: undoable(actor, 'swap') };
    const problem = problemText(decided, shift, actor, who);
    return { change: endSwap(by, found, 'void', problem.text), result: problem };
  });
}

export const swapVerbs: Readonly<Record<string, Verb>> = {
  swap: { usage: { 'swap H45 @user [H46]': 'rota.use.swap' }, run: swap },
};

export const swapButtons: Readonly<Record<string, Button>> = {
  'rota.swap-accept': { run: (click, deps) => answer(click, deps, click.value, true) },
  'rota.swap-decline': { run: (click, deps) => answer(click, deps, click.value, false) },
};
