/**
 * What each kind of fact is to the outside: its type, whom it is about, and nothing of people or what they wrote. Made
 * of what is true when it leaves; undefined where it belongs to what is private by then.
 */
import {
  agendaImported,
  clockUndone,
  type Fields,
  sessionChanged,
  sessionEnded,
  sessionStarted,
} from '../agenda/domain/facts.ts';
import { type Session, sessionDocument } from '../agenda/domain/session.ts';
import { type FactKind, isMachine, type Recorded } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import {
  incidentDeclared,
  incidentMitigated,
  incidentReopened,
  incidentResolved,
  severitySet,
  updatePosted,
} from '../incident/domain/facts.ts';
import { remedyConfirmed, remedyDone, remedyFailed, remedyStarted } from '../incident/domain/remedy-facts.ts';
import { readIncident, readRemedyRun } from '../incident/read.ts';
import {
  pageAcknowledged,
  pageGaveUp,
  pageOpened,
  pageReopened,
  pageResolved,
} from '../page/domain/facts.ts';
import { isConfidential, isFromPerson, type Page, pageDocument } from '../page/domain/page.ts';
import { assignmentChanged, shiftMissing } from '../rota/domain/facts.ts';
import { shiftDocument } from '../rota/domain/shift.ts';
import { checkedIn, speakersMissing } from '../speakers/domain/facts.ts';
import { type Filtered, targetAdded } from './domain/event-target.ts';
import type { EventTypeName } from './event-types.ts';

export type EventNeeds = Pick<Deps, 'store'>;

export interface MadeEvent extends Filtered {
  readonly type: EventTypeName;
  readonly subject: string;
  readonly data: object;
  /** The code of the one target that it is for. */
  readonly only?: string;
}

type Maker = (fact: Recorded, deps: EventNeeds) => Promise<MadeEvent | undefined>;

const maker = <T>(
  kind: FactKind<T>,
  make: (data: T, deps: EventNeeds) => Promise<MadeEvent | undefined>,
): readonly [string, Maker] => [
  kind.name,
  async (fact, deps) => {
    const read = kind.schema.safeParse(fact.data);
    return read.success ? await make(read.data, deps) : undefined;
  },
];

/** Undefined for a test, and where what it belongs to is private. */
async function aboutPage(code: string, deps: EventNeeds): Promise<Omit<MadeEvent, 'type'> | undefined> {
  const found = await deps.store.get(pageDocument, code);
  if (!found || found.value.kind === 'test' || isConfidential(found.value)) return undefined;
  const { target, critical, openedAt, stage, incident } = found.value;
  if (incident !== undefined && !(await readIncident(incident, 'everybody', deps))) return undefined;
  const room = target.kind === 'room' ? target.name : undefined;
  const isNamed = target.kind === 'room' || target.kind === 'role';
  return {
    subject: code,
    room,
    severity: critical ? 'critical' : 'normal',
    data: {
      page: code,
      target: { kind: target.kind, ...(isNamed && { name: target.name }) },
      ...(room !== undefined && { room }),
      critical,
      from: openedBy(found.value),
      openedAt,
      ...(stage && { session: stage.session }),
      ...(incident !== undefined && { incident }),
    },
  };
}

const openedBy = (page: Page): 'person' | 'machine' | 'callboard' =>
  isMachine(page.author) ? 'machine' : isFromPerson(page) ? 'person' : 'callboard';

async function aboutIncident(code: string, deps: EventNeeds): Promise<Omit<MadeEvent, 'type'> | undefined> {
  const found = await readIncident(code, 'everybody', deps);
  if (!found) return undefined;
  const { kind, severity, room, drill, declaredAt } = found.value;
  return {
    subject: code,
    room,
    severity,
    data: {
      incident: code,
      kind,
      ...(severity && { severity }),
      ...(room !== undefined && { room }),
      drill,
      declaredAt,
    },
  };
}

const eventAbout = (
  type: EventTypeName,
  about: Omit<MadeEvent, 'type'> | undefined,
  more: object = {},
): MadeEvent | undefined => about && { ...about, type, data: { ...about.data, ...more } };

/** Room and time, as far as they are given: `null` stands for "was not there". */
function slotOf(fields: Fields): object {
  const { title, room, start, end, state } = fields;
  const given = { title, room, start, end, state };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

const sessionOf = async (code: string, { store }: EventNeeds): Promise<Session | undefined> =>
  (await store.get(sessionDocument, code))?.value;

const roomOf = (session: Session | undefined): string | undefined => session?.room || undefined;

/** A shift's own words; undefined where it is gone. */
async function aboutShift(code: string, deps: EventNeeds): Promise<Omit<MadeEvent, 'type'> | undefined> {
  const found = await deps.store.get(shiftDocument, code);
  if (!found) return undefined;
  const { role, room, start } = found.value;
  return {
    subject: code,
    room,
    data: { shift: code, role, ...(room !== undefined && { room }), start },
  };
}

/** Undefined where it belongs to what is private. */
async function aboutAction(id: string, deps: EventNeeds): Promise<Omit<MadeEvent, 'type'> | undefined> {
  const read = await readRemedyRun(id, 'everybody', deps);
  if (!read) return undefined;
  const { remedy, room, page, incident } = read.run.value;
  // A page may have become part of what is private since.
  if (page !== undefined && !(await aboutPage(page, deps))) return undefined;
  return {
    subject: remedy,
    room,
    data: {
      action: remedy,
      run: id,
      ...(room !== undefined && { room }),
      ...(page !== undefined && { page }),
      ...(incident !== undefined && { incident }),
    },
  };
}

export const EVENT_MAKERS: ReadonlyMap<string, Maker> = new Map([
  maker(pageOpened, async ({ page }, deps) =>
    eventAbout('callboard.page.opened.v1', await aboutPage(page, deps)),
  ),
  maker(pageAcknowledged, async ({ page, seconds, via }, deps) =>
    eventAbout('callboard.page.acknowledged.v1', await aboutPage(page, deps), { seconds, via }),
  ),
  maker(pageResolved, async ({ page, seconds, via }, deps) =>
    eventAbout('callboard.page.resolved.v1', await aboutPage(page, deps), { seconds, via }),
  ),
  maker(pageReopened, async ({ page, times }, deps) =>
    eventAbout('callboard.page.reopened.v1', await aboutPage(page, deps), { times }),
  ),
  maker(pageGaveUp, async ({ page }, deps) =>
    eventAbout('callboard.page.unanswered.v1', await aboutPage(page, deps)),
  ),
  maker(incidentDeclared, async ({ incident }, deps) =>
    eventAbout('callboard.incident.declared.v1', await aboutIncident(incident, deps)),
  ),
  maker(updatePosted, async ({ incident, number }, deps) =>
    eventAbout('callboard.incident.updated.v1', await aboutIncident(incident, deps), {
      change: 'update',
      number,
    }),
  ),
  maker(severitySet, async ({ incident, severity }, deps) =>
    eventAbout('callboard.incident.updated.v1', await aboutIncident(incident, deps), {
      change: 'severity',
      severity,
    }),
  ),
  maker(incidentMitigated, async ({ incident }, deps) =>
    eventAbout('callboard.incident.updated.v1', await aboutIncident(incident, deps), { change: 'mitigated' }),
  ),
  maker(incidentResolved, async ({ incident, seconds }, deps) =>
    eventAbout('callboard.incident.resolved.v1', await aboutIncident(incident, deps), { seconds }),
  ),
  maker(incidentReopened, async ({ incident }, deps) =>
    eventAbout('callboard.incident.reopened.v1', await aboutIncident(incident, deps)),
  ),
  maker(remedyStarted, async ({ run }, deps) =>
    eventAbout('callboard.action.started.v1', await aboutAction(run, deps)),
  ),
  maker(remedyConfirmed, async ({ run }, deps) =>
    eventAbout('callboard.action.started.v1', await aboutAction(run, deps)),
  ),
  maker(remedyDone, async ({ run, seconds, readBack }, deps) =>
    eventAbout('callboard.action.done.v1', await aboutAction(run, deps), { seconds, readBack }),
  ),
  maker(remedyFailed, async ({ run, seconds, outcome }, deps) =>
    eventAbout('callboard.action.failed.v1', await aboutAction(run, deps), { seconds, outcome }),
  ),
  maker(sessionChanged, async ({ session, title, what, before, after }, deps) => ({
    type: 'callboard.session.changed.v1',
    subject: session,
    room: after.room ?? before.room ?? roomOf(await sessionOf(session, deps)),
    data: { session, title, change: what, before: slotOf(before), after: slotOf(after) },
  })),
  maker(sessionStarted, async ({ session, room, start, planned }) => ({
    type: 'callboard.session.started.v1',
    subject: session,
    room,
    data: { session, room, start, planned },
  })),
  maker(sessionEnded, async ({ session, room, start, end, planned }) => ({
    type: 'callboard.session.ended.v1',
    subject: session,
    room,
    data: { session, room, ...(start !== undefined && { start }), end, planned },
  })),
  maker(clockUndone, async ({ room, what, sessions }) => ({
    type: 'callboard.session.clock-undone.v1',
    subject: sessions[0] ?? room,
    room,
    data: { room, what, sessions },
  })),
  maker(agendaImported, async ({ change, counts }) => ({
    type: 'callboard.agenda.imported.v1',
    subject: `change-${change}`,
    data: { change, counts },
  })),
  maker(checkedIn, async ({ session }, deps) => {
    const found = await sessionOf(session, deps);
    const room = roomOf(found);
    return {
      type: 'callboard.speaker.checked-in.v1',
      subject: session,
      room,
      data: { session, ...(room !== undefined && { room }), ...(found && { start: found.start }) },
    };
  }),
  maker(speakersMissing, async ({ session, start, persons }, deps) => {
    const room = roomOf(await sessionOf(session, deps));
    return {
      type: 'callboard.speaker.missing.v1',
      subject: session,
      room,
      data: { session, ...(room !== undefined && { room }), start, missing: persons.length },
    };
  }),
  maker(assignmentChanged, async ({ shift, how }, deps) =>
    how === 'arrived'
      ? eventAbout('callboard.shift.checked-in.v1', await aboutShift(shift, deps))
      : undefined,
  ),
  maker(shiftMissing, async ({ shift, people }, deps) =>
    eventAbout('callboard.shift.missing.v1', await aboutShift(shift, deps), { missing: people.length }),
  ),
  maker(targetAdded, async ({ target }) => ({
    type: 'callboard.target.added.v1',
    subject: target,
    only: target,
    data: { target },
  })),
]);
