/**
 * Publishes App Home, only when what is shown has changed. The mark of what was published travels in the
 * view itself and comes back with `app_home_opened`, so a view that another process published is known too.
 * Slack does not say when somebody closes their Home: it is kept current for a while after it was opened.
 */
import { createHash } from 'node:crypto';
import type { View } from '@slack/types';
import type { RequestContext } from '../../core/command.ts';
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
  /** One publication after the other, so that an older one never comes last. */
  turn: Promise<void>;
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
  readonly chat: Pick<Chat, 'publishHome'>;
  readonly log: Log;
  view(request: Omit<RequestContext, 'trigger'>): Promise<View>;
  readonly now?: () => number;
}): Homes {
  const { reception, chat, log, now = () => performance.now() } = options;
  const viewers = new Map<string, Viewer>();

  const show = async (viewer: Viewer): Promise<void> => {
    try {
      const { trigger: _, ...asking } = await reception.asking(viewer.user, '');
      const view = await options.view(asking);
      const mark = markOf(view);
      if (mark === viewer.mark) return;
      await chat.publishHome(viewer.user.id, { ...view, private_metadata: mark });
      viewer.mark = mark;
    } catch (error) {
      // The next look tries again; nothing else depends on it.
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ part: 'slack', reason }, 'App Home could not be published');
    }
  };
  const inTurn = (viewer: Viewer): Promise<void> => {
    viewer.turn = viewer.turn.then(() => show(viewer));
    return viewer.turn;
  };

  return {
    opened(user, shown) {
      const turn = viewers.get(user.id)?.turn ?? Promise.resolve();
      const viewer: Viewer = { user, until: now() + KEPT_CURRENT, mark: shown, turn };
      viewers.delete(user.id);
      viewers.set(user.id, viewer);
      const [oldest] = viewers.keys();
      if (viewers.size > VIEWERS && oldest !== undefined) viewers.delete(oldest);
      return inTurn(viewer);
    },
    async acted(user) {
      const viewer = viewers.get(user.id);
      if (viewer) await inTurn(viewer);
    },
    async refresh() {
      for (const [id, viewer] of viewers) {
        if (viewer.until < now()) viewers.delete(id);
        else await inTurn(viewer);
      }
    },
  };
}
