/** New codes for shifts. */
import type { Deps } from '../core/deps.ts';

/** So many codes that no shift has: the sequence may lag behind a restored backup or a demo. */
export async function newCodes(
  count: number,
  taken: ReadonlyMap<string, unknown>,
  { store }: Pick<Deps, 'store'>,
): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < count) {
    const code = `H${await store.next('shift')}`;
    if (!taken.has(code)) codes.push(code);
  }
  return codes;
}
