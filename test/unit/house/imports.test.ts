/** The linter holds the house together; each rule is seen to bite on a violation planted here. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

interface Planted {
  readonly path: string;
  readonly text: string;
}

/** Runs the linter, with our rules, over files planted in a folder of their own; answers what it says of each. */
function lint(planted: readonly Planted[]): Map<number, string> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-lint-'));
  const config = JSON.parse(readFileSync('biome.json', 'utf8'));
  delete config.$schema;
  config.vcs = { enabled: false };
  for (const plugin of config.plugins) plugin.path = resolve(plugin.path);
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
  for (const [i, { path, text }] of planted.entries()) {
    const file = join(folder, path.replace('planted.ts', `planted${i}.ts`));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const report = Report.parse(JSON.parse(stdout));
  const said = new Map<number, string>();
  for (const one of report.diagnostics) {
    const index = Number(/planted(\d+)\.ts$/.exec(one.location.path ?? '')?.[1]);
    said.set(index, `${said.get(index) ?? ''}${one.category} ${one.message}\n`);
  }
  return said;
}

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string().nullable() }),
    }),
  ),
});

const importing = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;

const forbidden: readonly (readonly [path: string, from: string])[] = [
  ['src/domain/planted.ts', './paging/page.ts'],
  ['src/domain/event/planted.ts', '../people/person.ts'],
  ['src/domain/agenda/planted.ts', '../rota/shift.ts'],
  ['src/domain/rota/planted.ts', '../paging/page.ts'],
  ['src/domain/paging/planted.ts', '../incidents/incident.ts'],
  ['src/domain/paging/planted.ts', '../../ports.ts'],
  ['src/domain/paging/planted.ts', 'ioredis'],
  ['src/formats/planted.ts', '../adapters/http/fetch.ts'],
  ['src/formats/planted.ts', '../ports.ts'],
  ['commands/page/planted.ts', '../agenda/command.ts'],
  ['commands/page/planted.ts', '../../src/adapters/slack/chat.ts'],
  ['commands/page/planted.ts', '../../jobs/tell-organizers.ts'],
  ['commands/page/planted.ts', '@slack/bolt'],
  ['jobs/planted.ts', '../commands/page/view.ts'],
  ['jobs/planted.ts', '../src/adapters/slack/chat.ts'],
  ['src/adapters/slack/planted.ts', '../redis/store.ts'],
  ['src/adapters/slack/planted.ts', '../../../commands/index.ts'],
  ['src/adapters/slack/planted.ts', '../../sandbox/open.ts'],
  ['src/planted.ts', './adapters/redis/store.ts'],
];

const allowed: readonly (readonly [path: string, from: string])[] = [
  ['src/domain/event/planted.ts', '../commit.ts'],
  ['src/domain/agenda/planted.ts', '../people/person.ts'],
  ['src/domain/paging/planted.ts', '../rota/on-shift.ts'],
  ['src/formats/planted.ts', '../domain/agenda/session.ts'],
  ['commands/page/planted.ts', '../../src/domain/paging/page.ts'],
  ['commands/page/planted.ts', './view.ts'],
  ['jobs/planted.ts', '../src/ports.ts'],
  ['src/adapters/slack/planted.ts', '../../ports.ts'],
  ['src/compose.ts', './adapters/redis/store.ts'],
];

const impure = ['Date.now()', 'new Date()', 'Math.random()', 'Temporal.Now.instant()', 'performance.now()'];

describe('the house', () => {
  const said = lint([
    ...[...forbidden, ...allowed].map(([path, from]) => ({ path, text: importing(from) })),
    ...impure.map((call) => ({
      path: 'src/domain/event/planted.ts',
      text: `export const x = () => ${call};\n`,
    })),
    ...impure.map((call) => ({
      path: 'src/adapters/redis/planted.ts',
      text: `export const x = () => ${call};\n`,
    })),
  ]);

  it.each(forbidden.map((one, i) => [...one, i] as const))('%s may not import %s', (_path, _from, i) => {
    expect(said.get(i)).toContain('noRestrictedImports');
  });

  it.each(allowed.map((one, i) => [...one, forbidden.length + i] as const))(
    '%s may import %s',
    (_path, _from, i) => {
      expect(said.get(i) ?? '').not.toContain('noRestrictedImports');
    },
  );

  it.each(impure.map((call, i) => [call, i] as const))('only the domain may not ask %s', (_call, i) => {
    const first = forbidden.length + allowed.length;
    expect(said.get(first + i)).toContain('takes time and chance as arguments');
    expect(said.get(first + impure.length + i) ?? '').not.toContain('takes time and chance');
  });
});
