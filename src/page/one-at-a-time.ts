/** Work on one document, in this process one after the other: what would otherwise conflict and decide again. */
const lines = new WeakMap<object, Map<string, Promise<unknown>>>();

/** @param store whose documents they are; two of the same key wait for each other, and a failed one for nobody */
export async function oneAtATime<T>(store: object, key: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(store) ?? new Map<string, Promise<unknown>>();
  lines.set(store, line);
  const before = line.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  line.set(key, mine);
  try {
    return await mine;
  } finally {
    if (line.get(key) === mine) line.delete(key);
  }
}
