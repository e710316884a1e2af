/** What the acting verbs share: who decides, what a refusal says, and reading again on a conflict. */

import type { Temporal } from 'temporal-polyfill';
import { isOrganizer } from '../../src/callboard/domain/event.ts';
import type { RequestContext } from '../../src/core/command.ts';
import { type Change, mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { milliseconds } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { withOpenPages } from '../../src/page/follow-duty.ts';
import type { Refusal } from '../../src/rota/domain/assign.ts';
import type { Deciding } from '../../src/rota/domain/change-shift.ts';
import type { RotaHow } from '../../src/rota/domain/facts.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { byShiftStart, liveOf, type Shift } from '../../src/rota/domain/shift.ts';
import { recordRotaChange } from '../../src/rota/domain/undo.ts';
import { type LoadedRota, loadRota } from '../../src/rota/load.ts';
import { loadNames, rulesText, type ShiftReader } from '../../src/rota/words.ts';
import { code, escape, joined, mentionIds, mrkdwn } from '../../src/slack/mrkdwn.ts';

export type Actor = Pick<RequestContext, 'person' | 'permission' | 't' | 'locale' | 'zone' | 'now' | 'event'>;

export const deciding = (actor: Actor, rota: Pick<LoadedRota, 'settings'>): Deciding => ({
  now: actor.now,
  by: actor.person.id,
  settings: rota.settings,
});

export const reading = (actor: Actor): ShiftReader => ({
  t: actor.t,
  locale: actor.locale,
  zone: actor.zone,
  now: actor.now,
  own: actor.person.zone,
});

export const isOrganizing = (actor: Actor): boolean => isOrganizer(actor.event, actor.person.id);

/** Leads of a role may act for the people of its shifts, as organizers may. */
export const mayManage = (actor: Actor, rota: LoadedRota, shift: Shift): boolean =>
  isOrganizing(actor) ||
  rota.roles.get(shift.role)?.leads.includes(actor.person.id) === true ||
  shift.assignments.some((one) => one.person === actor.person.id && one.lead === true);

/**
 * Refuses whoever acts for somebody else's place and may not: says whose shift it is, and which are their own.
 *
 * @throws {UserError} unless the actor organizes, or leads the role or the shift.
 */
export async function requireManager(
  actor: Actor,
  rota: LoadedRota,
  shift: Shift,
  deps: Pick<Deps, 'directory'>,
): Promise<void> {
  if (mayManage(actor, rota, shift)) return;
  const who = await loadNames(deps);
  const live = liveOf(shift).map(({ person }) => who(person));
  const coming = shiftsOf(rota, actor.person.id)
    .filter(({ end }) => milliseconds(end) > actor.now.epochMilliseconds)
    .sort(byShiftStart)
    .map((mine) => code(mine.code));
  throw new UserError('rota.notYours', {
    shift: escape(shift.code),
    people: live.length > 0 ? joined(live, ', ') : actor.t('rota.nobody'),
    mine: coming.length > 0 ? joined(coming.slice(0, 5), ', ') : actor.t('rota.notYours.none'),
    organizers: mentionIds(actor.event.organizers),
  });
}

export interface RotaDecision<R> {
  readonly change?: Change | undefined;
  readonly result: R;
  /** What the change is called, where `undo` can take it back. */
  readonly undo?: Undoable | undefined;
}

interface Undoable {
  readonly how: RotaHow;
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** Lets `undo` take back what somebody does now. */
export const undoable = ({ person, now }: Actor, how: RotaHow): Undoable => ({ how, by: person.id, at: now });

/** Loads the rota, decides on it, commits it with what it means for open pages; on a conflict all of it again. */
export async function onRota<R>(
  deps: Deps,
  decision: (rota: LoadedRota) => Promise<RotaDecision<R>> | RotaDecision<R>,
): Promise<R> {
  const id = deps.newId();
  return await withOptimisticRetry(deps.store, async () => {
    const rota = await loadRota(deps);
    const { change, result, undo } = await decision(rota);
    const recorded =
      change && undo
        ? recordRotaChange(rota, change, { id, how: undo.how, by: undo.by, at: undo.at })
        : undefined;
    const whole = recorded && change ? mergeChanges(change, recorded) : change;
    return { change: await withOpenPages(whole, deps), result };
  });
}

/** Why not, in words. */
export function refusalText(refusal: Refusal, shift: string, { t }: Pick<ShiftReader, 't'>): Message {
  switch (refusal.refused) {
    case 'rules':
      return {
        text: mrkdwn`${t('rota.refused.rules', { shift: escape(shift) })}\n${rulesText(refusal.broken, { t })}`,
      };
    case 'over':
      return { text: t('rota.refused.over', { shift: escape(shift) }) };
    case 'not-on-it':
      return { text: t('rota.refused.notOnIt', { shift: escape(shift) }) };
  }
}
