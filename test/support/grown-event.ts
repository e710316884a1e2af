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
import { type Change, type Fact, put, recordFact, scheduleJob } from '../../src/core/commit.ts';
import { instantText } from '../../src/core/instant.ts';
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
export async function growEvent({ facts, jobs, people, pages }: Growth, growing: Growing): Promise<void> {
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
