/** Traces: what is part of which, what goes on with a job, and that none goes on for ever or says too much. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { carry, readCarried } from '../../../src/adapters/otel/context.ts';
import { createTracer, type Tracer } from '../../../src/adapters/otel/tracer.ts';
import { PermanentError } from '../../../src/core/errors.ts';
import type { Work } from '../../../src/core/ports/telemetry.ts';
import { type Collector, startCollector } from '../../support/otlp-collector.ts';

const REQUEST: Work = { kind: 'request', name: 'command' };
const COMMIT: Work = { kind: 'commit', name: 'commit' };
const job = (name: string, parent?: string): Work => ({ kind: 'job', name, parent, waited: 3 });

describe('a tracer', () => {
  let collector: Collector;
  let tracer: Tracer;
  const warned = vi.fn();
  const open = async () => {
    collector = await startCollector();
    const log = { debug: () => {}, info: () => {}, warn: warned, error: () => {} };
    tracer = createTracer({ endpoint: `${collector.url}/`, service: 'cb', version: '1', event: 'main', log });
    return tracer.telemetry;
  };
  const named = (name: string) => {
    const span = collector.spans.find((one) => one.name === name);
    if (!span) throw new Error(`no ${name} in ${collector.spans.map((one) => one.name).join(', ')}`);
    return span;
  };
  afterEach(() => {
    collector.stop();
    warned.mockClear();
  });

  it('tells what a request does, and what its job does later, as one story', async () => {
    const telemetry = await open();
    let carried: string | undefined;
    await telemetry.measure(REQUEST, () =>
      telemetry.measure(COMMIT, async () => {
        telemetry.about('P7');
        carried = telemetry.context({ name: 'notify', queue: 'pages' });
      }),
    );
    expect(carried?.length).toBeLessThan(64);
    await telemetry.measure(job('notify', carried), () =>
      telemetry.measure({ kind: 'slack', name: 'chat.postMessage' }, async () => {}),
    );
    await tracer.stop();
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(named('commit').parentSpanId).toBe(named('slack request command').spanId);
    expect(named('outbox').parentSpanId).toBe(named('commit').spanId);
    expect(named('job notify').parentSpanId).toBe(named('outbox').spanId);
    expect(named('slack chat.postMessage').parentSpanId).toBe(named('job notify').spanId);
    expect(named('slack request command').attributes['callboard.page']).toBe('P7');
    expect(named('commit').attributes['callboard.page']).toBe('P7');
  });

  it('keeps apart what goes on at the same time', async () => {
    const telemetry = await open();
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    await Promise.all(
      ['P1', 'P2', 'P3'].map((page) =>
        telemetry.measure({ ...job(`of-${page}`), page }, async () => {
          await pause();
          await telemetry.measure({ kind: 'provider', name: page, operation: 'x' }, pause);
          expect(tracer.current()?.page).toBe(page);
        }),
      ),
    );
    expect(tracer.current()).toBeUndefined();
    await tracer.stop();
    for (const page of ['P1', 'P2', 'P3'])
      expect(named(`provider ${page} x`).traceId).toBe(named(`job of-${page}`).traceId);
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  it('says of each span which of several events it is of, since each has a page P1', async () => {
    await open();
    for (const event of ['conf-a', 'conf-b']) {
      const telemetry = tracer.of(event);
      await telemetry.measure({ ...job(`of-${event}`), page: 'P1' }, () =>
        telemetry.measure({ kind: 'slack', name: `to-${event}` }, async () => {}),
      );
    }
    await tracer.stop();
    for (const event of ['conf-a', 'conf-b'])
      for (const name of [`job of-${event}`, `slack to-${event}`])
        expect(named(name).attributes).toMatchObject({ 'callboard.event': event, 'callboard.page': 'P1' });
  });

  it('a job that happens to begin inside other work is no part of it', async () => {
    const telemetry = await open();
    await telemetry.measure(REQUEST, () => telemetry.measure(job('other'), async () => {}));
    await tracer.stop();
    expect(named('job other').traceId).not.toBe(named('slack request command').traceId);
  });

  it('what looks again and again, and what goes on without an end, begins anew', async () => {
    const telemetry = await open();
    await telemetry.measure(job('poll-feed'), async () => {
      expect(telemetry.context({ name: 'poll-feed', queue: 'chores' })).toBeUndefined();
      expect(telemetry.context({ name: 'apply', queue: 'chores' })).toBeDefined();
    });
    await telemetry.measure(job('escalate'), async () => {
      expect(telemetry.context({ name: 'escalate', queue: 'pages' })).toBeDefined();
    });
    let carried: string | undefined = `${'a'.repeat(32)}-${'b'.repeat(16)}-0`;
    let rounds = 0;
    for (; carried !== undefined; rounds++)
      await telemetry.measure(job('escalate', carried), async () => {
        carried = telemetry.context({ name: 'escalate', queue: 'pages' });
      });
    expect(rounds).toBe(40);
    await tracer.stop();
  });

  it('whoever only looks begins none, and neither does what happens by itself', async () => {
    const telemetry = await open();
    await telemetry.measure({ kind: 'route', name: 'GET /display' }, async () => {});
    await telemetry.measure(COMMIT, async () => expect(telemetry.context()).toBeUndefined());
    await telemetry.measure({ kind: 'route', name: 'POST /hooks/generic' }, async () => {});
    await tracer.stop();
    expect(collector.spans.map(({ name }) => name)).toEqual(['route POST /hooks/generic']);
  });

  it('says of an error that there was one, and nothing of what it says', async () => {
    const telemetry = await open();
    const wrong = new TypeError('no text to +12025550111');
    const failing = telemetry.measure(job('notify'), async () => {
      throw wrong;
    });
    await expect(failing).rejects.toBe(wrong);
    const refused = telemetry.measure(job('refused'), async () => {
      throw new PermanentError('21610');
    });
    await expect(refused).rejects.toThrow();
    await tracer.stop();
    expect(named('job notify').attributes).toMatchObject({
      'error.type': 'TypeError',
      'callboard.outcome': 'failed',
    });
    expect(named('job refused').attributes).toMatchObject({ 'callboard.outcome': 'refused' });
    expect(collector.bodies.join()).not.toContain('2025550111');
  });

  it('a collector that is gone costs a line of the log, once, and no work', async () => {
    const telemetry = await open();
    collector.status = 400;
    for (let i = 0; i < 3; i++) expect(await telemetry.measure(job('x'), async () => i)).toBe(i);
    await tracer.stop();
    expect(warned.mock.calls.map(([, words]) => words)).toEqual(['traces do not arrive']);
  });
});

describe('what is carried', () => {
  const one = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331', hops: 3 };

  it('comes back as it went', () => {
    expect(readCarried(carry(one))).toEqual(one);
  });

  it.each([
    undefined,
    '',
    'x',
    `${'0'.repeat(32)}-${'0'.repeat(16)}-0`,
    `${carry(one)}00`,
    `${carry(one)}\n`,
    `../${carry(one)}`,
  ])('%j is none of ours', (text) => {
    expect(readCarried(text)).toBeUndefined();
  });
});
