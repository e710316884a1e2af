/** Tokens for the hooks that a file adds: each is shown once, and kept as its hash. */
import type { Store } from '../../core/ports/store.ts';
import type { NewHook } from '../../page/domain/event-file.ts';
import { hashOf, newHookToken } from '../../page/hook-token.ts';

export interface MadeHook extends NewHook {
  readonly name: string;
  /** Opens the hook; kept nowhere. */
  readonly token: string;
}

export async function makeHooks(
  hooks: readonly { readonly name: string }[],
  store: Pick<Store, 'next'>,
): Promise<MadeHook[]> {
  const made: MadeHook[] = [];
  for (const { name } of hooks) {
    const token = newHookToken();
    made.push({ name, token, hash: hashOf(token), code: `K${await store.next('hook')}` });
  }
  return made;
}
