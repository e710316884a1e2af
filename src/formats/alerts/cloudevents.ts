/**
 * CloudEvents 1.0 over HTTP: structured (all in the body), batched, or binary (attributes in `ce-` headers).
 * Source: github.com/cloudevents/spec, spec.md and bindings/http-protocol-binding.md.
 */
import type { Alert } from '../../page/domain/alert.ts';
import { FieldReader, type Fields, isRecord, wordsOf } from './fields.ts';
import { readAlert } from './one-alert.ts';
import { readDelivery } from './read-body.ts';
import { isFiring, typeIsOver } from './status.ts';

/** Binary mode: the event's attributes are headers and the body is its data. */
export function fromHeaders(
  data: unknown,
  headers: Readonly<Record<string, string | undefined>>,
): Fields | undefined {
  if (headers['ce-specversion'] === undefined) return undefined;
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && value !== undefined ? [[name.slice(3), decode(value)]] : [],
  );
  return { ...Object.fromEntries(attributes), data };
}

/** Header values are percent-encoded; one that is not stays as it is. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function dataOf(event: Fields): unknown {
  const encoded = event['data_base64'];
  const data = typeof encoded === 'string' ? fromBase64(encoded) : event['data'];
  return typeof data === 'string' ? readDelivery(data, wordsOf(event['datacontenttype'])).value : data;
}

function fromBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** Attributes of every event, which say nothing about this one. */
const CONTEXT: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'data', 'data_base64'],
  ...['datacontenttype', 'dataschema', 'traceparent', 'tracestate'],
]);

/** Who emits it and about what is the identity: an event's own id is new each time. */
export function readCloudEvent(event: Fields): Alert {
  const data = dataOf(event);
  const type = wordsOf(event['type']) ?? 'event';
  const subject = wordsOf(event['subject']);
  const extensions = Object.fromEntries(Object.entries(event).filter(([name]) => !CONTEXT.has(name)));
  const records = isRecord(data) ? [data, extensions] : [extensions];
  const inData = new FieldReader([data]);
  const statuses = inData.all(['status', 'state', 'alert_status', 'new_state', 'transition']);
  const about =
    subject ?? inData.first('alert_uid', 'dedup_key', 'fingerprint', 'alert_id', 'rule') ?? stem(type);
  const host = subject === undefined ? inData.first('hostname', 'host') : undefined;
  const words = typeof data === 'string' ? data : undefined;
  const alert = readAlert(records, {
    identity: [wordsOf(event['source']) ?? '', about, ...(host ? [host] : [])].join(' '),
    firing: statuses.length > 0 ? isFiring(statuses) : !typeIsOver(type),
    ...(words !== undefined && { message: words }),
  });
  return alert.hasWords
    ? alert
    : { ...alert, message: [type, subject].filter(Boolean).join(' '), hasWords: true };
}

const stem = (type: string): string =>
  type.replace(/\.(firing|alerting|resolved?|ok|up|down|recovered|closed|cleared|normal)$/i, '');
