/** The keys that seal at rest, as an operator writes them down. */

const BYTES = 32;

/** A key of 32 bytes in base64, base64url or hex; undefined for anything else. */
function secretFrom(text: string): Uint8Array | undefined {
  const hex = /^[0-9a-f]{64}$/i.test(text);
  if (!hex && !/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, hex ? 'hex' : 'base64');
  return bytes.length === BYTES ? bytes : undefined;
}

/** Several, separated by commas, spaces or lines; lines that begin with `#` are remarks. Undefined if one is none. */
export function secretsFrom(text: string): Uint8Array[] | undefined {
  const words = text
    .replace(/^\s*#.*$/gm, '')
    .split(/[\s,]+/)
    .filter(Boolean);
  const secrets = words.flatMap((word) => secretFrom(word) ?? []);
  return secrets.length === words.length && secrets.length > 0 ? secrets : undefined;
}
