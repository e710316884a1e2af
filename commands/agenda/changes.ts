/** Live changes: `delay`, `move`, `swap`, `cancel`, `restore`, `undo`, each with its preview. */

import { z } from 'zod';
import { changeLine } from '../../src/agenda/changes-view.ts';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { changeWords } from '../../src/agenda/domain/compare.ts';
import { planRestore, planSwap } from '../../src/agenda/domain/live.ts';
import { keepPreview, previewDocument } from '../../src/agenda/domain/preview.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { isChangeArchived, lastUndoable, planUndo } from '../../src/agenda/domain/undo.ts';
import { findSession, roomsOf } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import type { Button, ButtonClick, CommandInvocation, Modal, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { InstantText } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { parseDuration } from '../../src/core/time.ts';
import type { PlainKey } from '../../src/i18n/index.ts';
import { escape, quoted, truncate } from '../../src/slack/mrkdwn.ts';
import { cancelModal, delayModal, moveModal } from './change-modals.ts';
import { agendaReaderOf } from './import-preview.ts';
import { field, ticked } from './inputs.ts';
import { cancelSession, delay, move, parseDelay, running, showPlan } from './plan.ts';
import { undoPreview } from './preview-view.ts';

/** A code and the rest; or, without a code, all of it as the title and nothing else. */
const splitCode = (text: string): [string, string] => {
  const [, code, rest] = /^(s\d+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return code === undefined ? [text, ''] : [code, rest ?? ''];
};

const verb = (form: string, key: PlainKey, run: Verb['run']): Verb => ({
  usage: { [form]: key },
  run,
});

export const agendaChangeVerbs: Record<string, Verb> = {
  delay: {
    usage: {
      'delay S17 15m [only] [reason]': 'agenda.usage.delay',
      'delay ROOM 15m': 'agenda.usage.delayRoom',
    },
    run: async (call, deps) => await delay(parseDelay(call.text), call, deps),
  },
  move: {
    usage: { 'move S17 TIME': 'agenda.usage.move', 'move S17 to ROOM': 'agenda.usage.moveRoom' },
    async run(call, deps) {
      const [target, where] = splitCode(call.text);
      if (where === '') throw new UserError('agenda.moveUsage');
      return await move(target, where, call, deps);
    },
  },
  swap: verb('swap S17 S18', 'agenda.usage.swap', async (call, deps) => {
    const [one, other, ...more] = call.text.split(/\s+/).filter(Boolean);
    if (one === undefined || other === undefined || more.length > 0) throw new UserError('agenda.swapUsage');
    return await showPlan(call, deps, (state) => {
      const [a, b] = [
        running(findSession(liveSessions(state), one)),
        running(findSession(liveSessions(state), other)),
      ];
      if (a.code === b.code) throw new UserError('agenda.swapUsage');
      return { plan: planSwap(state, a, b) };
    });
  }),
  cancel: verb('cancel S17 [reason]', 'agenda.usage.cancel', async (call, deps) => {
    const [target, reason] = splitCode(call.text);
    return await cancelSession(target, reason, call, deps);
  }),
  restore: verb('restore S17', 'agenda.usage.restore', async (call, deps) =>
    showPlan(call, deps, (state) => {
      const session = findSession(liveSessions(state), call.text);
      if (session.state !== 'cancelled')
        throw new UserError('agenda.notCancelled', { session: escape(session.code) });
      return { plan: planRestore(state, session) };
    }),
  ),
  undo: verb('undo', 'agenda.usage.undo', (call, deps) => undo(call, deps)),
};

async function undo(call: CommandInvocation, deps: Deps): Promise<Reply> {
  const nonce = deps.newId();
  return await withOptimisticRetry<Reply>(deps.store, async () => {
    const state = await loadAgenda(deps);
    const change = lastUndoable(state);
    if (change === undefined) throw new UserError('agenda.nothingToUndo');
    const facts = await deps.store.facts({ about: `change:${change}` });
    if (isChangeArchived(facts)) throw new UserError('agenda.undoArchived');
    const planned = planUndo(state, change, facts);
    if (!planned) throw new UserError('agenda.cannotUndo');
    const old = await deps.store.get(previewDocument, call.person.id);
    const by = { owner: call.person.id, by: call.person.id, now: call.now };
    const reader = agendaReaderOf(call);
    const lines = planned.steps.map(({ before, after }) =>
      changeLine(before, after, before && after ? changeWords(before, after) : ['removed'], reader),
    );
    return {
      change: keepPreview(by, old, { nonce, version: state.version, what: { kind: 'undo', change } }),
      result: undoPreview({ nonce, lines }, reader),
    };
  });
}

const withModal = (make: (state: AgendaState, session: Session, click: ButtonClick) => Reply): Button => ({
  async run(click, deps) {
    const state = await loadAgenda(deps);
    return make(state, findSession(liveSessions(state), click.value), click);
  },
});

export const agendaChangeButtons: Record<string, Button> = {
  'agenda.delay': withModal((_, session, { t }) => ({ modal: delayModal(session, t) })),
  'agenda.move': withModal((state, session, { t, event }) => ({
    modal: moveModal(
      session,
      roomsOf(state, event).map(({ name }) => name),
      t,
    ),
  })),
  'agenda.cancel': withModal((_, session, { t }) => ({ modal: cancelModal(session, t) })),
};

const MoveTo = z.object({ session: z.string(), start: InstantText });

/** What is better than another day: the same time on the session's own, as a preview of its own. */
export const moveToButton: Button = {
  async run(click, deps) {
    const { session, start } = parsePressed(MoveTo, click.value);
    return { replace: await move(session, start, click, deps) };
  },
};

export const agendaChangeModals: Record<string, Modal> = {
  'agenda.delay': {
    async run(submission, deps) {
      const by = field(submission, 'by');
      if (parseDuration(by) === undefined)
        return { errors: { by: submission.t('typed.duration', { typed: quoted(truncate(by, 40)) }) } };
      const only = ticked(submission, 'only');
      return await delay(
        { target: submission.meta, by, only, reason: field(submission, 'reason') },
        submission,
        deps,
      );
    },
  },
  'agenda.move': {
    async run(submission, deps) {
      const [time, room] = [field(submission, 'time'), field(submission, 'room')];
      if (time === '' && room === '') return { errors: { time: submission.t('agenda.moveUsage') } };
      return await move(
        submission.meta,
        `${time}${room === '' ? '' : ` to ${room}`}`.trim(),
        submission,
        deps,
      );
    },
  },
  'agenda.cancel': {
    run: (submission, deps) => cancelSession(submission.meta, field(submission, 'reason'), submission, deps),
  },
};
