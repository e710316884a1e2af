/**
 * Destroys the private keys of what is over. A ceremony ends in whichever process carries it out, and its key is in the
 * memory of the one in which it was begun: that one looks by itself.
 */
import type { Deps } from '../core/deps.ts';
import { ceremonyDocument, custodyOf, isCeremonyOver } from './domain/ceremony.ts';
import { keySetDocument } from './domain/set.ts';

/** Whether anybody will want to open something that was sealed to it. */
async function isWanted(custody: string, { store }: Pick<Deps, 'store'>): Promise<boolean> {
  const [, set] = /^deal\/(.+)\/[^/]+$/.exec(custody) ?? [];
  if (set !== undefined) return (await store.get(keySetDocument, set))?.value.next?.deal?.custody === custody;
  const code = custody.slice(0, custody.lastIndexOf('/'));
  const ceremony = (await store.get(ceremonyDocument, code))?.value;
  return ceremony !== undefined && custodyOf(ceremony) === custody && !isCeremonyOver(ceremony);
}

/**
 * @returns a look. What two looks in a row find unwanted is destroyed: a key is made a moment before the commit that
 * says what it is for
 */
export function createForgetEnded(deps: Pick<Deps, 'store' | 'keeper'>): () => Promise<void> {
  let suspects = new Set<string>();
  return async () => {
    const unwanted: string[] = [];
    for (const custody of deps.keeper.held()) if (!(await isWanted(custody, deps))) unwanted.push(custody);
    for (const custody of unwanted) if (suspects.has(custody)) deps.keeper.forget(custody);
    suspects = new Set(unwanted);
  };
}
