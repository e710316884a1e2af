/**
 * Random changes of shifts under random pages: at every instant everybody asked is on duty, and everybody on
 * duty is asked or cannot be (no channel, left the workspace; passed on by somebody who had it). Whoever is in their quiet hours or on stage is
 * asked without a noise. Seen right after each change, before any job runs, and whenever something leaves.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { page as command } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { instant, milliseconds } from '../../../src/core/instant.ts';
import { notificationDocument } from '../../../src/page/domain/notification.ts';
import { askedNow, liveSteps, type Page, pageDocument, placeOf } from '../../../src/page/domain/page.ts';
import { stepAt } from '../../../src/page/domain/policy.ts';
import { isQuiet } from '../../../src/page/domain/quiet-hours.ts';
import { recheckPages } from '../../../src/rota/domain/jobs.ts';
import { onShift } from '../../../src/rota/domain/on-shift.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { typeAnyway } from '../../support/buttons.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, people, STAGE, shift } from './world.ts';

const phone = (number: string) => ({ phone: { number, verifiedAt: '2019-06-01T00:00:00Z' } });
const CREW = ['UVOL', 'UBEN', 'UEVA', 'UNOC', 'ULEAD'] as const;
const ORDER = [
  { channel: 'slack', after: 0 },
  { channel: 'sms', after: 30 },
  { channel: 'voice', after: 90 },
];

async function startWorld(): Promise<World> {
  const { slack: _, ...unreachable } = somebody('UNOC');
  const world = await pagingWorld(
    [
      shift({ end: '2019-06-05T08:15:00Z' }),
      shift({
        code: 'H2',
        start: '2019-06-05T08:15:00Z',
        end: '2019-06-05T08:40:00Z',
        assignments: [{ person: 'UBEN', state: 'accepted' }],
      }),
      shift({ code: 'H3', start: '2019-06-05T08:30:00Z', end: '2019-06-05T09:30:00Z', assignments: [] }),
      shift({ code: 'H4', role: 'door', room: 'Foyer', assignments: [] }),
    ],
    [
      ...people(),
      somebody('UBEN', phone('+12025550112')),
      somebody('UEVA', phone('+12025550113')),
      unreachable,
    ],
  );
  await world.store.commit({
    put: [
      put(roleDocument, 'door', { name: 'door', leads: ['UEVA'] }),
      put(sessionDocument, 'S1', {
        code: 'S1',
        guid: 's1',
        title: 'A talk',
        room: STAGE,
        start: '2019-06-05T08:05:00Z',
        end: '2019-06-05T08:25:00Z',
        state: 'scheduled',
        speakers: [{ id: 'ben', name: 'Ben' }],
      }),
      put(speakerLinkDocument, 'ben', {
        speaker: 'ben',
        name: 'Ben',
        person: 'UBEN',
        how: 'organizer',
        by: 'UORG',
        at: '2019-06-01T00:00:00Z',
      }),
    ],
    facts: [
      recordFact(personChanged, {
        at: world.clock.now(),
        by: 'test',
        about: [],
        data: { person: '', fields: [] },
      }),
    ],
  });
  return world;
}

/** The rota alone says who that is: not the code under test. */
async function onDuty(world: World, page: Page): Promise<string[]> {
  const now = world.clock.now();
  const shifts = (await world.store.all(shiftDocument)).map(({ value }) => value);
  const { kind, name } = page.target;
  if (kind === 'person') return [name];
  const where = kind === 'room' ? { room: name } : kind === 'role' ? { role: name } : {};
  const found = onShift(shifts, now, where);
  const crew = kind === 'oncall' ? found.filter((one) => one.shift.room === undefined) : [];
  return [...new Set((crew.length > 0 ? crew : found).map(({ assignment }) => assignment.person))];
}

async function leadsNow(world: World): Promise<Set<string>> {
  const shifts = (await world.store.all(shiftDocument)).map(({ value }) => value);
  const roles = (await world.store.all(roleDocument)).flatMap(({ value }) => value.leads);
  const leading = onShift(shifts, world.clock.now()).filter(({ assignment }) => assignment.lead);
  return new Set([...roles, ...leading.map(({ assignment }) => assignment.person)]);
}

async function mayAsk(world: World, page: Page, sequence: number): Promise<Set<string>> {
  const who = stepAt(page.policy, sequence)?.step.who;
  if (who === 'organizers') return new Set((await world.deps.events.settings()).organizers);
  return who === 'lead' ? await leadsNow(world) : new Set(await onDuty(world, page));
}

async function check(world: World): Promise<void> {
  const known = new Map((await world.store.all(personDocument)).map(({ id, value }) => [id, value]));
  const isReachable = (id: string) => {
    const person = known.get(id);
    return person?.slack !== undefined && !person.deactivated;
  };
  for (const { value: page } of await world.store.all(pageDocument)) {
    const duty = (await onDuty(world, page)).filter(isReachable);
    if (page.state === 'open') {
      for (const ran of liveSteps(page)) {
        const may = await mayAsk(world, page, ran.sequence);
        for (const place of ran.people)
          if (!place.offAt) expect([...may].filter(isReachable), `${page.code} asks`).toContain(place.person);
      }
      // Where somebody who had it passed it on, whoever is on duty is asked again in the next round.
      const isPassedOn = liveSteps(page).every(
        (ran) => stepAt(page.policy, ran.sequence)?.step.who !== 'target',
      );
      if (!isPassedOn)
        expect(askedNow(page), `${page.code} asks everybody on duty`).toEqual(expect.arrayContaining(duty));
      const outbox = await world.store.outbox();
      if (!page.gaveUpAt)
        expect(outbox.map(({ id }) => id)).toContain(`escalate:${page.code}:${page.nextStep}`);
      for (const { name, data } of outbox) {
        const { page: code, person } = data as { page?: string; person?: string };
        if (name === 'notify' && code === page.code) expect(askedNow(page)).toContain(person);
      }
    }
    const by = page.acknowledged?.by;
    if (page.state === 'acknowledged' && by !== undefined && page.handover) {
      expect(duty).not.toContain(by);
      expect([...page.handover.to].sort()).toEqual(duty.sort());
    }
    const wasAsked = liveSteps(page).some(
      (ran) =>
        stepAt(page.policy, ran.sequence)?.step.who === 'target' &&
        ran.people.some(({ person, offAt }) => person === by && !offAt),
    );
    if (page.state === 'acknowledged' && wasAsked && by !== undefined && !(await leadsNow(world)).has(by))
      expect(duty.length === 0 || duty.includes(by) || page.handover !== undefined).toBe(true);
  }
}

/** Whatever leaves is for somebody on duty at that very moment, and makes no noise where it may not. */
function watch(world: World, wrong: string[]): void {
  for (const channel of Object.values(world.channels)) {
    const send = channel.send.bind(channel);
    channel.send = async (outgoing) => {
      const one = (await world.store.get(notificationDocument, outgoing.notification))?.value;
      const page = one && (await world.store.get(pageDocument, one.page))?.value;
      if (one && page) {
        const now = world.clock.now();
        const said = `${channel.name} ${one.person} of ${page.code} at ${now}`;
        const may = await mayAsk(world, page, one.sequence);
        if (!may.has(one.person)) wrong.push(`${said}: off duty`);
        const person = (await world.store.get(personDocument, one.person))?.value;
        if (person?.deactivated) wrong.push(`${said}: deactivated`);
        const place = placeOf(page, one.id);
        const since =
          place?.since ?? page.stepsRun.find(({ sequence }) => sequence === one.sequence)?.at ?? '';
        // Quiet hours that begin by the clock do not interrupt who was just asked.
        const wasQuiet = person && isQuiet(person, instant(since), 'Europe/Madrid');
        if (!page.critical && channel.name !== 'slack' && person) {
          if (isQuiet(person, now, 'Europe/Madrid') && wasQuiet) wrong.push(`${said}: quiet`);
          const onStage =
            one.person === 'UBEN' &&
            now.epochMilliseconds >= milliseconds('2019-06-05T08:05:00Z') &&
            now.epochMilliseconds < milliseconds('2019-06-05T08:25:00Z');
          if (onStage) wrong.push(`${said}: on stage`);
        }
      }
      return await send(outgoing);
    };
  }
}

async function changePerson(world: World, id: string, change: (person: Person) => Person): Promise<void> {
  const known = await world.store.get(personDocument, id);
  if (!known) return;
  const now = world.clock.now();
  await world.store.commit({
    put: [put(personDocument, id, change(known.value), known.version)],
    facts: [recordFact(personChanged, { at: now, by: 'slack', about: [], data: { person: id, fields: [] } })],
    jobs: [scheduleJob(recheckPages, now, { stamp: `${id}${now}` })],
  });
  await world.settle(jobs);
}

const who = fc.constantFrom(...CREW);
const shiftCode = fc.constantFrom('H1', 'H2', 'H3', 'H4');
const pageCode = fc.integer({ min: 1, max: 4 }).map((n) => `P${n}`);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 400 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('page' as const),
      target: fc.constantFrom('stage-main', 'stage-main!', 'stage', 'door', 'oncall', 'Foyer'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('drop' as const, 'assign' as const, 'lead' as const),
      shift: shiftCode,
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('take' as const, 'done' as const), shift: shiftCode, who }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'ack' as const,
        'take-over' as const,
        'keep' as const,
        'resolve' as const,
        'escalate' as const,
      ),
      page: pageCode,
      who,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'return' as const, 'quiet' as const, 'loud' as const),
      who,
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function act(world: World, one: Step, number: number): Promise<void> {
  switch (one.do) {
    case 'wait':
      return await world.advance(`PT${one.seconds}S`, jobs);
    case 'page':
      return void (await world.type('UORG', command, `${one.target} Help ${number}`));
    case 'drop':
      return void (await typeAnyway(world, 'UORG', rota, `drop ${one.shift} <@${one.who}>`));
    case 'assign':
    case 'lead':
      return void (await world.type(
        'UORG',
        rota,
        `assign ${one.shift} <@${one.who}>${one.do === 'lead' ? ' lead' : ''} anyway for the test`,
      ));
    case 'take':
    case 'done':
      return void (await typeAnyway(world, one.who, rota, `${one.do} ${one.shift}`));
    case 'ack':
    case 'keep':
    case 'resolve':
    case 'escalate':
      return void (await world.press(one.who, command, `page.${one.do}`, one.page));
    case 'take-over':
      return void (await world.press(one.who, command, 'page.take', one.page));
    case 'leave':
      return await changePerson(world, one.who, (person) => ({ ...person, deactivated: true }));
    case 'return':
      return await changePerson(world, one.who, ({ deactivated: _, ...person }) => person);
    case 'quiet':
      return await changePerson(world, one.who, (person) => ({
        ...person,
        contact: { order: ORDER, quiet: { from: '09:50', to: '10:40' } },
      }));
    case 'loud':
      return await changePerson(world, one.who, ({ contact: _, ...person }) => person);
  }
}

describe('whatever changes on the rota while pages are open', () => {
  it('everybody asked is on duty, and everybody on duty is asked', async () => {
    let changes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
        const world = await startWorld();
        const wrong: string[] = [];
        watch(world, wrong);
        for (const [i, one] of steps.entries()) {
          try {
            await act(world, one, i);
          } catch (error) {
            // A page that is not there yet, a shift that somebody is not on: nothing has changed.
            if (!(error instanceof UserError)) throw error;
          }
          await check(world);
          await world.settle(jobs);
          await check(world);
          expect(wrong).toEqual([]);
        }
        await world.advance('PT2H', jobs);
        await check(world);
        expect(wrong).toEqual([]);
        // News of the rota does not reach whoever cannot be reached; nothing else fails.
        const failed = world.logged.filter(
          ({ level, data }) =>
            level === 'error' && !/^(rota-tell|shift-remind):/.test((data as { job?: string }).job ?? ''),
        );
        expect(failed).toEqual([]);
        const facts = await world.store.facts();
        changes += facts.filter(({ name }) => name === 'page.duty-changed' || name === 'page.offered').length;
      }),
      { numRuns: 40 },
    );
    // It did happen, so that the equalities above mean something.
    expect(changes).toBeGreaterThan(40);
  }, 180_000);
});
