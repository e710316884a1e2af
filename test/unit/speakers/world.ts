/** A small event with speakers, and the hands that change it: for tests of what speakers get. */
import { Temporal } from 'temporal-polyfill';
import followAgenda from '../../../jobs/agenda/follow-change.ts';
import callSpeaker from '../../../jobs/speakers/call.ts';
import confirmByVoice from '../../../jobs/speakers/confirm-by-voice.ts';
import missSpeakers from '../../../jobs/speakers/page-missing-speakers.ts';
import refreshBoard from '../../../jobs/speakers/refresh-board.ts';
import remindSpeaker from '../../../jobs/speakers/remind.ts';
import remindNow from '../../../jobs/speakers/remind-now.ts';
import tellChange from '../../../jobs/speakers/tell-change.ts';
import type { AgendaState } from '../../../src/agenda/domain/agenda.ts';
import { commitEdit } from '../../../src/agenda/domain/change.ts';
import { agendaChanged } from '../../../src/agenda/domain/facts.ts';
import { applyAgendaPlan, type Plan } from '../../../src/agenda/domain/live.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { loadAgenda } from '../../../src/agenda/load.ts';
import type { Person } from '../../../src/callboard/domain/person.ts';
import { jobKind, recordFact } from '../../../src/core/commit.ts';
import { type Job, job } from '../../../src/core/job.ts';
import { linkSpeaker } from '../../../src/speakers/domain/linking.ts';
import { readSpeakers } from '../../../src/speakers/load.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const kinds = [
  followAgenda,
  remindSpeaker,
  remindNow,
  tellChange,
  missSpeakers,
  callSpeaker,
  confirmByVoice,
  refreshBoard,
];

/** Other parts' jobs, which these tests are not about, end at once. */
export const handlers = (world: World): Job[] =>
  new Proxy([...kinds], {
    get(list, key, self) {
      if (key !== 'find') return Reflect.get(list, key, self) as unknown;
      return (test: (one: Job) => boolean) => list.find(test) ?? ignored(world);
    },
  });

const ignored = (_world: World): Job => {
  const kind = jobKind({ ...kinds[0]?.kind, name: 'ignored', schema: anything } as never);
  return job({ kind, run: async () => undefined }) as Job;
};
const anything = { safeParse: (data: unknown) => ({ success: true, data }) };

export const START = '2019-06-05T06:00:00Z';

export const speaker = (id: string, more: Partial<Person> = {}): Person =>
  somebody(id, {
    name: `Name of ${id}`,
    contact: { order: [], quiet: { from: '00:00', to: '00:00' } },
    ...more,
  });

export const session = (code: string, start: string, more: Partial<Session> = {}): Session => {
  const from = Temporal.Instant.from(start);
  return {
    code,
    guid: code,
    title: `Talk ${code}`,
    room: 'Main',
    start: from.toString(),
    end: from.add({ minutes: 40 }).toString(),
    state: 'scheduled',
    speakers: [{ id: `ref-${code}`, name: `Name of ${code}` }],
    ...more,
  };
};

export const speakersWorld = (people: readonly Person[], start = START): Promise<World> =>
  fakeWorld(start, [somebody('UORG'), ...people], fakeEvent());

/** Commits an edit of the agenda, with everything that follows from it due. */
export async function edit(
  world: World,
  steps: readonly { before: Session | undefined; after: Session | undefined }[],
  by = 'test',
): Promise<void> {
  const state = await loadAgenda(world.deps);
  const now = world.clock.now();
  const codes = steps.map((step) => (step.after ?? step.before)?.code ?? '');
  const fact = (change: number) =>
    recordFact(agendaChanged, {
      at: now,
      by,
      about: ['agenda', `change:${change}`],
      data: { change, how: 'move', sessions: codes },
    });
  await world.store.commit(commitEdit(state, { steps, agenda: state.agenda, by, now, fact }));
}

export const add = (world: World, ...sessions: readonly Session[]): Promise<void> =>
  edit(
    world,
    sessions.map((after) => ({ before: undefined, after })),
  );

export async function change(world: World, plan: (state: AgendaState) => Plan | undefined): Promise<void> {
  const state = await loadAgenda(world.deps);
  const planned = plan(state);
  if (planned) await world.store.commit(applyAgendaPlan(state, planned, 'test', world.clock.now()));
}

export async function link(world: World, ref: string, personId: string): Promise<void> {
  const all = await readSpeakers(world.deps);
  const person = await world.deps.directory.person(personId);
  if (!person) throw new Error(`nobody is ${personId}`);
  const known = all.linkReads.get(ref);
  await world.store.commit(
    linkSpeaker({ id: ref, name: `Name of ${ref}` }, person, 'organizer', known, 'test', all),
  );
}
