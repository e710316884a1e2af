/** What `npm start` and `callboard` run: what is built where it is what the sources say, and never an older one. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { variables, wantsSandbox } from '../../src/config.ts';

const REAL = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 's' };
/** Stands for scripts/build.mjs: what it builds says so, with the digest that the real one writes. */
const BUILDER = `
import { mkdirSync, writeFileSync } from 'node:fs';
import { digestOfSources, STAMP } from '../bin/built.mjs';
mkdirSync('dist/src', { recursive: true });
for (const name of ['main', 'cli']) writeFileSync('dist/src/' + name + '.js', 'console.log("built ' + name + '")');
writeFileSync('dist/' + STAMP, digestOfSources());
`;

let folder: string;
beforeEach(() => {
  // Inside node_modules, so that tsx is found from there.
  mkdirSync('node_modules/.cache', { recursive: true });
  folder = mkdtempSync(resolve('node_modules/.cache', 'start-'));
  cpSync('bin', join(folder, 'bin'), { recursive: true });
  for (const name of ['src', 'commands', 'jobs', 'scripts']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of ['main', 'cli'])
    writeFileSync(
      join(folder, `src/${name}.ts`),
      `const said: string = 'sources ${name}';\nconsole.log(said);\n`,
    );
  writeFileSync(join(folder, 'scripts/build.mjs'), BUILDER);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, env: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin', program)], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  return { ran: stdout.trim(), said: stderr.trim() };
}

describe('npm start', () => {
  it('builds once for the real bot, and again when a source has changed', () => {
    expect(run('start.mjs', REAL)).toEqual({
      ran: 'built main',
      said: 'building (once, until the sources change)',
    });
    expect(run('start.mjs', REAL)).toEqual({ ran: 'built main', said: '' });
    appendFileSync(join(folder, 'src/main.ts'), '// A reason.\n');
    expect(run('start.mjs', REAL).said).toContain('building');
    writeFileSync(join(folder, 'package-lock.json'), '{}');
    expect(run('start.mjs', REAL).said).toContain('building');
    expect(run('start.mjs', REAL).said).toBe('');
  });

  it('takes the credentials of .env too', () => {
    writeFileSync(join(folder, '.env'), 'SLACK_BOT_TOKEN=xoxb-1\n');
    expect(run('start.mjs').ran).toBe('built main');
  });

  it('runs the sources where it cannot build, and says so', () => {
    writeFileSync(join(folder, 'scripts/build.mjs'), 'throw new Error("read-only");');
    const { ran, said } = run('start.mjs', REAL);
    expect(ran).toBe('sources main');
    expect(said).toContain('cannot build, so the sources run');
  });

  it('runs the sources in the sandbox and in the bot of it, built or not', () => {
    run('start.mjs', REAL);
    expect(run('start.mjs')).toEqual({ ran: 'sources main', said: '' });
    expect(run('start.mjs', { ...REAL, CALLBOARD_SANDBOX: '1' }).ran).toBe('sources main');
  });

  it('runs what is built where there is nothing else, as in the image', () => {
    run('start.mjs', REAL);
    for (const name of ['src', 'commands', 'jobs', 'scripts'])
      rmSync(join(folder, name), { recursive: true });
    expect(run('start.mjs').ran).toBe('built main');
    expect(run('callboard.mjs')).toEqual({ ran: 'built cli', said: '' });
  });

  it.each([{}, ...Object.keys(REAL).map((name) => ({ [name]: 'x' })), { SLACK_BOT_TOKEN: ' ' }])(
    'means by the sandbox what the configuration means: %o',
    (env) => {
      expect(variables).toContain('SLACK_BOT_TOKEN');
      expect(run('start.mjs', env as Record<string, string>).ran).toBe(
        wantsSandbox(env) ? 'sources main' : 'built main',
      );
    },
  );
});

describe('callboard', () => {
  it('never runs a build that is not what the sources say', () => {
    expect(run('callboard.mjs').ran).toBe('sources cli');
    run('start.mjs', REAL);
    expect(run('callboard.mjs').ran).toBe('built cli');
    appendFileSync(join(folder, 'src/cli.ts'), '// A reason.\n');
    expect(run('callboard.mjs')).toEqual({ ran: 'sources cli', said: '' });
  });
});

describe('npm ci', () => {
  it('builds for production, and leaves it to the start elsewhere', () => {
    run('install.mjs');
    expect(run('callboard.mjs').ran).toBe('sources cli');
    run('install.mjs', { npm_config_omit: 'dev' });
    expect(run('callboard.mjs').ran).toBe('built cli');
  });

  it('does not fail where it cannot build', () => {
    writeFileSync(join(folder, 'scripts/build.mjs'), 'throw new Error("read-only");');
    expect(run('install.mjs', { NODE_ENV: 'production' }).said).toContain('not built yet');
  });
});
