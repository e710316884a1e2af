/**
 * `callboard drill check FILE`: reads a scenario as the bot would, and says of every mistake in which line it is. It
 * needs no bot and no Redis. Exit codes: 0 it can be played, 1 it cannot, 2 the command was not understood.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readByLines } from '../../formats/event-file/read.ts';
import { deedOf, PAGING, Scenario } from '../../incident/domain/scenario.ts';

const USAGE = `callboard drill check FILE…|-    whether a drill's scenario can be played: each mistake with its line; what it
                                 does at which minute where it can. See docs/drills.md`;

export interface DrillOutput {
  /** Lines of the answer. */
  readonly print: (line: string) => void;
  /** Lines beside it: what is wrong. */
  readonly warn: (line: string) => void;
}

const terminal: DrillOutput = {
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
};

/** @returns The exit code. */
export function runDrill(given: readonly string[], at: DrillOutput = terminal): number {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  const [verb, ...files] = positionals;
  if (values.help || verb !== 'check' || files.length === 0) {
    at.warn(USAGE);
    return values.help ? 0 : 2;
  }
  return files.map((file) => check(file, at)).every(Boolean) ? 0 : 1;
}

/** Whether it can be played. */
function check(file: string, at: DrillOutput): boolean {
  const name = file === '-' ? 'the input' : file;
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    at.warn(code === 'ENOENT' ? `${name}: there is no such file.` : `${name} cannot be read (${code}).`);
    return false;
  }
  const read = readByLines(text, Scenario);
  if ('problems' in read) {
    for (const { line, key, message } of read.problems)
      at.warn(`${name}:${line}: ${[key, message].filter(Boolean).join(' ')}.`);
    return false;
  }
  tell(name, read.value, at);
  return true;
}

/** What would be played, in a line a step. */
function tell(file: string, { name, minutes, steps }: Scenario, { print }: DrillOutput): void {
  const pages = steps.filter((step) => PAGING.has(deedOf(step))).length;
  const points = steps.flatMap((step) => step.expect).reduce((sum, one) => sum + (one.points ?? 1), 0);
  print(
    `${file}: ${name} can be played: ${minutes} min, ${pages} ${pages === 1 ? 'page' : 'pages'}, ${points} points.`,
  );
  for (const step of steps) {
    const expected = step.expect.map(({ what, within }) => `${what} within ${within} min`).join(', ');
    print(`  minute ${step.at}: ${deedOf(step)}${expected === '' ? '' : `; expects ${expected}`}`);
  }
}
