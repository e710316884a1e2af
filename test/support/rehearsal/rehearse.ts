/** A rehearsal from its files to its report: played as it is, then with each change, and for some hours in the sandbox. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createPictures } from '../../../src/adapters/echarts/pictures.ts';
import { agreementOf } from '../../../src/sandbox/rehearsal/agreement.ts';
import { changesToTry } from '../../../src/sandbox/rehearsal/changes.ts';
import { byHelp, type Compared, compare } from '../../../src/sandbox/rehearsal/compare.ts';
import { type Measures, measure } from '../../../src/sandbox/rehearsal/measure.ts';
import type { Play } from '../../../src/sandbox/rehearsal/measure-rota.ts';
import { hoursChart, peopleChart } from '../../../src/sandbox/rehearsal/picture.ts';
import { rehearsalReport } from '../../../src/sandbox/rehearsal/report.ts';
import type { Checked, Report } from '../../../src/sandbox/rehearsal/report-changes.ts';
import { HOUR, type Script } from '../../../src/sandbox/rehearsal/script.ts';
import { hasSandbox } from '../story/sandbox-process.ts';
import { openMemoryHouse } from './memory-house.ts';
import { playScript } from './play.ts';
import { CannotRehearse, readScript, type ScriptFiles } from './read-script.ts';
import { openSandboxHouse } from './sandbox-house.ts';

/** As `--hours` and `--seeds` are unless told. */
const USUAL_HOURS = 2;
const USUAL_SEEDS = 3;

export interface RehearseOptions {
  /** Seconds of the sandbox's clock in one of ours; 0 leaves the sandbox out. */
  readonly rate: number;
  readonly seed: number;
  /** So many seeds, from `seed` on, for each change that is tried. */
  readonly seeds: number;
  /** Of the clock, in the sandbox. */
  readonly hours: number;
  /** The report; its pictures are put beside it. */
  readonly out: string;
  readonly about?: string | undefined;
  readonly say: (line: string) => void;
}

export async function playInMemory(script: Script, seed: number, until?: number): Promise<Play> {
  const house = await openMemoryHouse(script);
  return await playScript(script, house, { seed, ...(until !== undefined && { until }) });
}

/** The same seed for the same hours in both houses. */
export async function playInBoth(script: Script, seed: number, rate: number, hours: number) {
  const until = script.from + hours * HOUR;
  const memory = await playInMemory(script, seed, until);
  const house = await openSandboxHouse(script, rate);
  try {
    const sandbox = await playScript(script, house, { seed, until });
    const numbers = await house.numbers();
    return { memory, sandbox, numbers, agreement: agreementOf(memory.facts, sandbox.facts) };
  } finally {
    await house.close();
  }
}

async function checkedIn(script: Script, { seed, rate, hours }: RehearseOptions): Promise<Checked> {
  const { sandbox, agreement } = await playInBoth(script, seed, rate, hours);
  return { agreement, rate, hours, play: sandbox, measures: measure(sandbox) };
}

/** How to ask for the same once more; folders of this machine are nobody's matter. */
const commandOf = (files: ScriptFiles, { rate, seed, seeds, hours }: RehearseOptions): string =>
  [
    `npm run rehearse -- ${basename(files.event)} ${rate}`,
    ...(files.agenda === undefined ? [] : [`--agenda ${basename(files.agenda)}`]),
    ...(files.rota?.length
      ? [`--rota ${basename(files.rota[0] ?? '')}${files.rota.length > 1 ? ' …' : ''}`]
      : []),
    ...(files.people === undefined ? [] : [`--people ${basename(files.people)}`]),
    ...(files.volunteers === undefined ? [] : [`--volunteers ${files.volunteers}`]),
    ...(files.rooms === undefined ? [] : [`--rooms "${files.rooms.join(',')}"`]),
    ...(files.day === undefined ? [] : [`--day ${files.day}`]),
    `--seed ${seed}`,
    ...(seeds === USUAL_SEEDS ? [] : [`--seeds ${seeds}`]),
    ...(hours === USUAL_HOURS ? [] : [`--hours ${hours}`]),
  ].join(' ');

export async function rehearse(files: ScriptFiles, options: RehearseOptions): Promise<Report> {
  const { rate, seed, seeds, hours, out, about, say } = options;
  if (rate > 0 && hours > 0 && !hasSandbox)
    throw new CannotRehearse('There is no sandbox on this machine (docs/sandbox.md): give 0 as the rate.');
  const script = await readScript(files);
  say(
    `${script.sessions.length} sessions, ${script.shifts.length} shifts, ${script.players.length} people, all made up`,
  );
  const drawn = Array.from({ length: seeds }, (_, index) => seed + index);
  const plays: Play[] = [];
  for (const one of drawn) plays.push(await playInMemory(script, one));
  const [play] = plays;
  if (!play) throw new CannotRehearse('Nothing was played.');
  const before = plays.map((one) => measure(one));
  const [measures] = before as [Measures, ...Measures[]];
  say(`${measures.totals.pages} pages waited ${measures.totals.waited.toFixed(1)} minutes`);

  const compared: Compared[] = [];
  for (const tried of changesToTry(script, before, play.trouble)) {
    const after: Measures[] = [];
    for (const one of drawn) after.push(measure(await playInMemory(tried.script, one)));
    const found = compare(tried, before, after);
    compared.push(found);
    say(`${(found.waited + found.stage).toFixed(1).padStart(7)} min: ${tried.what}`);
  }
  let checked: Checked | undefined;
  if (rate > 0 && hours > 0) {
    say(`${hours} h in the sandbox at ${rate} ×: some ${Math.ceil((hours * 60) / rate)} minutes`);
    checked = await checkedIn(script, options);
  }
  const name = basename(out).replace(/\.md$/, '');
  const pictures = { hours: `images/${name}-hours.png`, people: `images/${name}-people.png` };
  const beside = dirname(out);
  const report: Report = {
    play,
    measures,
    others: before,
    compared: byHelp(compared),
    checked,
    pictures,
    command: commandOf(files, options),
    about,
  };
  mkdirSync(join(beside, 'images'), { recursive: true });
  const drawing = createPictures();
  writeFileSync(join(beside, pictures.hours), await drawing.draw(hoursChart(script, measures)));
  writeFileSync(join(beside, pictures.people), await drawing.draw(peopleChart(script, measures)));
  writeFileSync(out, rehearsalReport(report));
  say(`${out} is written, with its pictures in ${join(beside, 'images')}`);
  return report;
}
