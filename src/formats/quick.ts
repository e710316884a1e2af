/** Which files are read at once: those that take a few milliseconds, which is less than a thread takes to start. */

/** Bytes, by how much work each of them can make: JSON is read at once, a table looks at each cell many ways. */
const QUICK_JSON = 60_000;
const QUICK_OTHER = 4_000;

/** Never a workbook or anything else that is no text. */
export function isQuick(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) return false;
  const isJson = first === 0x7b || first === 0x5b;
  return bytes.length <= (isJson ? QUICK_JSON : QUICK_OTHER);
}
