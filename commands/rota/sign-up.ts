/** Signing up by oneself: a list of open shifts with a button each, and `take`. */
import type { Button, ButtonClick, Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { requireOwn } from '../../src/core/refuse.ts';
import { RIGHTS } from '../../src/core/rights.ts';
import { withDojoOffer } from '../../src/page/dojo.ts';
import { assign } from '../../src/rota/domain/assign.ts';
import { isInvited } from '../../src/rota/domain/invite.ts';
import { openShifts } from '../../src/rota/domain/open-shifts.ts';
import { volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { loadInviteAnswer, readInvite } from '../../src/rota/invite.ts';
import { loadRota } from '../../src/rota/load.ts';
import { loadNames, shiftText } from '../../src/rota/words.ts';
import type { Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { type Actor, deciding, onRota, reading, refusalText, undoable } from './confirm.ts';
import { openShiftsView } from './open-shifts-view.ts';
import { shiftByCode, takeShift } from './parse.ts';

/**
 * Refuses whoever is neither crew nor was asked to help.
 *
 * @param channel - Where they pressed: whoever can press in the invitation's channel is in it.
 * @throws {UserError} which says who may.
 */
export async function requireInvited(
  actor: Actor,
  deps: Pick<Deps, 'store'>,
  channel?: string,
): Promise<void> {
  const right = RIGHTS['/rota'].verbs.take;
  const [invite, profile] = await Promise.all([
    readInvite(deps),
    deps.store.get(volunteerDocument, actor.person.id),
  ]);
  requireOwn(right, isInvited(actor.person.id, invite?.value, profile?.value, channel), actor);
}

/** Gives the asker this shift, where no rule is against it; it counts as their answer to the invitation. */
async function signUp(actor: Actor, deps: Deps, code: string): Promise<Message> {
  return await onRota(deps, async (rota) => {
    const shift = shiftByCode(code, rota);
    const decided = assign(deciding(actor, rota), rota, shift, actor.person.id, { how: 'took' });
    if (!('change' in decided)) return { result: refusalText(decided, shift.id, actor) };
    const answer = await loadInviteAnswer(deps, { now: actor.now, by: actor.person.id }, 'took');
    const text = actor.t('rota.took', { shift: shiftText(shift.value, reading(actor)) });
    const said = await withDojoOffer({ text }, actor, deps);
    return { change: mergeChanges(decided.change, answer), undo: undoable(actor, 'take'), result: said };
  });
}

/** What they can take, and above it what has just become of their press. */
async function listOpen(actor: Actor, deps: Deps, page: number, said?: Mrkdwn): Promise<Message> {
  const rota = await loadRota(deps);
  const shifts = openShifts(rota, actor.person.id, actor.now);
  const reader = { ...reading(actor), who: await loadNames(deps) };
  return openShiftsView({ shifts, page, ...(said !== undefined && { said }) }, reader);
}

const pageOf = (value: string): number => (/^\d{1,4}$/.test(value) ? Number(value) : 0);

export const takeVerb: Verb = {
  usage: { 'take [H45]': 'rota.use.take' },
  async run(call, deps) {
    await requireInvited(call, deps, call.channel);
    if (call.text === '') return await listOpen(call, deps, 0);
    const { shift } = takeShift(call.text, await loadRota(deps));
    return await signUp(call, deps, shift.id);
  },
};

/** On the card of the invitation the list is a message of its own; in the list, it takes the list's place. */
const inList = (click: ButtonClick) => click.value !== '';

export const signUpButtons: Readonly<Record<string, Button>> = {
  'rota.open-shifts': {
    async run(click, deps) {
      await requireInvited(click, deps, click.at?.channel);
      const list = await listOpen(click, deps, pageOf(click.value));
      return inList(click) ? { replace: list } : list;
    },
  },
  'rota.sign-up': {
    async run(click, deps) {
      await requireInvited(click, deps, click.at?.channel);
      const said = await signUp(click, deps, click.value);
      return { replace: await listOpen(click, deps, 0, said.text) };
    },
  },
};
