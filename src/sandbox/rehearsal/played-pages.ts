/** The pages of a play, as its ledger has them. Pure. */
import type { FactKind, Recorded } from '../../core/commit.ts';
import {
  notificationMoved,
  pageAcknowledged,
  pageEscalated,
  pageGaveUp,
  pageOpened,
  pageResolved,
} from '../../page/domain/facts.ts';
import type { Target } from '../../page/domain/page.ts';
import { HOUR, MINUTE } from './script.ts';

/** One text, call or direct message that left for one person. */
export interface Asking {
  readonly notification: string;
  readonly person: string;
  readonly channel: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface PlayedPage {
  readonly code: string;
  readonly target: Target;
  readonly message: string;
  readonly critical: boolean;
  readonly openedAt: number;
  readonly acknowledgedAt?: number;
  readonly by?: string;
  readonly resolvedAt?: number;
  readonly gaveUp: boolean;
  readonly escalated: number;
  readonly asked: readonly Asking[];
}

/** Nobody waits longer than this for a page: somebody has walked over by then. */
const MAX_WAIT = HOUR;

/** What a fact says, where it is of this kind. */
export const readAs = <T>(kind: FactKind<T>, fact: Recorded): T | undefined =>
  fact.name === kind.name ? kind.schema.safeParse(fact.data).data : undefined;

/** Left, as far as the provider or Slack is concerned. */
const LEFT: ReadonlySet<string> = new Set(['queued', 'sent', 'ringing', 'delivered']);

interface Building {
  code: string;
  target: Target;
  message: string;
  critical: boolean;
  openedAt: number;
  acknowledgedAt?: number;
  by?: string;
  resolvedAt?: number;
  gaveUp: boolean;
  escalated: number;
  asked: Asking[];
}

/** The pages of a ledger, tests of channels left out, in order. */
export function playedPages(facts: readonly Recorded[]): PlayedPage[] {
  const pages = new Map<string, Building>();
  const known = new Set<string>();
  for (const fact of facts) {
    const at = fact.at.epochMilliseconds;
    const opened = readAs(pageOpened, fact);
    if (opened && !opened.test) {
      const { page: code, target, message, critical } = opened;
      pages.set(code, {
        code,
        target,
        message,
        critical,
        openedAt: at,
        gaveUp: false,
        escalated: 0,
        asked: [],
      });
    }
    const moved = readAs(notificationMoved, fact);
    if (moved && LEFT.has(moved.state) && !known.has(moved.notification)) {
      known.add(moved.notification);
      const { notification, person, channel } = moved;
      pages.get(moved.page)?.asked.push({ notification, person, channel, at });
    }
    const acknowledged = readAs(pageAcknowledged, fact);
    const page = acknowledged && pages.get(acknowledged.page);
    if (page && page.acknowledgedAt === undefined) Object.assign(page, { acknowledgedAt: at, by: fact.by });
    const over = readAs(pageResolved, fact);
    const resolved = over && pages.get(over.page);
    if (resolved && resolved.resolvedAt === undefined) resolved.resolvedAt = at;
    const lost = readAs(pageGaveUp, fact);
    const given = lost && pages.get(lost.page);
    if (given) given.gaveUp = true;
    const passed = readAs(pageEscalated, fact);
    const escalated = passed && pages.get(passed.page);
    if (escalated) escalated.escalated++;
  }
  return [...pages.values()];
}

/** Minutes until somebody had it, or it was over, or the play was. */
export const minutesWaited = (
  { openedAt, acknowledgedAt, resolvedAt }: Pick<PlayedPage, 'openedAt' | 'acknowledgedAt' | 'resolvedAt'>,
  until: number,
): number =>
  Math.max(0, Math.min(acknowledgedAt ?? until, resolvedAt ?? until, openedAt + MAX_WAIT) - openedAt) /
  MINUTE;
