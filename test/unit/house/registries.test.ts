/** Folders, declarations and registries say the same: nothing is written that nobody runs. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { jobs } from '../../../jobs/index.ts';
import type { JobKind } from '../../../src/core/commit.ts';

const isJobKind = (value: unknown): value is JobKind<unknown> =>
  typeof value === 'object' && value !== null && 'queue' in value && 'retry' in value;

const load = async (file: string): Promise<object> => await import(pathToFileURL(resolve(file)).href);

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

it('every job that the domain declares has one handler, and every handler a declaration', async () => {
  const modules = await Promise.all(
    filesUnder('src')
      .filter((file) => file.includes('/domain/'))
      .map(load),
  );
  const declared = modules
    .flatMap((module) => Object.values(module).filter(isJobKind))
    .map((kind) => kind.name);
  const handled = jobs.map((job) => job.kind.name);
  expect(handled.toSorted()).toEqual([...new Set(declared)].sort());
  expect(new Set(handled).size).toBe(handled.length);
});

it('every file in jobs/ is in the list', async () => {
  const files = filesUnder('jobs').filter((file) => file !== 'jobs/index.ts');
  const exported = await Promise.all(files.map(load));
  for (const [i, module] of exported.entries()) {
    const handler = (module as { default?: unknown }).default;
    expect(jobs, files[i]).toContain(handler);
  }
});

it('every folder in commands/ is a command of the list, by its name', () => {
  const folders = readdirSync('commands', { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(commands.map((command) => command.name).toSorted()).toEqual(
    folders.map((one) => `/${one.name}`).sort(),
  );
});

it('buttons, modals and shortcuts are named after their command, and no two share a name', () => {
  const names = commands.flatMap((command) =>
    [command.buttons, command.modals, command.shortcuts].flatMap((list) =>
      Object.keys(list ?? {}).map((name) => ({ name, command: command.name.slice(1) })),
    ),
  );
  for (const { name, command } of names)
    expect(name.startsWith(`${command}.`), `${name} of /${command}`).toBe(true);
});

it('windows of /keys never show again what was typed into them', () => {
  const keys = commands.find((command) => command.name === '/keys');
  for (const [name, modal] of Object.entries(keys?.modals ?? {})) expect(modal.secret, name).toBe(true);
});
