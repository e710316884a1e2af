// What the built bot never reads goes out of node_modules, for the image: types, source maps, sources beside what was built
// of them, builds for browsers, and packages that only run or check TypeScript. `node scripts/trim-modules.mjs [FOLDER]`.
// scripts/image.mjs then loads every module of the bot, so that something that is missed shows there.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages that the build itself needs, or nobody: folders of node_modules. */
export const NOT_NEEDED = [
  /^typescript$/,
  /^@typescript\//,
  /^@types\//,
  // Run the sources; the image runs what was built of them.
  /^tsx$/,
  /^esbuild$/,
  /^@esbuild\//,
  /^fsevents$/,
  // The sandbox's Slack.
  /^local-slack-/,
];

/** Parts of packages: another build of the same, or what is there for people. */
const PARTS = [
  'echarts/dist',
  'echarts/theme',
  'zrender/dist',
  'zrender/build',
  'zod/src',
  'libphonenumber-js/bundle',
  'luxon/build/amd',
  'luxon/build/global',
  'luxon/build/es6',
  'dejavu-fonts-ttf/status.txt',
  '.package-lock.json',
  '.bin',
];
/** And of each package whose name begins so. OpenTelemetry's are there three times; Node takes build/src. */
const PARTS_OF = [['@opentelemetry/', ['build/esm', 'build/esnext']]];
/** Of the fonts two are drawn with. */
const FONTS = /^DejaVuSans(-Bold)?\.ttf$/;

const isNoise = (name) =>
  /\.(map|[mc]?ts|tsbuildinfo|flow)$/.test(name) ||
  (/\.(md|markdown)$/i.test(name) && !/^(licen[cs]e|notice|copying)/i.test(name));

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield { path, name: entry.name };
  }
}

/** @returns {{ before: number, after: number }} bytes of files */
export function trimModules(folder) {
  const size = () =>
    [...filesBelow(folder)].reduce(
      (sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  const before = size();
  const packages = readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of packages)
    if (NOT_NEEDED.some((pattern) => pattern.test(name))) rmSync(join(folder, name), { recursive: true });
  for (const part of PARTS) rmSync(join(folder, part), { recursive: true, force: true });
  for (const [prefix, parts] of PARTS_OF)
    for (const name of packages.filter((one) => one.startsWith(prefix)))
      for (const part of parts) rmSync(join(folder, name, part), { recursive: true, force: true });
  const fonts = join(folder, 'dejavu-fonts-ttf', 'ttf');
  if (existsSync(fonts))
    for (const name of readdirSync(fonts)) if (!FONTS.test(name)) rmSync(join(fonts, name));
  for (const { path, name } of [...filesBelow(folder)]) if (isNoise(name)) rmSync(path);
  return { before, after: size() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { before, after } = trimModules(process.argv[2] ?? 'node_modules');
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`node_modules: ${mb(before)} before, ${mb(after)} after`);
}
