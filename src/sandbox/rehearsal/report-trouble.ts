/** What went wrong on purpose, and who covered for whom, as lines of a rehearsal's report. Pure. */
import { sessionChanged, watchChanged } from '../../agenda/domain/facts.ts';
import type { Recorded } from '../../core/commit.ts';
import { milliseconds } from '../../core/instant.ts';
import { shiftWords } from './changes.ts';
import type { Measures } from './measure.ts';
import type { Play } from './measure-rota.ts';
import { bareText, countWords, markdownTable, oneDecimal } from './report-words.ts';
import { HOUR, MINUTE, playerLabel } from './script.ts';
import { clockText, type Trouble } from './trouble.ts';

export const kindsOf = (trouble: readonly Trouble[], play: Play): string[] => {
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
    `${countWords(lateTalks, 'speaker')} late, ${lost} who would not have come; ${places - comes.length} of ${places} places on shifts not taken, ${late} taken late, ${comes.filter((one) => 'says' in one && one.says === false).length} without a word;`,
    `${countWords(of('alert').length, 'alert')} of devices, ${countWords(of('page').length, 'page')} by the crew, ${countWords(of('help').length, 'request')} for help by attendees;`,
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
    `The feed’s loss was held at ${countWords(held, 'look')} at it, and ${lost === 0 ? 'no session was lost by it' : `**${countWords(lost, 'session')} were cancelled by it**`}.`,
  ];
}

const watched = (fact: Recorded) =>
  fact.name === watchChanged.name ? watchChanged.schema.safeParse(fact.data).data?.became : undefined;
const changedBy = (fact: Recorded) =>
  fact.name === sessionChanged.name &&
  sessionChanged.schema.safeParse(fact.data).data?.what.includes('cancelled')
    ? fact.by
    : undefined;

/** Who asked for cover and how long before, who was asked in vain, and who took it. */
export function coverLines({ covers }: Measures, { script }: Play): string[] {
  if (covers.length === 0) return ['Nobody asked for cover.'];
  const label = (person: string) => playerLabel(script, person);
  const taken = covers.filter(({ takenBy }) => takenBy !== undefined);
  const people = new Set(covers.flatMap(({ asked }) => asked));
  const before = (ms: number) => (ms < 0 ? 'it had begun' : `${oneDecimal(ms / HOUR)} h`);
  return [
    `${countWords(covers.length, 'place')} asked for cover (\`/rota cover\`), and ${taken.length} found somebody, by the rota’s own rules: ${countWords(people.size, 'person', 'people')} asked.`,
    '',
    ...markdownTable(
      ['shift', 'asked for by', 'before the start', 'asked', 'taken by', 'not taken by'],
      covers.map(({ shift, person, at, asked, saidNo, takenBy }) => {
        const others = asked.filter((each) => each !== takenBy);
        const named = others
          .slice(0, 6)
          .map((each) => `${label(each)}${saidNo.includes(each) ? ' (no)' : ''}`);
        const rest = others.length > named.length ? [`${others.length - named.length} more`] : [];
        return [
          bareText(shiftWords(shift, script.zone)),
          label(person),
          before(milliseconds(shift.start) - at),
          String(asked.length),
          takenBy === undefined ? '**nobody**' : label(takenBy),
          [...named, ...rest].join(', ') || '–',
        ];
      }),
    ),
  ];
}
