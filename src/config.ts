/** Joins the adapters' schemas; reports every problem of the environment at once. */

import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { actionsConfig } from './adapters/actions/config.ts';
import { backupConfig } from './adapters/age/config.ts';
import { backupPlaceConfig, type backupPlaceEnv } from './adapters/backup/config.ts';
import { httpConfig } from './adapters/http/config.ts';
import { mailConfig } from './adapters/mail/config.ts';
import { ntfyConfig } from './adapters/ntfy/config.ts';
import { otelConfig } from './adapters/otel/config.ts';
import { logConfig } from './adapters/pino/log.ts';
import { queueConfig } from './adapters/queue/config.ts';
import { redisConfig } from './adapters/redis/connect.ts';
import { slackConfig } from './adapters/slack/config.ts';
import { telnyxConfig } from './adapters/telnyx/config.ts';
import { trackersConfig } from './adapters/trackers/config.ts';
import { twilioConfig } from './adapters/twilio/config.ts';
import { pushConfig } from './adapters/webpush/config.ts';
import { pagingConfig } from './page/config.ts';
import { namedProviders } from './page/domain/provider-order.ts';

/** Who organizes where nobody has said so in Slack yet. */
export const organizersConfig = z.object({
  /** Slack user ids of the first organizers, separated by commas. */
  ORGANIZERS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z.array(z.string().regex(/^[UW][A-Z0-9]+$/, 'Slack user ids such as U0123ABCD, separated by commas')),
    )
    .default([]),
});

const appConfig = z.object({
  NODE_ENV: z.string().exactOptional(),
  ...organizersConfig.shape,
  /** A folder with a file NAME.env for each of several events: `compose/read-events.ts`. */
  CALLBOARD_EVENTS: z.string().exactOptional(),
  CALLBOARD_SANDBOX: z.literal('1').exactOptional(),
  SANDBOX_EVENT: z.string().exactOptional(),
  SANDBOX_CLOCK: z.string().exactOptional(),
  /** `0`: nothing stands between the bot and the sandbox's Slack. */
  SANDBOX_STRICT: z.enum(['0', '1']).exactOptional(),
  /** Where the strict Slack is told its rules; the launcher sets it. */
  SANDBOX_STRICT_URL: z.url().exactOptional(),
});

/** Each is checked by itself, so that one wrong variable does not hide another. */
const parts = [
  appConfig,
  actionsConfig,
  logConfig,
  redisConfig,
  queueConfig,
  backupConfig,
  backupPlaceConfig,
  slackConfig,
  twilioConfig,
  telnyxConfig,
  mailConfig,
  pushConfig,
  ntfyConfig,
  trackersConfig,
  pagingConfig,
  otelConfig,
  // Last: others ask whether there is a PUBLIC_URL, and this one makes of it what it is.
  httpConfig,
] as const;

export type Config = z.infer<typeof appConfig> &
  z.infer<typeof actionsConfig> &
  z.infer<typeof httpConfig> &
  z.infer<typeof logConfig> &
  z.infer<typeof redisConfig> &
  z.infer<typeof queueConfig> &
  z.infer<typeof backupConfig> &
  z.infer<typeof backupPlaceEnv> &
  z.infer<typeof slackConfig> &
  z.infer<typeof twilioConfig> &
  z.infer<typeof telnyxConfig> &
  z.infer<typeof mailConfig> &
  z.infer<typeof pushConfig> &
  z.infer<typeof ntfyConfig> &
  z.infer<typeof trackersConfig> &
  z.infer<typeof pagingConfig> &
  z.infer<typeof otelConfig>;

/** Every variable that the configuration reads. */
export const variables: readonly string[] = parts.flatMap((part) => Object.keys(part.shape));

export type Env = Readonly<Record<string, string | undefined>>;

/** What is in the environment already stays as it is. */
const ENV_FILE = '.env';

/**
 * Reads `.env` of the folder in which the program was started, as docker compose does, so that the same file serves
 * both. The sandbox's own bot is given all that it needs.
 */
export function readEnvFile(): void {
  if (process.env['CALLBOARD_SANDBOX'] !== '1' && existsSync(ENV_FILE)) loadEnvFile(ENV_FILE);
}

const SLACK = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** With no Slack credentials at all, the same command opens the sandbox. */
export const wantsSandbox = (env: Env): boolean => SLACK.every((name) => !env[name]?.trim());

export type Read =
  | { readonly config: Config }
  /** One line each: the variable, and what is wrong with it. Never its value. */
  | { readonly problems: readonly string[] };

const lineFor = (issue: z.core.$ZodIssue, env: Env): string => {
  const name = issue.path.map(String).join('.');
  return env[name] === undefined ? `${name} is missing${hint(issue)}` : `${name}: ${issue.message}`;
};

const hint = (issue: z.core.$ZodIssue): string =>
  issue.code === 'custom' ? `: ${issue.message.replace(/^is missing: /, '')}` : '';

export function readConfig(given: Env): Read {
  // An empty value, as compose files give for what is not set, is no value.
  const env = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
  const results = parts.map((part) => part.safeParse(env));
  const problems = results.flatMap((result) =>
    result.success ? [] : result.error.issues.map((one) => lineFor(one, env)),
  );
  // Elsewhere a key is made at the first start; in production somebody must have chosen where it is kept.
  if (env['NODE_ENV'] === 'production' && !env['CALLBOARD_SECRET'] && !env['CALLBOARD_SECRET_FILE'])
    problems.push('CALLBOARD_SECRET is missing: `openssl rand -base64 32` makes one; keep a copy elsewhere');
  if (env['CALLBOARD_BACKUP_TO'] && !env['CALLBOARD_BACKUP_RECIPIENT'])
    problems.push(
      'CALLBOARD_BACKUP_RECIPIENT is missing: nightly backups are encrypted, for the public key that `age-keygen` prints',
    );
  const config = Object.assign({}, ...results.map((result) => result.data)) as Config;
  problems.push(...unknownProviders(config), ...unfittingRole(config));
  return problems.length > 0 ? { problems: [...new Set(problems)] } : { config };
}

/** The providers of texts and calls, by the names that orders use: each is set up with this variable. */
const PROVIDERS: Readonly<Record<string, keyof Config>> = {
  twilio: 'TWILIO_ACCOUNT_SID',
  telnyx: 'TELNYX_API_KEY',
};

/** Those that are set up, in the order in which they are tried where nobody says otherwise. */
export const configuredProviders = (config: Config): string[] =>
  Object.keys(PROVIDERS).filter((name) => config[PROVIDERS[name] as keyof Config] !== undefined);

/** An order that names a provider which is not there would fail only when it is needed. */
function unknownProviders(config: Config): string[] {
  return (['PROVIDERS_SMS', 'PROVIDERS_VOICE'] as const).flatMap((variable) => {
    const order = config[variable];
    const isSetUp = new Set(configuredProviders(config));
    return (order ? namedProviders(order) : [])
      .filter((name) => !isSetUp.has(name))
      .map((name) => {
        const needs = PROVIDERS[name];
        return needs === undefined
          ? `${variable}: nobody is called ${name}; there are ${Object.keys(PROVIDERS).join(', ')}`
          : `${variable}: ${name} is not set up (${needs})`;
      });
  });
}

/** A role that leaves something undone which the rest of the configuration asks for. */
function unfittingRole(config: Config): string[] {
  const { CALLBOARD_ROLE: role, CALLBOARD_QUEUES: queues, CALLBOARD_SANDBOX: sandbox } = config;
  if (role === undefined) return [];
  return [
    ...(queues !== undefined && role === 'web'
      ? ['CALLBOARD_QUEUES: a web runs no jobs; leave it out, or set CALLBOARD_ROLE to worker or all']
      : []),
    ...(queues?.length === 0 ? ['CALLBOARD_QUEUES: name a queue, or leave it out for all of them'] : []),
    ...(sandbox === '1' && (role !== 'all' || queues !== undefined)
      ? ['CALLBOARD_ROLE: the sandbox is one process that does everything; leave out role and queues']
      : []),
  ];
}

/** What is configured, for the log's first line: which parts there are, and no value that opens or names anything. */
export const configInWords = (config: Config): Readonly<Record<string, string | number | boolean>> => ({
  role: config.CALLBOARD_ROLE,
  queues: config.CALLBOARD_QUEUES?.join(',') ?? 'all',
  slack: config.SLACK_APP_TOKEN === undefined ? 'http' : 'socket',
  sandbox: config.CALLBOARD_SANDBOX === '1',
  port: config.PORT,
  publicUrl: config.PUBLIC_URL !== undefined,
  phones: configuredProviders(config).join(',') || false,
  mail: config.SMTP_URL !== undefined,
  ntfy: config.NTFY_URL !== undefined,
  backups: config.CALLBOARD_BACKUP_RECIPIENT !== undefined,
  watchdog: config.WATCHDOG_URL !== undefined,
  metricsToken: config.METRICS_TOKEN !== undefined,
  traces: config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  organizers: config.ORGANIZERS.length,
  logLevel: config.LOG_LEVEL,
});
