/** What operators are given for Prometheus and Alertmanager, held against the programs themselves. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPromtool, OBSERVABILITY } from '../support/observability.ts';

describe.skipIf(!hasPromtool)('the files for Prometheus and Alertmanager', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-rules-'));
    cpSync(OBSERVABILITY, folder, { recursive: true });
    // The operator's own.
    for (const name of ['metrics-token', 'hook-token']) writeFileSync(join(folder, name), 'x');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('are read by them', () => {
    expect(run('promtool', 'check', 'config', 'prometheus.yml')).toContain('SUCCESS');
    expect(run('promtool', 'check', 'rules', 'callboard.rules.yml')).toContain('SUCCESS');
  });

  it('each alert fires when it should, and none when all is well', () => {
    expect(run('promtool', 'test', 'rules', 'callboard.rules.test.yml')).toContain('SUCCESS');
  });

  it('an alert that is too patient is found', () => {
    const rules = readFileSync(join(folder, 'callboard.rules.yml'), 'utf8');
    const patient = rules.replace(
      'up{job="callboard"} == 0\n        for: 1m',
      'up{job="callboard"} == 0\n        for: 9m',
    );
    expect(patient).not.toBe(rules);
    writeFileSync(join(folder, 'callboard.rules.yml'), patient);
    expect(() => run('promtool', 'test', 'rules', 'callboard.rules.test.yml')).toThrow(
      /FAILED|Command failed/,
    );
  });
});
