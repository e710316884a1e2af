/** The figures: what is counted, how an operator's rules and dashboard name it, and that no label grows without end. */
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { commands } from '../../../commands/index.ts';
import { jobs } from '../../../jobs/index.ts';
import { createMetrics, type Sources } from '../../../src/adapters/prometheus/metrics.ts';
import { PermanentError, RetryLater, UserError } from '../../../src/core/errors.ts';
import { jobAsWork } from '../../../src/core/followed-work.ts';
import type { OutboxCounts } from '../../../src/core/ports/store.ts';
import type { Telemetry, Work } from '../../../src/core/ports/telemetry.ts';
import { pressButton, runCommand } from '../../../src/core/run-command.ts';
import { measuredChannel } from '../../../src/core/telemetry.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

const FOLDER = 'deploy/observability';
const NONE = { waiting: 0, due: 0, late: 0, leased: 0, retried: 0, oldest: undefined };
const EMPTY: OutboxCounts = { pages: NONE, reminders: NONE, chores: NONE, webhooks: NONE };
const quiet: Sources = { now: () => 0, standing: async () => EMPTY, ready: async () => {}, providers: [] };
const all = () =>
  createMetrics(
    { version: '1' },
    jobs.map(({ kind }) => kind.name),
  );

/** The names of our own, without what a histogram puts behind them. */
const namesIn = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/\b(?:callboard|process)_[a-z_]*[a-z]\b/g)].map(([name]) =>
      name.replace(/_(bucket|count|sum)$/, ''),
    ),
  );
const exported = async (): Promise<Set<string>> =>
  new Set([...(await all().text(quiet)).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.object({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = Rules.parse(parse(readFileSync(`${FOLDER}/callboard.rules.yml`, 'utf8'))).groups.flatMap(
  (group) => group.rules,
);
const guide = readFileSync('docs/operators.md', 'utf8');

describe('the names', () => {
  it.each(['callboard.rules.yml', 'callboard.rules.test.yml', 'grafana-dashboard.json'])(
    '%s asks for no figure that is not there',
    async (file) => {
      const there = await exported();
      const asked = namesIn(readFileSync(`${FOLDER}/${file}`, 'utf8'));
      expect(asked.size).toBeGreaterThan(8);
      expect([...asked].filter((name) => !there.has(name))).toEqual([]);
    },
  );

  it('are all in the guide, which has no others', async () => {
    const ours = [...(await exported())].filter((name) => name.startsWith('callboard_')).sort();
    const told = [...namesIn(guide)].filter((name) => name.startsWith('callboard_')).sort();
    expect(told).toEqual(ours);
  });

  it('every figure of ours is on the dashboard', async () => {
    const shown = namesIn(readFileSync(`${FOLDER}/grafana-dashboard.json`, 'utf8'));
    const ours = [...(await exported())].filter((name) => name.startsWith('callboard_'));
    expect(ours.filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says what to do, and the guide says more',
    (alert, { annotations }) => {
      expect(annotations.description.length).toBeGreaterThan(40);
      expect(annotations.runbook_url).toBe(`docs/operators.md#${alert.toLowerCase()}`);
      expect(guide).toContain(`\n#### ${alert}\n`);
      const tests = readFileSync(`${FOLDER}/callboard.rules.test.yml`, 'utf8');
      expect(tests).toContain(alert);
    },
  );
});

describe('work', () => {
  const count = async (work: Work, ...runs: (() => Promise<unknown>)[]): Promise<string> => {
    const metrics = createMetrics();
    for (const run of runs) await metrics.telemetry.measure(work, run).catch(() => {});
    return await metrics.text(quiet);
  };
  const throws = (error: Error) => async () => {
    throw error;
  };

  it('is counted by how it ended, and timed', async () => {
    const text = await count(
      { kind: 'slack', name: 'chat.postMessage' },
      async () => 1,
      async () => 2,
      throws(new RetryLater(3)),
      throws(new PermanentError('channel_not_found')),
      throws(new Error('a socket')),
    );
    const line = (outcome: string) =>
      `callboard_slack_calls_total{method="chat.postMessage",outcome="${outcome}"}`;
    expect(text).toContain(`${line('ok')} 2`);
    expect(text).toContain(`${line('limited')} 1`);
    expect(text).toContain(`${line('refused')} 1`);
    expect(text).toContain(`${line('failed')} 1`);
    expect(text).toContain('callboard_slack_call_seconds_count{method="chat.postMessage"} 5');
  });

  it('gives what it gives, and throws what it throws', async () => {
    const { telemetry } = createMetrics();
    expect(await telemetry.measure({ kind: 'commit', name: 'commit' }, async () => 7)).toBe(7);
    const wrong = new UserError('common.badPress');
    await expect(telemetry.measure({ kind: 'command', name: '/x' }, throws(wrong))).rejects.toBe(wrong);
  });

  it('a job that has never failed is there as 0, so that its first failure is an increase', async () => {
    const text = await all().text(quiet);
    for (const { kind } of jobs)
      expect(text).toContain(`callboard_jobs_total{job="${kind.name}",outcome="failed"} 0`);
  });

  it('a private incident has no name in it', () => {
    const claimed = {
      id: 'incident-card:I123456',
      name: 'post-incident-card',
      queue: 'chores',
      at: Temporal.Instant.from('2019-06-05T08:00:00Z'),
      revision: 1,
      deliveryCount: 1,
      attemptsMade: 0,
      data: { page: 'P1' },
    } as const;
    const now = claimed.at.add({ seconds: 2 });
    expect(jobAsWork(claimed, now)).toMatchObject({ name: 'other', page: undefined, waited: 2000 });
    const open = { ...claimed, id: 'incident-card:I1' };
    expect(jobAsWork(open, now)).toMatchObject({ name: 'post-incident-card', page: 'P1' });
  });

  it('a channel counts each thing that it is asked', async () => {
    const metrics = createMetrics();
    const { deps } = await fakeWorld();
    const [channel] = deps.channels;
    if (!channel) throw new Error('no channel');
    const measured = measuredChannel(channel, metrics.telemetry);
    expect(Object.keys(measured).sort()).toEqual(['address', 'find', 'name', 'send']);
    const outgoing = {
      notification: 'n1',
      attempt: 1,
      to: { id: 'U1', name: 'Vera' },
      text: 'x',
      validFor: 9,
    };
    await measured.send(outgoing as Parameters<typeof channel.send>[0]);
    expect(await metrics.text(quiet)).toContain(
      'callboard_channel_requests_total{channel="slack",operation="send",outcome="ok"} 1',
    );
  });
});

describe('labels', () => {
  /** Notes what is measured, as a label would have it. */
  function listening() {
    const names = new Set<string>();
    const telemetry: Telemetry = {
      measure: (work, run) => {
        names.add(`${work.kind} ${work.name}`);
        return run();
      },
      context: () => undefined,
      about: () => {},
    };
    return { names, telemetry };
  }

  it('hold nothing of what is typed or pressed, whatever that is', async () => {
    const { names, telemetry } = listening();
    const world = await fakeWorld();
    const deps = { ...world.deps, telemetry };
    const asking = await world.asking('UORG');
    const progress = async () => {};
    for (const command of commands) {
      for (const text of ['', 'wat', 'Vera +12025550111 fell', 'constructor', 'ack P99', '__proto__ x'])
        await runCommand(command, { ...asking, text, channel: 'C1', progress }, deps).catch(() => {});
      for (const id of Object.keys(command.buttons ?? {}))
        await pressButton(command, id, { ...asking, value: 'Vera', at: undefined, progress }, deps).catch(
          () => {},
        );
    }
    const verbs = commands.flatMap((command) => [
      `${command.name} …`,
      ...Object.keys(command.verbs).map((verb) => `${command.name} ${verb}`.trim()),
      ...Object.keys(command.buttons ?? {}),
    ]);
    const closed = new Set(verbs.map((name) => `command ${name}`));
    expect(names.size).toBeGreaterThan(50);
    expect([...names].filter((name) => !closed.has(name))).toEqual([]);
    // Which verb of an incident was used would tell of a private one.
    expect([...names].filter((name) => name.includes('incident'))).toEqual(['command /incident']);
  });

  it('say a refusal in the words of the one who may not', async () => {
    const metrics = createMetrics();
    const world = await fakeWorld();
    const deps = { ...world.deps, telemetry: metrics.telemetry };
    const call = { ...(await world.asking('UANY')), text: 'undo', channel: 'C1', progress: async () => {} };
    const agenda = commands.find(({ name }) => name === '/agenda');
    if (!agenda) throw new Error('no agenda');
    await expect(runCommand(agenda, call, deps)).rejects.toThrow(UserError);
    expect(await metrics.text(quiet)).toContain(
      'callboard_commands_total{command="/agenda undo",outcome="refused"} 1',
    );
  });
});

describe('what is true now', () => {
  const at = Temporal.Instant.from('2019-06-05T08:00:00Z');
  const pages = { ...NONE, waiting: 3, due: 2, leased: 1, oldest: at.subtract({ seconds: 9 }) };
  const standing: Sources['standing'] = async () => ({ ...EMPTY, pages });

  it('is asked at each scrape: queues, readiness, providers', async () => {
    const sources = {
      ...quiet,
      now: () => at.epochMilliseconds,
      standing,
      providers: [{ name: 'twilio', works: () => false }],
    };
    const text = await createMetrics().text(sources);
    expect(text).toContain('callboard_outbox_jobs{queue="pages",state="waiting"} 3');
    expect(text).toContain('callboard_outbox_jobs{queue="pages",state="due"} 2');
    expect(text).toContain('callboard_outbox_jobs{queue="pages",state="leased"} 1');
    expect(text).toContain('callboard_outbox_overdue_seconds{queue="pages"} 9');
    expect(text).toContain('callboard_outbox_overdue_seconds{queue="chores"} 0');
    expect(text).toContain('callboard_ready 1');
    expect(text).toContain('callboard_provider_up{provider="twilio"} 0');
  });

  it('has replicas of the database where there are any, and none where nobody can say', async () => {
    const metrics = createMetrics();
    expect(await metrics.text({ ...quiet, nodes: async () => undefined })).not.toMatch(/^callboard_redis_/m);
    const nodes = async () => ({ replicas: 3, inStep: 2, alone: 1 });
    const text = await metrics.text({ ...quiet, nodes });
    expect(text).toContain('callboard_redis_replicas{state="in_step"} 2');
    expect(text).toContain('callboard_redis_replicas{state="behind"} 1');
    expect(text).toContain('callboard_redis_masters_alone 1');
    const gone = async () => {
      throw new Error('gone');
    };
    expect(await metrics.text({ ...quiet, nodes: gone })).not.toMatch(/^callboard_redis_/m);
  });

  it('is left out where the store does not say, in place of an old figure', async () => {
    const metrics = createMetrics();
    await metrics.text({ ...quiet, standing });
    const gone = async () => {
      throw new Error('gone');
    };
    const text = await metrics.text({ ...quiet, standing: gone, ready: gone });
    expect(text).not.toContain('callboard_outbox_jobs{');
    expect(text).toContain('callboard_ready 0');
  });
});
