/**
 * Queues that no living process runs: a page that is typed there waits, and nobody would say so. No job tells of it,
 * since it might be the one that waits: whoever notices writes to the organizers by itself.
 */
import type { QueueName } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { sendToOrganizers } from '../core/once.ts';
import { translator } from '../i18n/index.ts';
import { code, joined, type Mrkdwn } from '../slack/mrkdwn.ts';

/** Real milliseconds that a queue may be without a process: a restart takes less. */
const TOLERATED_MS = 30_000;
/** While it lasts the organizers hear of it again after so many milliseconds. */
const AGAIN_AFTER_MS = 600_000;

export const queuesInCode = (queues: readonly QueueName[]): Mrkdwn => joined(queues.map(code), ', ');

/**
 * @param firstTime - Of all processes, who is the first to tell: true once within so many milliseconds.
 * @param passed - Real milliseconds.
 * @returns a look, which never rejects
 */
export function createAttendanceWatch(
  deps: Pick<Deps, 'unattended' | 'chat' | 'events' | 'log'>,
  firstTime: (key: string, milliseconds: number) => Promise<boolean>,
  passed: () => number = () => performance.now(),
): () => Promise<void> {
  const since = new Map<QueueName, number>();
  let said = '';
  const look = async () => {
    const { chat, events, log } = deps;
    const now = (await deps.unattended?.()) ?? [];
    for (const queue of [...since.keys()]) if (!now.includes(queue)) since.delete(queue);
    for (const queue of now) since.set(queue, since.get(queue) ?? passed());
    const long = now.filter((queue) => passed() - (since.get(queue) ?? passed()) >= TOLERATED_MS);
    const name = long.join(',');
    if (name !== said) {
      if (name === '') log.info({ queues: said }, 'there is somebody again who runs these queues');
      else log.error({ queues: name }, 'nobody runs these queues: what is due there waits for a worker');
    }
    said = name;
    if (long.length === 0 || !(await firstTime(`unattended:${name}`, AGAIN_AFTER_MS))) return;
    const event = await events.settings();
    const t = translator(event.language);
    const text = t('callboard.unattended', { count: long.length, queues: queuesInCode(long) });
    const key = `unattended:${name}:${Math.round(passed())}`;
    await sendToOrganizers(chat, event, { key, message: { text }, mayHaveRunBefore: false });
  };
  return async () => {
    await look().catch((error: unknown) =>
      deps.log.warn({ reason: String(error) }, 'nobody knows whether all queues are run'),
    );
  };
}
