/** The event file's section of runbooks: each with what it fits, and its steps in Markdown. */
import { z } from 'zod';
import { eachOnce, type SomeSections } from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { Kind } from './incident.ts';
import { type Runbook, runbookChanged, runbookDocument, runbookId } from './runbook.ts';
import { readRunbook } from './runbook-markdown.ts';

/** Below the limit of a button's label, with `Runbook: ` before it. */
const MAX_NAME = 60;
const MAX_RUNBOOKS = 100;
const MAX_CHARACTERS = 20_000;

/** What a runbook fits, as the file says it and as a Markdown file says it in its head. */
export const runbookFits = {
  kinds: z
    .array(Kind)
    .default([])
    .meta({ description: 'Kinds of incidents, and of pages by their words, that it fits.' }),
  rooms: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'The rooms in which it fits; anywhere where none is named.' }),
  alerts: z
    .record(z.string().min(1), z.string())
    .default({})
    .meta({ description: 'Labels of alerts: it fits what an alert with one of them opened.' }),
};

export const RunbookName = z
  .string()
  .max(MAX_NAME)
  .refine((name) => runbookId(name) !== '', { error: 'is no name: write it with letters or digits' });

export const FileRunbook = z
  .strictObject({
    name: RunbookName,
    ...runbookFits,
    text: z
      .string()
      .max(MAX_CHARACTERS)
      .meta({ description: 'Markdown: paragraphs, and a list whose items are the steps.' }),
  })
  .superRefine(({ name, text }, context) => {
    const { title, problems } = readRunbook(text);
    for (const message of problems) context.addIssue({ code: 'custom', path: ['text'], message });
    if (title !== undefined && runbookId(title) !== runbookId(name))
      context.addIssue({
        code: 'custom',
        path: ['text'],
        message: `has the title “${title.slice(0, MAX_NAME)}”: make it the name, or take it out`,
      });
  });
export type FileRunbook = z.infer<typeof FileRunbook>;

export const runbookSections = {
  runbooks: z
    .array(FileRunbook)
    .max(MAX_RUNBOOKS)
    .superRefine(eachOnce(({ name }) => runbookId(name)))
    .meta({
      description:
        'What to do, step by step, for a kind of incident, a room or an alert; on the cards of what they fit.',
    }),
};
const RunbookPartOfFile = z.strictObject(runbookSections);
export type RunbookPartOfFile = z.infer<typeof RunbookPartOfFile>;

export type RunbookState = readonly Versioned<Runbook>[];

/** In the order of the file. */
export const runbookPartOf = (runbooks: RunbookState): RunbookPartOfFile => ({
  runbooks: runbooks
    .map(({ value }) => value)
    .sort((a, b) => a.place - b.place)
    .map(({ place: _, ...runbook }) => runbook),
});

/** What makes the runbooks those of the file; undefined where they are. What is at work goes on as it was started. */
export function applyRunbookPart(
  runbooks: RunbookState,
  part: SomeSections<RunbookPartOfFile>,
  { at, by }: Doing,
): Change | undefined {
  const wanted = new Map(part.runbooks?.map((one, place) => [runbookId(one.name), { ...one, place }]));
  const known = new Map(runbooks.map((one) => [one.id, one]));
  const changed = [...wanted].filter(([id, one]) => !isSameRunbook(known.get(id)?.value, one));
  const gone = part.runbooks ? runbooks.filter(({ id }) => !wanted.has(id)) : [];
  if (changed.length === 0 && gone.length === 0) return undefined;
  const told = (id: string) =>
    recordFact(runbookChanged, { at, by, about: [`runbook:${id}`], data: { runbook: id } });
  return {
    put: [
      ...changed.map(([id, one]) => put(runbookDocument, id, one, known.get(id)?.version ?? 0)),
      ...gone.map(({ id, version }) => put(runbookDocument, id, null, version)),
    ],
    facts: [...changed.map(([id]) => told(id)), ...gone.map(({ id }) => told(id))],
  };
}

const isSameRunbook = (a: Runbook | undefined, b: Runbook): boolean =>
  a !== undefined &&
  a.name === b.name &&
  a.text === b.text &&
  a.place === b.place &&
  JSON.stringify([a.kinds, a.rooms, Object.entries(a.alerts)]) ===
    JSON.stringify([b.kinds, b.rooms, Object.entries(b.alerts)]);
