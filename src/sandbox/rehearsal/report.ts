/** A rehearsal as Markdown. Pure: the same measures give the same words. No name, number or title is in it. */
import type { PromiseName } from '../../callboard/domain/promises.ts';
import { shiftWords } from './changes.ts';
import { minutesWaited } from './played-pages.ts';
import { changeLines, checkedLines, type Report } from './report-changes.ts';
import { coverLines, kindsOf } from './report-trouble.ts';
import {
  bareText,
  countWords,
  markdownTable,
  moneyText,
  oneDecimal,
  wholeNumber,
  withinWords,
} from './report-words.ts';
import { playerLabel, playersOf } from './script.ts';
import { clockText } from './trouble.ts';

const PROMISED: Readonly<Record<PromiseName, string>> = {
  reached: 'A page reaches a channel within',
  answered: 'A page is acknowledged within',
  reminded: 'A reminder leaves within',
  started: 'A talk starts within',
};

export function rehearsalReport(report: Report): string {
  const { play, measures, pictures, command, about } = report;
  const { script, seed, trouble, promises, refused } = play;
  const { totals, weakest } = measures;
  const { zone } = script;
  const day = new Date(script.from).toISOString().slice(0, 10);
  const parts = (['organizer', 'lead', 'volunteer', 'speaker', 'attendee'] as const)
    .map((part) => countWords(playersOf(script, part).length, part))
    .join(', ');
  const people = measures.people.slice(0, 12);
  return [
    `# Rehearsal: ${bareText(script.name)}`,
    '',
    ...(about === undefined ? [] : [about, '']),
    `${day}, ${clockText(script.from, zone)}–${clockText(script.until, zone)} (${zone}): ${countWords(script.sessions.length, 'session')} in ${countWords(script.rooms.length, 'room')}, ${countWords(script.shifts.length, 'shift')}, and in the places of the event’s people ${parts}, all of them made up. Seed ${seed}. Again: \`${command}\``,
    '',
    '## In short',
    '',
    `- ${countWords(totals.pages, 'page')}, ${totals.late} answered later than promised, ${totals.gaveUp} given up. They waited ${oneDecimal(totals.waited)} minutes together; stages stood empty for ${oneDecimal(totals.stage)}.`,
    `- ${countWords(totals.texts, 'text')} and ${countWords(totals.calls, 'call')}: ${moneyText(totals.money)} by the prices of the fuse.`,
    weakest
      ? `- The rota’s weakest hour begins at ${clockText(weakest.hour, zone)}: ${countWords(weakest.pages, 'page')} waited ${oneDecimal(weakest.waited)} minutes, ${oneDecimal(weakest.empty)} places were empty.`
      : '- No page was opened.',
    '',
    '## The one change that would help most',
    '',
    ...changeLines(report),
    '',
    '## Promises',
    '',
    'As the bot itself counts them (`/callboard promises`), in memory, where the machine takes no time: what is promised of people and of the rota shows here, what is promised of the machine shows only where something was away.',
    '',
    ...markdownTable(
      ['promise', 'kept', 'of', 'target', ''],
      promises.map(({ name, kept, all, within, target, spent }) => [
        `${PROMISED[name]} ${withinWords(within)}`,
        String(kept),
        String(all),
        `${target} %`,
        all === 0 ? 'nothing to count' : spent ? '**budget spent**' : 'kept',
      ]),
    ),
    '',
    '## Who would have been asked',
    '',
    ...markdownTable(
      ['who', 'pages', 'texts', 'calls', 'took'],
      people.map(({ person, pages, texts, calls, took }) => [
        playerLabel(script, person),
        String(pages),
        String(texts),
        String(calls),
        String(took),
      ]),
    ),
    ...(measures.people.length > people.length
      ? ['', `And ${countWords(measures.people.length - people.length, 'other')}, less often.`]
      : []),
    '',
    `![Rows of people, columns of hours: how many texts and calls each had](${pictures.people})`,
    '',
    '## Hours',
    '',
    ...markdownTable(
      ['from', 'pages', 'late', 'waited, min', 'texts', 'calls', 'empty places'],
      measures.hours.map((each) => [
        `${clockText(each.hour, zone)}${each === weakest ? ' (weakest)' : ''}`,
        String(each.pages),
        String(each.late),
        oneDecimal(each.waited),
        String(each.texts),
        String(each.calls),
        oneDecimal(each.empty),
      ]),
    ),
    '',
    `![Bars by hour: minutes that pages waited, and below places without anybody](${pictures.hours})`,
    '',
    '## Gaps that were hit',
    '',
    ...(measures.gaps.length === 0
      ? ['No page came where fewer people were than the shift needs.']
      : [
          'Shifts on which fewer people were than they need when a page came, and for how long those pages waited.',
          '',
          ...markdownTable(
            ['shift', 'needs', 'assigned', 'there', 'pages', 'waited, min'],
            measures.gaps
              .slice(0, 10)
              .map(({ shift, assigned, present, pages, waited }) => [
                bareText(shiftWords(shift, zone)),
                String(shift.min),
                String(assigned),
                String(present),
                String(pages.length),
                oneDecimal(waited),
              ]),
          ),
        ]),
    '',
    ...(measures.stages.length === 0
      ? []
      : [
          '## Stages that stood empty',
          '',
          ...markdownTable(
            ['session', 'room', 'minutes'],
            [...measures.stages]
              .sort((a, b) => b.minutes - a.minutes)
              .slice(0, 10)
              .map(({ session, room, minutes }) => [session, bareText(room), oneDecimal(minutes)]),
          ),
          '',
        ]),
    '## Covers',
    '',
    ...coverLines(measures, play),
    '',
    '## What went wrong on purpose',
    '',
    ...kindsOf(trouble, play),
    '',
    'The slowest pages:',
    '',
    ...markdownTable(
      ['opened', 'for', 'waited, min', 'asked', 'taken by'],
      [...measures.pages]
        .sort((a, b) => minutesWaited(b, script.until) - minutesWaited(a, script.until))
        .slice(0, 8)
        .map((page) => [
          clockText(page.openedAt, zone),
          page.target.kind === 'person'
            ? playerLabel(script, page.target.name)
            : bareText(page.target.name || page.target.kind),
          oneDecimal(minutesWaited(page, script.until)),
          String(new Set(page.asked.map(({ person }) => person)).size),
          page.by === undefined ? 'nobody' : playerLabel(script, page.by),
        ]),
    ),
    '',
    '## How far to believe it',
    '',
    ...checkedLines(report),
    '',
    'How people answer is a model: nobody’s own habits are in it, and every number of it can be changed (`src/sandbox/rehearsal/behaviour.ts`, `trouble.ts`). A rehearsal compares rotas and policies under the same bad day; it does not foretell one. Nobody steps in for a talk here but where that is tried.',
    ...(refused.size > 0
      ? [
          '',
          `What people tried in vain: ${[...refused].map(([what, times]) => `${bareText(what)} (${wholeNumber(times)})`).join(', ')}.`,
        ]
      : []),
    '',
  ].join('\n');
}
