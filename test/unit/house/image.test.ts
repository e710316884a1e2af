/** What goes into the image: everything that the bot needs is listed with its licence, and nothing runs as root. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

interface Sbom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly { readonly 'bom-ref': string; readonly licenses?: readonly object[] }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
interface Locked {
  readonly version: string;
  readonly dev?: boolean;
}

const sbomOf = (...args: string[]): Sbom =>
  JSON.parse(execFileSync('node', ['scripts/sbom.mjs', ...args], { encoding: 'utf8', maxBuffer: 1e8 }));
const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const idOf = ([path, { version }]: [string, Locked]) => `${path.replace(/^.*node_modules\//, '')}@${version}`;
/** Of other systems' builds only those for this one are installed. */
const installed = Object.entries(lock.packages).filter(([path]) => path !== '' && existsSync(path));
const production = new Set(installed.filter(([, { dev }]) => !dev).map(idOf));
const onlyForDevelopment = installed.filter(([, { dev }]) => dev).map(idOf);

it('the list of what the bot is made of has every production package of the lock file, with its licence', () => {
  const { bomFormat, metadata, components, dependencies } = sbomOf();
  const listed = components.map((one) => one['bom-ref']);
  expect(bomFormat).toBe('CycloneDX');
  expect(metadata.component).toMatchObject({ name: 'callboard', version: expect.any(String) });
  expect([...production].filter((id) => !listed.includes(id))).toEqual([]);
  expect(components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
  expect(onlyForDevelopment.filter((id) => !production.has(id) && listed.includes(id))).toEqual([]);
  for (const { dependsOn } of dependencies) expect(listed).toEqual(expect.arrayContaining([...dependsOn]));
}, 60_000);

it('that of the image has what is run, and not what runs TypeScript', () => {
  const names = sbomOf('--image').components.map((one) => one['bom-ref'].replace(/@[^@]*$/, ''));
  expect(names).toEqual(expect.arrayContaining(['@slack/bolt', 'bullmq', 'ioredis', '@opentelemetry/api']));
  expect(names.filter((name) => /^(tsx|typescript|esbuild|@esbuild\/|@types\/)/.test(name))).toEqual([]);
}, 60_000);

it('what is taken out of node_modules is what nobody runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-trim-'));
  const kept = [
    'a/index.js',
    'a/data.json',
    'a/LICENSE.md',
    'a/script.lua',
    '@opentelemetry/api/build/src/index.js',
  ];
  const gone = [
    ...[
      'a/index.js.map',
      'a/index.d.ts',
      'a/src.ts',
      'a/README.md',
      'tsx/index.js',
      '@types/node/package.json',
    ],
    ...['@opentelemetry/api/build/esm/index.js', 'echarts/dist/echarts.js'],
  ];
  for (const file of [...kept, ...gone]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'x');
  }
  execFileSync('node', ['scripts/trim-modules.mjs', folder]);
  expect(kept.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  expect(gone.filter((file) => existsSync(join(folder, file)))).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('the image runs as a number that is not root’s, has the list in it, and is of named versions', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(last).toMatch(/^USER ([1-9]\d*):([1-9]\d*)$/m);
  expect(last).toMatch(/^COPY --from=build \/app\/package\.json \/app\/sbom\.cdx\.json \.\/$/m);
  expect(last).not.toMatch(/^RUN /m);
  expect(dockerfile).not.toMatch(/:latest|^FROM [^\s:]+$/m);
  // Where there is no shell, a command in words would need one.
  for (const [, command = ''] of last.matchAll(/^(?:CMD|ENTRYPOINT)\s+(.*)$/gm))
    expect(command).toMatch(/^\[/);
});
