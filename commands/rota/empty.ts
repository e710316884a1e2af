/** The question before somebody leaves a room empty: who would be missing when, and who could stand in. */

import type { Versioned } from '../../src/core/commit.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import {
  answerButton,
  type Consent,
  consentTo,
  questionMessage,
  weighHarm,
} from '../../src/core/question.ts';
import { emptyWithout } from '../../src/rota/domain/harm.ts';
import type { Shift } from '../../src/rota/domain/shift.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { type NameOf, when } from '../../src/rota/words.ts';
import { button } from '../../src/slack/blocks.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { type Actor, reading } from './confirm.ts';

export interface Leaving {
  readonly shift: Versioned<Shift>;
  readonly person: string;
  readonly how: 'done' | 'drop';
}

const BUTTONS = {
  done: ['rota.done-anyway', 'rota.ask.doneAnyway'],
  drop: ['rota.drop-anyway', 'rota.ask.dropAnyway'],
} as const;

export interface WeighedLeave {
  readonly weighed: ReturnType<typeof weighHarm>;
  /** They leave nobody behind. */
  readonly empties: boolean;
  /** The question, where there is one to ask. */
  readonly question: () => Message;
}

/** Whether somebody leaves nobody behind, and whether they know. */
export function weighLeaving(
  { shift, person, how }: Leaving,
  rota: LoadedRota,
  actor: Actor,
  who: NameOf,
  consent: Consent | undefined,
): WeighedLeave {
  const empty = emptyWithout(
    [...rota.shifts.values()].map(({ value }) => value),
    shift.value,
    person,
    actor.now,
  );
  const place = escape(shift.value.room ?? shift.value.role);
  const harms = empty
    ? [
        {
          kind: 'empty',
          text: actor.t('rota.ask.empty', {
            place,
            person: who(person),
            span: when(empty, reading(actor)),
          }),
        },
      ]
    : [];
  const on = { [shift.id]: shift.version };
  const [action, label] = BUTTONS[how];
  return {
    weighed: weighHarm(harms, on, consent),
    empties: empty !== undefined,
    question: () =>
      questionMessage(
        harms,
        [button('rota.find-cover', actor.t('rota.button.offerCover'), `${shift.id}:${person}`, 'primary')],
        answerButton(
          action,
          actor.t(label),
          consentTo(`${shift.id} ${person}`, actor.now, harms, on),
          'danger',
        ),
      ),
  };
}
