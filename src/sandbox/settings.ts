/** What the environment says about the sandbox, checked before anything starts. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { type PhoneProvider, PROVIDERS } from './phones/providers.ts';
import { StartRefusal } from './refusal.ts';
import { MAX_CROWD } from './workspace.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly port: number;
  readonly slackPort: number;
  readonly twilioPort: number;
  readonly dataDir: string;
  readonly fresh: boolean;
  /** The strict peer stands between the bot and the local Slack. */
  readonly strict: boolean;
  /** A Redis that somebody else runs; undefined for a private one. */
  readonly redisUrl: string | undefined;
  /** An event file, `none`, or undefined for the demo. */
  readonly event: string | undefined;
  /** Who carries texts and calls for the bot. */
  readonly providers: readonly PhoneProvider[];
  /** So many people more than the workspace has by itself. */
  readonly crowd: number;
  /** Where the clock starts on a fresh start. */
  readonly clock: Temporal.Instant | undefined;
}

function portOf(env: Env, name: string, fallback: number): number {
  const text = env[name]?.trim();
  if (!text) return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new StartRefusal(`${name} is "${text}", which is no port: give a number from 1 to 65535.`);
  return port;
}

function clockOf(env: Env): Temporal.Instant | undefined {
  const text = env['SANDBOX_CLOCK']?.trim();
  if (!text) return undefined;
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new StartRefusal(
      `SANDBOX_CLOCK is "${text}": give an ISO time with its offset, such as 2019-06-05T09:00:00+02:00.`,
    );
  }
}

function strictOf(env: Env): boolean {
  const text = env['SANDBOX_STRICT']?.trim() || '1';
  if (text !== '0' && text !== '1')
    throw new StartRefusal(`SANDBOX_STRICT is "${text}": give 1, or 0 for a Slack that forgives everything.`);
  return text === '1';
}

function providersFrom(env: Env): readonly PhoneProvider[] {
  const text = env['SANDBOX_PROVIDERS']?.trim() || PROVIDERS.join(',');
  const named = text.split(',').map((name) => name.trim());
  const known = PROVIDERS.filter((provider) => named.includes(provider));
  if (known.length !== named.length)
    throw new StartRefusal(`SANDBOX_PROVIDERS is "${text}": give ${PROVIDERS.join(' or ')}, or both.`);
  return known;
}

function crowdFrom(env: Env): number {
  const text = env['SANDBOX_CROWD']?.trim() || '0';
  if (!/^\d+$/.test(text) || Number(text) > MAX_CROWD)
    throw new StartRefusal(
      `SANDBOX_CROWD is "${text}": give how many more people there are, 0 to ${MAX_CROWD}.`,
    );
  return Number(text);
}

export function settingsFrom(env: Env): Settings {
  const settings = {
    port: portOf(env, 'PORT', 3000),
    slackPort: portOf(env, 'SANDBOX_SLACK_PORT', 3100),
    twilioPort: portOf(env, 'SANDBOX_TWILIO_PORT', 3200),
    dataDir: resolve(env['DATA_DIR']?.trim() || './data'),
    fresh: env['SANDBOX_FRESH'] === '1',
    strict: strictOf(env),
    redisUrl: env['REDIS_URL']?.trim() || undefined,
    event: env['SANDBOX_EVENT']?.trim() || undefined,
    providers: providersFrom(env),
    crowd: crowdFrom(env),
    clock: clockOf(env),
  };
  const { port, slackPort, twilioPort } = settings;
  if (new Set([port, slackPort, twilioPort]).size < 3)
    throw new StartRefusal('PORT, SANDBOX_SLACK_PORT and SANDBOX_TWILIO_PORT must be three different ports.');
  return settings;
}

/** A short name for a directory, for things that have to be named after it elsewhere. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);
