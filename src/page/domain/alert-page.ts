/** What the plan of a delivery means for one page that exists: asked anew, opened again, ended, or redrawn. */
import {
  type Change,
  cancelJob,
  type JobChange,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant } from '../../core/instant.ts';
import type { PlannedPage } from './alert-drafts.ts';
import { RING_AGAIN_MS } from './alert-plan.ts';
import { type Answerer, resolvePage, scheduleHandling, stopPending } from './answers.ts';
import { fromFirstStep } from './ask-again.ts';
import type { PagingContext } from './context.ts';
import { pageRaised, pageReopened } from './facts.ts';
import {
  confirmStillHandling,
  escalatePage,
  reopenUnresolvedPage,
  scheduleDmUpdate,
  schedulePageCard,
  schedulePageCardSoon,
} from './jobs.ts';
import { type Page, pageDocument, type QuietWindow, targetKey } from './page.ts';
import type { Policy } from './policy.ts';
import { runStep } from './steps.ts';

/** A page that comes back waits a minute more each time before it asks again, at most so many. */
const MAX_QUIET_MINUTES = 10;

export interface AlertWorld {
  readonly who: Answerer;
  /** Who can be asked, for a page that asks at once. */
  readonly context: PagingContext | undefined;
  /** The policy of a target that the page did not have before. */
  readonly policy: Policy | undefined;
  /** The quiet window of its room, if one is on. */
  readonly quiet: QuietWindow | undefined;
}

const pageAfter = (before: Page, { after }: PlannedPage): Page => {
  const { resolved: _, acknowledged: __, heldUntil: ___, handover: ____, ...rest } = before;
  return { ...rest, ...after } as Page;
};

/** @param before the page as read; the plan was made of the same */
export function changePage(before: Versioned<Page>, plan: PlannedPage, world: AlertWorld): Change {
  const page = pageAfter(before.value, plan);
  const { now } = world.who;
  const { code } = page;
  const about = [`page:${code}`, targetKey(page.target)];
  const redrawn = page.message !== before.value.message || page.state !== before.value.state;
  if (plan.isOver) return resolvePage({ ...before, value: page }, world.who).change ?? {};
  if (plan.ask === 'again' && world.context) return askAnew(before, page, world, world.context);
  if (plan.ask === 'quiet') return openQuietly(before, page, world);
  if (page === before.value || !isChanged(before.value, plan)) return {};
  return {
    put: [put(pageDocument, code, page, before.version)],
    facts: redrawn
      ? [
          recordFact(pageRaised, {
            at: now,
            by: world.who.by,
            about,
            data: { page: code, critical: page.critical },
          }),
        ]
      : [],
    // Counts of a storm are drawn once in two seconds; new words at once.
    jobs: redrawn
      ? [schedulePageCard(code, now), scheduleDmUpdate(code, now)]
      : [schedulePageCardSoon(code, now)],
  };
}

const isChanged = (before: Page, { after }: PlannedPage): boolean =>
  before.message !== after.message ||
  before.state !== after.state ||
  before.storm !== after.storm ||
  before.members !== after.members ||
  before.target !== after.target ||
  before.critical !== after.critical;

function askAnew(
  before: Versioned<Page>,
  page: Page,
  { who, policy }: AlertWorld,
  context: PagingContext,
): Change {
  const { code } = page;
  const { now, by } = who;
  const asked = runStep(fromFirstStep(page, policy), before.version, context);
  const fact =
    before.value.state === 'resolved'
      ? recordFact(pageReopened, {
          at: now,
          by,
          about: aboutOf(page),
          data: { page: code, times: page.flapping ?? 2 },
        })
      : recordFact(pageRaised, {
          at: now,
          by,
          about: aboutOf(page),
          data: { page: code, critical: page.critical },
        });
  const told: Change = {
    facts: [fact],
    jobs: [
      ...stopPending(before.value, who),
      cancelJob(confirmStillHandling, { page: code }),
      cancelJob(reopenUnresolvedPage, { page: code }),
      scheduleDmUpdate(code, now),
    ],
  };
  return mergeChanges(told, asked.change);
}

const aboutOf = (page: Page): string[] => [`page:${page.code}`, targetKey(page.target)];

/** Open again without a sound; it asks later, unless somebody has it, or its room is quiet. */
function openQuietly(before: Versioned<Page>, page: Page, { who, quiet }: AlertWorld): Change {
  const { code } = page;
  const { now, by } = who;
  const isBack = page.flapping !== before.value.flapping;
  const facts = isBack
    ? [
        recordFact(pageReopened, {
          at: now,
          by,
          about: aboutOf(page),
          data: { page: code, times: page.flapping ?? 2 },
        }),
      ]
    : [];
  const jobs: JobChange[] = [schedulePageCard(code, now), scheduleDmUpdate(code, now)];
  if (page.state === 'acknowledged') {
    jobs.push(...scheduleHandling(code, now));
    return { put: [put(pageDocument, code, page, before.version)], facts, jobs };
  }
  if (quiet && !page.critical) {
    const held: Page = { ...page, state: 'held', heldUntil: quiet.until };
    return { put: [put(pageDocument, code, held, before.version)], facts, jobs };
  }
  const last = before.value.stepsRun.at(-1)?.at;
  const minutes = Math.min((page.flapping ?? 2) - 1, MAX_QUIET_MINUTES);
  const at = isBack || !last ? now.add({ minutes }) : instant(last).add({ milliseconds: RING_AGAIN_MS });
  const next = fromFirstStep(page);
  // What is on its way of a page that rings already goes on; only its next step comes sooner, from the first one.
  const value: Page = isBack ? next : { ...next, countsFromStep: page.countsFromStep };
  jobs.push(
    cancelJob(escalatePage, { page: code, sequence: before.value.nextStep }),
    scheduleJob(escalatePage, at, { page: code, sequence: value.nextStep }),
  );
  return { put: [put(pageDocument, code, value, before.version)], facts, jobs };
}
