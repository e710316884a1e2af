/**
 * Every figure of a postmortem equals an independent count over the ledger, whatever people did, and none is
 * more than the incident lasted. The count here goes forward through the facts, second by second; the code
 * goes backward from today's agenda.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { page } from '../../../commands/page/command.ts';
import { sessionChanged } from '../../../src/agenda/domain/facts.ts';
import { type Session, sessionDocument } from '../../../src/agenda/domain/session.ts';
import { put, type Recorded, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { translator } from '../../../src/i18n/index.ts';
import { duration } from '../../../src/i18n/time.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { readModel } from '../../../src/incident/load-postmortem.ts';
import { markdown, md, postmortemMessage } from '../../../src/incident/postmortem-text.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, STAGE } from '../page/world.ts';

const t = translator('en');
const FIRST: readonly Session[] = [0, 50, 100].map((start, i) => ({
  code: `S${i + 1}`,
  guid: `s${i + 1}`,
  title: `Talk ${i + 1}`,
  speakers: [],
  room: i === 1 ? 'Other' : STAGE,
  start: `2019-06-05T${String(8 + Math.floor(start / 60)).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}:00Z`,
  end: `2019-06-05T${String(8 + Math.floor((start + 45) / 60)).padStart(2, '0')}:${String((start + 45) % 60).padStart(2, '0')}:00Z`,
  state: 'scheduled' as const,
}));

type Step =
  | { readonly wait: number }
  | { readonly type: string }
  | { readonly press: string; readonly value: string }
  | { readonly page: string }
  | { readonly session: string; readonly move?: number; readonly room?: string; readonly cancel?: true };

const code = fc.constantFrom('S1', 'S2', 'S3');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 1500 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'role I1 commander @uorg',
        'role I1 scribe @ulead',
        'resolve I1 done',
        'reopen I1',
        'note I1 looking',
        'sev I1 sev1',
      ),
    }),
  },
  fc.record({ press: fc.constant('incident.mitigated'), value: fc.constant('I1') }),
  fc.record({ press: fc.constant('page.ack'), value: fc.constantFrom('P1', 'P2') }),
  fc.record({ page: fc.constantFrom('stage-main It smells burnt', 'stage-main Another thing') }),
  fc.record({ session: code, move: fc.integer({ min: -40, max: 40 }) }),
  fc.record({ session: code, room: fc.constantFrom(STAGE, 'Other') }),
  fc.record({ session: code, cancel: fc.constant(true as const) }),
);

async function change(world: World, { session: id, move, room, cancel }: Extract<Step, { session: string }>) {
  const read = await world.store.get(sessionDocument, id);
  if (!read) throw new Error(`no ${id}`);
  const later = (at: string) =>
    Temporal.Instant.from(at)
      .add({ minutes: move ?? 0 })
      .toString();
  const before = read.value;
  const fields = {
    ...(move !== undefined && { start: later(before.start), end: later(before.end) }),
    ...(room !== undefined && { room }),
    ...(cancel && { state: 'cancelled' as const }),
  };
  const was = Object.fromEntries(Object.keys(fields).map((key) => [key, before[key as keyof Session]]));
  const rooms = new Set([before.room, room ?? before.room]);
  const fact = recordFact(sessionChanged, {
    at: world.clock.now(),
    by: 'UORG',
    about: [`session:${id}`, ...[...rooms].map((one) => `room:${one}`)],
    data: { session: id, title: before.title, what: ['time'], before: was, after: fields },
  });
  await world.store.commit({
    put: [put(sessionDocument, id, { ...before, ...fields }, read.version)],
    facts: [fact],
  });
}

async function live(world: World, one: Step): Promise<void> {
  if ('wait' in one) return await world.advance(`PT${one.wait}S`, jobs);
  if ('session' in one) return await change(world, one);
  const work =
    'type' in one
      ? world.type('UORG', command, one.type)
      : 'page' in one
        ? world.type('UANY', page, one.page)
        : world.press('UORG', one.press.startsWith('page') ? page : command, one.press, one.value);
  await work.catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
  });
}

interface Counted {
  readonly lasted: number;
  readonly mitigated: number | undefined;
  readonly command: number | undefined;
  readonly acknowledged: { readonly page: string; readonly seconds: number } | undefined;
  readonly paged: number;
  readonly lost: number;
}

type Data = Readonly<Record<string, never>>;
const secondsOf = ({ at }: Recorded): number => Math.round(at.epochMilliseconds / 1000);

/** From the facts alone, and the agenda of the morning. */
function count(facts: readonly Recorded[]): Counted {
  const own = facts.filter(({ about }) => about.includes('incident:I1'));
  const named = (name: string) => own.filter((fact) => fact.name === name);
  const [declared] = named('incident.declared');
  if (!declared) throw new Error('not declared');
  const start = secondsOf(declared);
  let end: number | undefined;
  let mitigated: number | undefined;
  for (const fact of own) {
    if (fact.name === 'incident.resolved') end = secondsOf(fact);
    if (fact.name === 'incident.mitigated') mitigated = secondsOf(fact);
    if (fact.name === 'incident.reopened') [end, mitigated] = [undefined, undefined];
  }
  if (end === undefined) throw new Error('not over');
  const pages = new Set([
    String((declared.data as Data)['page']),
    ...named('page.linked').map(({ data }) => String((data as Data)['page'])),
  ]);
  const ofPages = facts.filter(({ data }) => pages.has(String((data as Data)['page'])));
  const opened = (code: string) =>
    ofPages.find(({ name, data }) => name === 'page.opened' && (data as Data)['page'] === code);
  const answered = ofPages.find((fact) => fact.name === 'page.acknowledged' && secondsOf(fact) <= (end ?? 0));
  const answeredPage = answered && String((answered.data as Data)['page']);
  const from = answeredPage === undefined ? undefined : opened(answeredPage);
  const commander = named('incident.role-taken').find(({ data }) => (data as Data)['role'] === 'commander');
  const people = (data: unknown): readonly string[] => {
    const { people: asked, on } = data as {
      readonly people?: readonly string[];
      readonly on?: readonly string[];
    };
    return asked ?? on ?? [];
  };
  const asked = ofPages
    .filter(({ name }) => name === 'page.stepped' || name === 'page.duty-changed')
    .flatMap(({ data }) => people(data));
  // The agenda at the declaration, forward from the morning.
  const agenda = new Map(FIRST.map((one) => [one.code, { ...one }]));
  for (const fact of facts) {
    if (fact.name !== 'session.changed' || secondsOf(fact) > start) continue;
    const { session, after } = fact.data as unknown as { session: string; after: Partial<Session> };
    agenda.set(session, { ...(agenda.get(session) as Session), ...after });
  }
  const there = [...agenda.values()].filter(({ room, state }) => room === STAGE && state === 'scheduled');
  const spans = there.map((one) =>
    [one.start, one.end].map((at) => Temporal.Instant.from(at).epochMilliseconds / 1000),
  );
  let lost = 0;
  for (let second = start; second < Math.min(end, mitigated ?? end); second++)
    if (spans.some(([a = 0, b = 0]) => a <= second && second < b)) lost++;
  return {
    lasted: end - start,
    mitigated: mitigated && mitigated - start,
    command: commander && secondsOf(commander) - start,
    acknowledged:
      answered && from
        ? { page: answeredPage ?? '', seconds: secondsOf(answered) - secondsOf(from) }
        : undefined,
    paged: new Set(asked).size,
    lost: Math.floor(lost / 60),
  };
}

/** Once it was over, each talk goes to another room and is cancelled there: of that the incident's room hears nothing. */
const MOVED_AND_CANCELLED: [Step[], boolean, Step[], Step[]] = [
  [],
  false,
  [{ wait: 1200 }],
  ['S1', 'S2', 'S3'].flatMap((session): Step[] => [
    { session, room: 'Other' },
    { wait: 60 },
    { session, cancel: true },
  ]),
];

it('says of each figure what the ledger says, and never more minutes lost than it lasted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 6 }),
      fc.boolean(),
      fc.array(step, { maxLength: 14 }),
      fc.array(step, { maxLength: 5 }),
      async (before, fromPage, during, after) => {
        const world = await pagingWorld();
        const facts = FIRST.map((one) =>
          recordFact(sessionChanged, {
            at: world.clock.now().subtract({ hours: 24 }),
            by: 'test',
            about: [`session:${one.code}`, `room:${one.room}`],
            data: { session: one.code, title: one.title, what: ['new'], before: {}, after: {} },
          }),
        );
        await world.store.commit({ put: FIRST.map((one) => put(sessionDocument, one.code, one)), facts });
        if (fromPage) await world.type('UANY', page, 'stage-main Smoke');
        for (const one of before)
          if (!('type' in one) && !('press' in one && one.value === 'I1')) await live(world, one);
        const asking = await world.asking('UORG');
        const meta = JSON.stringify({ room: STAGE, ...(fromPage && { page: 'P1' }) });
        const values = { title: { text: 'Smoke' }, severity: { pick: 'sev2' } };
        await command.modals?.['incident.declare']?.run({ ...asking, values, meta }, world.deps);
        for (const one of during) await live(world, one);
        await live(world, { type: 'resolve I1 over' });
        // What happens to the talks afterwards changes nothing.
        for (const one of after)
          if ('session' in one || 'wait' in one || 'page' in one) await live(world, one);

        const incident = (await world.store.get(incidentDocument, 'I1'))?.value;
        if (!incident) throw new Error('no incident');
        const counted = count(await world.store.facts());
        const draft = { incident: 'I1', state: 'draft' as const, factors: [] };
        const model = await readModel(incident, draft, 'Europe/Madrid', 'en', world.deps);
        const { impact } = model;
        expect({
          lasted: impact.lasted,
          mitigated: impact.toMitigate,
          command: impact.toCommand,
          acknowledged: impact.acknowledged && {
            page: impact.acknowledged.page,
            seconds: impact.acknowledged.seconds,
          },
          paged: impact.paged.length,
          lost: impact.minutesLost,
        }).toEqual(counted);
        expect(counted.lost * 60).toBeLessThanOrEqual(counted.lasted);
        expect(counted.mitigated ?? 0).toBeLessThanOrEqual(counted.lasted);

        // What people read is made of these, and nothing is left over.
        const said = (seconds: number | undefined) =>
          seconds === undefined ? 'not recorded' : duration(seconds);
        const lines = [
          t('incident.pm.lasted', { duration: said(counted.lasted) }),
          t('incident.pm.commanded', { duration: said(counted.command) }),
          t('incident.pm.mitigated', { duration: said(counted.mitigated) }),
          t('incident.pm.paged', { count: counted.paged }),
          t(counted.mitigated === undefined ? 'incident.pm.lost' : 'incident.pm.lostMitigated', {
            minutes: counted.lost,
            room: STAGE,
          }),
          counted.acknowledged
            ? `Acknowledged: ${counted.acknowledged.page} by `
            : t('incident.pm.notAcknowledged'),
        ];
        const file = markdown(model, t);
        const message = JSON.stringify(postmortemMessage(model, t));
        for (const line of lines) {
          expect(file).toContain(md(line));
          expect(message).toContain(line);
        }
        expect(file.match(/lasted/gi)).toHaveLength(2);
      },
    ),
    { numRuns: 60, examples: [MOVED_AND_CANCELLED] },
  );
}, 120_000);
