/**
 * Senders whose form says in its shape what others say in words: Uptime Kuma, UptimeRobot, Sentry, SNS, Falco,
 * PagerDuty, Nagios.
 */
import type { Alert } from '../../page/domain/alert.ts';
import { FieldReader, type Fields, isRecord, wordsOf } from './fields.ts';
import { type Hints, readAlert } from './one-alert.ts';
import { isFiring } from './status.ts';

/** Undefined where it is none of these. */
export function readKnownSender(body: Fields): Alert | undefined {
  const { heartbeat, monitor } = body;
  if (isRecord(heartbeat) && isRecord(monitor)) return readUptimeKuma(body, heartbeat, monitor);
  if (body['monitorID'] !== undefined && body['alertType'] !== undefined) return readUptimeRobot(body);
  const { event } = body;
  if (isRecord(event) && isRecord(event['data']) && wordsOf(event['event_type']) !== undefined)
    return readPagerDuty(event, event['data']);
  if (isRecord(body['data']) && body['action'] !== undefined) return readSentry(body, body['data']);
  if (isRecord(body['output_fields']) || (body['output'] !== undefined && body['rule'] !== undefined))
    return readAlert([body, body['output_fields']], {
      identity: [body['rule'], body['hostname']].flatMap((part) => wordsOf(part) ?? []).join(' '),
      message: wordsOf(body['output']),
    });
  return readNagios(body);
}

/** PagerDuty's webhooks (version 3): the event has an id that is new each time, the incident in it has its own. */
function readPagerDuty(event: Fields, incident: Fields): Alert {
  const priority = isRecord(incident['priority']) ? incident['priority']['summary'] : undefined;
  return readAlert([{ ...incident, priority }, { event_type: event['event_type'] }], {
    identity: `pagerduty ${wordsOf(incident['id']) ?? wordsOf(incident['title']) ?? ''}`,
  });
}

/** Nagios and its kin (Icinga, Checkmk, Naemon): a host, or one service of it, with the macros' own names. */
function readNagios(body: Fields): Alert | undefined {
  const fields = new FieldReader([body]);
  const type = fields.first('notification_type');
  const host = fields.first('host_name', 'host_display_name');
  if (type === undefined || host === undefined) return undefined;
  const service = fields.first('service_desc', 'service_name', 'service_display_name');
  const state = fields.first(...(service ? ['service_state'] : ['host_state']));
  const told = fields.first('service_output', 'host_output', 'output') ?? state ?? type;
  return readAlert([body], {
    identity: [host, service].filter(Boolean).join(' '),
    message: `${service ? `${service}, ` : ''}${host}: ${told}`,
    firing: !/^recovery$/i.test(type) && (state === undefined || isFiring([state])),
  });
}

/** Its heartbeat's status: 0 is down, 1 up, 2 pending, 3 maintenance. */
function readUptimeKuma(body: Fields, heartbeat: Fields, monitor: Fields): Alert {
  const name = wordsOf(monitor['name']) ?? 'monitor';
  const reason = wordsOf(heartbeat['msg']);
  return readAlert([heartbeat, body], {
    identity: `monitor ${wordsOf(monitor['id']) ?? name}`,
    message: reason ? `${name}: ${reason}` : (wordsOf(body['msg']) ?? name),
    firing: wordsOf(heartbeat['status']) !== '1',
  });
}

/** Its alert type: 1 is down, 2 up, 3 a certificate that ends soon. */
function readUptimeRobot(body: Fields): Alert {
  const fields = new FieldReader([body]);
  const name = fields.first('monitorFriendlyName', 'monitorURL') ?? 'monitor';
  const how = [fields.first('alertTypeFriendlyName'), fields.first('alertDetails')]
    .filter(Boolean)
    .join(', ');
  return readAlert([body], {
    identity: `monitor ${fields.first('monitorID') ?? name}${fields.first('alertType') === '3' ? ' certificate' : ''}`,
    message: how ? `${name}: ${how}` : name,
    firing: fields.first('alertType') !== '2',
  });
}

/** An issue, an issue's alert (`event`), or a metric alert; what happened to it is the action. */
function readSentry(body: Fields, data: Fields): Alert {
  const subject =
    [data['issue'], data['metric_alert'], data['event'], data['error'], data].find(isRecord) ?? data;
  const fields = new FieldReader([subject, data]);
  const rule = new FieldReader([subject['alert_rule']]).first('name', 'title');
  const title = fields.first('description_title') ?? fields.first('title') ?? rule;
  const told = fields.first('description_text', 'culprit');
  const action = wordsOf(body['action']) ?? '';
  const hints: Hints = {
    identity: `sentry ${fields.first('issue_id', 'id', 'identifier') ?? title ?? ''}`,
    message: title && told ? `${title}: ${told}` : (title ?? told),
    ...(/^critical$/i.test(action) && { critical: true }),
  };
  return readAlert([{ status: action }, { level: subject['level'], status: subject['status'] }], hints);
}

/** What Amazon SNS wraps around a message. Undefined where it is not SNS. */
export function readSnsEnvelope(
  body: Fields,
): { message?: string; subject?: string; confirm?: string } | undefined {
  const type = wordsOf(body['Type']);
  if (type === undefined || typeof body['TopicArn'] !== 'string') return undefined;
  const address = wordsOf(body['SubscribeURL']);
  if (type === 'SubscriptionConfirmation' && address && isAmazon(address)) return { confirm: address };
  const subject = wordsOf(body['Subject']);
  return { message: wordsOf(body['Message']) ?? '', ...(subject && { subject }) };
}

function isAmazon(address: string): boolean {
  try {
    const { protocol, hostname } = new URL(address);
    return protocol === 'https:' && /^sns\.[\w-]+\.amazonaws\.com(\.cn)?$/.test(hostname);
  } catch {
    return false;
  }
}
