/**
 * The event's keys, from the environment or a file, checked against what the database was sealed under: a bot
 * with the wrong key would start, and then fail at every person it reads.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RedisClient } from './client.ts';
import { createSealer, SealError, type Sealer } from './seal.ts';
import { secretsFrom } from './secret-text.ts';

/** Where the key is made and kept where the configuration says nothing; the sandbox says its own folder. */
const DEFAULT_FILE = 'data/secret';

/** The names of the keys under which anything of the event may be sealed. */
export const sealKeysKey = (event: string): string => `cb:{${event}}:seal-keys`;

export interface SecretConfig {
  readonly CALLBOARD_SECRET?: readonly Uint8Array[] | undefined;
  readonly CALLBOARD_SECRET_FILE?: string | undefined;
}

/** @param mayMake - make a key where there is no file, as at the first start */
function readSecrets(config: SecretConfig, mayMake: boolean): readonly Uint8Array[] {
  if (config.CALLBOARD_SECRET) return config.CALLBOARD_SECRET;
  const file = config.CALLBOARD_SECRET_FILE ?? DEFAULT_FILE;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !mayMake)
      throw new SealError(
        `${file}: no key can be read there. Set CALLBOARD_SECRET, or CALLBOARD_SECRET_FILE to the file that holds it`,
      );
    text = `${randomBytes(32).toString('base64')}\n`;
    mkdirSync(dirname(file), { recursive: true });
    // Never over another one: whoever comes second at a first start must read what the first one wrote.
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  }
  const secrets = secretsFrom(text);
  if (!secrets) throw new SealError(`${file}: a key of 32 bytes a line, in base64 or hex, is wanted there`);
  return secrets;
}

/**
 * Reads the keys. A start (`claim`) makes one where there is none and nothing is sealed yet, and writes down
 * in the database under which key it will seal.
 *
 * @throws {SealError} a line for the operator: no key, or not the one under which the database was sealed.
 */
export async function openSealer(
  redis: RedisClient,
  event: string,
  config: SecretConfig,
  { claim }: { readonly claim: boolean },
): Promise<Sealer> {
  const used = await redis.smembers(sealKeysKey(event));
  const sealer = createSealer(readSecrets(config, claim && used.length === 0));
  const missing = used.filter((name) => !sealer.keys.includes(name)).sort();
  if (missing.length > 0)
    throw new SealError(
      `This Redis was sealed under key ${missing.join(', ')}, which is not here (here is ${sealer.keys.join(', ')}): ` +
        'give it in CALLBOARD_SECRET, behind the newer ones, or in the file',
    );
  if (claim && sealer.keys[0] !== undefined) await redis.sadd(sealKeysKey(event), sealer.keys[0]);
  return sealer;
}
