/**
 * What machines tell of alerts. The address names the form that is expected, but the content decides: whatever
 * can be read is read, and the rest is named.
 */
import type { Alert } from '../../page/domain/alert.ts';
import { readGroupedAlert, readLegacyGrafana } from './alertmanager.ts';
import { fromHeaders, readCloudEvent } from './cloudevents.ts';
import { type Delivered, MAX_ALERTS, type ReadAlerts } from './delivered.ts';
import { type Fields, isRecord, unwrapped } from './fields.ts';
import { readAlert } from './one-alert.ts';
import { readDelivery } from './read-body.ts';
import { readKnownSender, readSnsEnvelope } from './senders.ts';

export const ALERT_ADDRESSES = ['alertmanager', 'grafana', 'cloudevents', 'generic'] as const;

/**
 * Never throws: what cannot be read at all is a problem without alerts.
 *
 * @param events - What the library of CloudEvents read of it, where it is one: `readCloudEvents`.
 */
export function readAlerts(
  { body, headers, query = {}, isCut = false }: Delivered,
  events?: unknown,
): ReadAlerts {
  if (events !== undefined) return readValue(events);
  const { value, problems } = readDelivery(body, headers['content-type'], isCut);
  const { token: _, ...asked } = query;
  const given = isRecord(value) ? { ...asked, ...value } : value;
  const read = readValue(fromHeaders(given, headers) ?? given);
  return {
    ...read,
    problems: [...problems, ...read.problems],
    ...(isCut && { tooMuch: { kind: 'cut' as const } }),
  };
}

function readValue(value: unknown): ReadAlerts {
  if (Array.isArray(value)) return readList(value, '', readEntry);
  if (typeof value === 'string') return { alerts: [readAlert([{ message: value }])], problems: [] };
  if (!isRecord(value)) return { alerts: [], problems: ['body: nothing that could be an alert'] };
  const { alerts } = value;
  if (Array.isArray(alerts)) return readList(alerts, 'alerts.', (entry) => readGroupedAlert(entry, value));
  const sns = readSnsEnvelope(value);
  if (sns?.confirm !== undefined) return { alerts: [], problems: [], confirm: sns.confirm };
  if (sns) return readValue(innerOf(sns.message ?? '', sns.subject));
  return { alerts: [readOne(value)], problems: [] };
}

/** What SNS carries: a JSON text of another sender, or words with a subject. */
function innerOf(message: string, subject: string | undefined): unknown {
  const { value } = readDelivery(message, undefined);
  if (isRecord(value) && readSnsEnvelope(value) === undefined) return value;
  return { message, ...(subject !== undefined && { subject }) };
}

const readEntry = (entry: unknown): Alert | undefined =>
  typeof entry === 'string' && entry.trim()
    ? readAlert([{ message: entry }])
    : isRecord(entry)
      ? readOne(entry)
      : undefined;

function readOne(body: Fields): Alert {
  if (body['specversion'] !== undefined && body['type'] !== undefined) return readCloudEvent(body);
  return readKnownSender(body) ?? readLegacyGrafana(body) ?? readAlert(unwrapped(body));
}

/** A list, of which one odd entry never loses the others. What burns goes before what is over, critical first. */
function readList(
  entries: readonly unknown[],
  path: string,
  read: (entry: unknown) => Alert | undefined,
): ReadAlerts {
  const problems: string[] = [];
  const alerts = entries.flatMap((entry, index) => {
    const alert = read(entry);
    if (!alert) problems.push(`${path}${index}: nothing that could be an alert`);
    return alert ? [alert] : [];
  });
  if (alerts.length <= MAX_ALERTS) return { alerts, problems };
  const rank = ({ critical, firing }: Alert) => (firing ? (critical ? 0 : 1) : 2);
  const count = alerts.length;
  return {
    alerts: alerts.sort((a, b) => rank(a) - rank(b)).slice(0, MAX_ALERTS),
    problems: [
      ...problems,
      `${path || 'body'}: ${count} alerts, of which the first ${MAX_ALERTS} were taken`,
    ],
    tooMuch: { kind: 'many', count },
  };
}
