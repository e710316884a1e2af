/**
 * Traces, by OpenTelemetry over OTLP. One trace tells of a page from the click to the provider's callback: its
 * context is kept beside each job in the outbox and goes in the callbacks' addresses.
 *
 * Loaded only where the operator has a collector. Spans hold the code's own words and the codes of pages: no name,
 * number, text or address; errors by their class.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Ending, Telemetry, Work, WorkKind } from '../../core/ports/telemetry.ts';
import { outcomeOfError } from '../../core/telemetry.ts';
import { carry, readCarried } from './context.ts';

export interface TracerOptions {
  /** Without `/v1/traces`. */
  readonly endpoint: string;
  /** As `OTEL_EXPORTER_OTLP_HEADERS` has them. */
  readonly headers?: string | undefined;
  readonly service: string;
  readonly version: string;
  /** The event's short name. */
  readonly event: string;
  readonly log: Log;
}

export interface Tracer {
  readonly telemetry: Telemetry;
  /** The same for one of several events of a process, whose spans say which: each has a page P1. */
  of(event: string): Telemetry;
  /** The trace and the page of the work that is going on, for the log. */
  current(): { readonly trace: string; readonly page?: string } | undefined;
  /** Sends what it has; gives up after a moment. */
  stop(): Promise<void>;
}

/** Work that is going on. */
interface Active {
  readonly span: Span;
  readonly hops: number;
  /** The job that it is part of. */
  readonly job: string | undefined;
  readonly above: Active | undefined;
  page: string | undefined;
}

const KINDS: Readonly<Record<WorkKind, SpanKind>> = {
  request: SpanKind.SERVER,
  route: SpanKind.SERVER,
  job: SpanKind.CONSUMER,
  command: SpanKind.INTERNAL,
  commit: SpanKind.CLIENT,
  channel: SpanKind.INTERNAL,
  provider: SpanKind.CLIENT,
  slack: SpanKind.CLIENT,
};
/** What came from elsewhere: it is part of nothing that happens to go on around it. */
const BEGINS: ReadonlySet<WorkKind> = new Set(['request', 'route', 'job']);
/** So long, in milliseconds, a bot that stops waits for a collector. */
const PATIENCE = 2_000;
/** A wait that is longer, in milliseconds, is told of as a figure and not drawn. */
const MAX_DRAWN = 3_600_000;

export function createTracer(options: TracerOptions): Tracer {
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: readHeaders(options.headers),
    timeoutMillis: OUTGOING.traces.timeoutMs,
    concurrencyLimit: OUTGOING.traces.atOnce,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': options.service,
      'service.version': options.version,
      'callboard.event': options.event,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: sayingWhenLost(exporter, options.log),
        scheduledDelayMillis: 1_000,
        maxQueueSize: 8_192,
      }),
    ],
  });
  const tracer = provider.getTracer('callboard', options.version);
  const running = new AsyncLocalStorage<Active>();
  let going = 0;

  function start(work: Work, event: string | undefined): Active | undefined {
    const carried = readCarried(work.parent);
    const above = BEGINS.has(work.kind) ? undefined : running.getStore();
    if (!carried && !above && !isTold(work)) return undefined;
    const now = Date.now();
    const { waited = 0 } = work;
    const began = waited < MAX_DRAWN ? now - waited : now;
    const remote = carried && {
      traceId: carried.trace,
      spanId: carried.span,
      traceFlags: TraceFlags.SAMPLED,
    };
    let around = ROOT_CONTEXT;
    if (above) around = trace.setSpan(ROOT_CONTEXT, above.span);
    else if (remote) around = trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true });
    if (work.kind === 'job') {
      const outbox = tracer.startSpan('outbox', { kind: SpanKind.PRODUCER, startTime: began }, around);
      outbox.end(now);
      around = trace.setSpan(ROOT_CONTEXT, outbox);
    }
    const page = work.page ?? above?.page;
    const attributes = {
      'callboard.kind': work.kind,
      ...(event !== undefined && { 'callboard.event': event }),
      ...(page !== undefined && { 'callboard.page': page }),
      ...(work.waited !== undefined && { 'callboard.waited_ms': Math.round(work.waited) }),
    };
    const startTime = work.kind === 'request' ? began : now;
    const span = tracer.startSpan(nameOf(work), { kind: KINDS[work.kind], attributes, startTime }, around);
    const hops = carried ? carried.hops + 1 : (above?.hops ?? 0);
    return { span, hops, job: work.kind === 'job' ? work.name : above?.job, above, page };
  }

  async function follow<T>(active: Active, run: () => Promise<T>, ending?: Ending<T>): Promise<T> {
    const { span } = active;
    going++;
    try {
      const result = await running.run(active, run);
      end(span, ending?.result?.(result) ?? 'ok');
      return result;
    } catch (error) {
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      end(span, (ending?.error ?? outcomeOfError)(error));
      throw error;
    } finally {
      going--;
      // To follow promises slows all of them down (Node 20): while nothing is followed, none pays for it.
      if (going === 0) running.disable();
    }
  }

  const telemetryOf = (event: string | undefined): Telemetry => ({
    measure(work, run, ending) {
      const active = start(work, event);
      return active ? follow(active, run, ending) : run();
    },
    context(job) {
      const active = running.getStore();
      if (!active) return undefined;
      // What looks again and again has a trace for each look. A page's own steps are one story.
      if (job && job.queue !== 'pages' && job.name === active.job) return undefined;
      const { traceId, spanId } = active.span.spanContext();
      return carry({ trace: traceId, span: spanId, hops: active.hops });
    },
    about(page) {
      for (let one = running.getStore(); one && one.page === undefined; one = one.above) {
        one.page = page;
        one.span.setAttribute('callboard.page', page);
      }
    },
  });

  return {
    telemetry: telemetryOf(undefined),
    of: telemetryOf,
    current() {
      const active = running.getStore();
      if (!active) return undefined;
      const { page } = active;
      return { trace: active.span.spanContext().traceId, ...(page !== undefined && { page }) };
    },
    async stop() {
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

/** A trace begins with what somebody or something asks for; whoever only looks at a page of ours begins none. */
const isTold = ({ kind, name }: Work): boolean => BEGINS.has(kind) && !name.startsWith('GET ');

const nameOf = ({ kind, name, operation }: Work): string =>
  kind === 'commit'
    ? name
    : [kind === 'request' ? 'slack request' : kind, name, operation].filter(Boolean).join(' ');

function end(span: Span, outcome: string): void {
  span.setAttribute('callboard.outcome', outcome);
  if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function readHeaders(text = ''): Record<string, string> {
  const pairs = text.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}

/** The exporter, which says once that the collector does not take what it is sent, and once that it does again. */
function sayingWhenLost(exporter: SpanExporter, log: Log): SpanExporter {
  let isLost = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const fails = result.code !== 0;
        if (fails && !isLost) log.warn({ part: 'traces', error: result.error?.name }, 'traces do not arrive');
        if (!fails && isLost) log.info({ part: 'traces' }, 'traces arrive again');
        isLost = fails;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}
