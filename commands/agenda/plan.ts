/** Plans of live changes: what was typed becomes a plan, which is kept until `Apply` and shown. */

import { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { changeWords } from '../../src/agenda/domain/compare.ts';
import { type MoveHarm, moveHarms } from '../../src/agenda/domain/harm.ts';
import { firstToDelay, type Plan, planCancel, planDelay, planMove } from '../../src/agenda/domain/live.ts';
import { keepPreview, type Preview, previewDocument } from '../../src/agenda/domain/preview.ts';
import type { Session } from '../../src/agenda/domain/session.ts';
import { findNamedRoom, findSession, roomIfNamed, roomsOf } from '../../src/agenda/find.ts';
import { liveSessions, loadAgenda, timeContext } from '../../src/agenda/load.ts';
import { shiftsTouched } from '../../src/agenda/shifts-touched.ts';
import type { RequestContext } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { instant } from '../../src/core/instant.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { isBareNumber, parseDuration, parseTime, splitWords, type TimeContext } from '../../src/core/time.ts';
import { clock } from '../../src/i18n/time.ts';
import { escape, type Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { typedDuration, typedTime } from '../../src/slack/typed-time.ts';
import { agendaReaderOf } from './import-preview.ts';
import { planPreview } from './preview-view.ts';

type Who = Omit<RequestContext, 'trigger'>;

/** Keeps a plan until `Apply`, and shows it. */
export async function showPlan(
  who: Who,
  deps: Deps,
  make: (state: AgendaState) => { plan: Plan; note?: Mrkdwn },
): Promise<Message> {
  const nonce = deps.newId();
  const shown = await withOptimisticRetry(deps.store, async () => {
    const state = await loadAgenda(deps);
    const { plan, note } = make(state);
    if (!plan.placed && plan.steps.every(({ before, after }) => changeWords(before, after).length === 0))
      throw new UserError('agenda.nothingChanges');
    const old = await deps.store.get(previewDocument, who.person.id);
    const harms = moveHarms(plan, timeContext(state, who), who.now);
    const what: Preview['what'] = {
      kind: 'live',
      how: plan.how,
      steps: [...plan.steps],
      ...(plan.placed && { placed: plan.placed }),
      ...(plan.fills && { fills: plan.fills }),
      ...(plan.reason !== undefined && { reason: plan.reason }),
      ...(harms.length > 0 && { harms: [...new Set(harms.map(({ kind }) => kind))] }),
    };
    const by = { owner: who.person.id, by: who.person.id, now: who.now };
    return {
      change: keepPreview(by, old, { nonce, version: state.version, what }),
      result: { plan, note, harms, state },
    };
  });
  const { plan, note, harms, state } = shown;
  return planPreview(
    {
      nonce,
      plan,
      shifts: await shiftsTouched(plan, deps),
      harms,
      better: ownDay(plan, harms, timeContext(state, who)),
      ...(note !== undefined && { note }),
    },
    agendaReaderOf(who),
  );
}

/** The same clock time on the session's own day, where one session was to go to another and that is not past. */
function ownDay(
  plan: Plan,
  harms: readonly MoveHarm[],
  context: TimeContext,
): { readonly session: string; readonly start: Temporal.Instant } | undefined {
  const [only, second] = plan.steps;
  if (plan.how !== 'move' || !only || second || !harms.some(({ kind }) => kind === 'other-day'))
    return undefined;
  const clockTime = instant(only.after.start).toZonedDateTimeISO(context.zone).toPlainTime();
  const typed = clockTime.toString({ smallestUnit: 'minute' });
  const parsed = parseTime(typed, { ...context, thing: instant(only.before.start) });
  if (!('at' in parsed) || Temporal.Instant.compare(parsed.at, context.now) < 0) return undefined;
  return parsed.at.equals(instant(only.before.start))
    ? undefined
    : { session: only.before.code, start: parsed.at };
}

export const running = (session: Session): Session => {
  if (session.state === 'cancelled')
    throw new UserError('agenda.isCancelledAlready', { session: escape(session.code) });
  return session;
};

export interface DelayText {
  readonly target: string;
  readonly by: string;
  readonly only: boolean;
  readonly reason: string;
}

/**
 * Which word says how long: behind a session's code the next one, else the first with a unit. Only then a
 * number alone, the last of several in a row: in `Saal 1 15` the room has one of its own.
 */
function lengthAt(tokens: readonly string[]): number {
  const isLength = (at: number) => parseDuration(tokens[at] ?? '') !== undefined;
  if (/^s\d+$/i.test(tokens[0] ?? '') && isLength(1)) return 1;
  const withUnit = tokens.findIndex((word, at) => at > 0 && isLength(at) && !isBareNumber(word));
  if (withUnit > 0) return withUnit;
  return tokens.findIndex((_, at) => at > 0 && isLength(at) && !isLength(at + 1));
}

/** `S17 15m only the projector broke`, `Main hall 15m`, `S17 15`: the word that says how long divides. */
export function parseDelay(text: string): DelayText {
  const tokens = splitWords(text);
  const at = lengthAt(tokens);
  if (at < 1) throw new UserError('agenda.delayUsage');
  const rest = tokens.slice(at + 1);
  const only = rest[0]?.toLowerCase() === 'only' || rest[0]?.toLowerCase() === 'solo';
  return {
    target: tokens.slice(0, at).join(' '),
    by: tokens[at] ?? '',
    only,
    reason: rest.slice(only ? 1 : 0).join(' '),
  };
}

export function delay(asked: DelayText, who: Who, deps: Deps): Promise<Message> {
  const by = typedDuration(asked.by);
  if (by.total('seconds') < 60 || by.total('hours') > 12) throw new UserError('agenda.delayLength');
  return showPlan(who, deps, (state) => {
    const options = { by, only: asked.only, reason: asked.reason };
    // `delay Saal 1`, where there is such a room, says no length.
    const whole = isBareNumber(asked.by) && asked.reason === '' ? `${asked.target} ${asked.by}` : undefined;
    if (whole !== undefined && roomTarget(state, who, whole) !== undefined)
      throw new UserError('agenda.delayUsage');
    const room = roomTarget(state, who, asked.target);
    if (room === undefined)
      return {
        plan: planDelay(state, {
          first: running(findSession(liveSessions(state), asked.target)),
          ...options,
        }),
      };
    const first = firstToDelay(state, room, who.now);
    if (!first) throw new UserError('agenda.roomOver', { room: escape(room) });
    return { plan: planDelay(state, { first: first.session, runsOver: first.runsOver, ...options }) };
  });
}

/** The room that is meant, unless it is a session's code or a title; a code always goes first. */
function roomTarget(state: AgendaState, who: Who, target: string): string | undefined {
  if (/^s\d+$/i.test(target) && state.sessions.has(target.toUpperCase())) return undefined;
  return roomIfNamed(roomsOf(state, who.event), target);
}

/** `S17 14:30`, `S17 to Room B`, `S17 14:30 to Room B`, `S17 to 14:30`. */
export function move(target: string, where: string, who: Who, deps: Deps): Promise<Message> {
  return showPlan(who, deps, (state) => {
    const session = running(findSession(liveSessions(state), target));
    const [, time = '', room = ''] =
      /^(.*?)(?:(?:^|\s)(?:to|a)\s+(?!las?\s+\d)(.+))?$/i.exec(where.trim()) ?? [];
    const context = { ...timeContext(state, who), thing: instant(session.start) };
    if (time === '' && room === '') throw new UserError('agenda.moveUsage');
    const alone = time === '' ? roomOrTime(state, who, room, context) : undefined;
    const start = time !== '' ? typedTime(time, context) : alone?.start;
    const to = time !== '' && room !== '' ? findNamedRoom(roomsOf(state, who.event), room) : alone?.room;
    const plan = planMove(state, session, {
      ...(start && { start: start.at }),
      ...(to !== undefined && { room: to }),
    });
    return start?.ambiguous
      ? { plan, note: who.t('typed.ambiguous', { clock: clock(start.at, who.zone, who.locale) }) }
      : { plan };
  });
}

function roomOrTime(state: AgendaState, who: Who, text: string, context: ReturnType<typeof timeContext>) {
  try {
    return { room: findNamedRoom(roomsOf(state, who.event), text), start: undefined };
  } catch (noRoom) {
    if (!/\d/.test(text)) throw noRoom;
    try {
      return { room: undefined, start: typedTime(text, context) };
    } catch (noTime) {
      throw noTime instanceof UserError && noTime.key === 'typed.time' ? noRoom : noTime;
    }
  }
}

export const cancelSession = (target: string, reason: string, who: Who, deps: Deps): Promise<Message> =>
  showPlan(who, deps, (state) => ({
    plan: planCancel(state, running(findSession(liveSessions(state), target)), reason),
  }));
