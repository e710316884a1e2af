/** The house holds together: every import fits the table of layers, and each row is seen to bite. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { circle, dangling, house, violations } from './layers.ts';

const importing = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;

const forbidden: readonly (readonly [path: string, from: string])[] = [
  ['src/core/commit.ts', './deps.ts'],
  ['src/core/commit.ts', '../page/domain/page.ts'],
  ['src/core/planted.ts', '../page/planted.ts'],
  ['src/callboard/domain/planted.ts', '../../agenda/domain/session.ts'],
  ['src/agenda/domain/planted.ts', '../../rota/domain/shift.ts'],
  ['src/rota/domain/planted.ts', '../../page/domain/page.ts'],
  ['src/page/domain/planted.ts', '../../incident/domain/incident.ts'],
  ['src/page/domain/planted.ts', '../../core/ports/store.ts'],
  ['src/page/domain/planted.ts', '../card.ts'],
  ['src/page/domain/planted.ts', 'ioredis'],
  ['src/formats/planted.ts', '../adapters/http/fetch.ts'],
  ['src/formats/planted.ts', '../agenda/load.ts'],
  ['src/formats/planted.ts', 'undici'],
  ['src/slack/planted.ts', '../agenda/load.ts'],
  ['src/page/planted.ts', '../adapters/redis/store.ts'],
  ['src/page/planted.ts', '../../commands/page/view.ts'],
  ['src/page/planted.ts', '../../jobs/page/notify.ts'],
  ['commands/page/planted.ts', '../agenda/command.ts'],
  ['commands/page/planted.ts', '../../src/adapters/slack/chat.ts'],
  ['commands/page/planted.ts', '../../jobs/callboard/tell-organizers.ts'],
  ['commands/page/planted.ts', '@slack/bolt'],
  ['jobs/page/planted.ts', '../../commands/page/view.ts'],
  ['jobs/page/planted.ts', '../../src/adapters/slack/chat.ts'],
  ['src/adapters/slack/planted.ts', '../redis/store.ts'],
  ['src/adapters/slack/planted.ts', '../../../commands/index.ts'],
  ['src/adapters/slack/planted.ts', '../../sandbox/open.ts'],
  ['src/sandbox/planted.ts', '../adapters/redis/store.ts'],
  ['src/planted.ts', './core/commit.ts'],
];

const allowed: readonly (readonly [path: string, from: string])[] = [
  ['src/callboard/domain/planted.ts', '../../core/commit.ts'],
  ['src/agenda/domain/planted.ts', '../../callboard/domain/person.ts'],
  ['src/page/domain/planted.ts', '../../rota/domain/on-shift.ts'],
  ['src/formats/planted.ts', '../agenda/domain/session.ts'],
  ['commands/page/planted.ts', '../../src/page/domain/page.ts'],
  ['commands/page/planted.ts', './view.ts'],
  ['jobs/page/planted.ts', '../../src/core/job.ts'],
  ['src/adapters/slack/planted.ts', '../../core/errors.ts'],
  ['src/adapters/slack/planted.ts', './chat.ts'],
  ['src/compose.ts', './adapters/redis/store.ts'],
];

describe('the layers', () => {
  const files = house();

  it('every import of the house is allowed by its row, and leads to a file', () => {
    expect([...files].flatMap(([file, text]) => violations(file, text))).toEqual([]);
    expect(dangling(files)).toEqual([]);
    expect(files.size).toBeGreaterThan(300);
  });

  it('no files import each other in a circle', () => {
    expect(circle(files)).toBeUndefined();
    expect(
      circle(
        new Map([
          ['src/a.ts', importing('./b.ts')],
          ['src/b.ts', importing('./a.ts')],
        ]),
      ),
    ).toBe('src/a.ts → src/b.ts → src/a.ts');
  });

  it.each(forbidden)('%s may not import %s', (path, from) => {
    expect(violations(path, importing(from))).toHaveLength(1);
    expect(violations(path, `import type { X } from '${from}';`)).toHaveLength(1);
    expect(violations(path, `export const x = () => import('${from}');`)).toHaveLength(1);
  });

  it.each(allowed)('%s may import %s', (path, from) => {
    expect(violations(path, importing(from))).toEqual([]);
  });
});

const Report = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), location: z.object({ path: z.string().nullable() }) }),
  ),
});

/** Runs the linter with our rules over one line in each of the places; answers what it says of each. */
function lint(places: readonly string[], calls: readonly string[]): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-lint-'));
  const config = JSON.parse(readFileSync('biome.json', 'utf8'));
  delete config.$schema;
  config.vcs = { enabled: false };
  for (const plugin of config.plugins) plugin.path = resolve(plugin.path);
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
  for (const place of places)
    for (const [i, call] of calls.entries()) {
      const file = join(folder, place, `planted${i}.ts`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `export const x = () => ${call};\n`);
    }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const said = new Map<string, string>();
  for (const { message, location } of Report.parse(JSON.parse(stdout)).diagnostics) {
    const path = (location.path ?? '').replace(/^\.\//, '');
    said.set(path, `${said.get(path) ?? ''}${message}\n`);
  }
  return said;
}

describe('time and chance', () => {
  const calls = ['Date.now()', 'new Date()', 'Math.random()', 'Temporal.Now.instant()', 'performance.now()'];
  const said = lint(['src/callboard/domain', 'src/rota/domain/fill', 'src/adapters/redis'], calls);

  it.each(calls.map((call, i) => [call, i] as const))('only the domain may not ask %s', (_call, i) => {
    for (const room of ['src/callboard/domain', 'src/rota/domain/fill'])
      expect(said.get(`${room}/planted${i}.ts`)).toContain('takes time and chance as arguments');
    expect(said.get(`src/adapters/redis/planted${i}.ts`) ?? '').not.toContain('takes time and chance');
  });
});
