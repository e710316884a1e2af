/** A collector of traces on loopback: takes OTLP over HTTP as JSON, and keeps the spans. */
import { createServer } from 'node:http';
import { z } from 'zod';

const Value = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
});
const Attributes = z.array(z.object({ key: z.string(), value: Value })).default([]);
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.coerce.string(),
  endTimeUnixNano: z.coerce.string(),
  attributes: Attributes,
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

export type CollectedSpan = Omit<z.infer<typeof Span>, 'attributes'> & {
  readonly attributes: Readonly<Record<string, string>>;
};

export interface Collector {
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** All bodies that came, as they came. */
  readonly bodies: string[];
  /** The `authorization` of the last request. */
  authorization: string | undefined;
  /** What it answers from now on; 200 unless told. */
  status: number;
  stop(): void;
}

const flat = (attributes: z.infer<typeof Attributes>): Record<string, string> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? '')]),
  );

export async function startCollector(): Promise<Collector> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    collector.authorization = request.headers.authorization;
    if (collector.status === 200 && request.url === '/v1/traces') {
      collector.bodies.push(body);
      for (const { scopeSpans } of Export.parse(JSON.parse(body)).resourceSpans)
        for (const { spans } of scopeSpans)
          collector.spans.push(...spans.map((span) => ({ ...span, attributes: flat(span.attributes) })));
    }
    response.writeHead(collector.status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    spans: [],
    bodies: [],
    authorization: undefined,
    status: 200,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return collector;
}
