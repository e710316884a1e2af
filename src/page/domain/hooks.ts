/** Doors for machines, made and closed: by an organizer in `/callboard settings`, or by the event file. */

import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, put, recordFact, type Versioned } from '../../core/commit.ts';
import { instantText } from '../../core/instant.ts';
import { type Hook, hookDocument } from './alert.ts';
import { hookCreated, hookRetargeted, hookRevoked } from './facts.ts';
import type { Target } from './page.ts';

/** @param hash - of its token, which is kept nowhere */
export function createHook(
  hash: string,
  { code, name, target }: { readonly code: string; readonly name: string; readonly target: Target },
  { at, by }: Doing,
): Change {
  const hook: Hook = { code, name, target, by, createdAt: instantText(at), opened: [] };
  return {
    put: [put(hookDocument, hash, hook)],
    facts: [recordFact(hookCreated, { at, by, about: [`hook:${code}`], data: { hook: code, name } })],
  };
}

/** Its token opens nothing any more; undefined where that is so already. */
export function revokeHook(hook: Versioned<Hook>, { at, by }: Doing): Change | undefined {
  if (hook.value.revokedAt) return undefined;
  const { code, name } = hook.value;
  return {
    put: [put(hookDocument, hook.id, { ...hook.value, revokedAt: instantText(at) }, hook.version)],
    facts: [recordFact(hookRevoked, { at, by, about: [`hook:${code}`], data: { hook: code, name } })],
  };
}

/** Its alerts page somebody else from now on. */
export const retargetHook = (hook: Versioned<Hook>, target: Target, { at, by }: Doing): Change => ({
  put: [put(hookDocument, hook.id, { ...hook.value, target }, hook.version)],
  facts: [
    recordFact(hookRetargeted, {
      at,
      by,
      about: [`hook:${hook.value.code}`],
      data: { hook: hook.value.code, name: hook.value.name },
    }),
  ],
});
