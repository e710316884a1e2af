/** What Slack and Twilio themselves would have refused: the local ones take anything. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { View } from '@slack/types';
import { Ajv } from 'ajv';
import type { Message } from '../../../src/core/ports/chat.ts';
import { messageFaults, viewFaults } from '../slack-limits.ts';
import type { Logged } from './slack-desk.ts';

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** Everything that the bot sent to the local Slack and the real one would refuse. */
export function slackFaults(log: readonly Logged[]): string[] {
  return log
    .filter((one) => one.direction === 'from_bot')
    .flatMap(({ summary, detail }) => {
      const sent = (detail ?? {}) as Record<string, unknown>;
      if (sent['view'] !== undefined)
        return viewFaults(parsed(sent['view']) as View).map((fault) => `${summary}: ${fault}`);
      if (sent['blocks'] === undefined) return [];
      const text = typeof sent['text'] === 'string' ? sent['text'] : '';
      const message = { text, blocks: parsed(sent['blocks']) } as Message;
      return messageFaults(message).map((fault) => `${summary}: ${fault}`);
    });
}

const SPEC = resolve('../shared/specs/twilio_api_v2010.json');
const hasSpec = existsSync(SPEC);
if (!hasSpec) console.warn(`No ${SPEC} here: requests to Twilio are not checked against its description.`);

interface Spec {
  readonly paths: Readonly<
    Record<
      string,
      | {
          readonly post?: {
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema: object }>>;
            };
          };
        }
      | undefined
    >
  >;
}
let spec: (Spec & object) | undefined;
let ajv: Ajv | undefined;

/** Twilio's longest text, in characters. */
const MAX_BODY = 1_600;

export interface TwilioRequest {
  readonly method: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string | readonly string[]>>;
}

/** What is wrong with a request that creates or changes something, by Twilio's own description of its API. */
export function twilioFaults(requests: readonly TwilioRequest[]): string[] {
  const tooLong = requests
    .filter(({ form }) => String(form['Body'] ?? '').length > MAX_BODY)
    .map(({ path }) => `${path}: the body is over ${MAX_BODY} characters`);
  if (!hasSpec) return tooLong;
  if (!ajv || !spec) {
    spec = JSON.parse(readFileSync(SPEC, 'utf8')) as Spec & object;
    ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: 'array', allErrors: true });
    ajv.addSchema(spec, 'twilio');
  }
  const known = spec;
  const validator = ajv;
  const faults = requests
    .filter(({ method }) => method === 'post')
    .flatMap(({ path, form }) => {
      const template = path
        .replace(/Accounts\/AC[0-9a-f]{32}/, 'Accounts/{AccountSid}')
        .replace(/\/(SM|MM|CA)[0-9a-f]{32}/, '/{Sid}');
      const content = known.paths[template]?.post?.requestBody?.content;
      const schema = content?.['application/x-www-form-urlencoded']?.schema;
      if (!schema) return [`${path}: Twilio has no such request`];
      const strict = rebased({ ...schema, additionalProperties: false });
      const validate = validator.compile(strict);
      if (validate(structuredClone(form))) return [];
      return (validate.errors ?? []).map(
        (error) => `${template} ${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`,
      );
    });
  return [...tooLong, ...faults];
}

/** References of the description, seen from outside of it. */
const rebased = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"twilio#/')) as object;
