/** `here` and `done`. */

import type { Reply } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { type Consent, questionChanged } from '../../src/core/question.ts';
import {
  arrive,
  finishShift,
  shiftArrivedAt,
  shiftToArriveAt,
  shiftToFinish,
} from '../../src/rota/domain/attend.ts';
import { tellLeftEmpty } from '../../src/rota/domain/harm.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { byShiftStart } from '../../src/rota/domain/shift.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { type Actor, deciding, onRota, reading, refusalText, undoable } from './confirm.ts';
import { weighLeaving } from './empty.ts';
import { shiftByCode } from './parse.ts';

/** `here`, for the shift that is meant or the one that is named. */
export async function arriveAt(actor: Actor, deps: Deps, code?: string): Promise<Message> {
  return await onRota(deps, (rota) => {
    const theirs = shiftsOf(rota, actor.person.id).sort(byShiftStart);
    const meant = code ?? shiftToArriveAt(theirs, actor.person.id, actor.now)?.code;
    const here = shiftArrivedAt(theirs, actor.person.id, actor.now);
    if (meant === undefined && here)
      return { result: { text: actor.t('rota.here.already', { shift: shiftText(here, reading(actor)) }) } };
    if (meant === undefined) return { result: { text: actor.t('rota.here.none') } };
    const shift = shiftByCode(meant, rota);
    const decided = arrive(deciding(actor, rota), shift, actor.person.id);
    if (!('change' in decided)) return { result: refusalText(decided, meant, actor) };
    const text = actor.t('rota.here', { shift: shiftText(shift.value, reading(actor)) });
    return { change: Object.keys(decided.change).length > 0 ? decided.change : undefined, result: { text } };
  });
}

/**
 * `done`, for the shift that is meant or the one that is named. Whoever would leave nobody behind is asked
 * first; if they go all the same, the lead knows.
 */
export async function finish(
  actor: Actor,
  deps: Deps,
  code: string | undefined,
  consent?: Consent,
): Promise<Message> {
  const who = await loadNames(deps);
  const { id: person } = actor.person;
  return await onRota(deps, (rota) => {
    const theirs = shiftsOf(rota, person).sort(byShiftStart);
    const meant = code ?? shiftToFinish(theirs, person, actor.now)?.code;
    if (meant === undefined) return { result: { text: actor.t('rota.done.none') } };
    const shift = shiftByCode(meant, rota);
    const by = deciding(actor, rota);
    const decided = finishShift(by, shift, person);
    if (!('change' in decided)) return { result: refusalText(decided, meant, actor) };
    const leaving = weighLeaving({ shift, person, how: 'done' }, rota, actor, who, consent);
    if (leaving.weighed === 'changed') return { result: questionChanged(`/rota done ${meant}`, actor.t) };
    if (leaving.weighed === 'ask') return { result: leaving.question() };
    const told = leaving.empties
      ? tellLeftEmpty(by, rota, shift.value, person, actor.event.channels.ops)
      : undefined;
    return {
      change: mergeChanges(decided.change, told),
      result: { text: actor.t('rota.done', { shift: shiftText(shift.value, reading(actor)) }) },
      undo: undoable(actor, 'done'),
    };
  });
}

export const codeIn = (text: string) => {
  const [, number] = /^h(\d+)$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : `H${Number(number)}`;
};

/** Puts the answer where the question stood. */
export const inPlace = (message: Reply): Reply =>
  message && 'text' in message ? { replace: message } : message;
