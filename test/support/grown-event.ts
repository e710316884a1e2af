/**
 * An event with a programme and a rota, and the same one after a long time: facts, jobs that wait, people and what is
 * known of them, pages and incidents that are over. The benchmark and the tests of growth compare the two.
 */
import type { Temporal } from 'temporal-polyfill';
import { programme } from '../../bench/programme.ts';
import { diaryDocument } from '../../src/agenda/domain/diary.ts';
import { boardChanged } from '../../src/agenda/domain/facts.ts';
import { sessionDocument } from '../../src/agenda/domain/session.ts';
import { deliverEvent, eventTargetDocument } from '../../src/callboard/domain/event-target.ts';
import { personDocument } from '../../src/callboard/domain/person.ts';
import { type Change, type Fact, mergeChanges, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
import { actionDocument } from '../../src/incident/domain/action.ts';
import { noteTaken } from '../../src/incident/domain/facts.ts';
import { incidentDocument } from '../../src/incident/domain/incident.ts';
import { postmortemDocument } from '../../src/incident/domain/postmortem.ts';
import { runbookRunDocument } from '../../src/incident/domain/runbook-run.ts';
import { type Page, pageDocument } from '../../src/page/domain/page.ts';
import { testedDocument } from '../../src/page/domain/tests.ts';
import { newVolunteer, volunteerDocument } from '../../src/rota/domain/volunteer.ts';
import { attendanceDocument, attendanceId, noAttendance } from '../../src/speakers/domain/attendance.ts';
import { remindSpeaker } from '../../src/speakers/domain/jobs.ts';
import { speakerLinkDocument } from '../../src/speakers/domain/link.ts';
import { STAGE } from '../unit/page/world.ts';
import { somebody } from './fake-deps.ts';
import { type Stack, seedEvent } from './paging-stack.ts';

export interface Growth {
  readonly facts: number;
  /** Waiting: a tenth of them deliveries to the target, the others reminders. */
  readonly jobs: number;
  readonly people: number;
  /** Over, a hundred a day, none of them today. */
  readonly pages: number;
  /** Closed, with their postmortems published, a page, a runbook and an action item each, done by whoever is looked at. */
  readonly incidents: number;
}

type Growing = Pick<Stack, 'store' | 'deps'>;

const SESSIONS = 300;
const AT_ONCE = 500;
const SPEAKERS = 700;
export const TARGET = 'T1';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** In several commits, each with one fact at least. */
async function commitAll<T>(
  all: readonly T[],
  change: (some: readonly T[]) => Change,
  said: Fact,
  { store }: Growing,
): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const made = change(all.slice(from, from + AT_ONCE));
    await store.commit({ ...made, facts: [said, ...(made.facts ?? [])] });
  }
}

const donePage = (number: number, at: Temporal.Instant): Page => ({
  code: `P${number}`,
  kind: 'page',
  target: { kind: 'room', name: STAGE },
  critical: false,
  message: `The projector of room ${number} has no picture`,
  author: 'UANY',
  openedAt: instantText(at),
  policy: { steps: [{ who: 'target', after: 0 }], rounds: 1, pause: 60 },
  state: 'resolved',
  nextStep: 1,
  endStep: 1,
  countsFromStep: 0,
  stepsRun: [{ sequence: 0, at: instantText(at), people: [{ person: 'UVOL', planned: [] }] }],
  acknowledged: { by: 'UVOL', at: instantText(at.add({ seconds: 20 })), via: 'slack' },
  resolved: { by: 'UVOL', at: instantText(at.add({ minutes: 5 })), via: 'slack' },
});

const NOTES = 20;
/** Whose Home is looked at. */
const OWNERS = ['UVOL', 'UORG'];

/** `I1000` and all that belongs to it, long over. */
function closedIncident(number: number, at: Temporal.Instant): Change {
  const code = `I${1000 + number}`;
  const about = [`incident:${code}`, `room:${STAGE}`];
  const text = instantText(at);
  const page: Page = { ...donePage(100_000 + number, at), incident: code };
  const owner = OWNERS[number % OWNERS.length] ?? '';
  return {
    put: [
      put(incidentDocument, code, {
        ...{ code, title: `The projector of room ${number}`, kind: 'av', severity: 'sev2', room: STAGE },
        ...{ drill: false, state: 'resolved', declaredBy: 'UVOL', declaredAt: text, page: page.code },
        ...{ snapshot: { onStage: [], next: [], onShift: ['UVOL'] }, roles: { commander: 'UVOL' } },
        ...{ updates: 1, reopened: 0, acknowledgedAt: text, resolution: 'The cable was loose' },
        ...{ resolvedAt: instantText(at.add({ minutes: 40 })), resolvedBy: 'UVOL' },
      }),
      put(postmortemDocument, code, {
        ...{ incident: code, state: 'published', summary: 'A cable was loose and nobody had looked at it' },
        ...{ wentWell: 'Everybody was there', factors: [{ steps: ['No picture', 'A cable was loose'] }] },
      }),
      put(actionDocument, `A${1000 + number}`, {
        ...{ code: `A${1000 + number}`, incident: code, text: 'Tape the cables down', owner },
        ...{ due: text.slice(0, 10), state: 'done', done: 'Taped', snoozed: [] },
      }),
      put(runbookRunDocument, `${code}:projector`, {
        ...{ incident: code, name: 'Projector', startedBy: 'UVOL', startedAt: text },
        parts: [{ kind: 'step', number: 1, text: 'Look at the cable' }],
        ticks: { '1': { by: 'UVOL', at: text } },
      }),
      put(pageDocument, page.code, page),
    ],
    facts: numbers(NOTES).map((minute) =>
      recordFact(noteTaken, {
        ...{ at: at.add({ minutes: minute }), by: 'UVOL', about },
        data: { incident: code, text: `Note ${minute} of what we have tried so far` },
      }),
    ),
  };
}

/** The event itself: its programme, who is on shift, and where its events go. */
export async function seedProgramme(growing: Growing): Promise<void> {
  await seedEvent(growing);
  const at = growing.deps.clock.now();
  const said = recordFact(boardChanged, { at, by: 'test', about: [], data: { channel: 'C1', became: 'on' } });
  const sessions = programme(SESSIONS).map((session, i) => ({ ...session, code: `S${i + 1}` }));
  await growing.store.commit({
    put: [
      ...sessions.map((session) => put(sessionDocument, session.code, session)),
      put(eventTargetDocument, TARGET, {
        ...{ code: TARGET, name: 'Archive', url: 'https://archive.example/in', secret: 'secret', by: 'UORG' },
        ...{ types: [], rooms: [], severities: [], createdAt: instantText(at), undelivered: 0 },
      }),
    ],
    facts: [said],
  });
}

/** What a long time leaves behind. */
export async function growEvent(
  { facts, jobs, people, pages, incidents }: Growth,
  growing: Growing,
): Promise<void> {
  const { deps } = growing;
  const at = deps.clock.now();
  const text = instantText(at);
  const said = recordFact(boardChanged, { at, by: 'test', about: [], data: { channel: 'C1', became: 'on' } });
  await commitAll(
    numbers(people),
    (some) => ({
      put: some.flatMap((i) => [
        put(personDocument, `UP${i}`, somebody(`UP${i}`, { name: `Person Number ${i}` })),
        put(volunteerDocument, `UP${i}`, { ...newVolunteer(`UP${i}`), roles: ['stage'] }),
        put(testedDocument, `UP${i}`, { at: text, reached: ['slack'], failed: [] }),
        put(diaryDocument, `UP${i}`, { person: `UP${i}`, stars: [`S${(i % SESSIONS) + 1}`] }),
      ]),
    }),
    said,
    growing,
  );
  await commitAll(
    numbers(Math.min(people, SPEAKERS)),
    (some) => ({
      put: some.flatMap((i) => [
        put(speakerLinkDocument, `speaker-${i}`, {
          ...{ speaker: `speaker-${i}`, name: `Speaker Number ${i}`, person: `UP${i}` },
          ...{ how: 'organizer' as const, by: 'UORG', at: text },
        }),
        ...(i < SESSIONS
          ? [
              put(
                attendanceDocument,
                attendanceId(`S${i + 1}`, `UP${i}`),
                noAttendance(`S${i + 1}`, `UP${i}`),
              ),
            ]
          : []),
      ]),
    }),
    said,
    growing,
  );
  await commitAll(
    numbers(pages),
    (some) => ({
      put: some.map((i) => {
        const opened = at.subtract({ hours: 24 * (3 + Math.floor(i / 100)), minutes: i % 100 });
        return put(pageDocument, `P${1000 + i}`, donePage(1000 + i, opened));
      }),
    }),
    said,
    growing,
  );
  await commitAll(
    numbers(incidents),
    (some) => mergeChanges(...some.map((i) => closedIncident(i, at.subtract({ hours: 24 * (3 + i) })))),
    said,
    growing,
  );
  await commitAll(
    numbers(jobs),
    (some) => ({
      jobs: some.map((i) => {
        const due = at.add({ hours: 24, seconds: i });
        if (i % 10 === 0) return scheduleJob(deliverEvent, due, { target: TARGET, event: `${i}-0` });
        const reminder = { session: `S${i}`, person: `UP${i}`, kind: '24h', start: text };
        return scheduleJob(remindSpeaker, due, reminder);
      }),
    }),
    said,
    growing,
  );
  await commitAll(
    numbers(facts),
    (some) => ({
      facts: some.map((i) =>
        recordFact(boardChanged, {
          ...{ at, by: 'test', about: [`page:P${1000 + (i % 3000)}`, `room:${STAGE}`] },
          data: { channel: `C${i}`, became: 'on' },
        }),
      ),
    }),
    said,
    growing,
  );
}
