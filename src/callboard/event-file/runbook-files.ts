/**
 * Runbooks as a folder of Markdown files: each has its title as its name and, between two lines of dashes above it,
 * what it fits. Reading the folder is the command line's; this makes one section of what was read.
 */
import { z } from 'zod';
import { type FileProblem, looksSecret, readByLines } from '../../formats/event-file/read.ts';
import { FileRunbook, RunbookName, runbookFits } from '../../incident/domain/runbook-file.ts';
import { readRunbook } from '../../incident/domain/runbook-markdown.ts';

const Head = z.strictObject(runbookFits);

export interface RunbookFile {
  /** As it is named to people. */
  readonly name: string;
  readonly text: string;
}

export interface FileFault extends FileProblem {
  readonly file: string;
}

const HEAD = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*\r?\n/;

/** In the order of the files. */
export function runbooksFrom(
  files: readonly RunbookFile[],
): { readonly runbooks: FileRunbook[] } | { readonly faults: readonly FileFault[] } {
  const read = files.map(readOne);
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  return faults.length > 0
    ? { faults }
    : { runbooks: read.flatMap((one) => ('runbook' in one ? [one.runbook] : [])) };
}

function readOne({ name: file, text }: RunbookFile): { runbook: FileRunbook } | { faults: FileFault[] } {
  const [whole = '', head] = HEAD.exec(text) ?? [];
  const body = text.slice(whole.length).replaceAll('\r', '').trim();
  const faulty = (problems: readonly FileProblem[]) => ({
    faults: problems.map((one) => ({ ...one, file })),
  });
  // Its first line is the one of the dashes.
  const fits = readByLines(head?.trim() ? `\n${head}` : '{}', Head);
  if ('problems' in fits) return faulty(fits.problems);
  if (looksSecret(body))
    return faulty([
      { line: 1, key: '', message: 'has something that looks like a token or a password: take it out' },
    ]);
  const { title } = readRunbook(body);
  const line = 1 + whole.split('\n').length - 1;
  if (title === undefined)
    return faulty([
      { line, key: '', message: 'has no title: write its name above its steps, as `# Projector dead`' },
    ]);
  const name = RunbookName.safeParse(title);
  if (!name.success)
    return faulty([
      { line, key: '', message: `has a title that is too long or says nothing: “${title.slice(0, 80)}”` },
    ]);
  const runbook = FileRunbook.safeParse({ name: title, ...fits.value, text: withoutTitle(body) });
  if (runbook.success) return { runbook: runbook.data };
  return faulty(runbook.error.issues.map(({ message }) => ({ line, key: '', message })));
}

const withoutTitle = (body: string): string => body.replace(/^#[ \t].*\n*/m, '').trim();
