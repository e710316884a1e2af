/** What an alert format reads, and what it answers. */
import type { Alert } from '../../page/domain/alert.ts';

/** What came in, as a source sent it. */
export interface Delivered {
  /** The text as it came, or a value that somebody has parsed already. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Some senders (UptimeRobot) put what they have to say behind the address. */
  readonly query?: Readonly<Record<string, string>>;
  /** The body was longer than we read; `body` is its beginning. */
  readonly isCut?: boolean;
}

/** What could be read of a delivery, and the rest by its path, in words for whoever set the source up. */
export interface ReadAlerts {
  readonly alerts: readonly Alert[];
  readonly problems: readonly string[];
  /** There was more than we take: people must hear that alerts were left out. */
  readonly tooMuch?: { readonly kind: 'cut' } | { readonly kind: 'many'; readonly count: number };
  /** The sender waits until somebody opens this address (Amazon SNS, once for each subscription). */
  readonly confirm?: string;
}

/** Most alerts that one request may bring. */
export const MAX_ALERTS = 500;

/** The longest message that a page takes from a machine, in UTF-16 units. */
export const MAX_CHARACTERS = 500;
