/**
 * One alert in whatever fields its sender uses. The names are those of the usual senders: Grafana OnCall's
 * form, PagerDuty's and Opsgenie's, Zabbix, UptimeRobot, Datadog, Sentry, Falcosidekick, Healthchecks, CloudWatch.
 */
import { truncatePlain } from '../../core/text.ts';
import type { Alert } from '../../page/domain/alert.ts';
import { oneLine } from '../text.ts';
import { MAX_CHARACTERS } from './delivered.ts';
import { FieldReader, isRecord, labelsOf } from './fields.ts';
import {
  isCritical,
  isFiring,
  isHighestNumber,
  saysNo,
  saysYes,
  splitTitle,
  statusMeaning,
} from './status.ts';

/** What is the same alert, the surest first. An event's own `uuid` is new each time, so it is none. */
const IDENTITIES = [
  ...[
    'alert_cycle_key',
    'dedup_key',
    'alert_uid',
    'fingerprint',
    'incident_key',
    'alias',
    'alert_id',
    'entity_id',
  ],
  ...[
    'incident_id',
    'monitor_id',
    'check_id',
    'problem_id',
    'event_id',
    'AlarmArn',
    'AlarmName',
    'id',
    'code',
    'key',
  ],
];
const MESSAGES = [
  ...[
    'message',
    'summary',
    'description',
    'text',
    'msg',
    'output',
    'details',
    'alertDetails',
    'event_message',
  ],
  ...['NewStateReason', 'state_message', 'long_description', 'incident_reason', 'cause'],
  ...['reason', 'body', 'content', 'error', 'fallback'],
];
const TITLES = [
  ...['title', 'subject', 'event_name', 'problem_name', 'trigger_name', 'alert_name', 'monitorFriendlyName'],
  ...['AlarmName', 'alert_rule', 'entity_display_name', 'problem_title', 'monitor_name', 'check_name'],
  ...['rule', 'rule_name', 'check', 'alarm', 'name'],
];
/** Fields that state how it is; each of them must say that it is over. */
const STATUSES = [
  ...['status', 'state', 'alert_status', 'event_status', 'problem_status', 'trigger_status', 'current_state'],
  ...[
    'new_state',
    'NewStateValue',
    'alert_transition',
    'transition',
    'alertTypeFriendlyName',
    'monitor_status',
    'monitor_condition',
    'service_state',
  ],
];
/** Fields that say it of some senders, and something else of others: asked only where none of the above is. */
const ACTIONS = [
  ...['event_action', 'action', 'event_type', 'event', 'type', 'alert_type'],
  ...['notification_type', 'message_type'],
];
const SEVERITIES = [
  ...[
    'severity',
    'priority',
    'level',
    'urgency',
    'criticality',
    'severitytext',
    'event_severity',
    'trigger_severity',
  ],
  ...['problem_severity', 'alert_priority', 'severity_text', 'sev', 'impact'],
];

/** How somebody who knows the sender helps to read it. */
export interface Hints {
  readonly identity?: string | undefined;
  readonly about?: string | undefined;
  readonly message?: string | undefined;
  readonly firing?: boolean | undefined;
  readonly critical?: boolean | undefined;
  readonly target?: string | undefined;
}

/** @param records the objects that speak of it, the nearest first */
export function readAlert(records: readonly unknown[], hints: Hints = {}): Alert {
  const fields = new FieldReader(records);
  const message = hints.message ?? fields.first(...MESSAGES);
  const title = fields.first(...TITLES);
  const zabbix = readZabbixText(message);
  const split = splitTitle(title ?? message ?? '');
  const said = hints.firing ?? statedFiring(fields);
  // `[Recovered] CPU` knows better than an event type such as `metric_alert_monitor`.
  const stated = said ?? (split.meaning === 'over' && !split.isDoubtful ? undefined : actedFiring(fields));
  const firing = stated ?? split.meaning !== 'over';
  const told = wordsFor(title, message);
  const rest =
    told === undefined ? fields.everything([...IDENTITIES, ...STATUSES, 'target', 'critical']) : '';
  const datadog = fields.first('last_updated') !== undefined && fields.first('event_type') !== undefined;
  const identity =
    hints.identity ??
    zabbix.problem ??
    // Datadog's own form has an id that is new for each event, and the title says what it is about.
    (datadog && split.meaning ? undefined : fields.first(...IDENTITIES)) ??
    (split.about || (hints.about ?? rest));
  const target = hints.target ?? fields.first('callboard', 'target', 'room');
  return {
    fingerprint: identity,
    firing,
    ...(stated === undefined && split.isDoubtful && !firing && { overOnlyIfKnown: true }),
    message: shortened(told ?? rest),
    // What is over keeps the words that people know it by, unless it brings words of its own.
    hasWords: told !== undefined || (firing && rest !== ''),
    critical: hints.critical ?? (readCritical(fields) || isCritical(zabbix.severity)),
    ...(target !== undefined && target.length <= 200 && { target }),
    ...labelsOf(
      records.flatMap((one) => (isRecord(one) && isRecord(one['labels']) ? [one['labels']] : []))[0],
    ),
  };
}

/** One line, in full characters, as long as a page takes. */
export const shortened = (text: string): string => truncatePlain(oneLine(text), MAX_CHARACTERS);

function wordsFor(title: string | undefined, message: string | undefined): string | undefined {
  if (title === undefined || message === undefined) return message ?? title;
  return message.includes(title) || title.includes(message)
    ? message.length > title.length
      ? message
      : title
    : `${title}: ${message}`;
}

/** Undefined where no field says how it is. */
function statedFiring(fields: FieldReader): boolean | undefined {
  if (saysYes(fields.first('resolved', 'is_resolved', 'recovered', 'is_recovery', 'recovery'))) return false;
  const flag = fields.first('firing', 'is_firing', 'active', 'is_active');
  if (saysNo(flag)) return false;
  if (saysYes(flag)) return true;
  // Zabbix: 1 is a problem, 0 is its end.
  const value = fields.first('event_value', 'trigger_value');
  if (value === '0' || value === '1') return value === '1';
  const statuses = fields.all(STATUSES);
  if (statuses.length > 0) return isFiring(statuses);
  return undefined;
}

/** What the fields say that mean it of some senders only. */
function actedFiring(fields: FieldReader): boolean | undefined {
  const known = fields
    .all(ACTIONS)
    .map(statusMeaning)
    .filter((meaning) => meaning !== 'unknown');
  return known.length === 0 ? undefined : known.some((meaning) => meaning === 'firing');
}

function readCritical(fields: FieldReader): boolean {
  const flag = fields.first('critical', 'is_critical');
  if (saysYes(flag)) return true;
  if (saysNo(flag)) return false;
  if (fields.all(['priority', 'severity']).some(isHighestNumber)) return true;
  // Zabbix counts the other way: 5 is a disaster.
  if (fields.first('event_nseverity', 'nseverity', 'trigger_nseverity') === '5') return true;
  // The second of syslog's levels, as Falco has them.
  if (/^alert$/i.test(fields.first('priority') ?? '')) return true;
  return fields.all(SEVERITIES).some(isCritical);
}

/** Zabbix's own message has lines such as `Severity: Disaster` and `Original problem ID: 4711`. */
function readZabbixText(message: string | undefined): {
  problem?: string | undefined;
  severity?: string | undefined;
} {
  const [, problem] = /^Original problem ID: (\d{1,30})\r?$/m.exec(message ?? '') ?? [];
  const [, severity] = problem ? (/^Severity: (\S{1,30})\r?$/m.exec(message ?? '') ?? []) : [];
  return { problem: problem && `problem ${problem}`, severity };
}
