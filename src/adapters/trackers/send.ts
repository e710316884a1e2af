/**
 * Sends action items to a webhook that makes issues of them. Signed as the calls of guarded actions are, so
 * that one receiver can check both:
 *
 *     X-Callboard-Timestamp: seconds since 1970
 *     Idempotency-Key:       one for each item and tracker, the same for its repeats
 *     X-Callboard-Signature: v1=hex(HMAC-SHA256(secret, `${timestamp}.${key}.POST.${path}.${body}`))
 *
 * The timestamp is real time, because the other side compares it with its own clock.
 */
import { createHmac } from 'node:crypto';
import { PermanentError } from '../../core/errors.ts';
import { createGate } from '../../core/outgoing-gate.ts';
import { OUTGOING } from '../../core/outgoing-limits.ts';
import type { Trackers } from '../../core/ports/trackers.ts';
import type { TrackerName } from '../../incident/domain/tracker.ts';

/** An issue as GitHub gives it back is some 5 kB. */
const MAX_ANSWER = 256 * 1024;

export interface TrackerAddress {
  readonly url: string;
  readonly secret: string;
}

interface Options {
  readonly github?: TrackerAddress | undefined;
  readonly jira?: TrackerAddress | undefined;
  /** Real milliseconds since 1970. */
  readonly realNow?: () => number;
}

export function createTrackers({ realNow = Date.now, ...places }: Options): Trackers {
  const gate = createGate(OUTGOING.trackers, { isOutage: (error) => !(error instanceof PermanentError) });
  const known = new Map<TrackerName, TrackerAddress>(
    (['github', 'jira'] as const).flatMap((name) => {
      const place = places[name];
      return place ? [[name, place] as const] : [];
    }),
  );
  return {
    names: [...known.keys()],
    async send(tracker, issue, key) {
      const place = known.get(tracker);
      if (!place) throw new PermanentError('not-configured');
      const { pathname, search } = new URL(place.url);
      const timestamp = String(Math.floor(realNow() / 1000));
      const body = JSON.stringify({ type: 'callboard.action', tracker, ...issue });
      const signed = `${timestamp}.${key}.POST.${pathname}${search}.${body}`;
      return await gate.ask(async (signal) => {
        const response = await fetch(place.url, {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            'idempotency-key': key,
            'x-callboard-timestamp': timestamp,
            'x-callboard-signature': `v1=${createHmac('sha256', place.secret).update(signed).digest('hex')}`,
          },
          body,
          // A redirect could lead the signed call elsewhere.
          redirect: 'error',
          signal,
        });
        const { ok, status } = response;
        if (!ok) {
          await response.body?.cancel();
          // 4xx says that this call is wrong, and saying it again will not make it right.
          const passes = status >= 500 || status === 429 || status === 408;
          if (passes) throw new Error(`the tracker answered ${status}`);
          throw new PermanentError(String(status));
        }
        return jsonOf(await boundedText(response));
      });
    },
  };
}

/** What is longer is no answer that we read. */
async function boundedText({ body }: Response): Promise<string> {
  if (!body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_ANSWER) return '';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
