/**
 * Publishes App Home, only when what is shown has changed. The mark of what was published travels in the
 * view itself and comes back with `app_home_opened`, so that no process has to remember it.
 */
import { createHash } from 'node:crypto';
import type { View } from '@slack/types';
import type { Asking } from '../../command.ts';
import type { Chat, Log } from '../../ports.ts';
import type { Reception, SlackUser } from './asking.ts';

const markOf = (view: View): string => createHash('sha256').update(JSON.stringify(view)).digest('base64url');

export function createHomes(options: {
  readonly reception: Reception;
  readonly chat: Chat;
  readonly log: Log;
  view(asking: Omit<Asking, 'trigger'>): Promise<View>;
}): { publish(user: SlackUser, shown?: string): Promise<void> } {
  const { reception, chat, log } = options;
  return {
    async publish(user, shown) {
      try {
        const { trigger: _, ...asking } = await reception.asking(user, '');
        const view = await options.view(asking);
        const mark = markOf(view);
        if (mark === shown) return;
        await chat.publishHome(user.id, { ...view, private_metadata: mark });
      } catch (error) {
        // Opening it again tries again; nothing else depends on it.
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ part: 'slack', reason }, 'App Home could not be published');
      }
    },
  };
}
