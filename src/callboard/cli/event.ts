/**
 * `callboard event plan|apply|export FILE`: the whole set-up as code. Exit codes: 0 done, or no difference; 1 it
 * could not be done; 2 `plan` found differences (or the command was not understood, with the usage above it).
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Env } from '../../config.ts';
import { Conflict, StoreUnavailable } from '../../core/errors.ts';
import { type FileProblem, readByLines } from '../../formats/event-file/read.ts';
import { writeByLines } from '../../formats/event-file/write.ts';
import { CannotDo } from '../../keys/cli/ask.ts';
import { hooksToMake } from '../../page/domain/event-file.ts';
import { withEvening } from '../evening.ts';
import { changedByHand } from '../event-file/by-hand.ts';
import { applyEventFile } from '../event-file/decide.ts';
import { type Difference, isByHand, setupDifferences } from '../event-file/difference.ts';
import { lineOf, shownNames } from '../event-file/drift.ts';
import { exportedFile } from '../event-file/export.ts';
import { type LookedUp, lookUpNames } from '../event-file/look-up.ts';
import { makeHooks } from '../event-file/new-hooks.ts';
import { withRunbookFolder } from '../event-file/runbook-folder.ts';
import { WrittenSetup } from '../event-file/schema.ts';
import { loadEventSetup, type SetupState, setupOf } from '../event-file/state.ts';
import { type EventWorld, withEventWorld } from './event-world.ts';

const USAGE = `callboard event plan FILE|-     what the file would change, and what was changed by hand since;
                                exit code 0: nothing, 2: differences
callboard event apply FILE|-    make the event what the file says, in one step [--yes: also take things away]
                                [--tokens FILE: where tokens of new hooks are written]
callboard event export FILE|-   write the event as a file`;

export interface Terminal {
  readonly env: Env;
  /** Lines of the answer. */
  readonly print: (line: string) => void;
  /** A whole file; done when its last byte is out. */
  readonly write: (text: string) => Promise<void>;
  /** Lines beside it: what is wrong, what was believed. */
  readonly warn: (line: string) => void;
  /** Asks a person; undefined where nobody sits there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** The real one. */
const terminal = (): Terminal => ({
  env: process.env,
  print: (line) => console.log(line),
  write: (text) =>
    new Promise((resolve, reject) =>
      process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
    ),
  warn: (line) => console.error(line),
  ask:
    process.stdin.isTTY && process.stdout.isTTY
      ? async (question) => {
          const reader = createInterface({ input: process.stdin, output: process.stdout });
          const answer = await reader.question(question);
          reader.close();
          return answer;
        }
      : undefined,
});

/** @returns The exit code. */
export async function runEvent(given: readonly string[], at: Terminal = terminal()): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', default: false },
      tokens: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [verb, file, ...more] = positionals;
  const isKnown = verb === 'plan' || verb === 'apply' || verb === 'export';
  if (values.help || !isKnown || file === undefined || more.length > 0) {
    at.warn(USAGE);
    return values.help ? 0 : 2;
  }
  try {
    return await withEventWorld(at.env, { claim: verb === 'apply' }, async (world) => {
      if (verb === 'export') return await exportTo(file, world, at);
      if (verb === 'plan') return await plan(file, world, at);
      return await apply(file, values, world, at);
    });
  } catch (error) {
    if (!(error instanceof CannotDo || error instanceof StoreUnavailable)) throw error;
    at.warn(error.message);
    return 1;
  }
}

interface Read {
  readonly state: SetupState;
  readonly wanted: LookedUp;
  readonly found: readonly Difference[];
}

/** The file, whole and understood; each mistake is a line. */
async function readFile(file: string, world: EventWorld, at: Terminal): Promise<Read> {
  const name = file === '-' ? 'the input' : file;
  const said = (problems: readonly (FileProblem & { readonly file?: string })[]) => {
    const lines = problems.map(({ line, key, message, file = name }) => {
      const sentence = [key, message].filter(Boolean).join(' ');
      return `${file}:${line}: ${sentence}${/[.?!]$/.test(sentence) ? '' : '.'}`;
    });
    return new CannotDo([...lines, 'Nothing was changed.'].join('\n'));
  };
  const text = readText(file);
  const read = readByLines(text, WrittenSetup);
  if ('problems' in read) throw said(read.problems);
  const whole = withRunbookFolder(read.value, file);
  if ('faults' in whole) throw said(whole.faults);
  const state = await loadEventSetup(world);
  const wanted = await lookUpNames(whole.setup, {
    directory: world.directory,
    channels: world.channels,
    groups: state.event.value.groups ?? [],
    now: setupOf(state),
  });
  if ('problems' in wanted)
    throw said(wanted.problems.map(({ path, message }) => ({ ...read.at(path), message })));
  for (const id of wanted.unseen)
    at.warn(`${id} is not known here yet, and is taken as it is: see that it is nobody else’s.`);
  return { state, wanted, found: setupDifferences(setupOf(state), wanted.file) };
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotDo(
      code === 'ENOENT'
        ? `${file}: there is no such file. \`callboard event export ${file}\` writes one of the event as it is.`
        : `${file} cannot be read (${code}).`,
    );
  }
}

async function plan(file: string, world: EventWorld, at: Terminal): Promise<number> {
  const { state, found } = await readFile(file, world, at);
  await show(found, state, world, at);
  if (found.length === 0) return 0;
  if (found.some((one) => !isByHand(one))) at.print('`callboard event apply` makes it so.');
  return 2;
}

/** A line a difference, those that a person must do apart, and how many. */
async function show(
  found: readonly Difference[],
  state: SetupState,
  world: EventWorld,
  at: Terminal,
): Promise<void> {
  if (found.length === 0) return at.print(`The event “${world.name}” is as the file says.`);
  const hands = await changedByHand(found, state, world.store);
  const named = await shownNames(found, hands, world);
  const { zone } = state.event.value;
  const lines = found.map((one, index) => lineOf(one, hands[index], zone, named));
  const own = found.filter((one) => !isByHand(one));
  if (own.length > 0) at.print(`The event “${world.name}”, to be as the file says:`);
  for (const [index, one] of found.entries()) if (!isByHand(one)) at.print(`  ${lines[index]}`);
  if (own.length < found.length)
    at.print(
      'Of the keys, which no file makes or takes away (`/keys create`, `/keys rotate`, KEYS_ACTIONS):',
    );
  for (const [index, one] of found.entries()) if (isByHand(one)) at.print(`  ${lines[index]}`);
  const count = (kind: Difference['kind']) => own.filter((one) => one.kind === kind).length;
  at.print(
    own.length > 0
      ? `${count('added')} to add, ${count('changed')} to change, ${count('removed')} to remove.`
      : 'All else is as the file says.',
  );
}

interface ApplyOptions {
  readonly yes: boolean;
  readonly tokens?: string | undefined;
}

async function apply(file: string, options: ApplyOptions, world: EventWorld, at: Terminal): Promise<number> {
  const { state, wanted, found } = await readFile(file, world, at);
  await show(found, state, world, at);
  const removed = found.filter((one) => one.kind === 'removed' && !isByHand(one)).length;
  if (removed > 0 && !options.yes && !(await agrees(removed, at))) {
    at.warn('Nothing was changed. With --yes, what the file does not have is taken away too.');
    return 1;
  }
  const hooks = hooksToMake(state.page, wanted.file);
  if (hooks.length > 0 && options.tokens === undefined && !at.ask)
    throw new CannotDo(
      `The file adds ${hooks.map(({ name }) => `“${name}”`).join(', ')} to the hooks, and nobody would see the tokens: give --tokens FILE. Nothing was changed.`,
    );
  const made = await makeHooks(hooks, world.store);
  const change = applyEventFile(
    state,
    wanted.file,
    { fresh: made, groups: wanted.groups },
    world.clock.now(),
  );
  if (!change) return 0;
  // Before the commit: a token that nobody has is a hook that nobody can use.
  if (made.length > 0 && options.tokens !== undefined) keepTokens(options.tokens, made);
  try {
    await world.store.commit(await withEvening(change, world));
  } catch (error) {
    if (made.length > 0 && options.tokens !== undefined) rmSync(options.tokens, { force: true });
    if (!(error instanceof Conflict)) throw error;
    at.warn(
      'Somebody changed the event in this moment, and nothing was applied. Look again: `callboard event plan`.',
    );
    return 1;
  }
  const changed = found.filter((one) => !isByHand(one)).length;
  at.print(changed > 0 ? 'Applied.' : 'Noted as the file that the event is compared with.');
  if (options.tokens !== undefined && made.length > 0) at.print(`Tokens of new hooks: ${options.tokens}`);
  else for (const { name, token } of made) at.print(`Token of “${name}”, shown this once: ${token}`);
  if (found.some(({ section }) => section === 'channels' || section === 'rooms'))
    at.print('`callboard doctor` says whether the bot can post in the channels.');
  return 0;
}

async function agrees(removed: number, { ask }: Terminal): Promise<boolean> {
  if (!ask) return false;
  const answer = await ask(`Take ${removed} away too? Type yes: `);
  return /^(?:yes|y|sí|si)$/i.test(answer.trim());
}

function keepTokens(file: string, made: readonly { readonly name: string; readonly token: string }[]): void {
  const text = made.map(({ name, token }) => `${JSON.stringify(name)}: ${token}\n`).join('');
  try {
    // For its owner alone, and never over another file.
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotDo(
      code === 'EEXIST'
        ? `${file} is already there; give another name for the tokens. Nothing was changed.`
        : `${file} cannot be written (${code}). Nothing was changed.`,
    );
  }
}

async function exportTo(file: string, world: EventWorld, at: Terminal): Promise<number> {
  const state = await loadEventSetup(world);
  const text = writeByLines(
    ...exportedFile(
      setupOf(state),
      world.name,
      await world.directory.all(),
      world.channels && (await world.channels()),
    ),
  );
  if (file === '-') {
    await at.write(text);
    return 0;
  }
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotDo(
      code === 'EEXIST'
        ? `${file} is already there; give another name.`
        : `${file} cannot be written (${code}).`,
    );
  }
  at.print(
    `${file}: the event “${world.name}” as it is. \`callboard event plan ${file}\` finds no difference.`,
  );
  return 0;
}
