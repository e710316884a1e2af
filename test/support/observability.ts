/**
 * A real Prometheus and Alertmanager with the files that operators are given, on ports and in folders of their
 * own. Only what a test cannot wait for is changed: they look every second, and alert without patience.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort } from '../../src/sandbox/ports.ts';
import { removeFolder } from './remove-folder.ts';

export const OBSERVABILITY = 'deploy/observability';

const first = (...names: string[]): string | undefined =>
  names.find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
const alertmanager = first('prometheus-alertmanager', 'alertmanager');

/** False where the machine has none and none could be installed. */
export const hasPromtool = first('promtool') !== undefined;
export const hasPrometheus = first('prometheus') !== undefined && alertmanager !== undefined;
if (!hasPromtool) console.warn('No promtool here: the tests of the alert rules are skipped.');
if (!hasPrometheus)
  console.warn('No Prometheus or Alertmanager here: the test that an alert pages is skipped.');

export interface Watchers {
  readonly prometheus: string;
  readonly alertmanager: string;
  /** What they have said, for a test that fails. */
  said(): string;
  stop(): Promise<void>;
}

interface Rule {
  for?: string;
}

/** @param bot - Where its `/metrics` and hooks are. @param hookToken - Opens its hooks. */
export async function startWatchers(bot: string, hookToken: string): Promise<Watchers> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-observability-'));
  const read = (name: string) => parse(readFileSync(join(OBSERVABILITY, name), 'utf8'));
  const write = (name: string, value: object) => writeFileSync(join(folder, name), stringify(value));
  const ports = { prometheus: await freePort(), alertmanager: await freePort() };

  const rules = read('callboard.rules.yml');
  for (const group of rules.groups) for (const rule of group.rules as Rule[]) if (rule.for) rule.for = '0s';
  write('callboard.rules.yml', rules);

  const prometheus = read('prometheus.yml');
  Object.assign(prometheus.global, { scrape_interval: '1s', evaluation_interval: '1s' });
  prometheus.alerting.alertmanagers[0].static_configs[0].targets = [`127.0.0.1:${ports.alertmanager}`];
  prometheus.scrape_configs[0].static_configs[0].targets = [new URL(bot).host];
  write('prometheus.yml', prometheus);
  writeFileSync(join(folder, 'metrics-token'), 'any-token-of-a-bot-without-one');

  const alerts = read('alertmanager.yml');
  Object.assign(alerts.route, { group_wait: '1s', group_interval: '1s' });
  alerts.receivers[0].webhook_configs[0].url = `${bot}/hooks/alertmanager`;
  write('alertmanager.yml', alerts);
  writeFileSync(join(folder, 'hook-token'), hookToken);
  copyFileSync(join(OBSERVABILITY, 'callboard.rules.test.yml'), join(folder, 'callboard.rules.test.yml'));

  let said = '';
  const run = (program: string, args: string[]): ChildProcess => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: unknown) => {
      said = `${said}${String(chunk)}`.slice(-8_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    return child;
  };
  const children = [
    run('prometheus', [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
    ]),
    run(alertmanager ?? 'alertmanager', [
      '--config.file=alertmanager.yml',
      '--storage.path=alerts',
      '--cluster.listen-address=',
      `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
    ]),
  ];
  return {
    prometheus: `http://127.0.0.1:${ports.prometheus}`,
    alertmanager: `http://127.0.0.1:${ports.alertmanager}`,
    said: () => said,
    async stop() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          await gone;
        }),
      );
      removeFolder(folder);
    },
  };
}
