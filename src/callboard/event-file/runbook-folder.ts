/** The folder of runbooks that an event file names, in the place of its section. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runbookSections } from '../../incident/domain/runbook-file.ts';
import { type FileFault, type RunbookFile, runbooksFrom } from './runbook-files.ts';
import type { EventSetup, WrittenSetup } from './schema.ts';

/** The Markdown files of a folder, by name; other files, and one that tells about the folder, are left alone. */
const markdownFiles = (folder: string): RunbookFile[] =>
  readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith('.md') && name.toLowerCase() !== 'readme.md')
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));

/** Why a folder or a file of it could not be read, for the operator. */
function unreadable(folder: string, error: unknown): FileFault {
  const { code } = error as NodeJS.ErrnoException;
  const message =
    code === 'ENOENT'
      ? 'is no folder. `runbooks` names one, seen from the event file, or has the runbooks themselves'
      : `cannot be read (${code})`;
  return { file: folder, line: 1, key: '', message };
}

/** @param file - the event file's path; `-` is seen from where the command runs */
export function withRunbookFolder(
  { runbooks, ...setup }: WrittenSetup,
  file: string,
): { readonly setup: EventSetup } | { readonly faults: readonly FileFault[] } {
  if (typeof runbooks !== 'string') return { setup: { ...setup, ...(runbooks && { runbooks }) } };
  const folder = resolve(file === '-' ? '.' : dirname(file), runbooks);
  let files: RunbookFile[];
  try {
    files = markdownFiles(folder);
  } catch (error) {
    return { faults: [unreadable(folder, error)] };
  }
  const read = runbooksFrom(files);
  if ('faults' in read) return read;
  const whole = runbookSections.runbooks.safeParse(read.runbooks);
  if (whole.success) return { setup: { ...setup, runbooks: whole.data } };
  return { faults: whole.error.issues.map(({ message }) => ({ file: folder, line: 1, key: '', message })) };
}
