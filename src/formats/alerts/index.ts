/** The forms in which machines tell of alerts, a line each. */
import { alertmanager, grafana } from './alertmanager.ts';
import { cloudevents } from './cloudevents.ts';
import type { Delivered, ReadAlerts } from './delivered.ts';
import { generic } from './generic.ts';

export const alertFormats = { alertmanager, grafana, cloudevents, generic } as const satisfies Readonly<
  Record<string, (delivered: Delivered) => ReadAlerts>
>;
