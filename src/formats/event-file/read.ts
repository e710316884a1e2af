/**
 * Reads a file of YAML (or JSON, which is YAML too) by a schema, and says of every mistake in which line it is, at
 * which key, and what to do. A value that looks like a secret is refused, and never repeated.
 */
import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { nearest } from '../../core/nearest.ts';
import { MAX_BYTES } from '../limits.ts';

export interface FileProblem {
  /** From 1. */
  readonly line: number;
  /** `roles.2.leads`, '' for the file as a whole. Lists count from 1. */
  readonly key: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

export interface ReadFile<T> {
  readonly value: T;
  /** Where something stands, for what is found out later. */
  readonly at: (path: Path) => Pick<FileProblem, 'line' | 'key'>;
}

/** A real set-up has some hundreds of lines; a file of megabytes is something else. */
const MAX_FILE_BYTES = MAX_BYTES / 50;

const SECRETS: readonly RegExp[] = [
  /\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}/,
  /\bcb_[\w-]{20,}/,
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)\w*[-_]\w{8,}/,
  /\bgh[opsur]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{15,}/,
  /\bAKIA[0-9A-Z]{12,}/,
  /\b(?:AC|SK)[0-9a-f]{32}\b/,
  /-----BEGIN|AGE-SECRET-KEY-/,
  /\bcbs1[a-z0-9]{8,}|\beyJ[\w-]{10,}\.[\w-]{10,}/,
  /\b\w+:\/\/[^/\s:@]*:[^/\s@]+@/,
  /[?&](?:token|key|secret|sig|signature|password|api_?key)=[^&\s]{6,}/i,
  /hooks\.slack\.com\/services\//,
];

/** One long word of mixed letters and digits, as generators of secrets make them. */
const looksRandom = (text: string): boolean =>
  /^[A-Za-z0-9+/_=.-]{28,}$/.test(text) &&
  /\d/.test(text) &&
  /[A-Za-z]/.test(text) &&
  !/^[a-z]+(?:[-_.][a-z0-9]+)+$/.test(text);

export const looksSecret = (text: string): boolean =>
  SECRETS.some((one) => one.test(text)) || text.split(/\s+/).some(looksRandom);

const SECRET =
  'looks like a token or a password. The event file holds none: tokens stay in the environment of the bot or are made by Callboard. Take it out, and change it if anybody has seen it';

/** @param text - the file; @param schema - of the whole */
export function readByLines<T>(
  text: string,
  schema: z.ZodType<T>,
): ReadFile<T> | { readonly problems: readonly FileProblem[] } {
  const whole = (message: string) => ({ problems: [{ line: 1, key: '', message }] });
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    return whole(`is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB: that is no event file`);
  if (text.trim() === '') return whole('is empty. `callboard event export -` shows what could be in it');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const lineAt = (offset: number) => counter.linePos(offset).line;
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        key: '',
        // The library goes on with a picture of the place, which may hold what was typed.
        message: `is not YAML: ${(message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}`,
      })),
    };
  const lineOf = (path: Path): number => lineAt(offsetOf(document.contents, path));
  const at = (path: Path) => ({ line: lineOf(path), key: keyText(path) });
  const secrets: FileProblem[] = [];
  visit(document, {
    Scalar(_key, node, ancestors) {
      if (typeof node.value !== 'string' || !looksSecret(node.value)) return;
      const parent = ancestors.at(-1) as Pair | undefined;
      const key = isScalar(parent?.key) && parent.key !== node ? String(parent.key.value) : '';
      secrets.push({ line: lineAt(node.range?.[0] ?? 0), key, message: SECRET });
    },
  });
  if (secrets.length > 0) return { problems: secrets };
  let json: unknown;
  try {
    json = document.toJS({ maxAliasCount: 100 });
  } catch {
    return whole('has too many aliases (`*name`) to be read');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data, at };
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, json, shape, at));
  return { problems: problems.sort((a, b) => a.line - b.line) };
}

/** What a part of a JSON schema is asked for here. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
}

const keyText = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : part)).join('.');

/** The keys that may stand at a place. */
function keysAt(shape: Shape | undefined, path: Path): readonly string[] {
  const [first, ...rest] = path;
  if (shape?.anyOf) return [...new Set(shape.anyOf.flatMap((one) => keysAt(one, path)))];
  if (first === undefined) return Object.keys(shape?.properties ?? {});
  const { properties = {}, items, additionalProperties } = shape ?? {};
  const named = typeof first === 'string' && Object.hasOwn(properties, first) ? properties[first] : undefined;
  const other = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return keysAt(typeof first === 'number' ? items : (named ?? other), rest);
}

const valueAt = (json: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[part]
        : undefined,
    json,
  );

const MAX_QUOTED = 60;
const quotedValue = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
};

/** Of several forms the one that got furthest is the one that was meant. */
const meantOf = (all: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] => {
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(0, ...issues.map(({ path }) => path.length));
  return all.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
};

function problemsOf(
  issue: z.core.$ZodIssue,
  json: unknown,
  shape: Shape,
  at: ReadFile<unknown>['at'],
): FileProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (
    issue.code === 'invalid_union' &&
    issue.errors.some((one) => one.some((inner) => inner.path.length > 0))
  )
    return meantOf(issue.errors).flatMap((inner) =>
      problemsOf({ ...inner, path: [...path, ...inner.path] }, json, shape, at),
    );
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(shape, path);
    return issue.keys.map((key) => {
      const guess = nearest(key, known);
      const here = path.length === 0 ? 'at the top of the file' : `in ${keyText(path)}`;
      const what = guess === undefined ? `it can be ${known.join(', ')}` : `do you mean ${guess}?`;
      return { ...at([...path, key]), message: `is nothing that stands ${here}: ${what}` };
    });
  }
  if (issue.code === 'invalid_key')
    return [{ ...at(path), message: issue.issues[0]?.message ?? issue.message }];
  const value = valueAt(json, path);
  if (value === undefined && path.length > 0) {
    // Its own line is that of the place where it is missing.
    const place = at(path.slice(0, -1));
    return [{ line: place.line, key: keyText(path), message: `is missing${hintOf(issue)}` }];
  }
  const isLong = typeof value === 'object' && value !== null;
  return [{ ...at(path), message: isLong ? wordsOf(issue) : `${quotedValue(value)} ${wordsOf(issue)}` }];
}

const hintOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value' ? `: ${issue.values.map(String).join(' or ')}` : '';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (a line a thing, each with a dash)',
  object: 'a group of keys, indented',
  record: 'a group of keys, indented',
};

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      // What a schema says in its own words is a sentence; the library's begin with a capital.
      return /^[a-z]/.test(issue.message)
        ? issue.message
        : `should be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return /^[a-z]/.test(issue.message)
        ? issue.message
        : `should be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return /^[a-z]/.test(issue.message)
        ? issue.message
        : `is too ${sizeWord(issue.origin, 'little')}: at least ${issue.minimum}`;
    case 'too_big':
      return /^[a-z]/.test(issue.message)
        ? issue.message
        : `is too ${sizeWord(issue.origin, 'much')}: at most ${issue.maximum}`;
    case 'invalid_format':
      if (issue.format === 'date') return 'is no date: write it as 2027-06-01';
      return issue.message;
    default:
      return issue.message;
  }
}

const sizeWord = (origin: string, word: 'little' | 'much'): string => {
  if (origin === 'string') return word === 'little' ? 'short' : 'long';
  return word === 'little' ? 'few' : 'many';
};

/** Where a key (or an item of a list) begins; the nearest thing around it where it is not there. */
function offsetOf(node: unknown, path: Path): number {
  let here = node as Node | null;
  let offset = here?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(here)) {
      const pair: Pair | undefined = here.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(part),
      );
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      here = pair.value as Node | null;
    } else {
      const items: readonly unknown[] = (here as { items?: readonly unknown[] } | null)?.items ?? [];
      const item = items[Number(part)] as Node | undefined;
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      here = item;
    }
  }
  return offset;
}
