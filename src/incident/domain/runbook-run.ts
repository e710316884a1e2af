/**
 * A runbook at work on an incident or a page. Its steps are kept as they were when it was started, so that nobody's
 * list changes under their hands. A press says what shall be true of a step, so that pressing twice is pressing once.
 */
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  type Change,
  document,
  type Fact,
  type JobPut,
  PRIVATE,
  put,
  recordFact,
  scheduleJob,
  type Versioned,
} from '../../core/commit.ts';
import { InstantText, instantText } from '../../core/instant.ts';
import { isConfidential, type Page } from '../../page/domain/page.ts';
import { runbookStarted, stepTicked, stepUnticked } from './facts.ts';
import type { Incident } from './incident.ts';
import { showRunbook } from './jobs.ts';
import { ofIncident } from './privacy.ts';
import { type Runbook, runbookId } from './runbook.ts';
import { RunbookPart, type RunbookStep, readRunbook, stepsIn } from './runbook-markdown.ts';

const Tick = z.object({
  by: z.string(),
  at: InstantText,
  /** Of a question: which of its answers, from 0. */
  answer: z.number().int().nonnegative().exactOptional(),
});
export type Tick = z.infer<typeof Tick>;

/** Whose thread it is in: exactly one of the two. */
const Place = { incident: z.string().exactOptional(), page: z.string().exactOptional() };

export const RunbookRun = z.object({
  ...Place,
  name: z.string(),
  parts: z.array(RunbookPart),
  /** By the step's number; what is not here is not done. */
  ticks: z.record(z.string(), Tick),
  startedBy: z.string(),
  startedAt: InstantText,
});
export type RunbookRun = z.infer<typeof RunbookRun>;

/** Its id is the code of the incident or the page, a colon and the runbook's id. */
export const runbookRunDocument = document({
  name: 'runbook-run',
  schema: RunbookRun,
  schemaVersion: 1,
  sealed: true,
  indexes: ({ incident, page }) => [incident === undefined ? `page:${page}` : `incident:${incident}`],
});

/** Where one of its messages is. Its id is the run's, a colon and the message's number from 0. */
const RunbookPost = z.object({
  ...Place,
  channel: z.string(),
  ts: z.string(),
  /** The message in whose thread it is. */
  thread: z.string(),
});
export type RunbookPost = z.infer<typeof RunbookPost>;
export const runbookPostDocument = document({ name: 'runbook-post', schema: RunbookPost, schemaVersion: 1 });
export const runbookPostId = (run: string, part: number): string => `${run}:${part}`;

/** What it is at work on, and how facts of that name it. */
export interface RunbookMatter {
  readonly incident?: string;
  readonly page?: string;
  readonly about: Pick<Fact, 'about' | 'sealed'>;
}

export const runbookOfIncident = (incident: Incident): RunbookMatter => ({
  incident: incident.code,
  about: ofIncident(incident),
});

export const runbookOfPage = (page: Page): RunbookMatter => ({
  page: page.code,
  about: isConfidential(page)
    ? { about: [`page:${page.code}`, PRIVATE], sealed: true }
    : { about: [`page:${page.code}`] },
});

export const runId = ({ incident, page }: Pick<RunbookMatter, 'incident' | 'page'>, name: string): string =>
  `${incident ?? page}:${runbookId(name)}`;

type Press = { readonly by: string; readonly now: Temporal.Instant };

const placeOfRun = ({ incident, page }: Pick<RunbookRun, 'incident' | 'page'>) => ({
  ...(incident !== undefined && { incident }),
  ...(page !== undefined && { page }),
});

/** All its messages are brought up to date, where they are to be now. */
export const redrawRunbook = (id: string, run: RunbookRun, now: Temporal.Instant): JobPut[] =>
  runbookMessages(run.parts).map((_, part) =>
    scheduleJob(showRunbook, now, { run: id, part, ...placeOfRun(run) }),
  );

/** Puts it in the thread; its messages come one after the other. */
export function startRunbook(
  runbook: Runbook,
  matter: RunbookMatter,
  { by, now }: Press,
): { readonly change: Change; readonly run: RunbookRun } {
  const { parts } = readRunbook(runbook.text);
  const place = placeOfRun(matter);
  const id = runId(place, runbook.name);
  const run: RunbookRun = {
    ...place,
    name: runbook.name,
    parts: [...parts],
    ticks: {},
    startedBy: by,
    startedAt: instantText(now),
  };
  const data = { ...place, runbook: runbook.name, steps: stepsIn(parts).length };
  const change: Change = {
    put: [put(runbookRunDocument, id, run)],
    facts: [recordFact(runbookStarted, { at: now, by, ...matter.about, data })],
    jobs: [scheduleJob(showRunbook, now, { run: id, part: 0, ...place })],
  };
  return { change, run };
}

/** The step of this number, and whether it can be answered so; undefined where there is no such thing. */
function stepOf({ parts }: RunbookRun, number: number, answer: number | undefined): RunbookStep | undefined {
  const step = stepsIn(parts).find((one) => one.number === number);
  const fits = answer === undefined ? step?.answers === undefined : step?.answers?.[answer] !== undefined;
  return fits ? step : undefined;
}

/**
 * A step is done, and a question answered. Who was first has done it; another answer takes the place of the one before.
 *
 * @param answer - of a question, from 0
 * @returns undefined where there is no such step or answer; an empty change where it is so already
 */
export function tickStep(
  { id, value, version }: Versioned<RunbookRun>,
  matter: RunbookMatter,
  { step: number, answer }: { readonly step: number; readonly answer?: number | undefined },
  { by, now }: Press,
): Change | undefined {
  const step = stepOf(value, number, answer);
  if (!step) return undefined;
  const known = value.ticks[number];
  if (known && known.answer === answer) return {};
  const tick: Tick = { by, at: instantText(now), ...(answer !== undefined && { answer }) };
  const run = { ...value, ticks: { ...value.ticks, [number]: tick } };
  const said = answer === undefined ? undefined : step.answers?.[answer]?.text;
  const data = {
    ...placeOfRun(value),
    runbook: value.name,
    step: number,
    text: step.text,
    ...(said !== undefined && { answer: said }),
  };
  return {
    put: [put(runbookRunDocument, id, run, version)],
    facts: [recordFact(stepTicked, { at: now, by, ...matter.about, data })],
    jobs: redrawRunbook(id, run, now),
  };
}

/** A step is not done after all. */
export function untickStep(
  { id, value, version }: Versioned<RunbookRun>,
  matter: RunbookMatter,
  number: number,
  { by, now }: Press,
): Change | undefined {
  const step = stepsIn(value.parts).find((one) => one.number === number);
  if (!step) return undefined;
  if (!value.ticks[number]) return {};
  const { [number]: _, ...ticks } = value.ticks;
  const run = { ...value, ticks };
  const data = { ...placeOfRun(value), runbook: value.name, step: number, text: step.text };
  return {
    put: [put(runbookRunDocument, id, run, version)],
    facts: [recordFact(stepUnticked, { at: now, by, ...matter.about, data })],
    jobs: redrawRunbook(id, run, now),
  };
}

/** Steps that the answers of questions leave out, and that nobody has done all the same. */
export function skippedSteps({ parts, ticks }: Pick<RunbookRun, 'parts' | 'ticks'>): Set<number> {
  const steps = stepsIn(parts);
  const skipped = new Set<number>();
  for (const { number, answers } of steps) {
    const answer = ticks[number]?.answer;
    const to = answer === undefined ? undefined : answers?.[answer]?.to;
    if (to === undefined || skipped.has(number)) continue;
    const until = to === 'end' ? Number.POSITIVE_INFINITY : to;
    for (const one of steps)
      if (one.number > number && one.number < until && !ticks[one.number]) skipped.add(one.number);
  }
  return skipped;
}

/** The first step that is neither done nor left out; undefined where it is at its end. */
export function nextStepOf(run: Pick<RunbookRun, 'parts' | 'ticks'>): number | undefined {
  const skipped = skippedSteps(run);
  return stepsIn(run.parts).find(({ number }) => !run.ticks[number] && !skipped.has(number))?.number;
}

/** Of one message, below Slack's 50 blocks and 11,000 characters, with what ticks add. */
const MAX_BLOCKS = 40;
const MAX_CHARACTERS = 7_000;
/** Who ticked it and when, its number and the labels of its buttons. */
const STEP_EXTRA = 120;

/** Its parts, by the message that shows them; the same whatever is ticked. */
export function runbookMessages(parts: readonly RunbookPart[]): RunbookPart[][] {
  const messages: RunbookPart[][] = [];
  let [blocks, characters] = [0, 0];
  for (const part of parts) {
    const isStep = part.kind === 'step';
    const answers = isStep ? (part.answers ?? []) : [];
    const size =
      escapedLength(part.text) +
      (isStep ? STEP_EXTRA : 0) +
      answers.reduce((sum, { text }) => sum + text.length + 8, 0);
    const rows = 1 + (answers.length > 0 ? 1 : 0) + (isStep && part.action !== undefined ? 1 : 0);
    const last = messages.at(-1);
    if (last && blocks + rows <= MAX_BLOCKS && characters + size <= MAX_CHARACTERS) {
      last.push(part);
      [blocks, characters] = [blocks + rows, characters + size];
    } else {
      messages.push([part]);
      [blocks, characters] = [rows, size];
    }
  }
  return messages;
}

/** Slack's three control characters become up to five characters each. */
const escapedLength = (text: string): number => text.length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
