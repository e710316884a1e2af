/** The lean bot as plain JavaScript: a process of it starts in half the time that it takes to compile as it loads. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '../remove-folder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ENTRY = 'test/support/paging-bot-process.ts';

export interface Compiled {
  /** The program, as a path. */
  readonly entry: string;
  remove(): void;
}

/** Inside `node_modules`, so that packages are found from there. Types are what `npm run check` is for. */
/** @param program - From the root of the project. */
export function compileBot(program = ENTRY): Compiled {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bot-'));
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = { rootDir: root, outDir: folder, noEmit: false, noCheck: true };
  const extend = join(root, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({ extends: extend, include: [], files: [join(root, program)], compilerOptions }),
  );
  const tsc = createRequire(import.meta.url)
    .resolve('typescript/package.json')
    .replace(/package\.json$/, 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', config]);
  cpSync(join(root, 'src/adapters'), join(folder, 'src/adapters'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  return {
    entry: join(folder, program.replace(/ts$/, 'js')),
    remove: () => removeFolder(folder),
  };
}
