/**
 * Running a page's steps. A step that reaches nobody is passed at once and says why, in the same commit as the
 * step that does reach somebody.
 */
import {
  type Change,
  cancelJob,
  type JobChange,
  type Put,
  put,
  recordFact,
  scheduleJob,
} from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { askPerson, isAskable } from './ask-person.ts';
import { nextDutyChange, type PagingContext, peopleOfStep } from './context.ts';
import { pageGaveUp, pageStepped } from './facts.ts';
import {
  announcePage,
  escalatePage,
  finishTest,
  recheckPage,
  scheduleDmUpdate,
  schedulePageCard,
  scheduleTellAsker,
} from './jobs.ts';
import { hasStep, isFromPerson, type Page, pageDocument, type Ran, targetKey } from './page.ts';
import { delayBefore, stepAt } from './policy.ts';
import { passedOver } from './quiet-hours.ts';

/**
 * Runs the page's next step; passes steps that reach nobody; gives up past the last one, or at once where
 * no step at all reaches anybody. `version` is that of the page as read, 0 for one that is being opened.
 */
export function runStep(
  before: Page,
  version: number,
  context: PagingContext,
): { page: Page; change: Change } {
  const { now } = context;
  const { policy } = before;
  const change = { put: [] as Put[], jobs: [] as JobChange[] };
  const ran: Ran[] = [];
  let sequence = before.nextStep;
  let reached = false;
  for (let tries = 0; tries < policy.steps.length && !reached; tries++) {
    const place = stepAt(policy, sequence);
    if (!place || !hasStep(before, sequence)) break;
    const one = ask(before, [...before.stepsRun, ...ran], sequence, context);
    ran.push(one.ran);
    change.put.push(...one.put);
    change.jobs.push(...one.jobs);
    // Practice is between those whom it asks.
    if (place.step.here && before.kind === 'page' && !before.drill)
      change.jobs.push(
        scheduleJob(announcePage, now, {
          page: before.code,
          sequence,
        }),
      );
    reached = one.reached;
    sequence++;
  }
  const over = !hasStep(before, before.nextStep) || (!reached && before.kind === 'page');
  const page: Page = {
    ...before,
    nextStep: sequence,
    stepsRun: [...before.stepsRun, ...ran],
    ...(over && { gaveUpAt: instantText(now) }),
  };
  const { code } = page;
  if (before.nextStep > 0)
    change.jobs.push(cancelJob(escalatePage, { page: code, sequence: before.nextStep }));
  if (page.lesson) {
    // It waits for its person as long as their dojo does.
  } else if (page.kind === 'test')
    change.jobs.push(scheduleJob(finishTest, now.add({ seconds: policy.pause }), { page: code }));
  else if (!over) {
    const at = now.add({ seconds: delayBefore(policy, sequence) });
    change.jobs.push(scheduleJob(escalatePage, at, { page: code, sequence }));
  } else {
    change.jobs.push(scheduleDmUpdate(code, now));
    if (isFromPerson(page)) change.jobs.push(scheduleTellAsker(code, now));
  }
  change.jobs.push(schedulePageCard(code, now), ...scheduleRecheck(page, context));
  const about = [`page:${code}`, targetKey(page.target)];
  const facts = ran.map((one) => {
    const place = stepAt(policy, one.sequence);
    const people = one.people.map(({ person }) => person);
    return recordFact(pageStepped, {
      at: now,
      by: 'callboard',
      about: [...about, ...people.map((person) => `person:${person}`)],
      data: {
        page: code,
        step: (place?.index ?? 0) + 1,
        round: (place?.round ?? 0) + 1,
        who: place?.step.who ?? 'target',
        people,
        ...(one.passed && { passed: one.passed }),
      },
    });
  });
  if (over) facts.push(recordFact(pageGaveUp, { at: now, by: 'callboard', about, data: { page: code } }));
  return { page, change: { ...change, put: [put(pageDocument, code, page, version), ...change.put], facts } };
}

/** One step: whom it means now, on which channels, from when. */
function ask(
  page: Page,
  earlier: readonly Ran[],
  sequence: number,
  context: PagingContext,
): { ran: Ran; put: Put[]; jobs: JobChange[]; reached: boolean } {
  const step = stepAt(page.policy, sequence)?.step;
  const meant = step ? peopleOfStep(step.who, page, context) : [];
  const asking = { page, earlier, sequence, start: context.now, calls: { planned: 0 } };
  const people: Ran['people'] = [];
  const puts: Put[] = [];
  const jobs: JobChange[] = [];
  let reached = false;
  for (const id of step?.who === 'lead' ? freshFirst(meant, page, earlier, sequence) : meant) {
    const person = context.people.get(id);
    const asked = isAskable(person) ? askPerson(person, asking, context) : undefined;
    if (!asked) continue;
    people.push(asked.place);
    puts.push(...asked.put);
    jobs.push(...asked.jobs);
    reached ||= asked.isAwake;
    if (step?.who === 'lead' && asked.isAwake) break;
  }
  const passed = reached ? undefined : whyPassed(meant, page, context);
  const ran = { sequence, at: instantText(context.now), people, ...(passed && { passed }) };
  return { ran, put: puts, jobs, reached };
}

/** Why a step that means these people reaches none of them now. */
export function whyPassed(
  meant: readonly string[],
  page: Page,
  context: PagingContext,
): NonNullable<Ran['passed']> {
  if (meant.length === 0) return 'nobody';
  const whys = meant.flatMap((id) => {
    const person = context.people.get(id);
    return (isAskable(person) && passedOver(person, page, context)?.why) || [];
  });
  return whys.includes('quiet') ? 'quiet' : (whys[0] ?? 'unreachable');
}

/** The page is looked at again when the next shift begins or ends: whoever is on duty then is asked. */
export function scheduleRecheck(page: Pick<Page, 'code' | 'kind'>, context: PagingContext): JobChange[] {
  const next = page.kind === 'page' ? nextDutyChange(context) : undefined;
  return next ? [scheduleJob(recheckPage, next, { page: page.code })] : [];
}

/** A lead who was already asked in this round comes after those who were not. */
export function freshFirst(
  meant: readonly string[],
  page: Page,
  earlier: readonly Ran[],
  sequence: number,
): string[] {
  const round = stepAt(page.policy, sequence)?.round;
  const asked = new Set(
    earlier
      .filter(
        (ran) => ran.sequence >= page.countsFromStep && stepAt(page.policy, ran.sequence)?.round === round,
      )
      .flatMap((ran) => ran.people.map(({ person }) => person)),
  );
  return [...meant.filter((id) => !asked.has(id)), ...meant.filter((id) => asked.has(id))];
}
