/** `drop`: somebody leaves a shift, or the shift itself goes. */

import type { Button, Reply, Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { type Consent, consentFrom, questionChanged } from '../../src/core/question.ts';
import { drop, isLateToLeave } from '../../src/rota/domain/assign.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { closeCover } from '../../src/rota/domain/cover-end.ts';
import { tellLeftEmpty } from '../../src/rota/domain/harm.ts';
import { assignmentOf } from '../../src/rota/domain/shift.ts';
import { removeShift } from '../../src/rota/domain/shift-changes.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { takePeople } from '../../src/slack/people.ts';
import { inPlace } from './attend.ts';
import { type Actor, deciding, onRota, reading, refusalText, requireManager, undoable } from './confirm.ts';
import { weighLeaving } from './empty.ts';
import { shiftByCode, takeShift } from './parse.ts';

/** Takes somebody, or oneself, off a shift; an organizer without a name removes the shift, if asked twice. */
export const dropVerb: Verb['run'] = async (call, deps): Promise<Reply> => {
  const { people, rest } = await takePeople(call.text, deps.directory, call);
  const before = await loadRota(deps);
  const { shift } = takeShift(rest, before);
  const named = people[0]?.id;
  const own = assignmentOf(shift.value, call.person.id) !== undefined;
  if (named === undefined && !own) {
    await requireManager(call, before, shift.value, deps);
    const text = call.t('rota.remove.ask', {
      shift: shiftText(shift.value, reading(call)),
      people: shift.value.assignments.length,
    });
    const value = `${shift.id}:${shift.version}`;
    return {
      text,
      blocks: [
        section(text),
        ...actions([
          button('rota.remove', call.t('rota.button.apply'), value, 'danger'),
          button('rota.keep', call.t('rota.button.discard')),
        ]),
      ],
    };
  }
  return await leavePlace(call, deps, shift.id, named ?? call.person.id);
};

/** Takes somebody off a shift; where that leaves nobody behind, whoever does it is asked first. */
async function leavePlace(
  actor: Actor,
  deps: Deps,
  code: string,
  person: string,
  consent?: Consent,
): Promise<Message> {
  const who = await loadNames(deps);
  const { ops } = actor.event.channels;
  return await onRota(deps, async (rota) => {
    const shift = shiftByCode(code, rota);
    if (person !== actor.person.id) await requireManager(actor, rota, shift.value, deps);
    const by = deciding(actor, rota);
    const decided = drop(by, rota, shift, person, { how: 'dropped', ops });
    if (!('change' in decided)) return { result: refusalText(decided, code, actor) };
    const leaving = weighLeaving({ shift, person, how: 'drop' }, rota, actor, who, consent);
    if (leaving.weighed === 'changed') return { result: questionChanged(`/rota drop ${code}`, actor.t) };
    if (leaving.weighed === 'ask') return { result: leaving.question() };
    const text = actor.t('rota.dropped', {
      person: who(person),
      shift: shiftText(shift.value, reading(actor)),
    });
    // Whoever was asked to cover for them would take a place that is free already.
    const covers = (await deps.store.find(coverDocument, `shift:${code}`))
      .filter(({ value }) => value.person === person)
      .map((cover) => closeCover(by, cover, shift.value));
    // At short notice they have an alarm of their own.
    const told =
      leaving.empties && !isLateToLeave(shift.value, person, actor.now)
        ? tellLeftEmpty(by, rota, shift.value, person, ops)
        : undefined;
    return {
      change: mergeChanges(decided.change, told, ...covers),
      result: { text },
      undo: undoable(actor, 'drop'),
    };
  });
}

export const leaveButtons: Readonly<Record<string, Button>> = {
  'rota.drop-anyway': {
    async run(click, deps) {
      const { consent } = consentFrom(click.value);
      const [code = '', person = ''] = consent.typed.split(' ');
      return inPlace(await leavePlace(click, deps, code, person, consent));
    },
  },
  'rota.keep': { run: async (click) => ({ replace: { text: click.t('rota.discarded') } }) },
  'rota.remove': {
    run: (click, deps) =>
      onRota(deps, (rota) => {
        const [code = '', version] = click.value.split(':');
        const shift = shiftByCode(code, rota);
        if (shift.version !== Number(version))
          return { result: { replace: { text: click.t('rota.plan.stale') } } };
        const text = click.t('rota.removed', { shift: shiftText(shift.value, reading(click)) });
        return {
          change: removeShift(deciding(click, rota), shift),
          result: { replace: { text } },
          undo: undoable(click, 'remove'),
        };
      }),
  },
};
