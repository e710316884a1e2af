/** `here` and `done`. */

import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import {
  arrive,
  finishShift,
  shiftArrivedAt,
  shiftToArriveAt,
  shiftToFinish,
} from '../../src/rota/domain/attend.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { byShiftStart } from '../../src/rota/domain/shift.ts';
import { shiftText } from '../../src/rota/words.ts';
import { type Actor, deciding, onRota, reading, refusalText } from './confirm.ts';
import { shiftByCode } from './parse.ts';

/** `here` and `done`, for the shift that is meant or the one that is named. */
export async function attend(
  actor: Actor,
  deps: Deps,
  kind: 'here' | 'done',
  code?: string,
): Promise<Message> {
  return await onRota(deps, (rota) => {
    const theirs = shiftsOf(rota, actor.person.id).sort(byShiftStart);
    const meant =
      code ?? (kind === 'here' ? shiftToArriveAt : shiftToFinish)(theirs, actor.person.id, actor.now)?.code;
    const here = kind === 'here' ? shiftArrivedAt(theirs, actor.person.id, actor.now) : undefined;
    if (meant === undefined && here)
      return { result: { text: actor.t('rota.here.already', { shift: shiftText(here, reading(actor)) }) } };
    if (meant === undefined)
      return { result: { text: actor.t(kind === 'here' ? 'rota.here.none' : 'rota.done.none') } };
    const shift = shiftByCode(meant, rota);
    const decided = (kind === 'here' ? arrive : finishShift)(deciding(actor, rota), shift, actor.person.id);
    if (!('change' in decided)) return { result: refusalText(decided, meant, actor) };
    const text = actor.t(kind === 'here' ? 'rota.here' : 'rota.done', {
      shift: shiftText(shift.value, reading(actor)),
    });
    return { change: Object.keys(decided.change).length > 0 ? decided.change : undefined, result: { text } };
  });
}

export const codeIn = (text: string) => {
  const [, number] = /^h(\d+)$/i.exec(text.trim()) ?? [];
  return number === undefined ? undefined : `H${Number(number)}`;
};
