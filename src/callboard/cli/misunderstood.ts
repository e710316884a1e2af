/** What is said to a command line that means nothing: the one thing that is wrong, where that is known. */
import { nearest } from '../../core/nearest.ts';

const COMMANDS = [
  ...['start', 'doctor', 'backup', 'restore', 'ledger', 'event', 'drill', 'keys', 'help'],
  // What `backup` was called first.
  'export',
];

const WANTS_FILE: Readonly<Record<string, string>> = {
  backup:
    'Where to? Name a file, a folder with / at its end, s3://… or -, or set CALLBOARD_BACKUP_TO: `callboard backup demo.age`.',
  restore: 'Which one? Name its file, s3://… or -: `callboard restore demo.age`.',
};

/**
 * @param command - The first word.
 * @param isAlone - Nothing stands behind it.
 * @returns undefined where only the whole usage helps
 */
export function whatIsWrong(command: string, isAlone: boolean): string | undefined {
  const known = command === 'export' ? 'backup' : command;
  if (Object.hasOwn(WANTS_FILE, known)) return isAlone ? WANTS_FILE[known] : undefined;
  if (command === '' || COMMANDS.includes(command)) return undefined;
  const guess = nearest(command, COMMANDS);
  return guess === undefined
    ? undefined
    : `There is no command ${JSON.stringify(command)}. Did you mean ${guess}? \`callboard help\` lists them all.`;
}
