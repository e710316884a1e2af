/** Bytes as the key format needs them: lengths before labels, numbers of one byte, hex and base64. */

const utf8 = new TextEncoder();

/** A text or bytes of at most 255 bytes behind one byte that says how many there are. */
export function prefixed(part: string | Uint8Array): Uint8Array {
  const bytes = typeof part === 'string' ? utf8.encode(part) : part;
  if (bytes.length > 255) throw new RangeError('a prefixed part has at most 255 bytes');
  return concat(Uint8Array.of(bytes.length), bytes);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const byte = (value: number): Uint8Array => {
  if (!Number.isInteger(value) || value < 0 || value > 255) throw new RangeError('not a byte');
  return Uint8Array.of(value);
};

export const text = (value: string): Uint8Array => utf8.encode(value);
export const decodeUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const fromBase64 = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** Whether two byte strings are the same; these are public values (hashes), so it need not be constant in time. */
export const bytesEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** For what a person typed: overwritten when it has been used. Strings cannot be, so material stays bytes. */
export const wipe = (...all: readonly (Uint8Array | undefined)[]): void => {
  for (const bytes of all) bytes?.fill(0);
};
