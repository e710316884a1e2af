/** `fill`: asks the optimizer, shows what it came to, and keeps it as a plan. */

import type { Button, CommandInvocation, Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { fairness } from '../../src/rota/domain/fairness.ts';
import type { FillResult } from '../../src/rota/domain/fill/fill.ts';
import { fillProblem } from '../../src/rota/domain/fill/problem.ts';
import type { RotaPlan } from '../../src/rota/domain/plan.ts';
import { makePlan, weighShifts } from '../../src/rota/domain/plan.ts';
import { shiftsOf } from '../../src/rota/domain/rota.ts';
import { type Assignment, byShiftStart, isLive, type Shift } from '../../src/rota/domain/shift.ts';
import { loadInviteStanding, readInvite } from '../../src/rota/invite.ts';
import { type LoadedRota, loadRota } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import { escape } from '../../src/slack/mrkdwn.ts';
import { type Actor, deciding, reading } from './confirm.ts';
import { fillView } from './plan-view.ts';

/** Seconds the optimizer may take. */
const SECONDS = 20;

export const fillVerb: Verb = {
  usage: { fill: 'rota.use.fill' },
  run: (call, deps) => runFill(call, deps),
};
export const fillButtons: Readonly<Record<string, Button>> = {
  'rota.fill': { run: (click, deps) => runFill(click, deps) },
};

/** Proposes, whoever asked it: the verb, or `Fill now` beside the answers to an invitation. */
export async function runFill(
  call: Actor & Pick<CommandInvocation, 'progress'>,
  deps: Deps,
): Promise<Message> {
  const { t } = call;
  const rota = await loadWilling(deps);
  const problem = fillProblem(rota, call.now);
  if (problem.people.length === 0 || problem.shifts.length === 0) return { text: t('rota.fill.nobody') };
  let shown = 0;
  const tell = (stage: FillResult['goals'][number]['goal'], seconds: number) => {
    // Slack takes a message's update about once a second.
    if (seconds - shown < 1 && shown > 0) return;
    shown = seconds;
    const text = t('rota.fill.working', {
      shifts: problem.shifts.length,
      people: problem.people.length,
      stage: t(`rota.fill.stage.${stage}`),
      seconds: Math.round(seconds),
    });
    // Progress that cannot be shown is no reason to stop.
    call
      .progress({ text })
      .catch((error: unknown) => deps.log.warn({ error: String(error) }, 'no progress shown'));
  };
  tell('unmet', 0);
  let result: FillResult;
  try {
    result = await deps.optimizer.fill(problem, {
      seconds: SECONDS,
      progress: ({ stage, seconds }) => tell(stage, seconds),
    });
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return { text: t('rota.fill.failed', { code: escape(error.code) }) };
  }
  const plan = planFor(
    result,
    rota,
    deps.newId(),
    call.person.id,
    call.now.toString(),
    problem.shifts.map(({ code }) => code),
  );
  await deps.store.commit(
    mergeChanges(makePlan(deciding(call, rota), plan), weighShifts(deciding(call, rota), result.substitutes)),
  );
  const whole = filled(rota, plan);
  const after = fairness(whole);
  const codesOf = (person: string) =>
    shiftsOf(whole, person)
      .sort(byShiftStart)
      .map(({ code }) => code);
  const people = new Set(problem.people.map(({ id }) => id));
  return fillView(
    {
      plan: plan.id,
      result,
      give: plan.give.length,
      shifts: new Map([...rota.shifts].map(([code, { value }]) => [code, value])),
      shares: after.shares
        .filter(({ person }) => people.has(person))
        .map((share) => ({ ...share, codes: codesOf(share.person) })),
    },
    reading(call),
    await loadNames(deps),
  );
}

/** The rota, without the wishes of whoever has answered the invitation with `Not this time`. */
async function loadWilling(deps: Deps): Promise<LoadedRota> {
  const [rota, invite] = await Promise.all([loadRota(deps), readInvite(deps)]);
  if (!invite) return rota;
  const { not } = await loadInviteStanding(invite.value, deps);
  return { ...rota, volunteers: new Map([...rota.volunteers].filter(([id]) => !not.includes(id))) };
}

/** Only what differs from the rota as it is; bound to every shift that was looked at. */
function planFor(
  result: FillResult,
  rota: LoadedRota,
  id: string,
  by: string,
  at: string,
  codes: readonly string[],
): RotaPlan {
  const wanted = new Map<string, Set<string>>();
  for (const { person, shift } of result.places)
    wanted.set(shift, (wanted.get(shift) ?? new Set()).add(person));
  const give: RotaPlan['give'] = [];
  const take: RotaPlan['take'] = [];
  const movable = new Set(result.movable.map(({ person, shift }) => `${person} ${shift}`));
  for (const code of codes) {
    const people = wanted.get(code) ?? new Set();
    const had = new Set(
      (rota.shifts.get(code)?.value.assignments ?? []).filter(isLive).map(({ person }) => person),
    );
    for (const person of people) if (!had.has(person)) give.push({ shift: code, person });
    for (const person of had)
      if (!people.has(person) && movable.has(`${person} ${code}`)) take.push({ shift: code, person });
  }
  const versions = Object.fromEntries(codes.map((code) => [code, rota.shifts.get(code)?.version ?? 0]));
  return { id, kind: 'fill', by, at, state: 'open', versions, add: [], change: [], remove: [], give, take };
}

/** The rota as it would be. */
function filled(rota: LoadedRota, plan: RotaPlan): LoadedRota {
  const shifts = new Map(rota.shifts);
  const change = (code: string, of: (assignments: readonly Assignment[]) => Assignment[]) => {
    const shift = shifts.get(code);
    if (!shift) return;
    const value: Shift = { ...shift.value, assignments: of(shift.value.assignments) };
    shifts.set(code, { ...shift, value });
  };
  for (const { shift, person } of plan.take)
    change(shift, (all) => all.filter((one) => one.person !== person));
  for (const { shift, person } of plan.give) change(shift, (all) => [...all, { person, state: 'proposed' }]);
  return { ...rota, shifts };
}
