/**
 * Opening a page and running its steps. A step that reaches nobody is passed at once and says why, in the
 * same commit as the step that does reach somebody.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Person } from '../../callboard/domain/person.ts';
import {
  type Change,
  cancelJob,
  type JobChange,
  mergeChanges,
  type Put,
  put,
  recordFact,
  scheduleJob,
} from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { visibleText } from '../../core/text.ts';
import { channelsOf, type PagingContext, peopleOfStep } from './context.ts';
import { pageGaveUp, pageHeld, pageOpened, pageStepped } from './facts.ts';
import {
  announcePage,
  escalatePage,
  finishTest,
  scheduleDmUpdate,
  scheduleNotify,
  schedulePageCard,
  scheduleTellAsker,
} from './jobs.ts';
import { type Notification, notificationDocument } from './notification.ts';
import {
  hasStep,
  isFromPerson,
  type Page,
  pageDocument,
  type QuietWindow,
  type Ran,
  requestDocument,
  type Target,
  targetKey,
} from './page.ts';
import { delayBefore, type Policy, stepAt, stepsOf } from './policy.ts';
import { isSilent, quietUntil, waitsAlready } from './quiet-hours.ts';

/** One provider's start of calls: one a second, so that later ones do not wait in its queue unseen. */
export const CALLS_PER_SECOND = 1;

export interface PageRequest {
  readonly target: Target;
  readonly critical: boolean;
  readonly message: string;
  readonly author: string;
  readonly authorName?: string;
  readonly kind?: 'test';
  readonly stage?: { readonly session: string; readonly title: string };
  readonly origin?: string;
  /** Where it stands for several alerts. */
  readonly storm?: { readonly count: number; readonly open: number };
  readonly members?: Page['members'];
}

/** The same words to the same target by the same author: the id under which a repeat is known. */
export const requestId = ({ target, message, author, origin }: PageRequest): string =>
  origin === undefined ? `${author}|${targetKey(target)}|${message}` : `origin|${origin}`;

/** Seconds in which the same request is the same page. */
export const SAME_WITHIN = 60;

export interface Opening {
  readonly code: string;
  readonly policy: Policy;
  /** The target room's quiet window, if one is on. */
  readonly quiet?: QuietWindow | undefined;
  /** The document of `requestId`, at the version that was read. */
  readonly request?: { readonly version: number } | undefined;
}

/** A new page, with its first step already under way, or held by a quiet window. */
export function openPage(
  asked: PageRequest,
  opening: Opening,
  context: PagingContext,
): { page: Page; change: Change } {
  const { now } = context;
  const held = opening.quiet && !asked.critical && asked.kind !== 'test' ? opening.quiet : undefined;
  const page: Page = {
    code: opening.code,
    kind: asked.kind ?? 'page',
    target: asked.target,
    critical: asked.critical,
    // From machines and other parts too: what turns the reading round must not stand on a card.
    message: visibleText(asked.message) || asked.message,
    author: asked.author,
    ...(asked.authorName !== undefined && { authorName: asked.authorName }),
    openedAt: instantText(now),
    policy: opening.policy,
    state: held ? 'held' : 'open',
    ...(held && { heldUntil: held.until }),
    ...(asked.stage && { stage: asked.stage }),
    ...(asked.origin !== undefined && { origin: asked.origin }),
    ...(asked.storm && { storm: asked.storm }),
    ...(asked.members && { members: asked.members }),
    nextStep: 0,
    endStep: stepsOf(opening.policy),
    countsFromStep: 0,
    stepsRun: [],
  };
  const about = [`page:${page.code}`, targetKey(page.target)];
  const { target, critical, message } = page;
  const opened: Change = {
    facts: [
      recordFact(pageOpened, {
        at: now,
        by: page.author,
        about,
        data: { page: page.code, target, critical, message, test: page.kind === 'test' },
      }),
    ],
    put: opening.request
      ? [
          put(
            requestDocument,
            requestId(asked),
            { page: page.code, at: page.openedAt },
            opening.request.version,
          ),
        ]
      : [],
  };
  if (held) {
    const waits = recordFact(pageHeld, {
      at: now,
      by: 'callboard',
      about,
      data: { page: page.code, until: held.until },
    });
    const change: Change = {
      put: [put(pageDocument, page.code, page)],
      facts: [waits],
      jobs: [schedulePageCard(page.code, now)],
    };
    return { page, change: mergeChanges(opened, change) };
  }
  const first = runStep(page, 0, context);
  return { page: first.page, change: mergeChanges(opened, first.change) };
}

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
    if (place.step.here && before.kind === 'page')
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
  if (page.kind === 'test')
    change.jobs.push(scheduleJob(finishTest, now.add({ seconds: policy.pause }), { page: code }));
  else if (!over) {
    const at = now.add({ seconds: delayBefore(policy, sequence) });
    change.jobs.push(scheduleJob(escalatePage, at, { page: code, sequence }));
  } else {
    change.jobs.push(scheduleDmUpdate(code, now));
    if (isFromPerson(page)) change.jobs.push(scheduleTellAsker(code, now));
  }
  change.jobs.push(schedulePageCard(code, now));
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
  const at = instantText(context.now);
  const step = stepAt(page.policy, sequence)?.step;
  const meant = step ? peopleOfStep(step.who, page, context) : [];
  let quiet = 0;
  let reached = false;
  const people: Ran['people'] = [];
  const puts: Put[] = [];
  const jobs: JobChange[] = [];
  const calls = { planned: 0 };
  for (const id of step?.who === 'lead' ? freshFirst(meant, page, earlier, sequence) : meant) {
    const person = context.people.get(id);
    if (!person) continue;
    const asleepUntil =
      page.kind === 'page' && !page.critical
        ? quietUntil(person, context.now, context.event.zone)
        : undefined;
    const asleep = asleepUntil !== undefined;
    if (asleep) quiet++;
    const channels = channelsFor(person, page, earlier, asleepUntil, context);
    if (channels.length === 0) continue;
    const planned = channels.map(({ channel, after }) => {
      // A provider starts one call a second: who matters most is rung first.
      const spread = channel === 'voice' ? calls.planned++ / CALLS_PER_SECOND : 0;
      return { id: context.newId(), channel, after: after + spread };
    });
    people.push({ person: id, planned, ...(asleep && { quietUntil: instantText(asleepUntil) }) });
    for (const one of planned) {
      const leaves = context.now.add({ milliseconds: Math.round(one.after * 1000) });
      const notification: Notification = {
        id: one.id,
        page: page.code,
        person: id,
        channel: one.channel,
        sequence,
        attempt: 1,
        at: instantText(leaves),
        state: 'planned',
      };
      puts.push(put(notificationDocument, one.id, notification));
      jobs.push(scheduleNotify(notification, leaves));
    }
    reached ||= !asleep;
    if (step?.who === 'lead' && !asleep) break;
  }
  const passed = reached ? undefined : meant.length === 0 ? 'nobody' : quiet > 0 ? 'quiet' : 'unreachable';
  return { ran: { sequence, at, people, ...(passed && { passed }) }, put: puts, jobs, reached };
}

/** Their channels and when; in quiet hours what makes a noise begins at their end, once for all rounds. */
function channelsFor(
  person: Person,
  page: Page,
  earlier: readonly Ran[],
  asleepUntil: Temporal.Instant | undefined,
  context: PagingContext,
): { channel: string; after: number }[] {
  const { now } = context;
  const all = channelsOf(person, page.critical || page.kind === 'test', context);
  if (!asleepUntil) return all;
  const silent = all.filter(({ channel }) => isSilent(channel));
  if (waitsAlready(person.id, page, earlier, now)) return silent;
  const loud = all.filter(({ channel }) => !isSilent(channel));
  const first = Math.min(...loud.map(({ after }) => after));
  const wait = (asleepUntil.epochMilliseconds - now.epochMilliseconds) / 1000;
  return [...silent, ...loud.map(({ channel, after }) => ({ channel, after: wait + after - first }))];
}

/** A lead who was already asked in this round comes after those who were not. */
function freshFirst(
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
