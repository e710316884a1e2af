/** A rehearsal as Markdown. Pure: the same measures give the same words. No name, number or title is in it. */
import { sessionChanged, watchChanged } from '../../agenda/domain/facts.ts';
import type { PromiseName } from '../../callboard/domain/promises.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import type { Agreement } from './agreement.ts';
import { type Compared, lostMinutes, shiftWords } from './changes.ts';
import { type Measures, minutesWaited, type Play } from './measure.ts';
import { MINUTE, playerLabel, playersOf } from './script.ts';
import { clockText, type Trouble } from './trouble.ts';

/** A play in the sandbox, beside the one in memory of the same seed and length. */
export interface Checked {
  readonly agreement: Agreement;
  readonly rate: number;
  /** Hours of the clock. */
  readonly hours: number;
  readonly measures: Measures;
  readonly play: Play;
}

export interface Report {
  readonly play: Play;
  readonly measures: Measures;
  /** The same script with other seeds, the main one first. */
  readonly others: readonly Measures[];
  readonly compared: readonly Compared[];
  readonly checked?: Checked | undefined;
  /** Addresses of the pictures, seen from the report. */
  readonly pictures: { readonly hours: string; readonly people: string };
  /** How it was asked for, to do it again. */
  readonly command: string;
  /** In the event's own words: what it is, and what was left out. */
  readonly about?: string | undefined;
}

const PROMISED: Readonly<Record<PromiseName, string>> = {
  reached: 'A page reaches a channel within',
  answered: 'A page is acknowledged within',
  reminded: 'A reminder leaves within',
  started: 'A talk starts within',
};

const whole = (value: number): string => String(Math.round(value));
const one = (value: number): string => (Math.round(value * 10) / 10).toFixed(1);
const more = (value: number): string =>
  Math.abs(value) < 0.05 ? '0' : `${value > 0 ? '+' : '−'}${one(Math.abs(value))}`;
const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 6) / 10} min`.replace('.0 ', ' ');
const money = (thousandths: number): string => (thousandths / 1000).toFixed(2);
const counted = (count: number, what: string, several = `${what}s`): string =>
  `${count} ${count === 1 ? what : several}`;

/** A word may come from a file: nothing of it is Markdown. */
const plainText = (text: string): string => text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

const kindsOf = (trouble: readonly Trouble[], play: Play): string[] => {
  const of = (kind: Trouble['kind']) => trouble.filter((one) => one.kind === kind);
  const places = play.script.shifts.reduce((sum, { assignments }) => sum + assignments.length, 0);
  const comes = of('volunteer-comes');
  const late = comes.filter((one) => {
    const shift = play.script.shifts.find(({ code }) => 'shift' in one && code === one.shift);
    return shift !== undefined && one.at > milliseconds(shift.start) + 5 * MINUTE;
  }).length;
  const talks = play.script.sessions.flatMap(({ code, start, speakers }) =>
    speakers.map(({ id }) => ({ code, start, person: play.script.speakers.get(id) })),
  );
  const came = (code: string, person: string | undefined) =>
    trouble.find((one) => one.kind === 'speaker-comes' && one.session === code && one.person === person)?.at;
  const lost = talks.filter(({ code, person }) => came(code, person) === undefined).length;
  const lateTalks = talks.filter(
    ({ code, person, start }) => (came(code, person) ?? 0) > milliseconds(start),
  ).length;
  const outages = trouble.flatMap((one) =>
    one.kind === 'outage' || one.kind === 'mad-feed'
      ? [
          `${one.kind === 'mad-feed' ? 'the programme’s feed lost two thirds of its sessions' : one.of === 'slack' ? 'Slack was away' : 'the provider of texts and calls was away'}, ${clockText(one.at, play.script.zone)}–${clockText(one.until, play.script.zone)}`,
        ]
      : [],
  );
  return [
    `${counted(lateTalks, 'speaker')} late, ${lost} who would not have come; ${places - comes.length} of ${places} places on shifts not taken, ${late} taken late, ${comes.filter((one) => 'says' in one && one.says === false).length} without a word;`,
    `${counted(of('alert').length, 'alert')} of devices, ${counted(of('page').length, 'page')} by the crew, ${counted(of('help').length, 'request')} for help by attendees;`,
    `${outages.join('; ') || 'no outage'}.`,
    ...feedLines(trouble, play),
  ];
};

/** What became of the programme while its feed was mad. */
function feedLines(trouble: readonly Trouble[], { facts }: Play): string[] {
  if (!trouble.some(({ kind }) => kind === 'mad-feed')) return [];
  const held = facts.filter((fact) => watched(fact) === 'held').length;
  const lost = facts.filter((fact) => changedBy(fact) === 'watch').length;
  return [
    `The feed’s loss was held at ${counted(held, 'look')} at it, and ${lost === 0 ? 'no session was lost by it' : `**${counted(lost, 'session')} were cancelled by it**`}.`,
  ];
}

const watched = (fact: Recorded) =>
  fact.name === watchChanged.name ? watchChanged.schema.safeParse(fact.data).data?.became : undefined;
const changedBy = (fact: Recorded) =>
  fact.name === sessionChanged.name &&
  sessionChanged.schema.safeParse(fact.data).data?.what.includes('cancelled')
    ? fact.by
    : undefined;

/** Of a text or a call more for all of them together, on average, nobody complains. */
const HARDLY_MORE = 1;

/** What helps without asking people more often, where the best does. */
function quietLines(compared: readonly Compared[], best: Compared): string[] {
  const isQuiet = ({ texts, calls }: Compared) => texts + calls <= HARDLY_MORE;
  const quiet = compared.find((each) => isQuiet(each) && each.waited + each.stage < -0.5);
  if (isQuiet(best)) return [];
  return [
    '',
    `It costs ${more(best.texts)} texts and ${more(best.calls)} calls. ${
      quiet
        ? `What helps most without asking people more often: **${plainText(quiet.what)}** (${one(-(quiet.waited + quiet.stage))} minutes). How: ${quiet.how}.`
        : 'Of what asks nobody more often nothing saves half a minute.'
    }`,
  ];
}

function changeLines({ compared, others }: Report): string[] {
  const [best] = compared;
  const lost = others.reduce((sum, measures) => sum + lostMinutes(measures), 0) / Math.max(1, others.length);
  if (!best) return ['Nothing was tried.'];
  const gain = -(best.waited + best.stage);
  const helps = gain >= 0.5;
  return [
    helps
      ? `**${plainText(best.what)}.** Of ${one(lost)} minutes that pages waited and stages stood empty, ${one(gain)} are saved (mean of ${counted(best.seeds, 'seed')}; better in ${best.better} of them). How: ${best.how}.`
      : `None of what was tried saves half a minute of ${one(lost)}. The rota stands; what is lost is lost to chance.`,
    ...quietLines(compared, best),
    '',
    'All that was tried, each with the same seeds, so with the same troubles and the same luck. Differences are means; less is better.',
    '',
    ...table(
      ['change', 'pages waited, min', 'stages empty, min', 'answered late', 'texts', 'calls', 'better in'],
      compared.map((each) => [
        plainText(each.what),
        more(each.waited),
        more(each.stage),
        more(each.late),
        more(each.texts),
        more(each.calls),
        `${each.better} of ${each.seeds}`,
      ]),
    ),
  ];
}

function checkedLines({ checked, play }: Report): string[] {
  if (!checked)
    return [
      'Played in memory only: the bot’s own commands and jobs, on a clock that goes from one thing to the next.',
    ];
  const { agreement: is, rate, hours, measures: seen } = checked;
  return [
    `The whole was played in memory, and ${counted(hours, 'hour')} of it in the sandbox at ${rate} ×: the real bot, a local Slack, phones. The same seed told the same story there:`,
    '',
    ...table(
      ['', 'in both', 'of'],
      [
        ['pages', String(is.pages), String(is.ofPages)],
        ['who was asked, on which channel, by which page', String(is.askings), String(is.ofAskings)],
        ['who took it', String(is.takers), String(is.pages)],
      ],
    ),
    '',
    `The same asking came ${one(is.median)} s apart in the middle, and less than ${one(is.ninth)} s in nine of ten (of the clock: at ${rate} × a second of it is ${(1000 / rate).toFixed(0)} ms, the time that the bot itself takes).`,
    `In the sandbox ${counted(seen.totals.pages, 'page')} waited ${one(seen.totals.waited)} minutes, with ${counted(seen.totals.texts, 'text')} and ${counted(seen.totals.calls, 'call')}.`,
    ...(checked.play.failed.length > 0
      ? [`**Jobs that failed for good there: ${[...new Set(checked.play.failed)].join(', ')}.**`]
      : []),
    ...(play.failed.length > 0
      ? [`**Jobs that failed for good in memory: ${[...new Set(play.failed)].join(', ')}.**`]
      : []),
  ];
}

export function rehearsalReport(report: Report): string {
  const { play, measures, pictures, command, about } = report;
  const { script, seed, trouble, promises, refused } = play;
  const { totals, weakest } = measures;
  const { zone } = script;
  const day = new Date(script.from).toISOString().slice(0, 10);
  const parts = (['organizer', 'lead', 'volunteer', 'speaker', 'attendee'] as const)
    .map((part) => counted(playersOf(script, part).length, part))
    .join(', ');
  const people = measures.people.slice(0, 12);
  return [
    `# Rehearsal: ${plainText(script.name)}`,
    '',
    ...(about === undefined ? [] : [about, '']),
    `${day}, ${clockText(script.from, zone)}–${clockText(script.until, zone)} (${zone}): ${counted(script.sessions.length, 'session')} in ${counted(script.rooms.length, 'room')}, ${counted(script.shifts.length, 'shift')}, and in the places of the event’s people ${parts}, all of them made up. Seed ${seed}. Again: \`${command}\``,
    '',
    '## In short',
    '',
    `- ${counted(totals.pages, 'page')}, ${totals.late} answered later than promised, ${totals.gaveUp} given up. They waited ${one(totals.waited)} minutes together; stages stood empty for ${one(totals.stage)}.`,
    `- ${counted(totals.texts, 'text')} and ${counted(totals.calls, 'call')}: ${money(totals.money)} by the prices of the fuse.`,
    weakest
      ? `- The rota’s weakest hour begins at ${clockText(weakest.hour, zone)}: ${counted(weakest.pages, 'page')} waited ${one(weakest.waited)} minutes, ${one(weakest.empty)} places were empty.`
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
    ...table(
      ['promise', 'kept', 'of', 'target', ''],
      promises.map(({ name, kept, all, within, target, spent }) => [
        `${PROMISED[name]} ${duration(within)}`,
        String(kept),
        String(all),
        `${target} %`,
        all === 0 ? 'nothing to count' : spent ? '**budget spent**' : 'kept',
      ]),
    ),
    '',
    '## Who would have been asked',
    '',
    ...table(
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
      ? ['', `And ${counted(measures.people.length - people.length, 'other')}, less often.`]
      : []),
    '',
    `![Rows of people, columns of hours: how many texts and calls each had](${pictures.people})`,
    '',
    '## Hours',
    '',
    ...table(
      ['from', 'pages', 'late', 'waited, min', 'texts', 'calls', 'empty places'],
      measures.hours.map((each) => [
        `${clockText(each.hour, zone)}${each === weakest ? ' (weakest)' : ''}`,
        String(each.pages),
        String(each.late),
        one(each.waited),
        String(each.texts),
        String(each.calls),
        one(each.empty),
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
          ...table(
            ['shift', 'needs', 'assigned', 'there', 'pages', 'waited, min'],
            measures.gaps
              .slice(0, 10)
              .map(({ shift, assigned, present, pages, waited }) => [
                plainText(shiftWords(shift, zone)),
                String(shift.min),
                String(assigned),
                String(present),
                String(pages.length),
                one(waited),
              ]),
          ),
        ]),
    '',
    ...(measures.stages.length === 0
      ? []
      : [
          '## Stages that stood empty',
          '',
          ...table(
            ['session', 'room', 'minutes'],
            [...measures.stages]
              .sort((a, b) => b.minutes - a.minutes)
              .slice(0, 10)
              .map(({ session, room, minutes }) => [session, plainText(room), one(minutes)]),
          ),
          '',
        ]),
    '## What went wrong on purpose',
    '',
    ...kindsOf(trouble, play),
    '',
    'The slowest pages:',
    '',
    ...table(
      ['opened', 'for', 'waited, min', 'asked', 'taken by'],
      [...measures.pages]
        .sort((a, b) => minutesWaited(b, script.until) - minutesWaited(a, script.until))
        .slice(0, 8)
        .map((page) => [
          clockText(page.openedAt, zone),
          page.target.kind === 'person'
            ? playerLabel(script, page.target.name)
            : plainText(page.target.name || page.target.kind),
          one(minutesWaited(page, script.until)),
          String(new Set(page.asked.map(({ person }) => person)).size),
          page.by === undefined ? 'nobody' : playerLabel(script, page.by),
        ]),
    ),
    '',
    '## How far to believe it',
    '',
    ...checkedLines(report),
    '',
    'How people answer is a model: nobody’s own habits are in it, and every number of it can be changed (`src/sandbox/rehearsal/behaviour.ts`, `trouble.ts`). A rehearsal compares rotas and policies under the same bad day; it does not foretell one. Nobody covers for anybody here, and nobody steps in for a talk.',
    ...(refused.size > 0
      ? [
          '',
          `What people tried in vain: ${[...refused].map(([what, times]) => `${plainText(what)} (${whole(times)})`).join(', ')}.`,
        ]
      : []),
    '',
  ].join('\n');
}
