/**
 * Sealing at rest: AES-256-GCM under a key of the event, so that whoever reads Redis, its disk or a backup finds
 * no number, address or confidential text. A sealed value is `sealed1.KEY.BASE64URL(nonce ‖ ciphertext ‖ tag)`;
 * no JSON begins so, which tells it from values of before, and those are read as they are. What it is and where
 * it lies is authenticated with it: a value that was moved to another place does not open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const PREFIX = 'sealed1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Of SHA-256's 32: two values of an event never share a digest by chance. */
const DIGEST_BYTES = 16;

export interface Sealer {
  /** The names of the keys, 8 hex digits each; the first one seals. */
  readonly keys: readonly string[];
  /** @param place - what it is and where it lies, such as `doc person U1`; the same to open it */
  seal(plain: string, place: string): string;
  /** As `seal`, and the same text gives the same value: for what the database compares. */
  sealAlike(plain: string, place: string): string;
  /**
   * What was sealed, or the text itself where it is not.
   *
   * @throws {SealError} where it was sealed under a key that is not here, or was changed.
   */
  open(stored: string, place: string): string;
  /** Whether it is sealed, and under the first key. */
  isCurrent(stored: string): boolean;
  /** A keyed digest of a text, 22 characters. */
  digest(text: string): string;
}

/** The message says which key is missing, or that a value was changed; never anything of the value. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

interface Key {
  readonly name: string;
  readonly seal: KeyObject;
  readonly nonce: KeyObject;
  readonly digest: KeyObject;
}

/** Keys of their own for each use, all from the event's one. */
function keyFrom(secret: Uint8Array): Key {
  const derive = (use: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `callboard/rest/v1/${use}`, bytes));
  return {
    name: Buffer.from(derive('name', 4)).toString('hex'),
    seal: createSecretKey(derive('seal', 32)),
    nonce: createSecretKey(derive('nonce', 32)),
    digest: createSecretKey(derive('digest', 32)),
  };
}

export const isSealed = (stored: string): boolean => stored.startsWith(PREFIX);

/** The name of the key that a value was sealed under; undefined for a plain one. */
export const sealedUnder = (stored: string): string | undefined =>
  isSealed(stored) ? stored.slice(PREFIX.length, PREFIX.length + 8) : undefined;

/** @param secrets - 32 bytes each. The first one seals; the others only open what was sealed before. */
export function createSealer(secrets: readonly Uint8Array[]): Sealer {
  const keys = secrets.map(keyFrom);
  const [first] = keys;
  if (!first) throw new SealError('there is no key to seal with');
  const byName = new Map(keys.map((key) => [key.name, key]));

  const seal = (plain: string, place: string, nonce: Uint8Array): string => {
    const cipher = createCipheriv('aes-256-gcm', first.seal, nonce);
    cipher.setAAD(Buffer.from(place));
    const box = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${PREFIX}${first.name}.${box.toString('base64url')}`;
  };

  return {
    keys: keys.map(({ name }) => name),
    seal: (plain, place) => seal(plain, place, randomBytes(NONCE_BYTES)),
    sealAlike: (plain, place) => {
      // A nonce made of the text: the same nonce comes back with the same text only, which gives nothing away.
      const made = createHmac('sha256', first.nonce).update(`${place}\n${plain}`).digest();
      return seal(plain, place, made.subarray(0, NONCE_BYTES));
    },
    open(stored, place) {
      const name = sealedUnder(stored);
      if (name === undefined) return stored;
      const key = byName.get(name);
      if (!key) throw new SealError(`sealed under key ${name}, which CALLBOARD_SECRET does not hold`);
      const box = Buffer.from(stored.slice(PREFIX.length + name.length + 1), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key.seal, box.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(place));
      try {
        decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
        const plain = decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES));
        return Buffer.concat([plain, decipher.final()]).toString('utf8');
      } catch {
        throw new SealError(`the sealed value at "${place}" was changed, or belongs somewhere else`);
      }
    },
    isCurrent: (stored) => sealedUnder(stored) === first.name,
    digest: (text) =>
      createHmac('sha256', first.digest)
        .update(text)
        .digest()
        .subarray(0, DIGEST_BYTES)
        .toString('base64url'),
  };
}
