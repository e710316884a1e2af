/**
 * Publishes App Home, only when what is shown has changed. The mark of what was published travels in the
 * view itself and comes back with `app_home_opened`, so a view that another process published is known too.
 * Slack does not say when somebody closes their Home: it is kept current for a while after it was opened.
 * Slack takes some hundred publications a minute: who opens their Home goes before those that are kept current,
 * and of these whoever waited longest.
 */
import { createHash } from 'node:crypto';
import type { View } from '@slack/types';
import type { RequestContext } from '../../core/command.ts';
import { RetryLater } from '../../core/errors.ts';
import type { Chat } from '../../core/ports/chat.ts';
import type { Log } from '../../core/ports/log.ts';
import type { ContextFactory, SlackUser } from './request-context.ts';

/** Milliseconds of real time after opening; and how many people's Homes at most, the latest. */
const KEPT_CURRENT = 20 * 60_000;
const VIEWERS = 100;
/** How often to look whether anything has changed, in milliseconds. */
export const REFRESH_EVERY = 20_000;

interface Viewer {
  readonly user: SlackUser;
  readonly until: number;
  /** Of what is shown, as far as we know. */
  mark: string | undefined;
  /** When all was last shown as it was, by `now`. */
  currentAt: number;
  /** One publication after the other, so that an older one never comes last. */
  turn: Promise<unknown>;
}

export interface Homes {
  /** `shown` is the mark in the view that the person sees at this moment. */
  opened(user: SlackUser, shown?: string): Promise<void>;
  /** They did something: where their Home is open it may look different now. */
  acted(user: SlackUser): Promise<void>;
  /** Looks at every Home that may be open. */
  refresh(): Promise<void>;
}

const markOf = (view: View): string => createHash('sha256').update(JSON.stringify(view)).digest('base64url');

export function createHomes(options: {
  readonly reception: ContextFactory;
  /** For whoever opens it or does something. */
  readonly chat: Pick<Chat, 'publishHome'>;
  /** For those that are kept current: it leaves room to the others. */
  readonly calm: Pick<Chat, 'publishHome'>;
  readonly log: Log;
  view(request: Omit<RequestContext, 'trigger'>): Promise<View>;
  readonly now?: () => number;
}): Homes {
  const { reception, chat, calm, log, now = () => performance.now() } = options;
  const viewers = new Map<string, Viewer>();

  /** @returns false where Slack has no room for it at the moment. */
  const show = async (viewer: Viewer, by: Pick<Chat, 'publishHome'>): Promise<boolean> => {
    try {
      const { trigger: _, ...asking } = await reception.asking(viewer.user, '');
      const at = now();
      const view = await options.view(asking);
      const mark = markOf(view);
      if (mark !== viewer.mark) await by.publishHome(viewer.user.id, { ...view, private_metadata: mark });
      Object.assign(viewer, { mark, currentAt: at });
    } catch (error) {
      if (error instanceof RetryLater) return false;
      // The next look tries again; nothing else depends on it.
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ part: 'slack', reason }, 'App Home could not be published');
    }
    return true;
  };
  const inTurn = (viewer: Viewer, by: Pick<Chat, 'publishHome'>): Promise<boolean> => {
    const shown = viewer.turn.then(() => show(viewer, by));
    viewer.turn = shown;
    return shown;
  };

  return {
    async opened(user, shown) {
      const turn = viewers.get(user.id)?.turn ?? Promise.resolve();
      const viewer: Viewer = {
        user,
        until: now() + KEPT_CURRENT,
        mark: shown,
        currentAt: Number.NEGATIVE_INFINITY,
        turn,
      };
      viewers.delete(user.id);
      viewers.set(user.id, viewer);
      const [oldest] = viewers.keys();
      if (viewers.size > VIEWERS && oldest !== undefined) viewers.delete(oldest);
      await inTurn(viewer, chat);
    },
    async acted(user) {
      const viewer = viewers.get(user.id);
      if (viewer) await inTurn(viewer, chat);
    },
    async refresh() {
      const longestFirst = [...viewers].sort(([, a], [, b]) => a.currentAt - b.currentAt);
      for (const [id, viewer] of longestFirst) {
        if (viewer.until < now()) viewers.delete(id);
        // Slack has no room: it has none for the others either, who are looked at next time.
        else if (!(await inTurn(viewer, calm))) return;
      }
    },
  };
}
