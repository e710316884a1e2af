// Compiles to dist/ and copies what is read at run time beside the code: Lua scripts, scenarios and the package's version.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
rmSync('dist', { recursive: true, force: true });
const tsc = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace(/package\.json$/, 'bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('src/adapters', 'dist/src/adapters', {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});
// The scenarios of drills.
cpSync('src/incident/scenarios', 'dist/src/incident/scenarios', { recursive: true });
cpSync('package.json', 'dist/package.json');
