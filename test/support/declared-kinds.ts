/** Every kind of document, fact and job that a domain folder declares, and a made-up value that fits it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DocumentKind, FactKind } from '../../src/core/commit.ts';
import type { JobKind } from '../../src/core/job-kind.ts';

export interface DeclaredKinds {
  readonly documents: readonly DocumentKind<unknown>[];
  readonly facts: readonly FactKind<unknown>[];
  readonly jobs: readonly JobKind<unknown, unknown, readonly string[]>[];
}

export async function declaredKinds(): Promise<DeclaredKinds> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /^\w+\/domain\/.*\.ts$/.test(name))
    .sort();
  const byName = new Map<string, object>();
  for (const file of files) {
    const module = (await import(join(process.cwd(), 'src', file))) as Record<string, unknown>;
    for (const one of Object.values(module)) {
      if (typeof one !== 'object' || one === null || !('schema' in one) || !('name' in one)) continue;
      const sort = 'schemaVersion' in one ? 'document' : 'queue' in one ? 'job' : 'fact';
      byName.set(`${sort} ${String(one.name)}`, one);
    }
  }
  const of = (sort: string) =>
    [...byName].filter(([name]) => name.startsWith(`${sort} `)).map(([, one]) => one) as never;
  return { documents: of('document'), facts: of('fact'), jobs: of('job') };
}

type Json = Readonly<Record<string, unknown>>;

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2019-06-05T08:00:00Z',
  date: '2019-06-05',
};

/** What some patterns ask for; any other is that of a step's audience. */
const PATTERNS: readonly (readonly [RegExp, (pattern: string) => string])[] = [
  [/^\^\[0-9a-f\]\{\d+\}\$$/, (pattern) => 'a'.repeat(Number(/\d+(?=\}\$)/.exec(pattern)?.[0]))],
  [/\[0-5\]\\d\$$/, () => '09:00'],
];

const fitting = (pattern: string, text: string): string =>
  PATTERNS.find(([form]) => form.test(pattern))?.[1](pattern) ?? `role:${text}`;

/** One whose steps fit each other, which their schema alone does not say. */
const scenarioSaying = (text: string): object => ({
  ...{ name: 'projector', title: text, about: text, kind: 'other', severity: 'sev2', minutes: 20 },
  steps: [
    { at: 0, inject: text, expect: [{ what: 'update', within: 5, well: text, practise: text }] },
    { at: 1, alert: { from: 'Zabbix', to: 'oncall', says: text, labels: { room: text } } },
  ],
});
const isScenario = (named: readonly (readonly [string, Json])[]): boolean =>
  ['about', 'minutes', 'steps'].every((field) => named.some(([name]) => name === field));

/** A value with everything in it that may be: each free text is `text`, each list has one, each record one. */
function sample(schema: Json, text: string): unknown {
  const choice = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
  if (choice) return sample(choice.find((one) => one['type'] === 'string') ?? choice[0] ?? {}, text);
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  switch ([schema['type']].flat()[0]) {
    case 'string':
      return (
        FORMATS[String(schema['format'])] ??
        (schema['pattern'] ? fitting(String(schema['pattern']), text) : text)
      );
    case 'number':
    case 'integer':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return true;
    case 'array':
      return schema['prefixItems']
        ? (schema['prefixItems'] as Json[]).map((one) => sample(one, text))
        : [sample((schema['items'] ?? {}) as Json, text)];
    case 'object': {
      const named = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
      if (isScenario(named)) return scenarioSaying(text);
      const more = schema['additionalProperties'];
      const isRecord = named.length === 0 && typeof more === 'object';
      return isRecord
        ? { [text]: sample(more as Json, text) }
        : Object.fromEntries(named.map(([name, one]) => [name, sample(one, text)]));
    }
    case 'null':
      return null;
    default:
      return { said: text };
  }
}

/** A value of this schema that says `text` wherever it can. @throws where none can be made up */
export function made<T>(kind: { readonly name: string; readonly schema: z.ZodType<T> }, text: string): T {
  const json = z.toJSONSchema(kind.schema, { unrepresentable: 'any', io: 'input' }) as Json;
  const parsed = kind.schema.safeParse(sample(json, text));
  if (!parsed.success) throw new Error(`${kind.name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
