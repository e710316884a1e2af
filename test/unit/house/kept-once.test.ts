/**
 * A process may serve several events, so nothing that a module keeps may be of one of them: each thing that can change
 * and is made where a module begins is in this table, with why all events may share it.
 */
import { expect, it } from 'vitest';
import { house } from './layers.ts';

/** By file and name. */
const SHARED: Readonly<Record<string, string>> = {
  'src/page/one-at-a-time.ts lines': 'by store, which is an event’s own',
  'src/agenda/stage/live.ts stages': 'by store',
  'src/callboard/board/live.ts boards': 'by store',
  'commands/agenda/list.ts searches': 'by the event’s own sessions',
  'commands/rota/fairness.ts counted': 'by the rota that was loaded',
  'src/core/permission.ts remembered': 'by the event’s own shifts',
  'src/adapters/backup/ask-bucket.ts gates': 'by configuration, which is an event’s own',
  'src/adapters/http/sockets.ts upgrades': 'by request',
  'src/adapters/http/sockets.ts sockets': 'says how sockets are opened, and holds none of them',
  'src/adapters/http/doctor.ts gate': 'the doctor looks at one event, in a process of its own',
  'src/keys/cli/ask.ts piped': 'of the command line',
  'src/keys/cli/ask.ts reader': 'of the command line',
  'src/adapters/shamir/child.ts chunks': 'of a process that does one thing',
  'src/adapters/shamir/child.ts said': 'of a process that does one thing',
  'src/formats/worker.ts current': 'reads one file after another and keeps nothing of them',
  'src/formats/worker.ts idle': 'the same thread’s',
  'src/formats/worker.ts last': 'the same thread’s',
  'src/formats/records/find.ts known': 'by what was read',
  'src/formats/table/layout.ts told': 'by what was read',
  'src/formats/records/keys.ts guesses': 'follows from its keys alone',
  'src/rota/domain/hours.ts nights': 'follows from its keys alone',
  'src/i18n/time.ts kept': 'follows from its keys alone',
  'src/i18n/time.ts isoDates': 'follows from its keys alone',
  'src/i18n/time.ts ordinals': 'knows the language alone',
  'src/core/text.ts graphemes': 'knows the language alone',
  'src/formats/table/date-words.ts more': 'knows the language alone',
  'src/formats/xml.ts parser': 'keeps nothing of what it reads',
  'src/incident/scenarios.ts read': 'files that come with Callboard',
  'src/adapters/echarts/draw.ts folder': 'files that come with Callboard',
  'src/page/push/icon.ts drawn': 'pictures that are everybody’s',
};

const BROWSER =
  /^src\/(?:page\/push\/(?:worker|page-script)|agenda\/stage\/(?:script|worker)|callboard\/board\/page)\.ts$/;
/** What can change, where a module begins; what is only read is declared so. */
const MUTABLE =
  /^(?:export )?(?:let (\w+)|const (\w+)(?:: (?!Readonly|readonly)[^=\n]*)? = (?:await )?(?:new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|create[A-Z]\w*\(|new (?!(?:Map|Set|RegExp|URL|Text\w+)\b)[A-Z][\w.]*\(|\[\];|\{\};))/gm;

const keptIn = (text: string): string[] => [...text.matchAll(MUTABLE)].map(([, a, b]) => a ?? b ?? '');

it('what a module keeps is of no event', () => {
  const found = [...house()]
    .filter(([file]) => !file.startsWith('src/sandbox/') && !BROWSER.test(file))
    .flatMap(([file, text]) => keptIn(text).map((name) => `${file} ${name}`));
  expect(found.toSorted()).toEqual(Object.keys(SHARED).toSorted());
});

it('is found in each of its forms', () => {
  for (const form of [
    'let last: Promise<unknown> = Promise.resolve();',
    'export let count = 0;',
    'const known = new Map<string, Map<string, number>>();',
    'const seen = new WeakSet();',
    'const gate = createGate(OUTGOING.checkup);',
    'const index = new MiniSearch({});',
    'const waiting: string[] = [];',
  ])
    expect(keptIn(form), form).toHaveLength(1);
  for (const form of [
    "const WORDS: ReadonlySet<string> = new Set(['a']);",
    'const NOTHING: readonly string[] = [];',
    '  let inside = 0;',
    'const digest = (text: string): string => createHash(text);',
  ])
    expect(keptIn(form), form).toEqual([]);
});
