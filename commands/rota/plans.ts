/** `Apply` and `Discard` of the previews, and how a difference becomes one. */

import { Temporal } from 'temporal-polyfill';
import { withNextStep } from '../../src/callboard/next-step.ts';
import type { Button } from '../../src/core/command.ts';
import { mergeChanges, put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instant } from '../../src/core/instant.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { newCodes } from '../../src/rota/codes.ts';
import { applyRotaPlan, planRefusal } from '../../src/rota/domain/apply-plan.ts';
import type { Difference } from '../../src/rota/domain/draft.ts';
import { roleChanged } from '../../src/rota/domain/facts.ts';
import {
  discardPlan,
  makePlan,
  planOf,
  type RotaPlan,
  rotaPlanDocument,
} from '../../src/rota/domain/plan.ts';
import { SETTLE_HOURS } from '../../src/rota/domain/reschedule.ts';
import { type Role, roleDocument } from '../../src/rota/domain/shift.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { loadNames } from '../../src/rota/words.ts';
import type { Mrkdwn } from '../../src/slack/mrkdwn.ts';
import { type Actor, deciding, onRota, type RotaDecision, reading, undoable } from './confirm.ts';
import { type DifferenceShown, differenceView } from './plan-view.ts';

/** Keeps what a difference would do, and shows it. */
export async function previewRotaPlan(
  actor: Actor,
  deps: Deps,
  rota: LoadedRota,
  kind: 'import' | 'generate',
  difference: Difference,
  shown: Pick<DifferenceShown, 'title' | 'about' | 'oddities'>,
): Promise<Message> {
  const id = deps.newId();
  const by = deciding(actor, rota);
  await deps.store.commit(makePlan(by, planOf(by, id, kind, difference)));
  return differenceView({ plan: id, kind, difference, ...shown }, reading(actor), await loadNames(deps));
}

/** Roles that the plan's shifts name for the first time become roles that can be paged and led. */
function newRoles(plan: RotaPlan, rota: LoadedRota, { now, person }: Actor) {
  const named = new Set([...plan.add, ...plan.change].map(({ draft }) => draft.role));
  const fresh = [...named].filter((name) => !rota.roles.has(name));
  return {
    put: fresh.map((name) => put(roleDocument, name, { name, leads: [] } satisfies Role)),
    facts: fresh.map((name) =>
      recordFact(roleChanged, {
        at: now,
        by: person.id,
        about: [`role:${name}`],
        data: { role: name, fields: ['new'] },
      }),
    ),
  };
}

/** What a press came to, and whether the plan is the rota now. */
interface Said {
  readonly message: Message;
  readonly applied: boolean;
}

export const planButtons: Readonly<Record<string, Button>> = {
  'rota.apply': {
    run: async (click, deps) => {
      let codes: readonly string[] | undefined;
      const said = await onRota(deps, async (rota): Promise<RotaDecision<Said>> => {
        const say = (text: Mrkdwn, applied = false) => ({ result: { message: { text }, applied } });
        const plan = await deps.store.get(rotaPlanDocument, click.value);
        if (!plan) return say(click.t('rota.plan.ended'));
        const settles = Temporal.Duration.from({ hours: SETTLE_HOURS });
        const refusal = planRefusal(plan.value, rota.shifts);
        if (refusal) return say(click.t(`rota.plan.${refusal}`));
        codes ??= await newCodes(plan.value.add.length, rota.shifts, deps);
        const applied = applyRotaPlan(
          deciding(click, rota),
          plan,
          rota.shifts,
          codes,
          (shift) => Temporal.Instant.compare(instant(shift.start), click.now.add(settles)) <= 0,
        );
        return {
          change: mergeChanges(applied.change, newRoles(plan.value, rota, click)),
          undo: undoable(click, plan.value.kind),
          ...say(click.t('rota.plan.applied', { count: applied.shifts }), true),
        };
      });
      return { replace: said.applied ? await withNextStep(said.message, click, deps) : said.message };
    },
  },
  'rota.discard': {
    run: (click, deps) =>
      onRota(deps, async (rota) => {
        const plan = await deps.store.get(rotaPlanDocument, click.value);
        const open = plan?.value.state === 'open';
        return {
          change: plan && open ? discardPlan(deciding(click, rota), plan) : undefined,
          result: { replace: { text: click.t(open ? 'rota.discarded' : 'rota.plan.ended') } },
        };
      }),
  },
};
