/**
 * Handing a page over: whoever has it goes off duty, those who come on are asked to take it over, and both
 * know. Until somebody does it stays with whoever had it; a few minutes without an answer, and it asks anew.
 */
import {
  type Change,
  cancelJob,
  mergeChanges,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { instant, instantText } from '../../core/instant.ts';
import { aboutPage, redrawPage, scheduleHandling } from './answers.ts';
import { reopenUnresolved } from './ask-again.ts';
import { isAskable, planFor } from './ask-person.ts';
import { channelsOf, type PagingContext, peopleOfStep } from './context.ts';
import { meantBy, reachablePerson } from './duty-diff.ts';
import { pageDutyChanged, pageOffered } from './facts.ts';
import { confirmStillHandling, reopenUnresolvedPage, tellHandover } from './jobs.ts';
import { liveSteps, type Page, pageDocument, type Ran } from './page.ts';
import { stepAt } from './policy.ts';
import { scheduleRecheck } from './steps.ts';
import { type Notifications, withdrawOffDuty } from './withdraw.ts';

/** Minutes in which somebody takes it over, before it asks anew. */
export const HANDOVER_MINUTES = 5;

/** Asks without ringing: a call at night for what somebody is working on would be the wrong way round. */
const SILENT_FIRST = ['slack', 'sms', 'email'] as const;

type Due = 'nothing' | 'reopen' | 'back' | { readonly to: readonly string[] };

/** What is to become of a page that somebody has, as people are on duty now. */
function handoverDue(page: Page, context: PagingContext): Due {
  const by = page.acknowledged?.by;
  if (by === undefined) return 'nothing';
  const holder = context.people.get(by);
  if (holder && !isAskable(holder)) return 'reopen';
  if (page.target.kind === 'person') return 'nothing';
  const meant = peopleOfStep('target', page, context);
  if (page.handover) {
    if (meant.includes(by)) return 'back';
    const to = takers(page, by, meant, context);
    return to.join() === page.handover.to.join() ? 'nothing' : { to };
  }
  const asked = liveSteps(page).filter((ran) => isAskedOnDuty(ran, by, page));
  const isOn =
    meant.includes(by) || asked.some(({ sequence }) => meantBy(page, sequence, context).includes(by));
  if (asked.length === 0 || isOn) return 'nothing';
  const to = takers(page, by, meant, context);
  // Nobody comes on: it stays with whoever has it, who is asked about it as ever.
  return to.length > 0 ? { to } : 'nothing';
}

/** Whoever answers without being on duty, as an organizer may, has it whatever the rota says. */
const isAskedOnDuty = (ran: Ran, by: string, page: Page): boolean =>
  stepAt(page.policy, ran.sequence)?.step.who !== 'organizers' &&
  ran.people.some(({ person, offAt }) => person === by && !offAt);

const takers = (page: Page, by: string, meant: readonly string[], context: PagingContext): string[] =>
  meant.filter((id) => id !== by && channelTo(id, page, context) !== undefined);

const channelTo = (id: string, page: Page, context: PagingContext): string | undefined => {
  const person = reachablePerson(id, page, context);
  const usable = person ? channelsOf(person, true, context).map(({ channel }) => channel) : [];
  return SILENT_FIRST.find((channel) => usable.includes(channel));
};

export const isHandoverDue = (page: Page, context: PagingContext): boolean =>
  handoverDue(page, context) !== 'nothing';

export function handOver(
  page: Versioned<Page>,
  known: Notifications,
  context: PagingContext,
): Change | undefined {
  const due = handoverDue(page.value, context);
  if (due === 'nothing') return undefined;
  if (due === 'reopen') return reopenUnresolved(page, context);
  return due === 'back' ? takeBack(page, known, context) : offer(page, due.to, known, context);
}

/** Asks those who came on, and nobody any more who went off before they took it. */
function offer(
  { value: before, version }: Versioned<Page>,
  to: readonly string[],
  known: Notifications,
  context: PagingContext,
): Change {
  const { now } = context;
  const at = instantText(now);
  const by = before.acknowledged?.by ?? '';
  const earlier = before.handover?.to ?? [];
  const gone = new Set([by, ...earlier.filter((id) => !to.includes(id))]);
  const withdrawn: string[] = [];
  const kept = before.stepsRun.map((ran): Ran => {
    if (ran.sequence < before.countsFromStep) return ran;
    const people = ran.people.map((place) => {
      if (place.offAt || !gone.has(place.person)) return place;
      if (place.person !== by) withdrawn.push(...place.planned.map(({ id }) => id));
      return { ...place, offAt: at };
    });
    return { ...ran, people };
  });
  const own = liveSteps(before).find((ran) => stepAt(before.policy, ran.sequence)?.step.who === 'target');
  const step = own ?? liveSteps(before).at(-1);
  const calls = { planned: 0 };
  const asked = to
    .filter((id) => step !== undefined && !earlier.includes(id))
    .flatMap((id) => {
      const channel = channelTo(id, before, context);
      if (channel === undefined || !step) return [];
      const asking = { page: before, earlier: kept, sequence: step.sequence, start: instant(step.at), calls };
      const one = planFor(id, [{ channel, after: 0 }], asking, context);
      return [{ ...one, place: { ...one.place, since: at } }];
    });
  const page: Page = {
    ...before,
    stepsRun: kept.map((ran) =>
      ran.sequence === step?.sequence
        ? { ...ran, people: [...ran.people, ...asked.map(({ place }) => place)] }
        : ran,
    ),
    handover: { at: before.handover?.at ?? at, to: [...to] },
  };
  const { code } = page;
  return mergeChanges(withdrawOffDuty(withdrawn, known, now), {
    put: [put(pageDocument, code, page, version), ...asked.flatMap((one) => one.put)],
    facts: [
      recordFact(pageOffered, {
        at: now,
        by: 'callboard',
        about: [...aboutPage(page), `person:${by}`, ...to.map((id) => `person:${id}`)],
        data: { page: code, from: by, to: [...to] },
      }),
    ],
    jobs: [
      ...asked.flatMap((one) => one.jobs),
      ...(before.handover
        ? []
        : [
            cancelJob(confirmStillHandling, { page: code }),
            scheduleJob(reopenUnresolvedPage, now.add({ minutes: HANDOVER_MINUTES }), { page: code }),
            scheduleJob(tellHandover, now, { page: code, person: by, at }),
          ]),
      ...redrawPage(page, now),
      ...scheduleRecheck(page, context),
    ],
  });
}

/** Whoever has it is on duty again before anybody took it over: it stays theirs. */
function takeBack(
  { value: before, version }: Versioned<Page>,
  known: Notifications,
  context: PagingContext,
): Change {
  const { now } = context;
  const { handover, ...rest } = before;
  const by = before.acknowledged?.by;
  const withdrawn: string[] = [];
  const stepsRun = before.stepsRun.map(
    (ran): Ran => ({
      ...ran,
      people: ran.people.map((place) => {
        const { offAt, ...on } = place;
        if (place.person === by && offAt === handover?.at) return on;
        if (offAt || !handover?.to.includes(place.person) || place.since === undefined) return place;
        withdrawn.push(...place.planned.map(({ id }) => id));
        return { ...place, offAt: instantText(now) };
      }),
    }),
  );
  const page: Page = { ...rest, stepsRun };
  return mergeChanges(withdrawOffDuty(withdrawn, known, now), {
    put: [put(pageDocument, page.code, page, version)],
    facts: [
      recordFact(pageDutyChanged, {
        at: now,
        by: 'callboard',
        about: [...aboutPage(page), `person:${by}`],
        data: { page: page.code, off: handover?.to ?? [], on: by === undefined ? [] : [by], aside: [] },
      }),
    ],
    jobs: [...scheduleHandling(page.code, now), ...redrawPage(page, now), ...scheduleRecheck(page, context)],
  });
}
