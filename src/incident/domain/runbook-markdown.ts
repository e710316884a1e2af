/**
 * A runbook's Markdown, the part of it that is read: a title, headings, paragraphs and lists. Each item of a list is a
 * step; what stands indented below a step that ends with a question mark are its answers. Everything else is text.
 */
import { z } from 'zod';

export const RunbookAnswer = z.object({
  text: z.string(),
  /** The number of the step that it leads to, or `end`; the next one where it says nothing. */
  to: z.union([z.number().int(), z.literal('end')]).exactOptional(),
});

export const RunbookPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string() }),
  z.object({
    kind: z.literal('step'),
    /** From 1, through the whole runbook. */
    number: z.number().int(),
    text: z.string(),
    /** The name of the action that it is. */
    action: z.string().exactOptional(),
    /** Where it is a question. */
    answers: z.array(RunbookAnswer).exactOptional(),
  }),
]);
export type RunbookPart = z.infer<typeof RunbookPart>;
export type RunbookStep = Extract<RunbookPart, { kind: 'step' }>;

export interface ReadRunbook {
  /** Its `# Title`, where it has one. */
  readonly title: string | undefined;
  readonly parts: readonly RunbookPart[];
  /** What is wrong with it, each a sentence that says where; a runbook with one is not taken. */
  readonly problems: readonly string[];
}

/** More than this nobody follows in a loud hall; and all of it is a handful of messages. */
const MAX_STEPS = 60;
/** Characters of a step or a paragraph: a few lines on a phone. */
const MAX_TEXT = 800;
/** Buttons in a row. */
const MAX_ANSWERS = 5;
/** Slack's label of a button has 75 characters, and the number of a step may stand behind it. */
const MAX_ANSWER = 60;

const ITEM = /^(?:[-*+]|\d{1,3}[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
/** A link to an action of the event file, by its name. */
const ACTION = /\]\(action:([a-z0-9][a-z0-9-]*)\)/;
const LEADS = /^(.*?)\s*(?:→|->|=>)\s*(\d{1,3}|end|fin)$/i;

type Draft = { -readonly [K in keyof RunbookStep]: RunbookStep[K] } & { below: string[] };

/** @param markdown - lines end with `\n` or `\r\n` */
export function readRunbook(markdown: string): ReadRunbook {
  const parts: (RunbookPart | Draft)[] = [];
  let title: string | undefined;
  let step: Draft | undefined;
  let open: 'step' | 'below' | 'paragraph' | undefined;
  let steps = 0;
  for (const line of markdown.replaceAll('\r', '').split('\n')) {
    const text = line.trim();
    const isIndented = /^(?: {2,}|\t)/.test(line);
    const item = ITEM.exec(text)?.[1]?.replace(/^\[[ xX]\]\s+/, '');
    const heading = isIndented ? undefined : HEADING.exec(text);
    if (text === '') {
      open = undefined;
    } else if (heading) {
      const [, marks = '', said = ''] = heading;
      step = open = undefined;
      if (marks === '#' && title === undefined) title = said;
      else parts.push({ kind: 'heading', text: said });
    } else if (item !== undefined && !(isIndented && step)) {
      step = { kind: 'step', number: ++steps, text: item, below: [] };
      parts.push(step);
      open = 'step';
    } else if (item !== undefined && step) {
      step.below.push(item);
      open = 'below';
    } else if (open === 'below' && step) {
      step.below.push(`${step.below.pop()} ${text}`);
    } else if (step && (open === 'step' || isIndented)) {
      step.text = `${step.text} ${text}`;
      open = 'step';
    } else {
      step = undefined;
      const last = parts.at(-1);
      if (open === 'paragraph' && last?.kind === 'paragraph')
        parts[parts.length - 1] = { ...last, text: `${last.text} ${text}` };
      else parts.push({ kind: 'paragraph', text });
      open = 'paragraph';
    }
  }
  const read = parts.map((part) => ('below' in part ? withBelow(part) : part));
  return { title, parts: read, problems: problemsIn(read, steps) };
}

/** Below a question stand its answers; below anything else, more of it. */
function withBelow({ below, ...draft }: Draft): RunbookStep {
  const action = ACTION.exec(draft.text)?.[1];
  const step = { ...draft, ...(action !== undefined && { action }) };
  if (below.length === 0) return step;
  if (!step.text.endsWith('?'))
    return { ...step, text: [step.text, ...below.map((one) => `• ${one}`)].join('\n') };
  const answers = below.map((one) => {
    const [, text = one, to] = LEADS.exec(one) ?? [];
    if (to === undefined) return { text };
    return { text, to: /^\d+$/.test(to) ? Number(to) : ('end' as const) };
  });
  return { ...step, answers };
}

function problemsIn(parts: readonly RunbookPart[], steps: number): string[] {
  if (steps === 0) return ['has no step: write each as an item of a list, with a dash before it'];
  if (steps > MAX_STEPS) return [`has ${steps} steps of at most ${MAX_STEPS}: make two runbooks of it`];
  return parts.flatMap((part) => {
    const where =
      part.kind === 'step' ? `step ${part.number}` : `the text that begins with “${part.text.slice(0, 20)}”`;
    const answers = part.kind === 'step' ? (part.answers ?? []) : [];
    return [
      ...(part.text === '' ? [`${where} says nothing`] : []),
      ...(part.text.length > MAX_TEXT
        ? [`${where} has ${part.text.length} characters of at most ${MAX_TEXT}: make it shorter`]
        : []),
      ...(answers.length > MAX_ANSWERS
        ? [`${where} has ${answers.length} answers of at most ${MAX_ANSWERS}`]
        : []),
      ...answers.flatMap(({ text, to }) => [
        ...(text === '' ? [`an answer of ${where} says nothing`] : []),
        ...(text.length > MAX_ANSWER
          ? [
              `the answer “${text.slice(0, 20)}…” of ${where} has ${text.length} characters of at most ${MAX_ANSWER}`,
            ]
          : []),
        ...(typeof to === 'number' && part.kind === 'step' && (to <= part.number || to > steps)
          ? [
              `the answer “${text}” of ${where} leads to ${to}: it can lead to a later step of the ${steps}, or to the end`,
            ]
          : []),
      ]),
    ];
  });
}

export const stepsIn = (parts: readonly RunbookPart[]): RunbookStep[] =>
  parts.filter((part) => part.kind === 'step');
