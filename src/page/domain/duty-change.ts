/**
 * Who is shown is who is asked: an open page is made to ask whoever is on duty now. Whoever is off is not asked
 * any more, whoever is on is asked at once, a step that has nobody left is over at once. The decision reads only
 * the present, so that it may be made whenever something may have changed, and heals what was missed.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type Change,
  type Fact,
  type JobChange,
  mergeChanges,
  type Put,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { aboutPage, redrawPage } from './answers.ts';
import { asideFields, askPerson } from './ask-person.ts';
import type { PagingContext } from './context.ts';
import { type DutyDiff, dutyDiff, isAside, isSame, meantBy, type Place } from './duty-diff.ts';
import { pageDutyChanged } from './facts.ts';
import { handOver, isHandoverDue } from './handover.ts';
import { escalatePage, scheduleNotify } from './jobs.ts';
import { type Notification, notificationDocument } from './notification.ts';
import { type Page, pageDocument, type Ran } from './page.ts';
import { isSilent, type PassedOver } from './quiet-hours.ts';
import { runStep, scheduleRecheck, whyPassed } from './steps.ts';
import { type Notifications, withdrawOffDuty } from './withdraw.ts';

/** Whether a page asks others than those who are on duty now. */
export function isOutOfDate(page: Page, context: PagingContext): boolean {
  if (page.kind !== 'page') return false;
  if (page.state === 'acknowledged') return isHandoverDue(page, context);
  return page.state === 'open' && !isSame(dutyDiff(page, context));
}

/**
 * What makes the page ask whoever is on duty now; undefined where it does.
 *
 * @param known the notifications of its steps that count, see {@link withdrawOffDuty}
 */
export function followDuty(
  page: Versioned<Page>,
  known: Notifications,
  context: PagingContext,
): Change | undefined {
  if (!isOutOfDate(page.value, context)) return undefined;
  if (page.value.state === 'acknowledged') return handOver(page, known, context);
  return followOpen(page, dutyDiff(page.value, context), known, context);
}

function followOpen(
  { value: before, version }: Versioned<Page>,
  diff: DutyDiff,
  known: Notifications,
  context: PagingContext,
): Change | undefined {
  const { now } = context;
  const change = { put: [] as Put[], facts: [] as Fact[], jobs: [] as JobChange[] };
  const take = (more: Change) => {
    change.put.push(...(more.put ?? []));
    change.facts.push(...(more.facts ?? []));
    change.jobs.push(...(more.jobs ?? []));
  };
  const replaced = new Map<Place, Place>();
  for (const { place } of diff.off) {
    replaced.set(place, { ...place, offAt: instantText(now) });
    take(
      withdrawOffDuty(
        place.planned.map(({ id }) => id),
        known,
        now,
      ),
    );
  }
  for (const { sequence, place, aside } of diff.aside) {
    const start = startOf(before, sequence, now);
    const { place: moved, ...more } = putAside(place, aside, start, known, now);
    replaced.set(place, moved);
    take(more);
  }
  let stepsRun = before.stepsRun.map(
    (ran): Ran => ({
      ...ran,
      people: ran.people.map((place) => replaced.get(place) ?? place),
    }),
  );
  const calls = { planned: 0 };
  const came: string[] = [];
  for (const { sequence, person } of diff.on) {
    const start = startOf(before, sequence, now);
    const page = { ...before, stepsRun };
    const asked = askPerson(person, { page, earlier: stepsRun, sequence, start, calls }, context);
    if (!asked) continue;
    came.push(person.id);
    take(asked);
    const since = asked.place.since ?? instantText(now);
    stepsRun = stepsRun.map((ran) =>
      ran.sequence === sequence ? { ...ran, people: [...ran.people, { ...asked.place, since }] } : ran,
    );
  }
  if (replaced.size === 0 && came.length === 0) return undefined;
  const page = judged({ ...before, stepsRun }, context);
  const off = [...new Set(diff.off.map(({ place }) => place.person))];
  const aside = [...new Set(diff.aside.map(({ place }) => place.person))];
  const told: Change = {
    facts: [
      recordFact(pageDutyChanged, {
        at: now,
        by: 'callboard',
        about: [...aboutPage(page), ...[...off, ...came].map((id) => `person:${id}`)],
        data: { page: page.code, off, on: came, aside },
      }),
    ],
    jobs: [...redrawPage(page, now), ...scheduleRecheck(page, context)],
  };
  return mergeChanges(change, told, goOn(before, page, version, context));
}

const startOf = (page: Page, sequence: number, now: Temporal.Instant): Temporal.Instant => {
  const at = page.stepsRun.find((ran) => ran.sequence === sequence)?.at;
  return at === undefined ? now : instant(at);
};

const isReached = (ran: Ran, now: Temporal.Instant): boolean =>
  ran.people.some((place) => !place.offAt && !isAside(place, now));

/** The latest step says why it is passed where it has nobody left; one that has somebody again is not passed. */
function judged(page: Page, context: PagingContext): Page {
  const last = page.stepsRun.at(-1);
  const stepsRun = page.stepsRun.map((ran): Ran => {
    if (ran.sequence < page.countsFromStep) return ran;
    const { passed, ...rest } = ran;
    if (isReached(ran, context.now)) return rest;
    if (passed || ran !== last) return ran;
    return { ...rest, passed: whyPassed(meantBy(page, ran.sequence, context), page, context) };
  });
  return { ...page, stepsRun };
}

/** The latest step has nobody left: the next one runs at once. One that had given up goes on if there is somebody. */
function goOn(before: Page, page: Page, version: number, context: PagingContext): Change {
  const { code, nextStep: sequence } = page;
  const last = page.stepsRun.at(-1);
  const isEmptied = last?.passed !== undefined && before.stepsRun.at(-1)?.passed === undefined;
  if (isEmptied && page.gaveUpAt === undefined) return runStep(page, version, context).change;
  const isBack = page.gaveUpAt !== undefined && page.stepsRun.some((ran) => isNewlyReached(ran, before));
  const { gaveUpAt: _, ...rest } = page;
  return {
    put: [put(pageDocument, code, isBack ? rest : page, version)],
    jobs: isBack
      ? [scheduleJob(escalatePage, context.now.add({ seconds: page.policy.pause }), { page: code, sequence })]
      : [],
  };
}

/** Whether somebody who can be asked now came to this step, or was freed. */
const isNewlyReached = (ran: Ran, before: Page): boolean => {
  const was = before.stepsRun.find(({ sequence }) => sequence === ran.sequence);
  return (
    ran.passed === undefined && (was?.passed !== undefined || (was?.people.length ?? 0) < ran.people.length)
  );
};

/** What makes a noise waits until they are free (or no longer), in the order and at the distances that it had. */
function putAside(
  place: Place,
  aside: PassedOver | undefined,
  start: Temporal.Instant,
  known: Notifications,
  now: Temporal.Instant,
): { place: Place } & Required<Pick<Change, 'put' | 'jobs'>> {
  const from = aside?.until ?? now;
  const waiting = place.planned.filter(({ id, channel }) => {
    const one = known.get(id)?.value;
    return !isSilent(channel) && one?.state === 'planned' && one.bundledIn === undefined;
  });
  const first = Math.min(...waiting.map(({ after }) => after));
  const puts: Put[] = [];
  const jobs: JobChange[] = [];
  const late = (from.epochMilliseconds - start.epochMilliseconds) / 1000;
  const planned = place.planned.map((one) => {
    const document = known.get(one.id);
    if (!waiting.includes(one) || !document) return one;
    const after = late + one.after - first;
    const at = start.add({ milliseconds: Math.round(after * 1000) });
    const moved: Notification = { ...document.value, at: instantText(at) };
    puts.push(put(notificationDocument, one.id, moved, document.version));
    jobs.push(scheduleNotify(moved, at));
    return { ...one, after };
  });
  const { onStage: _, ...rest } = place;
  const fields = asideFields(aside ?? { until: now, why: 'quiet' });
  return { place: { ...rest, planned, ...fields }, put: puts, jobs };
}
