/** `callboard backup --every-event`: of several events each, one after another, in a process of its own. */
import { spawnSync } from 'node:child_process';
import { BackupError } from '../../adapters/redis/backup.ts';

export const EVERY_EVENT = '--every-event';

/**
 * One that fails keeps no other from its turn.
 *
 * @param given - As it was typed, with `--every-event` in it.
 * @param events - Their names, and a line for each file of theirs that is none.
 * @returns the exit code: 0 where each was done
 * @throws {BackupError} where it is no command for several
 */
export function runForEveryEvent(
  given: readonly string[],
  { names, problems }: { readonly names: readonly string[]; readonly problems: readonly string[] },
): number {
  const rest = given.filter((word) => word !== EVERY_EVENT);
  if (rest[0] !== 'backup') throw new BackupError(`${EVERY_EVENT} is for \`callboard backup\`.`);
  if (rest.includes('-'))
    throw new BackupError('Backups of several events are several files: name a folder or a bucket.');
  const failed = names.filter((name) => {
    const words = [...process.execArgv, process.argv[1] ?? '', ...rest, '--event', name];
    return spawnSync(process.execPath, words, { stdio: 'inherit' }).status !== 0;
  });
  for (const problem of problems) console.error(problem);
  if (failed.length > 0) console.error(`There is no backup of: ${failed.join(', ')}.`);
  return failed.length + problems.length > 0 ? 1 : 0;
}
