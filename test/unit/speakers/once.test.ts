/**
 * The promise: for any sequence of imports, delays, cancellations, links, crashes, downtimes and clock moves
 * each (session, person, kind, start) is sent at most once, never after its use, and nothing due is missing:
 * what was promised is sent, or the ledger says why it was not.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { planCancel, planDelay, planRestore } from '../../../src/agenda/domain/live.ts';
import type { Session } from '../../../src/agenda/domain/session.ts';
import { StoreUnavailable } from '../../../src/core/errors.ts';
import { instant } from '../../../src/core/instant.ts';
import { attendanceDocument, attendanceId } from '../../../src/speakers/domain/attendance.ts';
import { reminderDropped, speakerReminded } from '../../../src/speakers/domain/facts.ts';
import { remindSpeaker } from '../../../src/speakers/domain/jobs.ts';
import { linkedSpeakers } from '../../../src/speakers/domain/link.ts';
import { muteSpeaker, unlinkSpeaker } from '../../../src/speakers/domain/linking.ts';
import { remindersOf } from '../../../src/speakers/domain/plan.ts';
import { changePlan } from '../../../src/speakers/domain/planning.ts';
import { planReminders } from '../../../src/speakers/domain/reminders.ts';
import { slots } from '../../../src/speakers/domain/slots.ts';
import { readSpeakers } from '../../../src/speakers/load.ts';
import { reconcileSpeakers } from '../../../src/speakers/reconcile.ts';
import type { World } from '../../support/fake-deps.ts';
import { add, change, edit, handlers, link, session, speaker, speakersWorld } from './world.ts';

const never = { from: '00:00', to: '00:00', zone: 'UTC' };
const SESSIONS = 3;
const PEOPLE = ['UA', 'UB'];

interface Send {
  readonly key: string;
  readonly at: Temporal.Instant;
}

interface Run {
  readonly world: World;
  readonly sends: Send[];
  /** What was wrong when a message left. Thrown there, it would only look like a failed job. */
  readonly faults: unknown[];
  /** The next so many commits after a message left are lost, as if the process had died. */
  crashes: number;
  /** Since when the bot is up and nothing else happened. */
  quietSince: Temporal.Instant;
}

type Step = (run: Run) => Promise<void>;

const code = fc.integer({ min: 1, max: SESSIONS }).map((n) => `S${n}`);
const find = async ({ world }: Run, which: string): Promise<Session | undefined> =>
  (await world.deps.sessions.read()).get(which)?.value;

/** Something somebody does, and all that follows from it at once. */
const event =
  (work: Step): Step =>
  async (run) => {
    await work(run);
    await settle(run);
    run.quietSince = run.world.clock.now();
  };

/** Until nothing is due. What was under way when the bot died is handed out again when its lease ends. */
async function settle(run: Run): Promise<void> {
  for (let deaths = 0; ; deaths++) {
    try {
      await run.world.settle(handlers(run.world));
      const due = (await run.world.store.outbox())[0]?.at;
      if (!due || Temporal.Instant.compare(due, run.world.clock.now()) > 0) return;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || deaths > 20) throw error;
    }
    run.world.store.realNow += 60_000;
  }
}

const delay = (run: Run, which: string, minutes: number): Promise<void> =>
  change(run.world, (state) => {
    const first = state.sessions.get(which)?.value;
    if (first?.state !== 'scheduled') return undefined;
    return planDelay(state, { first, by: Temporal.Duration.from({ minutes }) });
  });

/** Short ones, and those that swallow a reminder's whole use. */
const downtimes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 2400 }));

const steps: fc.Arbitrary<{ name: string; step: Step }> = fc.oneof(
  fc.tuple(code, fc.integer({ min: -60, max: 36 * 60 })).map(([which, minutes]) => ({
    name: `import ${which} in ${minutes} min`,
    step: event(async (run) => {
      const start = run.world.clock.now().add({ minutes }).round('minute').toString();
      const before = await find(run, which);
      const after = session(which, start);
      if (before)
        await edit(run.world, [{ before, after: { ...before, start: after.start, end: after.end } }]);
      else await add(run.world, after);
    }),
  })),
  fc.tuple(code, fc.integer({ min: 5, max: 90 })).map(([which, minutes]) => ({
    name: `delay ${which} by ${minutes} min`,
    step: event((run) => delay(run, which, minutes)),
  })),
  code.map((which) => ({
    name: `cancel ${which}`,
    step: event(async (run) => {
      await change(run.world, (state) => {
        const one = state.sessions.get(which)?.value;
        return one?.state === 'scheduled' ? planCancel(state, one) : undefined;
      });
    }),
  })),
  code.map((which) => ({
    name: `restore ${which}`,
    step: event(async (run) => {
      await change(run.world, (state) => {
        const one = state.sessions.get(which)?.value;
        return one?.state === 'cancelled' ? planRestore(state, one) : undefined;
      });
    }),
  })),
  fc.tuple(code, fc.constantFrom(...PEOPLE)).map(([which, person]) => ({
    name: `link ${which} to ${person}`,
    step: event((run) => link(run.world, `ref-${which}`, person)),
  })),
  fc.tuple(code, fc.constantFrom('unlink', 'mute')).map(([which, how]) => ({
    name: `${how} ${which}`,
    step: event(async ({ world }) => {
      const all = await readSpeakers(world.deps);
      const read = all.linkReads.get(`ref-${which}`);
      if (!read) return;
      const decided =
        how === 'unlink'
          ? unlinkSpeaker(read, 'test', all)
          : muteSpeaker(read, !read.value.muted, 'test', all);
      await world.store.commit(decided);
    }),
  })),
  fc.constantFrom([1440, 120, 30], [240, 60], [30], []).map((reminders) => ({
    name: `plan ${reminders}`,
    step: event(async ({ world }) => {
      const all = await readSpeakers(world.deps);
      await world.store.commit(changePlan(all, all.planVersion, [{ reminders }], 'test').change);
    }),
  })),
  fc.constant({ name: 'restart', step: event(({ world }) => reconcileSpeakers(world.deps)) }),
  fc.integer({ min: 1, max: 3 }).map((times) => ({
    name: `the next ${times} messages crash the bot`,
    step: async (run: Run) => {
      run.crashes = times;
    },
  })),
  downtimes.map((minutes) => ({
    name: `down for ${minutes} min, then restarted`,
    step: event(async (run) => {
      run.world.clock.t = run.world.clock.t.add({ minutes });
      await reconcileSpeakers(run.world.deps);
    }),
  })),
  fc.tuple(downtimes, code, fc.integer({ min: 5, max: 90 })).map(([minutes, which, by]) => ({
    name: `stuck for ${minutes} min, then ${which} is delayed by ${by} min before anything else runs`,
    step: event(async (run) => {
      run.world.clock.t = run.world.clock.t.add({ minutes });
      await delay(run, which, by);
    }),
  })),
  fc.tuple(downtimes, code).map(([minutes, which]) => ({
    name: `stuck for ${minutes} min, then ${which} gets another title before anything else runs`,
    step: event(async (run) => {
      run.world.clock.t = run.world.clock.t.add({ minutes });
      const before = await find(run, which);
      if (!before) return;
      await edit(run.world, [{ before, after: { ...before, title: `${before.title}!` } }]);
    }),
  })),
  fc.tuple(downtimes, fc.constantFrom([1440, 120, 30], [240, 60])).map(([minutes, reminders]) => ({
    name: `stuck for ${minutes} min, then plan ${reminders} before anything else runs`,
    step: event(async ({ world }) => {
      world.clock.t = world.clock.t.add({ minutes });
      const all = await readSpeakers(world.deps);
      await world.store.commit(changePlan(all, all.planVersion, [{ reminders }], 'test').change);
    }),
  })),
  fc.integer({ min: 1, max: 200 }).map((minutes) => ({
    name: `another process reads, and commits its plan ${minutes} min later`,
    step: async (run: Run) => {
      const { jobs } = planReminders(await readSpeakers(run.world.deps));
      await goBy(minutes)(run);
      await event(async () => void (await run.world.store.commit({ jobs })))(run);
    },
  })),
  fc.integer({ min: 1, max: 600 }).map((minutes) => ({ name: `${minutes} min go by`, step: goBy(minutes) })),
);

function goBy(minutes: number): Step {
  return async (run) => {
    const from = run.quietSince;
    const end = run.world.clock.now().add({ minutes });
    // Minute by minute is too slow; every due time is a stop of its own, and what crashed there is retried there.
    for (;;) {
      await settle(run);
      const next = (await run.world.store.outbox())[0]?.at;
      if (!next || Temporal.Instant.compare(next, end) > 0) break;
      if (Temporal.Instant.compare(next, run.world.clock.t) > 0) run.world.clock.t = next;
    }
    run.world.clock.t = end;
    run.quietSince = end;
    await nothingIsMissing(run, from, end);
  };
}

/** Between two moments in which nobody did anything, everything that fell due was sent, or told otherwise. */
async function nothingIsMissing({ world, sends }: Run, from: Temporal.Instant, to: Temporal.Instant) {
  const { sessions, links, plan } = await readSpeakers(world.deps);
  for (const one of sessions) {
    if (one.state !== 'scheduled') continue;
    const start = instant(one.start);
    for (const { person, muted } of linkedSpeakers(one, links)) {
      if (muted) continue;
      const record = (await world.store.get(attendanceDocument, attendanceId(one.code, person)))?.value;
      for (const slot of slots(start, remindersOf(plan, one.code), never)) {
        const inTime =
          Temporal.Instant.compare(slot.due, to) <= 0 && Temporal.Instant.compare(from, slot.usedUntil) < 0;
        const added = plan.added?.[slot.kind];
        const newToPlan = added !== undefined && Temporal.Instant.compare(slot.due, instant(added)) < 0;
        if (!inTime || newToPlan) continue;
        const since = (text: string) => Temporal.Instant.compare(instant(text), slot.due) >= 0;
        const sent = sends.some(({ key }) => key === keyOf(one.code, person, slot.kind, start));
        const told =
          record?.notices.some((notice) => notice.is?.start === one.start && since(notice.at)) ||
          record?.reminders.some((entry) => entry.start === one.start && entry.sent && since(entry.at));
        const mutedWhenDue = record?.reminders.some(
          (entry) => entry.kind === slot.kind && entry.start === one.start && entry.dropped === 'muted',
        );
        expect(sent || told || mutedWhenDue, `${one.code} ${person} ${slot.kind} of ${one.start}`).toBe(true);
      }
    }
  }
}

const keyOf = (session: string, person: string, kind: string, start: Temporal.Instant) =>
  `remind:${session}:${person}:${kind}:${start.epochMilliseconds / 1000}`;

async function begin(): Promise<Run> {
  const world = await speakersWorld(PEOPLE.map((id) => speaker(id)));
  const run: Run = { world, sends: [], faults: [], crashes: 0, quietSince: world.clock.now() };
  const dm = world.chat.dm.bind(world.chat);
  let left = false;
  world.chat.dm = async (user, message) => {
    const block = message.blocks?.find((one) => one.block_id?.startsWith('remind:'));
    if (block?.block_id) {
      await usefulNow(run, block.block_id).catch((fault: unknown) => run.faults.push(fault));
      run.sends.push({ key: block.block_id, at: world.clock.now() });
    }
    left = true;
    return await dm(user, message);
  };
  const commit = world.store.commit.bind(world.store);
  world.store.commit = async (it) => {
    if (left && run.crashes > 0) {
      run.crashes--;
      left = false;
      throw new StoreUnavailable('the process died here');
    }
    left = false;
    const before = await promised(world);
    const done = await commit(it);
    await nothingIsLost(run, before).catch((fault: unknown) => run.faults.push(fault));
    return done;
  };
  return run;
}

/** The reminders that are to go out, by (session, person, kind, start). */
async function promised({ store }: World): Promise<Set<string>> {
  const jobs = (await store.outbox()).filter(({ name }) => name === remindSpeaker.name);
  return new Set(
    jobs.map(({ data }) => {
      const { session, person, kind, start } = remindSpeaker.schema.parse(data);
      return keyOf(session, person, kind, instant(start));
    }),
  );
}

/**
 * A reminder that is not to go out any more was sent, or the ledger says why it was dropped; or nobody is to be
 * reminded so any more: the session, its speaker, the plan have changed, or a change has told them since.
 */
async function nothingIsLost({ world }: Run, before: ReadonlySet<string>): Promise<void> {
  const after = await promised(world);
  const gone = [...before].filter((key) => !after.has(key));
  if (gone.length === 0) return;
  const { sessions, links, plan, records } = await readSpeakers(world.deps);
  const facts = await world.store.facts();
  const said = new Set(
    facts
      .filter(({ name }) => name === speakerReminded.name || name === reminderDropped.name)
      .map(({ data }) => {
        const { session, person, kind, start } = remindSpeaker.schema.parse(data);
        return keyOf(session, person, kind, instant(start));
      }),
  );
  for (const key of gone) {
    const [, which = '', person = '', kind = '', seconds = ''] = key.split(':');
    const one = sessions.find(({ code, state }) => code === which && state === 'scheduled');
    if (!one || instant(one.start).epochMilliseconds / 1000 !== Number(seconds)) continue;
    if (!linkedSpeakers(one, links).some((link) => link.person === person && !link.muted)) continue;
    const slot = slots(instant(one.start), remindersOf(plan, which), never).find((it) => it.kind === kind);
    const record = records.get(attendanceId(which, person));
    const told = [...(record?.reminders ?? []), ...(record?.notices ?? [])].some(
      ({ at }) => slot && Temporal.Instant.compare(instant(at), slot.due) >= 0,
    );
    expect(!slot || told || said.has(key), `${key} is gone, and nothing says why`).toBe(true);
  }
}

/** At the moment it leaves, a reminder is about the session as it is, and not past its use. */
async function usefulNow(run: Run, key: string): Promise<void> {
  const [, which = '', person = '', kind = '', seconds = ''] = key.split(':');
  const one = await find(run, which);
  const { links, plan } = await readSpeakers(run.world.deps);
  expect(one?.state, key).toBe('scheduled');
  if (!one) return;
  const start = instant(one.start);
  expect(start.epochMilliseconds / 1000, key).toBe(Number(seconds));
  expect(
    linkedSpeakers(one, links).some((link) => link.person === person && !link.muted),
    key,
  ).toBe(true);
  const slot = slots(start, remindersOf(plan, which), never).find((each) => each.kind === kind);
  const now = run.world.clock.now();
  expect(slot && Temporal.Instant.compare(slot.due, now) <= 0, key).toBe(true);
  expect(slot && Temporal.Instant.compare(now, slot.usedUntil) < 0, key).toBe(true);
}

/** The ledger, what each attendance holds and what left say the same. */
async function ledgerIsTrue({ world, sends }: Run): Promise<void> {
  const keysOf = async (name: string) =>
    (await world.store.facts())
      .filter((fact) => fact.name === name)
      .map(({ data }) => {
        const { session, person, kind, start } = remindSpeaker.schema.parse(data);
        return keyOf(session, person, kind, instant(start));
      })
      .sort();
  const held = (await world.store.all(attendanceDocument)).flatMap(({ value }) =>
    value.reminders.map((one) => ({
      key: keyOf(value.session, value.person, one.kind, instant(one.start)),
      sent: one.sent !== undefined,
    })),
  );
  const heldKeys = (sent: boolean) => held.filter((one) => one.sent === sent).map(({ key }) => key);
  expect(await keysOf(speakerReminded.name)).toEqual(sends.map(({ key }) => key).sort());
  expect(await keysOf(speakerReminded.name)).toEqual(heldKeys(true).sort());
  expect(await keysOf(reminderDropped.name)).toEqual(heldKeys(false).sort());
}

it('each reminder is sent at most once, never after its use, and nothing due is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 14 }), async (list) => {
      const run = await begin();
      await add(run.world, session('S1', '2019-06-06T10:00:00Z'), session('S2', '2019-06-05T12:00:00Z'));
      await link(run.world, 'ref-S1', 'UA');
      await link(run.world, 'ref-S2', 'UB');
      for (const { step } of list) await step(run);
      await goBy(40 * 60)(run);
      for (const fault of run.faults) throw fault;
      const keys = run.sends.map(({ key }) => key);
      expect(keys).toEqual([...new Set(keys)]);
      await ledgerIsTrue(run);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60) },
  );
}, 60_000);
