/** Where traces go, in OpenTelemetry's own variables. Nothing of it is loaded where there is no endpoint. */
import { z } from 'zod';

export const otelConfig = z.object({
  /** A collector that takes OTLP over HTTP, without the `/v1/traces` that is put behind it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'an address such as http://localhost:4318' })
    .exactOptional(),
  /** Sent along with all that is exported, such as `authorization=Bearer …`; separated by commas. */
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*$/, 'names and values, such as authorization=Bearer%20TOKEN')
    .exactOptional(),
  /** What the traces are found under. */
  OTEL_SERVICE_NAME: z.string().min(1).default('callboard'),
});
