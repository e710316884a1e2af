/** `drop`: somebody leaves a shift, or the shift itself goes. */

import type { Button, Reply, Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import { drop } from '../../src/rota/domain/assign.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { closeCover } from '../../src/rota/domain/cover-end.ts';
import { assignmentOf } from '../../src/rota/domain/shift.ts';
import { removeShift } from '../../src/rota/domain/shift-changes.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { takePeople } from '../../src/slack/people.ts';
import { deciding, onRota, reading, refusalText, requireManager } from './confirm.ts';
import { shiftByCode, takeShift } from './parse.ts';

/** Takes somebody, or oneself, off a shift; an organizer without a name removes the shift, if asked twice. */
export const dropVerb: Verb['run'] = async (call, deps): Promise<Reply> => {
  const { people, rest } = await takePeople(call.text, deps.directory);
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
  const person = named ?? call.person.id;
  if (person !== call.person.id) await requireManager(call, before, shift.value, deps);
  const who = await loadNames(deps);
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
    return { change: mergeChanges(decided.change, ...covers), result: { text } };
  });
};

export const leaveButtons: Readonly<Record<string, Button>> = {
  'rota.keep': { run: async (click) => ({ replace: { text: click.t('rota.discarded') } }) },
  'rota.remove': {
    run: (click, deps) =>
      onRota(deps, (rota) => {
        const [code = '', version] = click.value.split(':');
        const shift = shiftByCode(code, rota);
        if (shift.version !== Number(version))
          return { result: { replace: { text: click.t('rota.plan.stale') } } };
        const text = click.t('rota.removed', { shift: shiftText(shift.value, reading(click)) });
        return { change: removeShift(deciding(click, rota), shift), result: { replace: { text } } };
      }),
  },
};
