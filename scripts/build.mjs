/**
 * Compiles to dist/: all of our own in a few files, since a thousand modules cost more time and memory than what is in
 * them. Libraries stay where they are. What is read at run time (Lua, scenarios, pages) is copied beside. Types are
 * checked by `npm run check`.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { digestOfSources, STAMP } from '../bin/built.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const digest = digestOfSources();

/** What is started by its file: the bot, the command line, and the threads and processes that the bot starts. */
const ENTRIES = [
  'src/main.ts',
  'src/cli.ts',
  'src/adapters/echarts/draw-worker.ts',
  'src/adapters/highs/fill-worker.ts',
  'src/adapters/shamir/child.ts',
  'src/formats/parse-thread.ts',
];

/** A module that looks for a file beside it still means beside its source, whichever file it came into. */
const ownAddresses = {
  name: 'own-addresses',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^#built$/ }, () => ({ path: '#built', external: true }));
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const name = JSON.stringify(relative(root, path).replace(/\.ts$/, '.js'));
      const contents = text.replaceAll('import.meta.url', `addressInBuild(${name})`);
      return { loader: 'ts', contents: `import { addressInBuild } from '#built';\n${contents}` };
    });
  },
};

/**
 * One letter beyond Latin-1, and the engine keeps all of a file's text with two bytes a letter. Escapes mean the same in
 * strings, templates and expressions, and in everything but `String.raw`, whose lines stay as they are.
 */
const escaped = (line) =>
  line.includes('String.raw')
    ? line
    : line.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

// In a folder beside: whoever starts meanwhile sees the old build or the new one, never half of one.
const fresh = mkdtempSync(join(root, '.dist-'));
try {
  const { metafile } = await build({
    entryPoints: ENTRIES,
    outdir: fresh,
    outbase: '.',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minifyWhitespace: true,
    lineLimit: 160,
    chunkNames: 'parts/[hash]',
    logLevel: 'error',
    metafile: true,
    plugins: [ownAddresses],
  });
  for (const file of Object.keys(metafile.outputs)) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.split('\n').map(escaped).join('\n'));
  }
  cpSync('src', join(fresh, 'src'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync(
    join(fresh, 'package.json'),
    JSON.stringify({ ...manifest, imports: { '#built': './built.js' } }, undefined, 2),
  );
  writeFileSync(
    join(fresh, 'built.js'),
    'export const addressInBuild = (name) => new URL(name, import.meta.url).href;\n',
  );
  writeFileSync(join(fresh, STAMP), digest);
  if (existsSync('dist')) rmSync('dist', { recursive: true, force: true });
  renameSync(fresh, 'dist');
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
