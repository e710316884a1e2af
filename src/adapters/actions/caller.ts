/** Calls the webhook of a guarded action, and reads back; signed as `request.ts` says. */

import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { GuardedActions } from '../../core/ports/keys.ts';
import { type GuardedAction, urlOf } from '../../keys/domain/action.ts';
import { failureCode, mayHelpAgain, sendSigned, showsValue } from './request.ts';

interface Options {
  readonly actions: readonly GuardedAction[];
  readonly environment: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

export function createGuardedActions({
  actions,
  environment,
  env,
  realNow = Date.now,
}: Options): GuardedActions {
  const gate = createGate(OUTGOING.guarded);
  return {
    all: actions,
    environment,
    secretOf: ({ secret }) => {
      const value = 'env' in secret ? env[secret.env] : undefined;
      return value ? new TextEncoder().encode(value) : undefined;
    },
    async call(action, verb, { idempotencyKey: key, at, secret, body }) {
      const text = JSON.stringify({ ...body, at: at.toString() });
      const sent = { url: urlOf(action, verb), method: action.method, secret, key, body: text };
      try {
        const { ok, status } = await gate.ask(async (signal) => {
          const response = await sendSigned({ ...sent, signal, now: realNow() });
          await response.body?.cancel();
          return response;
        });
        return { ok, detail: String(status), again: mayHelpAgain(status) };
      } catch (error) {
        return { ok: false, detail: failureCode(error), again: true };
      }
    },
    async readBack(action, verb, secret, at) {
      const { url, field, fired, restored } = action.readBack;
      const key = `read-${at.epochMilliseconds}`;
      const asked = { url, secret, key, now: realNow() };
      return await showsValue(gate, asked, field, verb === 'fire' ? fired : restored);
    },
  };
}
