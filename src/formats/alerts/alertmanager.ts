/**
 * Prometheus Alertmanager's webhook, version 4, and Grafana's, which has its form.
 * Sources: prometheus.io/docs/alerting/latest/configuration/#webhook_config, grafana.com/docs, "Webhook notifier".
 */

import { z } from 'zod';
import { truncatePlain } from '../../core/text.ts';
import type { Alert } from '../../page/domain/alert.ts';
import type { Delivered, ReadAlerts } from './delivered.ts';
import { isCritical, MAX_CHARACTERS, problemOf } from './problem.ts';

const Labels = z.record(z.string(), z.string()).default({});

const Payload = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Labels,
        annotations: Labels,
        fingerprint: z.string().min(1).max(200).optional(),
      }),
    )
    .max(500),
});

type One = z.infer<typeof Payload>['alerts'][number];

/** Alertmanager older than 0.17 sends no fingerprint: its labels are the identity then. */
const identity = ({ fingerprint, labels }: One): string =>
  fingerprint ??
  Object.entries(labels)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${name}=${value}`)
    .join(',')
    .slice(0, 200);

function alertOf(alert: One): Alert {
  const { labels, annotations } = alert;
  const name = labels['alertname'] ?? 'Alert';
  const told = annotations['summary'] ?? annotations['description'] ?? annotations['message'];
  const where = labels['instance'] ?? labels['job'];
  const message = told ? `${name}: ${told}` : where ? `${name} (${where})` : name;
  const target = labels['callboard'] ?? annotations['callboard'] ?? labels['room'];
  return {
    fingerprint: identity(alert),
    firing: alert.status === 'firing',
    message: truncatePlain(message, MAX_CHARACTERS),
    critical: isCritical(labels['severity']),
    ...(target && { target }),
  };
}

export function alertmanager({ body }: Pick<Delivered, 'body'>): ReadAlerts {
  const read = Payload.safeParse(body);
  return read.success ? { alerts: read.data.alerts.map(alertOf) } : problemOf(read.error);
}

/** The same, since Grafana 9; its older form said `state` and `ruleId`. */
export function grafana({ body }: Pick<Delivered, 'body'>): ReadAlerts {
  const legacy = Legacy.safeParse(body);
  if (!legacy.success) return alertmanager({ body });
  const { ruleId, ruleName, state, message, title } = legacy.data;
  const text = message ? `${ruleName ?? title ?? 'Alert'}: ${message}` : (title ?? ruleName ?? 'Alert');
  return {
    alerts: [
      {
        fingerprint: `rule-${ruleId}`,
        firing: state === 'alerting' || state === 'no_data',
        message: truncatePlain(text, MAX_CHARACTERS),
        critical: false,
      },
    ],
  };
}

const Legacy = z.object({
  ruleId: z.number().int(),
  ruleName: z.string().optional(),
  title: z.string().optional(),
  message: z.string().optional(),
  state: z.enum(['alerting', 'ok', 'no_data', 'paused', 'pending']),
});
