/** What an alert format reads, and what it answers. */
import type { Alert } from '../../page/domain/alert.ts';

/** What came in, as a source sent it. */
export interface Delivered {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The alerts in it, or what is wrong with it, in words for whoever set the source up. */
export type ReadAlerts = { readonly alerts: readonly Alert[] } | { readonly problem: string };
