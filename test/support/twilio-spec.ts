/**
 * Twilio's own description of its API, to check our requests against: the emulator accepts anything. Where
 * the description is not here, the check says so and lets everything pass.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import twilio, { type RequestClient } from 'twilio';

const SPEC = resolve('../shared/specs/twilio_api_v2010.json');
export const hasTwilioSpec = existsSync(SPEC);
if (!hasTwilioSpec)
  console.warn(`No ${SPEC} here: requests to Twilio are not checked against its description.`);

interface Operation {
  readonly requestBody?: {
    content: Record<string, { schema: { properties?: Record<string, { type?: string }> } }>;
  };
}
interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: unknown;
}

export interface Requested {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, unknown>>;
}

const spec: Spec = hasTwilioSpec ? (JSON.parse(readFileSync(SPEC, 'utf8')) as Spec) : { paths: {} };
const ajv = new Ajv({ strict: false, coerceTypes: 'array', allErrors: true, validateFormats: false });

/** What Twilio would refuse in this request; none where it is as described. */
export function specFaults({ method, path, form }: Requested): string[] {
  if (!hasTwilioSpec) return [];
  const name = Object.keys(spec.paths).find((pattern) =>
    new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(path),
  );
  const operation = name === undefined ? undefined : spec.paths[name]?.[method];
  if (!operation) return [`${method} ${path} is not described`];
  const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  if (!schema) return [];
  const validate = ajv.compile({ ...schema, components: spec.components, additionalProperties: false });
  return validate({ ...form })
    ? []
    : (validate.errors ?? []).map(
        (error) => `${path} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      );
}

type Options = Parameters<typeof RequestClient.prototype.request>[0];
type Answer = Awaited<ReturnType<typeof RequestClient.prototype.request>>;
export type Respond = (requested: Requested) => { status: number; body: object } | 'time-out';

/** A way out for the SDK that remembers and answers as told. */
export class RecordingClient extends twilio.RequestClient {
  readonly requests: Requested[] = [];
  respond: Respond;
  constructor(respond: Respond) {
    super();
    this.respond = respond;
  }
  override async request<T>(options: Options): Promise<Answer & { body: T }> {
    const url = new URL(options.uri);
    const form = Object.fromEntries(
      Object.entries((options.data ?? {}) as Record<string, unknown>).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const requested = { method: options.method.toLowerCase(), path: url.pathname, form };
    this.requests.push(requested);
    const answer = this.respond(requested);
    if (answer === 'time-out')
      throw Object.assign(new Error('timeout of 4000ms exceeded'), { code: 'ECONNABORTED' });
    return { statusCode: answer.status, body: JSON.stringify(answer.body) as T, headers: {} } as Answer & {
      body: T;
    };
  }
}
