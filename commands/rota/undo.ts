/** `undo`: shows what taking the last change of the rota back would do, and does it. */

import { z } from 'zod';
import type { Button, Reply, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { leadsOf } from '../../src/rota/domain/assign.ts';
import { liveOf, type Shift } from '../../src/rota/domain/shift.ts';
import {
  aboutRotaChange,
  applyRotaUndo,
  changeToUndo,
  planRotaUndo,
  ROTA_CHANGES,
  type RotaChangeMade,
  type RotaUndo,
  type ShiftStep,
  standingChanges,
} from '../../src/rota/domain/undo.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, type NameOf, shiftText } from '../../src/rota/words.ts';
import { actions, button, section, sections } from '../../src/slack/blocks.ts';
import { code, joined, type Mrkdwn, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { codeIn } from './attend.ts';
import { type Actor, deciding, isOrganizing, onRota, reading } from './confirm.ts';

/** Which change a button takes back: that one, while it is still the one that `undo` means. */
const Undoing = z.object({ change: z.string(), shift: z.string().exactOptional() });
type Undoing = z.infer<typeof Undoing>;

/** As many shifts as are named; the others are counted. */
const MAX_NAMED = 15;

async function meant(
  actor: Actor,
  deps: Deps,
  shift: string | undefined,
): Promise<RotaChangeMade | undefined> {
  const changes = standingChanges(await deps.store.facts({ about: ROTA_CHANGES }));
  const who = { person: actor.person.id, organizes: isOrganizing(actor), shift };
  return changeToUndo(changes, who, actor.now);
}

/** The plan of an undo; refused where somebody has changed since what it would put back. */
async function planned(change: RotaChangeMade, rota: LoadedRota, deps: Deps): Promise<RotaUndo> {
  const facts = await deps.store.facts({ about: aboutRotaChange(change.id) });
  const undo = planRotaUndo(rota, change, facts);
  if (!('since' in undo)) return undo;
  throw new UserError('rota.undo.since', { shifts: joined(undo.since.slice(0, 20).map(code), ', ') });
}

const crewOf = (shift: Shift, who: NameOf, { t }: Pick<Actor, 't'>): Mrkdwn =>
  joined(
    liveOf(shift).map(({ person }) => who(person)),
    ', ',
  ) || t('rota.nobody');

function stepLine({ before, after }: ShiftStep, actor: Actor, who: NameOf): Mrkdwn {
  const { t } = actor;
  const text = (shift: Shift) => mrkdwn`${shiftText(shift, reading(actor))} · ${crewOf(shift, who, actor)}`;
  if (!before) return mrkdwn`• ${t('rota.undo.goes', { shift: after ? text(after) : mrkdwn`` })}`;
  return mrkdwn`• ${t(after ? 'rota.undo.becomes' : 'rota.undo.returns', { shift: text(before) })}`;
}

function undoView(undo: RotaUndo, asked: Undoing, actor: Actor, who: NameOf): Message {
  const { t } = actor;
  const { how, by, at } = undo.change;
  const head = t('rota.undo.title', {
    what: t(`rota.undo.how.${how}`, { count: undo.shifts.length }),
    person: who(by),
    time: clockFrom(at, actor.now, actor.zone, actor.locale),
  });
  const lines = undo.shifts.slice(0, MAX_NAMED).map((step) => stepLine(step, actor, who));
  const left = undo.shifts.length - lines.length;
  return {
    text: head,
    blocks: [
      section(mrkdwn`*${head}*`),
      ...sections([...lines, ...(left > 0 ? [t('rota.list.left', { count: left })] : [])]),
      ...actions([
        button('rota.undo', t('rota.button.apply'), JSON.stringify(asked), 'primary'),
        button('rota.undo-keep', t('rota.button.discard')),
      ]),
    ],
  };
}

export const undoVerb: Verb = {
  usage: { 'undo [H45]': 'rota.use.undo' },
  async run(call, deps): Promise<Reply> {
    const shift = codeIn(call.text);
    const change = await meant(call, deps, shift);
    if (!change) throw new UserError(isOrganizing(call) ? 'rota.undo.nothing' : 'rota.undo.nothingOwn');
    const undo = await planned(change, await loadRota(deps), deps);
    const asked = { change: change.id, ...(shift !== undefined && { shift }) };
    return undoView(undo, asked, call, await loadNames(deps));
  },
};

async function takeBack(actor: Actor, deps: Deps, { change: id, shift }: Undoing): Promise<Message> {
  return await onRota(deps, async (rota) => {
    const change = await meant(actor, deps, shift);
    if (change?.id !== id) return { result: { text: actor.t('rota.undo.changed') } };
    const undo = await planned(change, rota, deps);
    const ops = actor.event.channels.ops;
    const roles = await deps.roles.read();
    const leads = (one: Shift) => leadsOf(one, rota.roles.get(one.role));
    return {
      change: applyRotaUndo(deciding(actor, rota), rota.shifts, roles, undo, { leads, ops }),
      result: { text: actor.t('rota.undo.done', { count: undo.shifts.length }) },
    };
  });
}

export const undoButtons: Readonly<Record<string, Button>> = {
  'rota.undo': {
    run: async (click, deps) => ({
      replace: await takeBack(click, deps, parsePressed(Undoing, click.value)),
    }),
  },
  'rota.undo-keep': { run: async (click) => ({ replace: { text: click.t('rota.discarded') } }) },
};
