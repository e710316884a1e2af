/** A runbook as messages in its thread: each step with its button, and who did it when. Pure. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../core/ports/chat.ts';
import type { Locale, Translate } from '../i18n/index.ts';
import { clockFrom } from '../i18n/time.ts';
import { actions, button, context, section } from '../slack/blocks.ts';
import { bold, code, inert, joined, link, type Mrkdwn, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import type { Remedy } from './domain/remedy.ts';
import { type RunbookPart, type RunbookStep, stepsIn } from './domain/runbook-markdown.ts';
import {
  nextStepOf,
  type RunbookRun,
  runbookMessages,
  skippedSteps,
  type Tick,
} from './domain/runbook-run.ts';
import { remedyButton } from './remedies.ts';

interface Shown {
  /** The actions of the event file, by name: a step may be one. */
  readonly remedies: ReadonlyMap<string, Pick<Remedy, 'name' | 'title'>>;
  readonly t: Translate;
  readonly zone: string;
  readonly locale: Locale;
}

/** Bold, code and links are read as Markdown writes them; what else somebody wrote stays what it is. */
const INLINE =
  /\[([^\]\n]+)\]\(((?:https?:\/\/|tel:|mailto:|action:)[^\s()]+)\)|\*\*([^*\n]+)\*\*|`([^`\n]+)`/g;

export function runbookWords(text: string): Mrkdwn {
  const words: Mrkdwn[] = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, label = '', url, strong, typed = ''] = found;
    words.push(inert(text.slice(from, found.index)));
    if (url?.startsWith('action:')) words.push(bold(label));
    else if (url !== undefined) words.push(link(url, label));
    else words.push(strong === undefined ? code(typed) : bold(strong));
    from = found.index + whole.length;
  }
  return joined([...words, inert(text.slice(from))], '');
}

const leadsTo = (to: number | 'end' | undefined, t: Translate): string => {
  if (to === undefined) return '';
  return to === 'end' ? ` → ${t('incident.runbook.end')}` : ` → ${to}`;
};

/** A step as it reads before anybody works on it: its number, its words and what it may be answered. */
export function runbookLine(part: RunbookPart, t: Translate): Mrkdwn {
  if (part.kind === 'heading') return mrkdwn`*${runbookWords(part.text)}*`;
  if (part.kind === 'paragraph') return runbookWords(part.text);
  const answers = (part.answers ?? []).map(
    ({ text, to }) => mrkdwn`\n    ◦ ${inert(text)}${inert(leadsTo(to, t))}`,
  );
  return mrkdwn`*${part.number}.* ${runbookWords(part.text)}${joined(answers, '')}`;
}

function doneLine({ by, at, answer }: Tick, step: RunbookStep, run: RunbookRun, shown: Shown): Mrkdwn {
  const who = { by: mentionId(by), at: clockFrom(at, run.startedAt, shown.zone, shown.locale) };
  const said = answer === undefined ? undefined : step.answers?.[answer]?.text;
  return said === undefined
    ? shown.t('incident.runbook.doneBy', who)
    : shown.t('incident.runbook.answeredBy', { ...who, answer: bold(said) });
}

interface State {
  readonly next: number | undefined;
  readonly skipped: ReadonlySet<number>;
}

function stepBlocks(
  id: string,
  step: RunbookStep,
  run: RunbookRun,
  { next, skipped }: State,
  shown: Shown,
): KnownBlock[] {
  const { t } = shown;
  const { number, answers } = step;
  const words = mrkdwn`*${number}.* ${runbookWords(step.text)}`;
  const value = `${id} ${number}`;
  const block = `step-${number}`;
  const tick = run.ticks[number];
  if (tick)
    return [
      section(
        mrkdwn`:white_check_mark: ${words}\n_${doneLine(tick, step, run, shown)}_`,
        block,
        button('incident.untick', t('incident.runbook.undo'), value),
      ),
    ];
  const mark = number === next ? mrkdwn`:arrow_right: ` : mrkdwn``;
  const left = skipped.has(number) ? mrkdwn` _(${t('incident.runbook.skipped')})_` : mrkdwn``;
  const text = mrkdwn`${mark}${words}${left}`;
  const style = number === next ? 'primary' : undefined;
  const remedy = step.action === undefined ? undefined : shown.remedies.get(step.action);
  const own = remedy ? actions([remedyButton(remedy, run)], `action-${number}`) : [];
  if (!answers)
    return [section(text, block, button('incident.tick', t('incident.runbook.done'), value, style)), ...own];
  const choices = answers.map(({ text: said, to }, answer) =>
    button(`incident.answer#${answer}`, `${said}${leadsTo(to, t)}`, `${value} ${answer}`),
  );
  return [section(text, block), ...own, ...actions(choices, `answers-${number}`)];
}

/** How far it is, in a line. */
export function progressText({ parts, ticks }: RunbookRun, t: Translate): Mrkdwn {
  const steps = stepsIn(parts);
  const done = steps.filter(({ number }) => ticks[number]).length;
  return t('incident.runbook.progress', { done, count: steps.length });
}

/**
 * @param id - the run's
 * @param part - which of its messages, from 0
 */
export function runbookMessage(id: string, run: RunbookRun, part: number, shown: Shown): Message {
  const { t } = shown;
  const messages = runbookMessages(run.parts);
  const state = { next: nextStepOf(run), skipped: skippedSteps(run) };
  const name = t('incident.runbook.named', { name: inert(run.name) });
  const head =
    part === 0
      ? mrkdwn`:clipboard: *${name}* · ${progressText(run, t)}`
      : mrkdwn`:clipboard: *${name}* · ${t('incident.runbook.part', { part: part + 1, parts: messages.length })}`;
  const isLast = part === messages.length - 1;
  const blocks: KnownBlock[] = [
    section(head),
    ...(messages[part] ?? []).flatMap((one) =>
      one.kind === 'step' ? stepBlocks(id, one, run, state, shown) : [section(runbookLine(one, t))],
    ),
    ...(isLast && state.next === undefined
      ? [context(mrkdwn`:checkered_flag: ${t('incident.runbook.atEnd')}`)]
      : []),
  ];
  return { text: mrkdwn`${name}: ${progressText(run, t)}`, blocks };
}
