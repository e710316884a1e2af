/**
 * Several events in one deployment: `CALLBOARD_EVENTS` names a folder with a file `NAME.env` for each, read over the
 * environment that all have in common. Every problem of every file is told at once, and never a value.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { redisConfig } from '../adapters/redis/connect.ts';
import { secretsFrom } from '../adapters/redis/secret-text.ts';
import { type Config, type Env, readConfig, variables } from '../config.ts';
import { publicPath } from '../core/public-url.ts';

/** What a process has once, whatever it serves, and why: no event's file may set it. */
export const PROCESS_WIDE: Readonly<Record<string, string>> = {
  NODE_ENV: 'one process serves all events',
  CALLBOARD_EVENTS: 'it names the folder of these files',
  CALLBOARD_ROLE: 'one process serves all events',
  CALLBOARD_QUEUES: 'one process serves all events',
  CALLBOARD_STOP_SECONDS: 'one process serves all events',
  CALLBOARD_SANDBOX: 'the sandbox holds one event',
  SANDBOX_EVENT: 'the sandbox holds one event',
  SANDBOX_CLOCK: 'the sandbox holds one event',
  SANDBOX_STRICT: 'the sandbox holds one event',
  SANDBOX_STRICT_URL: 'the sandbox holds one event',
  PORT: 'one port serves all events',
  HOST: 'one port serves all events',
  DOMAIN: 'one port serves all events',
  REDIS_URL: 'one Redis holds all events, each in its slot',
  REDIS_PASSWORD: 'one Redis holds all events, each in its slot',
  METRICS_TOKEN: 'the figures of all events are read together',
  LOG_LEVEL: 'one log has the lines of all events',
  LOG_FILE: 'one log has the lines of all events',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'one collector takes the traces of all events',
  OTEL_EXPORTER_OTLP_HEADERS: 'one collector takes the traces of all events',
  OTEL_SERVICE_NAME: 'one collector takes the traces of all events',
};

/** What no two events may have alike, and why. */
const OWN = {
  SLACK_BOT_TOKEN: 'each event has a Slack app of its own',
  SLACK_APP_TOKEN: 'each event has a Slack app of its own',
  SLACK_SIGNING_SECRET: 'each event has a Slack app of its own',
  TWILIO_NUMBER: 'nobody could tell which event a text that comes in is for',
  TELNYX_NUMBER: 'nobody could tell which event a text that comes in is for',
  WATCHDOG_URL: 'an event that works would hide one that does not',
} as const satisfies Partial<Record<keyof Config, string>>;

/** Doors of the process itself. */
const TAKEN_NAMES = new Set(['healthz', 'readyz', 'metrics']);
const EVENT_NAME = redisConfig.shape.CALLBOARD_EVENT.unwrap();
/** Where the key of an event is made that has none, outside production. */
const SECRETS = 'data/secrets';

export interface EventConfig {
  readonly name: string;
  readonly config: Config;
  /** Its own variables alone: the secrets of its webhooks are looked up here, and no other event's can be named. */
  readonly env: Env;
}

export type ReadEvents =
  | { readonly events: readonly EventConfig[] }
  /** One line each: the file, the variable, and what is wrong with it. */
  | { readonly problems: readonly string[] };

interface EventFile {
  /** As it is told of: `conf-a.env`. */
  readonly file: string;
  readonly name: string;
  readonly own: Env;
}

/** Whether this deployment has several events, and is not one by itself. */
export const hasEvents = (env: Env): boolean => Boolean(env['CALLBOARD_EVENTS']?.trim());

/** @param env - What all events have in common. */
export function readEvents(env: Env): ReadEvents {
  const problems: string[] = [];
  const files = readFiles(env['CALLBOARD_EVENTS']?.trim() ?? '', problems);
  if (env['CALLBOARD_SANDBOX'] === '1')
    problems.push('CALLBOARD_SANDBOX: the sandbox holds one event; take CALLBOARD_EVENTS away');
  const read = files.map((one) => ({ ...one, ...readEvent(one, env, problems) }));
  const events = read.flatMap(({ name, file, own, config }) =>
    config ? [{ name, file, env: own, config }] : [],
  );
  problems.push(...sharedValues(read, env), ...sharedKeys(files, env), ...nestedAddresses(events));
  return problems.length > 0 ? { problems: [...new Set(problems)] } : { events };
}

/**
 * The environment of one of several events, as if it were the only one: for the command line.
 *
 * @returns `env` itself where there is one event, or what is wrong in a line.
 */
export function envOfEvent(
  env: Env,
  chosen: string | undefined,
): { readonly env: Env } | { readonly problem: string } {
  if (!hasEvents(env)) {
    return chosen === undefined ? { env } : { env: { ...env, CALLBOARD_EVENT: chosen } };
  }
  const problems: string[] = [];
  const files = readFiles(env['CALLBOARD_EVENTS']?.trim() ?? '', problems);
  const name = chosen ?? env['CALLBOARD_EVENT']?.trim();
  const names = files.map((file) => file.name).join(', ');
  const found = files.find((file) => file.name === name);
  if (found) return { env: { ...layered(found, env), CALLBOARD_EVENTS: undefined } };
  if (problems[0] !== undefined && files.length === 0) return { problem: problems[0] };
  return {
    problem: name
      ? `There is no event ${name} in CALLBOARD_EVENTS. There are: ${names}.`
      : `Which event? Say --event NAME, or set CALLBOARD_EVENT. There are: ${names}.`,
  };
}

/** The events that there are, and a line for each file of the folder that is none. */
export function namesOfEvents(env: Env): {
  readonly names: readonly string[];
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  if (!hasEvents(env))
    return { names: [], problems: ['CALLBOARD_EVENTS is not set: there is one event, and no other.'] };
  const files = readFiles(env['CALLBOARD_EVENTS']?.trim() ?? '', problems);
  return { names: files.map(({ name }) => name), problems };
}

function readFiles(folder: string, problems: string[]): EventFile[] {
  let names: string[];
  try {
    // What begins with a dot is an editor's, or how Kubernetes mounts what it keeps.
    names = readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    problems.push('CALLBOARD_EVENTS: there is no such folder; it holds a file NAME.env for each event');
    return [];
  }
  if (names.length === 0)
    problems.push('CALLBOARD_EVENTS: the folder is empty; it holds a file NAME.env for each event');
  return names.flatMap((file) => {
    const name = file.replace(/\.env$/, '');
    const said = wrongName(file, name);
    if (said !== undefined) problems.push(`${file}: ${said}`);
    const own = said === undefined ? readOwn(folder, file, problems) : undefined;
    return own ? [{ file, name, own }] : [];
  });
}

function wrongName(file: string, name: string): string | undefined {
  if (!file.endsWith('.env'))
    return 'is not NAME.env, and nothing else belongs into the folder of the events';
  if (TAKEN_NAMES.has(name)) return 'no event can be called so: it is a door of the process itself';
  const [issue] = EVENT_NAME.safeParse(name).error?.issues ?? [];
  return issue && `the file is called as its event is: ${issue.message}`;
}

function readOwn(folder: string, file: string, problems: string[]): Env | undefined {
  try {
    const all = Object.entries(parseEnv(readFileSync(join(folder, file), 'utf8')));
    return Object.fromEntries(all.filter(([, value]) => value?.trim()));
  } catch (error) {
    problems.push(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no text'})`);
    return undefined;
  }
}

/** Its own variables over the common ones, and what follows from its name. */
function layered({ name, own }: EventFile, env: Env): Env {
  const common = env['PUBLIC_URL']?.trim().replace(/\/+$/, '');
  const isKeyed = ['CALLBOARD_SECRET', 'CALLBOARD_SECRET_FILE'].some((key) => own[key] || env[key]?.trim());
  return {
    ...env,
    ...(common && { PUBLIC_URL: `${common}/${name}` }),
    ...(!isKeyed && env['NODE_ENV'] !== 'production' && { CALLBOARD_SECRET_FILE: join(SECRETS, name) }),
    ...own,
    CALLBOARD_EVENT: name,
  };
}

function readEvent(one: EventFile, env: Env, problems: string[]): { readonly config?: Config } {
  const { file, name, own } = one;
  const said = (variable: string, what: string) => problems.push(`${file}: ${variable}${what}`);
  if (own['CALLBOARD_EVENT'] !== undefined && own['CALLBOARD_EVENT'] !== name)
    said('CALLBOARD_EVENT', ': is not what the file is called; leave it out');
  const read = readConfig(layered(one, env));
  const config = 'config' in read ? read.config : undefined;
  for (const line of 'problems' in read ? read.problems : []) {
    const [, variable = ''] = /^([A-Z0-9_]+)/.exec(line) ?? [];
    // What is wrong for all is told once, and not as if this file could mend it.
    const isCommon =
      own[variable] === undefined && (variable in PROCESS_WIDE || Boolean(env[variable]?.trim()));
    problems.push(isCommon ? line : `${file}: ${line}`);
  }
  const webhooks = new Set(
    config?.KEYS_ACTIONS.flatMap(({ secret }) => ('env' in secret ? [secret.env] : [])) ?? [],
  );
  for (const variable of Object.keys(own)) {
    const why = PROCESS_WIDE[variable];
    if (why !== undefined) said(variable, `: is for the whole process (${why}); set it in the environment`);
    else if (
      !variables.includes(variable) &&
      !variable.startsWith('ACTION_SECRET_') &&
      !webhooks.has(variable)
    )
      said(variable, ': there is no such variable');
  }
  const path =
    own['PUBLIC_URL'] && URL.canParse(own['PUBLIC_URL']) ? publicPath(own['PUBLIC_URL']) : undefined;
  if (path !== undefined && !path.endsWith(`/${name}`))
    said('PUBLIC_URL', `: ends with /${name}, where the event is found on the common port`);
  return config ? { config } : {};
}

/** What two events have alike that each has for itself, by value: as it stands, before it is understood. */
function sharedValues(files: readonly EventFile[], env: Env): string[] {
  return Object.entries(OWN).flatMap(([variable, why]) => {
    const common = env[variable]?.trim();
    if (common && files.length > 1 && files.some(({ own }) => own[variable] === undefined))
      return [`${variable}: stands in the environment of all, and ${why}; set it in the file of its event`];
    const owners = new Map<string, string>();
    return files.flatMap(({ file, own }) => {
      const value = own[variable]?.trim();
      if (value === undefined) return [];
      const other = owners.get(value);
      owners.set(value, file);
      return other === undefined ? [] : [`${file}: ${variable}: is the same as in ${other}; ${why}`];
    });
  });
}

/** Under one key the secrets of one event would open the documents of another. */
function sharedKeys(files: readonly EventFile[], env: Env): string[] {
  const owners = new Map<string, string>();
  return files.flatMap((one) => {
    const { CALLBOARD_SECRET: text, CALLBOARD_SECRET_FILE: kept } = layered(one, env);
    const [variable, values] = text?.trim()
      ? ['CALLBOARD_SECRET', (secretsFrom(text) ?? []).map((key) => Buffer.from(key).toString('hex'))]
      : ['CALLBOARD_SECRET_FILE', kept?.trim() ? [resolve(kept)] : []];
    const other = values.map((value) => owners.get(value)).find((owner) => owner !== undefined);
    for (const value of values) owners.set(value, one.file);
    if (other === undefined) return [];
    return [
      `${one.file}: ${variable}: is the same as in ${other}; each event is sealed under a key of its own`,
    ];
  });
}

function nestedAddresses(events: readonly (EventConfig & { readonly file: string })[]): string[] {
  const paths = events.map(({ file, name, config }) => ({
    file,
    path: publicPath(config.PUBLIC_URL) || `/${name}`,
  }));
  return paths.flatMap(({ file, path }) => {
    const outer = paths.find((other) => other.file !== file && path.startsWith(`${other.path}/`));
    return outer ? [`${file}: PUBLIC_URL: lies within that of ${outer.file}`] : [];
  });
}
