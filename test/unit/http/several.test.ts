/** What a process of several events answers for all of them: whether it is of use, and its figures. */
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../../src/adapters/http/several.ts';
import { logOfEvent } from '../../../src/adapters/pino/event-log.ts';
import { createMetrics, type Sources } from '../../../src/adapters/prometheus/metrics.ts';
import { createProcessFigures, mergeFigures } from '../../../src/adapters/prometheus/several.ts';

const up = (name: string) => ({ name, reason: undefined });
const down = (name: string) => ({ name, reason: 'Slack refuses the token' });

describe('readiness', () => {
  it('is that of the process: one event that cannot work takes no other away', () => {
    expect(readinessOf(undefined, [up('a'), up('b')])).toEqual({
      status: 200,
      lines: ['ready', 'a: ready', 'b: ready'],
    });
    expect(readinessOf(undefined, [up('a'), down('b')])).toEqual({
      status: 200,
      lines: ['ready: 1 of 2 events', 'a: ready', 'b: not ready: Slack refuses the token'],
    });
  });

  it('ends where no event can work, or the process cannot', () => {
    expect(readinessOf(undefined, [down('a')]).status).toBe(503);
    expect(readinessOf('no Redis', [up('a')])).toMatchObject({
      status: 503,
      lines: ['not ready: no Redis', 'a: ready'],
    });
  });
});

describe('figures', () => {
  const NONE = { waiting: 0, due: 0, late: 0, leased: 0, retried: 0, oldest: undefined };
  const sources: Sources = {
    now: () => 0,
    standing: async () => ({ pages: NONE, reminders: NONE, chores: NONE, webhooks: NONE }),
    ready: async () => {},
    providers: [],
  };

  it('are declared once, with the lines of each event', async () => {
    const [a, b] = ['conf-a', 'conf-b'].map((event) => createMetrics({ version: '1' }, [], event));
    const change = {
      facts: [
        {
          name: 'page.opened',
          at: Temporal.Instant.from('2019-06-05T08:00:00Z'),
          by: 'U1',
          about: [],
          data: {},
        },
      ],
    };
    a?.committed(change);
    const text = mergeFigures([
      await createProcessFigures().text(['conf-c']),
      ...(await Promise.all([a?.text(sources) ?? '', b?.text(sources) ?? ''])),
    ]);
    for (const line of [
      'callboard_ready{event="conf-a"} 1',
      'callboard_ready{event="conf-c"} 0',
      'callboard_facts_total{fact="page.opened",event="conf-a"} 1',
      'callboard_facts_total{fact="page.opened",event="conf-b"} 0',
    ])
      expect(text.split('\n')).toContain(line);
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(types).size).toBe(types.length);
    // The lines of a figure stand together, behind what declares it.
    const ready = text.indexOf('# HELP callboard_ready ');
    const next = text.indexOf('# HELP', ready + 1);
    expect(text.slice(ready, next < 0 ? undefined : next).match(/^callboard_ready\{/gm)).toHaveLength(3);
    expect(text.match(/^process_start_time_seconds /gm)).toHaveLength(1);
  });

  it('of one event alone stay as they are', async () => {
    const text = await createMetrics({ version: '1' }).text(sources);
    expect(text).toContain('callboard_ready 1');
    expect(text).not.toContain('event=');
    expect(mergeFigures([text]).split('\n').filter(Boolean)).toEqual(text.split('\n').filter(Boolean));
  });
});

it('a line of the log says of which event it is', () => {
  const lines: object[] = [];
  const write = (data: object) => void lines.push(data);
  const log = logOfEvent({ debug: write, info: write, warn: write, error: write }, 'conf-a');
  log.error({ reason: 'x' }, 'm');
  log.info({ event: 'told by itself' }, 'm');
  expect(lines).toEqual([{ event: 'conf-a', reason: 'x' }, { event: 'told by itself' }]);
});
