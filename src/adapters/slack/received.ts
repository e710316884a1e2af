/** A request of Slack's as those who follow the work are told of it: once it is acked, so that no ack waits for that. */
import type { Work } from '../../core/ports/telemetry.ts';

export type AckKind = 'command' | 'action' | 'modal' | 'shortcut' | 'event';

/** @param context - Bolt's: it has when the request came in, where the receiver has said so. */
export function receivedWork(kind: AckKind, context: Readonly<Record<string, unknown>>): Work {
  const now = performance.now();
  const at = Number(context['receivedAt'] ?? now);
  return { kind: 'request', name: kind, waited: Math.max(0, now - at) };
}
