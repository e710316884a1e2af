/** Which processes of an event live: each says so every second, and at once when what it does changes. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type LivingProcess, type Processes, type ProcessState, ROLES } from '../../core/ports/processes.ts';
import type { RedisClient } from './client.ts';
import { script } from './script.ts';

const announceScript = script('announce');

/** Real milliseconds between two announcements, and of silence after which a process counts as dead. */
const EVERY_MS = 1_000;
const DEAD_AFTER_MS = 6_000;
/**
 * Real milliseconds for which Redis has heard nobody at all: that was Redis (a failover, a disk), or all of us. Whoever
 * comes back first must not take the others, who are a moment later, for dead.
 */
const QUIET_MS = 3_000;

const State = z.object({
  role: z.enum(ROLES),
  queues: z.array(z.enum(['pages', 'reminders', 'chores', 'webhooks'])),
  connected: z.boolean(),
});

export interface AnnouncedProcess extends Processes {
  /** Calls this whenever a process of which this one had heard is heard of no more. */
  onGone(listener: () => void): void;
  /** From now on others know of this process. Rejects where the store does not answer. */
  start(): Promise<void>;
  /** What it does is another than a moment ago. What fails here is made good by the next announcement. */
  changed(): Promise<void>;
  /**
   * Those that lived when this process last announced itself, which it does every few seconds: without a round trip.
   * Undefined where that has not worked for as long as a silent process counts as dead: then nobody knows.
   */
  lastLiving(): readonly LivingProcess[] | undefined;
  /** It is gone. */
  stop(): Promise<void>;
}

/** @param state - What this process does at this moment. */
export function announceProcess(
  redis: RedisClient,
  event: string,
  state: () => ProcessState,
): AnnouncedProcess {
  const id = randomBytes(8).toString('hex');
  const key = `cb:{${event}}:processes`;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const listeners: (() => void)[] = [];
  /** `at`: real milliseconds. */
  let heard: { readonly at: number; readonly living: readonly LivingProcess[] } | undefined;

  const call = async (own: string, does: string): Promise<LivingProcess[]> => {
    const flat = (await announceScript(redis, [key], [DEAD_AFTER_MS, own, does, QUIET_MS])) as string[];
    const living: LivingProcess[] = [];
    for (let i = 0; i < flat.length; i += 2) {
      // One of a later version, which does what we know nothing of, is left out.
      const read = State.safeParse(JSON.parse(flat[i + 1] ?? '{}'));
      if (read.success) living.push({ id: flat[i] ?? '', ...read.data });
    }
    return living;
  };
  const announce = async () => {
    if (stopped) return;
    const living = await call(id, JSON.stringify(state()));
    const before = heard?.living ?? [];
    heard = { living, at: performance.now() };
    if (before.some((one) => !living.some((other) => other.id === one.id)))
      for (const listener of listeners) listener();
  };
  return {
    id,
    living: () => call('', ''),
    lastLiving: () => (heard && performance.now() - heard.at < DEAD_AFTER_MS ? heard.living : undefined),
    onGone: (listener) => void listeners.push(listener),
    async start() {
      await announce();
      timer = setInterval(() => void announce().catch(() => {}), EVERY_MS);
      timer.unref();
    },
    changed: () => announce().catch(() => {}),
    async stop() {
      stopped = true;
      clearInterval(timer);
      await call(id, '').catch(() => {});
    },
  };
}
