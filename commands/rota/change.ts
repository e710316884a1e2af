/** Verbs that give places (`assign`, `take`), and the list of all verbs that change shifts. */

import type { Button, Modal as ModalShape, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { consentFrom } from '../../src/core/question.ts';
import { assign, overridable } from '../../src/rota/domain/assign.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import { actions, button, section } from '../../src/slack/blocks.ts';
import { textInput } from '../../src/slack/inputs.ts';
import { mrkdwn, quoted } from '../../src/slack/mrkdwn.ts';
import { requirePresent, takePeople } from '../../src/slack/people.ts';
import { modal } from '../../src/slack/views.ts';
import { add, addButtons } from './add.ts';
import { arriveAt, codeIn, finish, inPlace } from './attend.ts';
import { type Actor, deciding, onRota, reading, refusalText, undoable } from './confirm.ts';
import { leadVerb } from './lead.ts';
import { dropVerb, leaveButtons } from './leave.ts';
import { shiftByCode, takeShift } from './parse.ts';
import { takeVerb } from './sign-up.ts';
import { undoButtons, undoVerb } from './undo.ts';

/** `H45 @user [lead] [anyway REASON]` */
const assignVerb: Verb['run'] = async (call, deps) => {
  const [, text = '', reason] = /^([\s\S]*?)\s+(?:anyway|aun así|igualmente)\b:?\s*([\s\S]*)$/i.exec(
    call.text,
  ) ?? [undefined, call.text];
  const { people, rest } = await takePeople(text, deps.directory, call);
  requirePresent(people);
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
  const who = await loadNames(deps);
  return await onRota(deps, (rota) => {
    const shift = shiftByCode(code, rota);
    const decided = assign(deciding(actor, rota), rota, shift, person, { how: 'assigned', ...options });
    if ('change' in decided)
      return {
        change: decided.change,
        undo: undoable(actor, 'assign'),
        result: {
          text: actor.t('rota.assigned', {
            person: who(person),
            shift: shiftText(shift.value, reading(actor)),
          }),
        },
      };
    const refusal = refusalText(decided, code, actor);
    if (decided.refused !== 'rules' || !overridable(decided.broken)) return { result: refusal };
    const text = mrkdwn`${who(person)}: ${refusal.text}`;
    const anyway = button('rota.anyway', actor.t('rota.button.anyway'), `${code}:${person}`);
    return { result: { text, blocks: [section(text), ...actions([anyway])] } };
  });
}

export const rotaChangeVerbs: Readonly<Record<string, Verb>> = {
  add: {
    usage: { 'add ROLE [in ROOM] TIME-TIME [xN] [@user …]': 'rota.use.add' },
    run: add,
  },
  assign: {
    usage: { 'assign H45 @user [lead] [anyway REASON]': 'rota.use.assign' },
    run: assignVerb,
  },
  drop: { usage: { 'drop H45 [@user]': 'rota.use.drop' }, run: dropVerb },
  take: takeVerb,
  here: {
    usage: { here: 'rota.use.here' },
    run: (call, deps) => arriveAt(call, deps, codeIn(call.text)),
  },
  done: {
    usage: { done: 'rota.use.done' },
    run: (call, deps) => finish(call, deps, codeIn(call.text)),
  },
  undo: undoVerb,
  lead: { usage: { 'lead ROLE [@user …]': 'rota.use.lead' }, run: leadVerb },
};

export const rotaChangeButtons: Readonly<Record<string, Button>> = {
  ...leaveButtons,
  ...addButtons,
  ...undoButtons,
  'rota.here': { run: (click, deps) => arriveAt(click, deps, click.value || undefined) },
  'rota.done': { run: (click, deps) => finish(click, deps, click.value || undefined) },
  'rota.done-anyway': {
    async run(click, deps) {
      const { consent } = consentFrom(click.value);
      const [code] = consent.typed.split(' ');
      return inPlace(await finish(click, deps, code, consent));
    },
  },
  'rota.anyway': {
    run: async (click) => ({
      modal: modal({
        id: 'rota.anyway',
        meta: click.value,
        title: click.t('rota.anyway.title'),
        submit: click.t('rota.button.anyway'),
        close: click.t('rota.button.close'),
        blocks: [textInput('reason', click.t('rota.anyway.reason'), { action: 'text', max: 300 })],
      }),
    }),
  },
};

export const rotaChangeModals: Readonly<Record<string, ModalShape>> = {
  'rota.anyway': {
    async run(submission, deps) {
      const [code = '', person = ''] = submission.meta.split(':');
      const reason = submission.values['reason']?.['text'];
      if (typeof reason !== 'string' || reason.trim() === '')
        return { errors: { reason: submission.t('rota.anyway.why') } };
      return await give(submission, deps, code, person, { reason: reason.trim() });
    },
  },
};
