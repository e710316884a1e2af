/** Who may read the figures: whoever has METRICS_TOKEN; without one, only programs on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
/** A proxy on this machine says in one of these that somebody else is behind it. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** The status to refuse with, and why; undefined where the figures may be read. */
export function refuseMetrics(
  { headers, socket }: Pick<Request, 'headers' | 'socket'>,
  token: string | undefined,
): { readonly status: 401 | 403; readonly why: string } | undefined {
  if (token !== undefined) {
    const [, given = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    return timingSafeEqual(digest(given), digest(token))
      ? undefined
      : { status: 401, why: 'METRICS_TOKEN is needed, as `Authorization: Bearer …`.' };
  }
  const isLocal =
    LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined);
  return isLocal ? undefined : { status: 403, why: 'From this machine only, until METRICS_TOKEN is set.' };
}
