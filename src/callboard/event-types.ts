/**
 * The events that go out, a type each: what its data holds, and an example. Receivers build on these: a field is
 * added, never changed or taken away; what must change is a new version beside the old one. docs/events-out.md and
 * its schema are printed from here.
 *
 * What people wrote (messages, titles of incidents, notes, updates), who they are and how they are reached is in
 * none of them.
 */
import { z } from 'zod';
import { ChangeWord } from '../agenda/domain/facts.ts';
import { InstantText } from '../core/instant.ts';
import { Kind, Severity } from '../incident/domain/incident.ts';
import { Via } from '../page/domain/page.ts';

const Room = z.string().exactOptional().describe('The room, as the event names it');

const page = {
  page: z.string().describe('The page’s code, P3'),
  target: z.object({
    kind: z.enum(['room', 'role', 'person', 'group', 'oncall']),
    name: z.string().exactOptional().describe('Of a room or a role; never a person'),
  }),
  room: Room,
  critical: z.boolean(),
  from: z.enum(['person', 'machine', 'callboard']).describe('Who opened it'),
  openedAt: InstantText,
  session: z.string().exactOptional().describe('What was on stage in the room, S17'),
  incident: z.string().exactOptional().describe('The incident that it is a part of, I2'),
};

const incident = {
  incident: z.string().describe('The incident’s code, I2'),
  kind: Kind,
  severity: Severity.exactOptional(),
  room: Room,
  drill: z.boolean(),
  declaredAt: InstantText,
};

const action = {
  action: z.string().describe('Its name in the event file'),
  run: z.string().describe('The same for all events of one use, and the idempotency key of its webhook'),
  room: Room,
  page: z.string().exactOptional().describe('The page that it was used on, P3'),
  incident: z.string().exactOptional().describe('The incident that it was used on, I2'),
};

const Slot = z.object({
  title: z.string().exactOptional(),
  room: z.string().exactOptional(),
  start: InstantText.exactOptional(),
  end: InstantText.exactOptional(),
  state: z.string().exactOptional(),
});

const seconds = z.number().describe('Since it was opened or declared');

export interface EventType {
  readonly what: string;
  readonly data: z.ZodType;
  readonly example: Readonly<Record<string, unknown>>;
}

const PAGE_EXAMPLE = {
  page: 'P3',
  target: { kind: 'room', name: 'Main stage' },
  room: 'Main stage',
  critical: false,
  from: 'person',
  openedAt: '2019-06-05T09:12:00Z',
  session: 'S17',
};
const INCIDENT_EXAMPLE = {
  incident: 'I2',
  kind: 'power',
  severity: 'sev1',
  room: 'Main stage',
  drill: false,
  declaredAt: '2019-06-05T09:15:00Z',
};

const ACTION_EXAMPLE = {
  action: 'restart-projector',
  run: '6f1c2a9e0b7d4c53',
  room: 'Main stage',
  page: 'P3',
};

const type = (what: string, shape: z.ZodRawShape, example: Record<string, unknown>): EventType => ({
  what,
  data: z.object(shape),
  example,
});

export const EVENT_TYPES = {
  'callboard.page.opened.v1': type('Somebody was paged', page, PAGE_EXAMPLE),
  'callboard.page.acknowledged.v1': type(
    'Somebody has it',
    { ...page, seconds, via: Via },
    { ...PAGE_EXAMPLE, seconds: 41, via: 'sms' },
  ),
  'callboard.page.resolved.v1': type(
    'It is over',
    { ...page, seconds, via: Via },
    { ...PAGE_EXAMPLE, seconds: 610, via: 'slack' },
  ),
  'callboard.page.reopened.v1': type(
    'Its alert came back',
    { ...page, times: z.number().int() },
    { ...PAGE_EXAMPLE, from: 'machine', times: 2 },
  ),
  'callboard.page.unanswered.v1': type(
    'Everybody was asked as often as the policy says, and nobody answered',
    page,
    PAGE_EXAMPLE,
  ),
  'callboard.incident.declared.v1': type('An incident was declared', incident, INCIDENT_EXAMPLE),
  'callboard.incident.updated.v1': type(
    'There is an update for everybody, another severity, or the worst is over',
    {
      ...incident,
      change: z.enum(['update', 'severity', 'mitigated']),
      number: z.number().int().exactOptional().describe('Of the update, from 1'),
    },
    { ...INCIDENT_EXAMPLE, change: 'update', number: 3 },
  ),
  'callboard.incident.resolved.v1': type(
    'It is over',
    { ...incident, seconds },
    { ...INCIDENT_EXAMPLE, seconds: 2280 },
  ),
  'callboard.incident.reopened.v1': type('It is not over after all', incident, INCIDENT_EXAMPLE),
  'callboard.action.started.v1': type('An action of the event file is under way', action, ACTION_EXAMPLE),
  'callboard.action.done.v1': type(
    'An action of the event file was called, and took effect as far as it is read back',
    { ...action, seconds: z.number().describe('Since it was asked for'), readBack: z.boolean() },
    { ...ACTION_EXAMPLE, seconds: 6, readBack: true },
  ),
  'callboard.action.failed.v1': type(
    'An action of the event file did not take effect, as far as is known',
    {
      ...action,
      seconds: z.number().describe('Since it was asked for'),
      outcome: z.string().describe('What it answered: a status, timeout, unreachable, other-state, …'),
    },
    { ...ACTION_EXAMPLE, seconds: 31, outcome: '500' },
  ),
  'callboard.session.changed.v1': type(
    'A session of the agenda is new, other than it was, or gone',
    {
      session: z.string(),
      title: z.string().describe('As published'),
      change: z.array(ChangeWord),
      before: Slot,
      after: Slot,
    },
    {
      session: 'S17',
      title: 'Opening keynote',
      change: ['time'],
      before: { start: '2019-06-05T09:00:00Z', end: '2019-06-05T09:45:00Z' },
      after: { start: '2019-06-05T09:15:00Z', end: '2019-06-05T10:00:00Z' },
    },
  ),
  'callboard.session.started.v1': type(
    'The stage clock was told that a session began; the plan stays what it was',
    {
      session: z.string(),
      room: z.string(),
      start: InstantText.describe('When it began: the event may come later'),
      planned: InstantText.describe('The start as the plan stood then'),
    },
    { session: 'S17', room: 'Main stage', start: '2019-06-05T09:02:10Z', planned: '2019-06-05T09:00:00Z' },
  ),
  'callboard.session.ended.v1': type(
    'The stage clock was told that a session ended',
    {
      session: z.string(),
      room: z.string(),
      start: InstantText.exactOptional(),
      end: InstantText,
      planned: InstantText.describe('The end as the plan stood then'),
    },
    {
      session: 'S17',
      room: 'Main stage',
      start: '2019-06-05T09:02:10Z',
      end: '2019-06-05T09:47:00Z',
      planned: '2019-06-05T09:45:00Z',
    },
  ),
  'callboard.session.clock-undone.v1': type(
    'A press on the stage clock was taken back: the start or the end of these sessions is not so',
    { room: z.string(), what: z.enum(['start', 'end']), sessions: z.array(z.string()) },
    { room: 'Main stage', what: 'start', sessions: ['S17'] },
  ),
  'callboard.agenda.imported.v1': type(
    'A file or feed was applied; its sessions have events of their own',
    { change: z.number().int(), counts: z.record(z.string(), z.number().int()) },
    { change: 12, counts: { new: 1, changed: 4, cancelled: 0, unchanged: 118 } },
  ),
  'callboard.speaker.checked-in.v1': type(
    'A speaker of a session is here',
    { session: z.string(), room: Room, start: InstantText.exactOptional() },
    { session: 'S17', room: 'Main stage', start: '2019-06-05T09:00:00Z' },
  ),
  'callboard.speaker.missing.v1': type(
    'Speakers of a session had not checked in when its stage was to be told',
    { session: z.string(), room: Room, start: InstantText, missing: z.number().int() },
    { session: 'S17', room: 'Main stage', start: '2019-06-05T09:00:00Z', missing: 1 },
  ),
  'callboard.shift.checked-in.v1': type(
    'Somebody is here for their shift',
    { shift: z.string(), role: z.string(), room: Room, start: InstantText },
    { shift: 'H45', role: 'AV', room: 'Main stage', start: '2019-06-05T08:00:00Z' },
  ),
  'callboard.shift.missing.v1': type(
    'People were not there five minutes after their shift began',
    { shift: z.string(), role: z.string(), room: Room, start: InstantText, missing: z.number().int() },
    { shift: 'H45', role: 'AV', room: 'Main stage', start: '2019-06-05T08:00:00Z', missing: 1 },
  ),
  'callboard.target.added.v1': type(
    'This address was added; it goes to that one only, to see that all is well',
    { target: z.string() },
    { target: 'T1' },
  ),
} as const satisfies Readonly<Record<string, EventType>>;

export type EventTypeName = keyof typeof EVENT_TYPES;
export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as EventTypeName[];
