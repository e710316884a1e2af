/** Puts a script into an empty event, whatever store it is in: by the functions that the event file and imports use. */
import { Temporal } from 'temporal-polyfill';
import { AGENDA_ID, type Agenda, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { sessionFound } from '../../../src/agenda/domain/change.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { STANDBY_ID, type StandbyTalk, standbyDocument } from '../../../src/agenda/domain/standby.ts';
import { watchOn } from '../../../src/agenda/domain/watch.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { applyEventFile } from '../../../src/callboard/event-file/decide.ts';
import { loadEventSetup, type SetupDeps } from '../../../src/callboard/event-file/state.ts';
import { type JobPut, mergeChanges, put, recordFact } from '../../../src/core/commit.ts';
import { instantText } from '../../../src/core/instant.ts';
import { createHook } from '../../../src/page/domain/hooks.ts';
import { hashOf } from '../../../src/page/hook-token.ts';
import { rotaChanged } from '../../../src/rota/domain/facts.ts';
import { rescheduled } from '../../../src/rota/domain/reschedule.ts';
import { defaultRota, ROTA_ID, rotaSettingsDocument } from '../../../src/rota/domain/settings.ts';
import { liveOf, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { newVolunteer, volunteerDocument } from '../../../src/rota/domain/volunteer.ts';
import { alreadyReminded } from '../../../src/sandbox/demo/load.ts';
import { playersOf, type Script, STANDBY_MINUTES } from '../../../src/sandbox/rehearsal/script.ts';
import { linksById, type SpeakerLink, speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { defaultPlan, PLAN_ID, speakerPlanDocument } from '../../../src/speakers/domain/plan.ts';
import { planReminders } from '../../../src/speakers/domain/reminders.ts';

/** Opens the hook by which the rehearsal's machines report. */
export const HOOK_TOKEN = 'rehearsal-machines';
/** Seconds between two looks at the programme's feed. */
const FEED_EVERY = 300;

const personOf = ({ id, handle, name, phone, order }: Script['players'][number], zone: string): Person => ({
  id,
  slack: id,
  handle,
  name,
  email: `${handle}@example.org`,
  zone,
  ...(phone !== undefined && { phone: { number: phone, verifiedAt: '2000-01-01T00:00:00Z' } }),
  ...(order && { contact: { order: order.map((one) => ({ ...one })) } }),
});

/** @param feed - where the programme is followed from; it is not followed where nothing is said */
export async function loadScript(script: Script, deps: SetupDeps, feed?: string): Promise<void> {
  const { store } = deps;
  const now = Temporal.Instant.fromEpochMilliseconds(script.from);
  const by = 'rehearsal';
  const people = script.players.map((player) => personOf(player, script.zone));
  await store.commit({
    put: people.map((person) => put(personDocument, person.id, person)),
    facts: people.map(({ id }) =>
      recordFact(personChanged, {
        at: now,
        by,
        about: [`person:${id}`],
        data: { person: id, fields: ['all'] },
      }),
    ),
  });
  const state = await loadEventSetup(deps);
  const set = applyEventFile(state, script.setup, { fresh: [], groups: [] }, now);
  if (set) await store.commit(set);

  const [plan, rota] = await Promise.all([
    store.get(speakerPlanDocument, PLAN_ID),
    store.get(rotaSettingsDocument, ROTA_ID),
  ]);
  const links = [...script.speakers].map(([speaker, person]): SpeakerLink => {
    const name = people.find(({ id }) => id === person)?.name ?? speaker;
    return { speaker, name, person, how: 'organizer', by, at: instantText(now) };
  });
  const standby = (script.standby ?? []).map((person, index): StandbyTalk => {
    const name = people.find(({ id }) => id === person)?.name ?? person;
    const at = instantText(now);
    const own = { title: `Standby talk ${index + 1}`, speakers: [{ id: `standby-${person}`, name }] };
    links.push({ speaker: `standby-${person}`, name, person, how: 'organizer', by, at });
    return { code: `B${index + 1}`, own, minutes: STANDBY_MINUTES, by, at };
  });
  const reminders = planReminders({
    sessions: script.sessions,
    links: linksById(links),
    plan: plan?.value ?? defaultPlan,
    records: new Map(),
    people: new Map(people.map((person) => [person.id, person])),
    zone: script.zone,
    now,
  }).jobs;
  const isPast = (job: JobPut) => Temporal.Instant.compare(job.at, now) <= 0;
  const agenda: Agenda = {
    days: [...script.days],
    rooms: [...script.rooms],
    nextCode: script.sessions.length + 1,
    undoable: [],
  };
  const roles = [...new Set(script.shifts.map(({ role }) => role))];
  const organizer = playersOf(script, 'organizer')[0]?.id ?? by;
  await store.next('shift', script.shifts.length);
  await store.commit(
    mergeChanges(
      {
        put: [
          put(agendaDocument, AGENDA_ID, agenda),
          ...script.sessions.map((session) => put(sessionDocument, session.code, session)),
          ...links.map((link) => put(speakerLinkDocument, link.speaker, link)),
          ...(standby.length === 0
            ? []
            : [put(standbyDocument, STANDBY_ID, { talks: standby, next: standby.length + 1 })]),
          ...script.shifts.map((shift) => put(shiftDocument, shift.code, shift)),
          ...playersOf(script, 'volunteer').map(({ id }) =>
            put(volunteerDocument, id, { ...newVolunteer(id), roles }),
          ),
          ...alreadyReminded(reminders.filter(isPast)),
        ],
        facts: [
          ...script.sessions.map((session) => sessionFound(session, now, by)),
          recordFact(rotaChanged, {
            at: now,
            by,
            about: ['rota'],
            data: {
              change: `R${await store.next('rota-change')}`,
              how: 'import',
              own: false,
              shifts: script.shifts.map(({ code }) => code),
            },
          }),
        ],
        jobs: [
          ...reminders.filter((job) => !isPast(job)),
          ...script.shifts.flatMap((shift) =>
            liveOf(shift).length > 0 ? rescheduled(undefined, shift, rota?.value ?? defaultRota, now) : [],
          ),
        ],
      },
      createHook(
        hashOf(HOOK_TOKEN),
        { code: `K${await store.next('hook')}`, name: 'Machines', target: { kind: 'oncall', name: '' } },
        { at: now, by },
      ),
      feed === undefined || script.sessions.length === 0
        ? undefined
        : watchOn({ by: organizer, now }, undefined, { url: feed, everySeconds: FEED_EVERY }),
    ),
  );
}
