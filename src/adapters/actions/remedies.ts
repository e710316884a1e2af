/** Calls the webhooks of the event file's actions, signed as `request.ts` says. */
import { z } from 'zod';
import { inSeconds } from '../../callboard/domain/event-file.ts';
import { createGate, type Gate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { RemedyCalls, RemedyOrder } from '../../core/ports/remedies.ts';
import { truncatePlain, visibleText } from '../../core/text.ts';
import type { Remedy } from '../../incident/domain/remedy.ts';
import { boundedBody, failureCode, mayHelpAgain, sendSigned, showsValue } from './request.ts';

/** Characters of what a dry run says. */
const MAX_SAYS = 500;

interface Options {
  /** Holds the secrets, `ACTION_SECRET_…`; nothing else of it is read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

export function createRemedyCalls({ env, realNow = Date.now }: Options): RemedyCalls {
  const whole = createGate(OUTGOING.remedies);
  /** The row's gate, within the action's own time. */
  const gateOf = (remedy: Remedy): Gate => ({
    ...whole,
    ask: (request) =>
      whole.ask((signal) =>
        request(AbortSignal.any([signal, AbortSignal.timeout(inSeconds(remedy.timeout) * 1000)])),
      ),
  });
  const secretOf = ({ secret }: Remedy): Uint8Array | undefined => {
    const value = secret?.startsWith('ACTION_SECRET_') ? env[secret] : undefined;
    return value ? new TextEncoder().encode(value) : undefined;
  };
  /** Undefined where it must not leave: without a signature anybody could have sent it. */
  const post = async (remedy: Remedy, url: string | undefined, key: string, order: object) => {
    const secret = secretOf(remedy);
    if (url === undefined || secret === undefined) return undefined;
    const body = JSON.stringify(order);
    return await gateOf(remedy).ask(async (signal) => {
      const response = await sendSigned({ url, method: 'POST', secret, key, body, signal, now: realNow() });
      return { response, text: await boundedBody(response) };
    });
  };

  return {
    hasSecret: (remedy) => secretOf(remedy) !== undefined,
    async call(remedy, order) {
      try {
        const answered = await post(remedy, remedy.webhook, order.run, { ...order, dryRun: false });
        if (!answered) return { ok: false, detail: 'no-secret', again: false };
        const { ok, status } = answered.response;
        return { ok, detail: String(status), again: mayHelpAgain(status) };
      } catch (error) {
        return { ok: false, detail: failureCode(error), again: true };
      }
    },
    async dryRun(remedy, order: RemedyOrder) {
      if (remedy.dryRun === undefined) return undefined;
      try {
        const asked = { ...order, dryRun: true };
        const answered = await post(remedy, remedy.dryRun, `dry-${order.run}`, asked);
        if (!answered) return { ok: false, detail: 'no-secret' };
        const { response, text } = answered;
        if (!response.ok) return { ok: false, detail: String(response.status) };
        const says = wordsIn(text ?? '');
        return says === undefined ? { ok: false, detail: 'not-json' } : { ok: true, says };
      } catch (error) {
        return { ok: false, detail: failureCode(error) };
      }
    },
    async readBack(remedy, run) {
      const { readBack } = remedy;
      if (!readBack) return { ok: false, detail: 'no-read-back', again: false };
      const key = `read-${run}`;
      const asked = { url: readBack.url, secret: secretOf(remedy), key, now: realNow() };
      return await showsValue(gateOf(remedy), asked, readBack.field, readBack.value);
    },
  };
}

const Answer = z.object({ says: z.string().trim().min(1) });

/** What a dry run's answer says; undefined where it has no words for us. */
function wordsIn(text: string): string | undefined {
  try {
    const read = Answer.safeParse(JSON.parse(text));
    return read.success ? truncatePlain(visibleText(read.data.says), MAX_SAYS) : undefined;
  } catch {
    return undefined;
  }
}
