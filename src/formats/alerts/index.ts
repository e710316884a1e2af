/** The forms in which machines tell of alerts, a line each. */
import type { Alert } from '../../domain/paging/alerts.ts';
import { alertmanager, grafana } from './alertmanager.ts';
import { cloudevents } from './cloudevents.ts';
import { generic } from './generic.ts';

/** What came in, as a source sent it. */
export interface Delivered {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The alerts in it, or what is wrong with it, in words for whoever set the source up. */
export type ReadAlerts = { readonly alerts: readonly Alert[] } | { readonly problem: string };

export const alertFormats = { alertmanager, grafana, cloudevents, generic } as const satisfies Readonly<
  Record<string, (delivered: Delivered) => ReadAlerts>
>;
