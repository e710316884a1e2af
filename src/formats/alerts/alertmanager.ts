/**
 * Prometheus Alertmanager's webhook, version 4, and Grafana's, which has its form; and Grafana's before 9.
 * Sources: prometheus.io/docs/alerting/latest/configuration/#webhook_config, grafana.com/docs, "Webhook notifier".
 */
import type { Alert } from '../../page/domain/alert.ts';
import { FieldReader, type Fields, isRecord, labelsOf, wordsOf } from './fields.ts';
import { shortened } from './one-alert.ts';
import { isCritical, isFiring } from './status.ts';

/** Undefined where an entry is nothing that could be an alert. `group` is the delivery that it came in. */
export function readGroupedAlert(entry: unknown, group: Fields): Alert | undefined {
  if (!isRecord(entry)) return undefined;
  const [labels, annotations] = [isRecord(entry['labels']) ? entry['labels'] : {}, entry['annotations']];
  const fields = new FieldReader([annotations, labels, entry]);
  const name = fields.first('alertname', 'title', 'name') ?? 'Alert';
  const told = fields.first('summary', 'description', 'message', 'text');
  const where = fields.first('instance', 'job', 'host');
  const target = fields.first('callboard', 'room', 'target');
  // The group's own status says only that some of its alerts fire.
  const status = wordsOf(entry['status']) ?? wordsOf(entry['state']) ?? wordsOf(group['status']);
  return {
    fingerprint: wordsOf(entry['fingerprint']) ?? (identityOf(labels) || `${name} ${told ?? ''}`),
    firing: status === undefined || isFiring([status]),
    message: shortened(told ? `${name}: ${told}` : where ? `${name} (${where})` : name),
    name: shortened(name),
    hasWords: told !== undefined || name !== 'Alert',
    critical: fields.all(['severity', 'priority', 'level', 'criticality']).some(isCritical),
    ...(target !== undefined && target.length <= 200 && { target }),
    ...labelsOf(labels),
  };
}

/** Alertmanager older than 0.17 sends no fingerprint: all labels, whole, are the identity then. */
const identityOf = (labels: Fields): string =>
  Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${wordsOf(value) ?? ''}`)
    .join(',');

/** Grafana's form before version 9. Undefined where it is not that. */
export function readLegacyGrafana(body: Fields): Alert | undefined {
  const rule = wordsOf(body['ruleId']);
  const state = wordsOf(body['state']);
  if (rule === undefined || state === undefined) return undefined;
  const fields = new FieldReader([body]);
  const name = fields.first('ruleName', 'title') ?? 'Alert';
  const message = fields.first('message');
  return {
    fingerprint: `rule-${rule}`,
    // A rule that was paused fires no more.
    firing: state !== 'paused' && state !== 'pending' && isFiring([state]),
    message: shortened(message ? `${name}: ${message}` : (fields.first('title') ?? name)),
    name: shortened(name),
    hasWords: true,
    critical: isRecord(body['tags']) && isCritical(wordsOf(body['tags']['severity'])),
  };
}
