/** Small stories, in which between them every job that sends something does. */

import { Temporal } from 'temporal-polyfill';
import { agenda } from '../../../commands/agenda/command.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { incident } from '../../../commands/incident/command.ts';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { announceOn, boardOn } from '../../../src/agenda/domain/board.ts';
import { previewChanged } from '../../../src/agenda/domain/facts.ts';
import { askSecondOrganizer, tellHeld } from '../../../src/agenda/domain/jobs.ts';
import { planDelay } from '../../../src/agenda/domain/live.ts';
import { previewDocument, WATCH_PREVIEW } from '../../../src/agenda/domain/preview.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { loadAgenda } from '../../../src/agenda/load.ts';
import { countCardsNow, scheduleCardCount } from '../../../src/callboard/cards/count.ts';
import { cardsOf } from '../../../src/callboard/domain/card-tally.ts';
import { cardCodes } from '../../../src/callboard/domain/cards.ts';
import { EVENT_ID, eventDocument } from '../../../src/callboard/domain/event.ts';
import { tellOrganizers, watchChat } from '../../../src/callboard/domain/jobs.ts';
import { setEvent } from '../../../src/callboard/domain/settings.ts';
import { loadEvening } from '../../../src/callboard/evening.ts';
import { scheduleCount } from '../../../src/callboard/promises/count.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import { PermanentError, ProviderDown } from '../../../src/core/errors.ts';
import { incidentDocument } from '../../../src/incident/domain/incident.ts';
import { remedyRunDocument } from '../../../src/incident/domain/remedy-run.ts';
import { applyRunbookPart } from '../../../src/incident/domain/runbook-file.ts';
import { HAND_HOPS, openModalAtCustodian } from '../../../src/keys/domain/jobs.ts';
import { remindUntested } from '../../../src/page/domain/jobs.ts';
import { setAside } from '../../../src/page/domain/provider-health.ts';
import { askForCode } from '../../../src/page/domain/verification.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { deliverMessage } from '../../../src/speakers/domain/jobs.ts';
import { prepareMessage } from '../../../src/speakers/domain/message.ts';
import { fileOf, session as slot } from '../../support/agenda.ts';
import { buttonOf } from '../../support/buttons.ts';
import type { Story } from '../../support/dying.ts';
import { applied } from '../../support/event-files.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { keysWorld } from '../../support/keys-world.ts';
import { publishDraft } from '../../support/publish.ts';
import { pagingWorld, shift } from '../page/world.ts';
import { add, change, link, session, speaker } from '../speakers/world.ts';

const of = (world: World, tell: Story['tell']): Story => ({ world, settle: () => world.settle(jobs), tell });
const HALF_AN_HOUR = Temporal.Duration.from({ minutes: 30 });
const somebodies = (...ids: string[]) => ids.map((id) => somebody(id));
const phone = (number: string) => ({ phone: { number, verifiedAt: '2019-06-01T00:00:00Z' } });

/** From the declaration, with nobody in command for long, to an action item that is late. */
export async function anIncident(): Promise<Story> {
  const event = fakeEvent({ crew: ['UANA', 'UBOB'], rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });
  const world = await fakeWorld('2019-06-05T10:00:00Z', somebodies('UORG', 'UANA', 'UBOB'), event);
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', incident, 'declare sev2 Power cut in main hall');
    await goBy('PT30M');
    await world.press('UANA', incident, 'incident.command', 'I1');
    await world.type('UANA', incident, 'update I1 We are on it');
    await goBy('PT1M');
    await world.type('UANA', incident, 'resolve I1 A second breaker');
    await goBy('PT49H');
    await world.type('UANA', incident, 'action I1 @ubob 2019-06-12 Label both breakers');
    await publishDraft(world, 'UANA', 'I1');
    await settle();
    await goBy('PT240H');
  });
}

/** One with a runbook of several messages, a step of which is done. */
export async function aRunbook(): Promise<Story> {
  const world = await fakeWorld(
    '2019-06-05T10:00:00Z',
    somebodies('UORG', 'UANA'),
    fakeEvent({ crew: ['UANA'] }),
  );
  const text = Array.from({ length: 50 }, (_, i) => `- Step ${i} ${'word '.repeat(40)}`).join('\n');
  const runbook = { name: 'Power cut', kinds: ['power' as const], rooms: [], alerts: {}, text };
  const doing = { at: world.clock.now(), by: 'event-file' };
  await world.store.commit(applyRunbookPart([], { runbooks: [runbook] }, doing) ?? {});
  return of(world, async ({ settle }) => {
    await world.type('UORG', incident, 'declare sev2 Power cut');
    await settle();
    await world.press('UANA', incident, 'incident.runbook', 'I1 power-cut');
    await settle();
    await world.press('UANA', incident, 'incident.tick', 'I1:power-cut 1');
    await settle();
  });
}

/** An action of the event file that takes two people, used on an incident. */
export async function anAction(): Promise<Story> {
  const event = fakeEvent({ crew: ['UANA', 'UBOB'], rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });
  const world = await fakeWorld('2019-06-05T10:00:00Z', somebodies('UORG', 'UANA', 'UBOB'), event);
  await applied(
    `version: 1
actions:
  - { name: lamp, title: Lamp, does: Lights it, lock: two people, webhook: "https://x.example/h", secret: ACTION_SECRET_X }`,
    world.deps,
  );
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', incident, 'declare sev2 Power cut in main hall');
    await goBy('PT1M');
    const question = await world.type('UANA', incident, 'do lamp I1');
    await world.press('UANA', incident, 'incident.do-now', buttonOf(question, 'incident.do-now'));
    await settle();
    const [run] = await world.store.all(remedyRunDocument);
    await world.press('UBOB', incident, 'incident.do-confirm', run?.id ?? '');
    await settle();
  });
}

/** A private one whose channel somebody deletes: what is posted there cannot leave any more. */
export async function aPrivateIncident(): Promise<Story> {
  const event = fakeEvent({ crew: ['UANA'], rooms: [] });
  const world = await fakeWorld('2019-06-05T10:00:00Z', somebodies('UORG', 'UANA'), event);
  return of(world, async ({ settle }) => {
    await world.type('UANA', incident, 'declare private sev3 Somebody was followed home');
    await settle();
    const [declared] = await world.store.all(incidentDocument);
    for (const channel of world.chat.made.keys()) world.chat.gone.add(channel);
    await world.type('UANA', incident, `update ${declared?.id} They are safe`);
    await settle();
  });
}

/** A private incident in a workspace that lets us make no channel: its responders are told one by one. */
export async function aPrivateIncidentWithoutChannel(): Promise<Story> {
  const event = fakeEvent({ organizers: ['UORG', 'UORG2'], crew: ['UANA'], rooms: [] });
  const world = await fakeWorld('2019-06-05T10:00:00Z', somebodies('UORG', 'UORG2', 'UANA'), event);
  world.chat.mayMakeChannels = false;
  return of(world, async ({ settle }) => {
    await world.type('UANA', incident, 'declare private sev3 Somebody was followed home');
    await settle();
  });
}

/** A drill that is played to the end of its minutes, and nobody answers. */
export async function aDrill(): Promise<Story> {
  const world = await pagingWorld();
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', callboard, 'drill projector');
    await settle();
    await goBy('PT21M');
  });
}

/** Somebody learns to answer a card, leaves the text out, and is called away. */
export async function aDojo(): Promise<Story> {
  const world = await pagingWorld();
  return of(world, async ({ settle, goBy }) => {
    await world.type('ULEAD', callboard, 'dojo');
    await goBy('PT6S');
    await world.press('ULEAD', page, 'page.ack', 'P1');
    await goBy('PT6S');
    await world.press('ULEAD', callboard, 'callboard.dojo-skip', '1 text');
    await goBy('PT6S');
    await settle();
    await world.press('ULEAD', callboard, 'callboard.dojo-stop', '1 call');
    await settle();
  });
}

/** One that is answered and then forgotten, one that nobody answers, a try-out. */
export async function pages(): Promise<Story> {
  const world = await pagingWorld();
  return of(world, async ({ settle, goBy }) => {
    await world.type('UANY', page, 'stage-main Projector is dead');
    await goBy('PT2M');
    await world.press('UORG', page, 'page.ack', 'P1');
    await goBy('PT21M');
    await world.press('UORG', page, 'page.resolve', 'P1');
    await world.type('UANY', page, 'stage-main Help');
    await goBy('PT7M');
    await world.press('UORG', page, 'page.resolve', 'P2');
    await world.type('UVOL', page, 'test');
    await settle();
    await goBy('PT5M');
  });
}

/** Somebody has a page, and their shift ends: both of them are told. */
export async function aHandover(): Promise<Story> {
  const world = await pagingWorld([
    shift({ end: '2019-06-05T08:15:00Z' }),
    shift({
      code: 'H2',
      start: '2019-06-05T08:15:00Z',
      assignments: [{ person: 'ULEAD', state: 'accepted' }],
    }),
  ]);
  return of(world, async ({ goBy }) => {
    await world.type('UANY', page, 'stage-main Projector is dead');
    await goBy('PT1M');
    await world.press('UVOL', page, 'page.ack', 'P1');
    await goBy('PT16M');
    await world.press('ULEAD', page, 'page.resolve', 'P1');
    await goBy('PT1M');
  });
}

/** Neither text nor call leaves, so that the organizers have to dial by hand; several of them, each in private. */
export async function deadProvider(): Promise<Story> {
  const rooms = [{ name: 'Main stage', channel: 'CSTAGE', aliases: ['stage-main'] }];
  const people = [...somebodies('UORG', 'UORG2', 'UANY'), somebody('UVOL', phone('+12025550111'))];
  const world = await fakeWorld(
    '2019-06-05T08:00:00Z',
    people,
    fakeEvent({ rooms, organizers: ['UORG', 'UORG2'] }),
  );
  await world.store.commit({
    put: [put(shiftDocument, 'H1', shift())],
    facts: [recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  world.channels.sms.failWith = new ProviderDown(5);
  world.channels.voice.failWith = new ProviderDown(5);
  return of(world, async ({ goBy }) => {
    await world.type('UANY', page, 'stage-main Help');
    await goBy('PT2M');
  });
}

/** Slack is lost for a while: the organizers are texted what they need, and that it is back. */
export async function slackLost(): Promise<Story> {
  const people = [
    somebody('UORG', phone('+12025550101')),
    somebody('UORG2', phone('+12025550103')),
    somebody('UVOL', phone('+12025550111')),
  ];
  const world = await fakeWorld('2019-06-05T08:00:00Z', people, fakeEvent({ organizers: ['UORG', 'UORG2'] }));
  await world.store.commit({
    put: [put(shiftDocument, 'H1', shift())],
    facts: [recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  return of(world, async ({ goBy }) => {
    world.chat.failWith = new Error('Slack answered HTTP 503');
    await world.store.commit({ jobs: [scheduleJob(watchChat, world.clock.now(), { signs: {} })] });
    await goBy('PT3M');
    world.chat.failWith = undefined;
    await goBy('PT3M');
  });
}

/** A provider that lost texts, and a phone that drills may go to. */
export async function aProviderAside(): Promise<Story> {
  const world = await pagingWorld();
  const { sms } = world.channels;
  const provider = (name: string) => ({
    ...{ name, channels: [sms], works: () => true, check: async () => {} },
  });
  const health = { id: 'twilio:sms', value: { provider: 'twilio', channel: 'sms' }, version: 0 };
  await world.store.commit(setAside(health, 'lost', undefined, world.clock.now()));
  Object.assign(world.deps, {
    ...{ providers: [provider('twilio'), provider('second')], drillNumber: '+12025550199' },
  });
  return of(world, async ({ goBy }) => await goBy('PT100S'));
}

/** A code that cannot be sent to the number. */
export async function badNumber(): Promise<Story> {
  const world = await pagingWorld();
  world.channels.sms.failWith = new PermanentError('21211');
  return of(world, async ({ settle }) => {
    const asked = {
      number: '+12025550199',
      landline: false,
      via: 'sms',
      code: '123456',
      call: 'call1',
    } as const;
    const change = askForCode('UANY', asked, undefined, world.clock.now());
    if ('refused' in change) throw new Error('refused');
    await world.store.commit(change);
    await settle();
  });
}

/** Monday morning: who never tried their channels is asked to. */
export async function untested(): Promise<Story> {
  const people = ['UVOL', 'ULEAD'].map((person) => ({ person, state: 'accepted' as const }));
  const world = await pagingWorld([shift({ assignments: people })]);
  return of(world, async ({ settle }) => {
    await world.store.commit({
      jobs: [scheduleJob(remindUntested, world.clock.now(), {})],
    });
    await settle();
  });
}

/** The evening before the second day: each organizer hears how it looks. */
export async function anEvening(): Promise<Story> {
  const dates = { first: '2019-06-05', last: '2019-06-06' };
  const event = fakeEvent({ organizers: ['UORG', 'UORG2'], dates });
  const world = await fakeWorld('2019-06-05T08:00:00Z', somebodies('UORG', 'UORG2', 'UANA'), event);
  return of(world, async ({ goBy }) => {
    await world.store.commit(await loadEvening(world.deps));
    await goBy('PT10H');
  });
}

/** Two pages that nobody has, on the last day of the event. */
export async function promises(): Promise<Story> {
  const world = await pagingWorld();
  const dates = { first: '2019-06-05', last: '2019-06-05' };
  const event = await world.store.get(eventDocument, EVENT_ID);
  if (!event) throw new Error('there is no event');
  const changed = setEvent(event, { ...event.value, dates }, { at: world.clock.now(), by: 'UORG' });
  await world.store.commit(changed ?? {});
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', page, 'stage-main The projector is dead');
    await world.type('UORG', page, 'stage-main There is no water');
    await settle();
    await world.store.commit({ jobs: [scheduleCount(world.clock.now())] });
    await goBy('PT9H');
  });
}

/** Somebody is on time for the first time, keeps the card, and gives it to somebody else. */
export async function someCards(): Promise<Story> {
  const event = fakeEvent({ cards: true, crew: ['UBEN'] });
  const world = await fakeWorld('2019-06-05T08:00:00Z', somebodies('UORG', 'UANA', 'UBEN'), event);
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', callboard, 'cards event off');
    await world.type('UORG', callboard, 'cards event on');
    await world.type('UORG', rota, 'add Door 10:30-12:00 @uana');
    await settle();
    await world.type('UANA', rota, 'here');
    await world.store.commit({ jobs: [scheduleCardCount(world.clock.now())] });
    await goBy('PT6M');
    await world.press('UANA', callboard, 'callboard.cards-keep');
    const { tally } = await countCardsNow(world.deps);
    const code = cardCodes(cardsOf(tally, 'UANA')).values().next().value;
    await world.type('UANA', callboard, `cards give ${code} @uben`);
    await settle();
  });
}

/** There is no ops channel, so that each organizer is told. */
export async function organizersOneByOne(): Promise<Story> {
  const event = fakeEvent({ organizers: ['UORG', 'UORG2', 'UORG3'], channels: {} });
  const world = await fakeWorld(undefined, somebodies('UORG', 'UORG2', 'UORG3'), event);
  return of(world, async ({ settle }) => {
    const said = { key: 'page.optedOutAlarm', params: { person: 'Vera' } };
    await world.store.commit({ jobs: [scheduleJob(tellOrganizers, world.clock.now(), said, 'tell:x')] });
    await settle();
  });
}

/** A shift is reminded of, swapped, given away, begun and thanked for. */
export async function aRota(): Promise<Story> {
  const event = fakeEvent({ rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });
  const people = somebodies('UORG', 'UANA', 'UBEN', 'UCAT', 'UDAN');
  const world = await fakeWorld('2019-06-05T08:00:00Z', people, event);
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', rota, 'add Stage in main 14:00-16:00 @uana');
    await world.type('UORG', rota, 'add Stage in main 16:00-18:00 @uben');
    await world.type('UORG', rota, 'add Door 18:00-19:00 @ucat');
    await settle();
    await world.type('UANA', rota, 'swap H1 @uben H2');
    await settle();
    await world.type('UANA', rota, 'cover H1 I am ill');
    await goBy('PT12H');
  });
}

/** An invitation that nobody in its channel answers, and somebody without Slack who is asked by text. */
export async function anInvitation(): Promise<Story> {
  const world = await fakeWorld('2019-06-05T08:00:00Z', somebodies('UORG', 'UANA'), fakeEvent());
  world.chat.membersOf.set('CVOL', ['UORG', 'UANA']);
  return of(world, async ({ settle, goBy }) => {
    await world.type('UORG', rota, 'add Stage 2019-06-13 14:00-16:00');
    await world.type('UORG', rota, 'invite Nora Night +34 600 12 34 56 as Stage');
    await world.type('UORG', rota, 'invite #vol');
    await settle();
    await goBy('PT240H');
  });
}

/** Whoever is paged texts a number whose provider takes no answer in its reply; so does a number that nobody has. */
export async function aText(): Promise<Story> {
  const world = await pagingWorld();
  const door = routes.find(({ path }) => path === '/telnyx/sms');
  const texts = async (id: string, number: string, text: string) => {
    const payload = { id, from: { phone_number: number }, text };
    const body = { data: { event_type: 'message.received', payload } };
    await door?.run({ params: {}, query: {}, headers: {}, body }, world.deps);
  };
  return of(world, async ({ settle }) => {
    await world.type('UANY', page, 'stage-main Help');
    await settle();
    await texts('t1', '+12025550111', 'hello');
    await texts('t2', '+34600000099', 'hello');
    await settle();
  });
}

/** A speaker who is reminded, moved, called, late and looked for. */
export async function aSpeaker(): Promise<Story> {
  const event = fakeEvent({ rooms: [{ name: 'Main', channel: 'CMAIN' }] });
  const people = [speaker('UA', { name: 'Ana', ...phone('+34600000001') }), speaker('UB', { name: 'Bea' })];
  const world = await fakeWorld('2019-06-05T06:00:00Z', [...somebodies('UORG', 'ULEAD'), ...people], event);
  const lead = { person: 'ULEAD', state: 'accepted' as const, lead: true };
  const at = world.clock.now();
  await world.store.commit({
    put: [
      put(shiftDocument, 'H1', shift({ room: 'Main', role: 'Stage', assignments: [lead] })),
      put(roleDocument, 'Stage', { name: 'Stage', leads: ['ULEAD'] }),
    ],
    facts: [recordFact(planChanged, { at, by: 'test', about: [], data: { fields: [] } })],
  });
  await add(world, session('S1', '2019-06-05T12:00:00Z'), session('S2', '2019-06-05T15:00:00Z'));
  await link(world, 'ref-S1', 'UA');
  await link(world, 'ref-S2', 'UB');
  return of(world, async ({ settle, goBy }) => {
    await settle();
    await world.type('UORG', speakers, 'remind S1');
    const message = { id: 'm1', by: 'UORG', at: at.toString(), text: 'Doors at eight', to: 'day:2019-06-05' };
    const prepared = { ...message, persons: ['UA', 'UB'], state: 'sent' as const };
    await world.store.commit(prepareMessage(prepared, at));
    const deliver = (person: string) => scheduleJob(deliverMessage, at, { message: 'm1', person });
    await world.store.commit({ jobs: ['UA', 'UB'].map(deliver) });
    await goBy('PT1H');
    await change(world, (state) => {
      const first = state.sessions.get('S1')?.value;
      return first && planDelay(state, { first, by: HALF_AN_HOUR });
    });
    await goBy('PT5H');
    await world.press('UA', speakers, 'speakers.late-by', 'S1 10');
    await goBy('PT1H');
  });
}

/** Nobody has come: who may step in is offered to the organizers and the stage lead, and one press fills the slot. */
export async function aStandby(): Promise<Story> {
  const people = [speaker('UA', { name: 'Ana', ...phone('+34600000001') }), speaker('UB', { name: 'Bea' })];
  const world = await fakeWorld(
    '2019-06-05T11:00:00Z',
    [...somebodies('UORG', 'ULEAD'), ...people],
    fakeEvent(),
  );
  await world.store.commit({
    put: [
      put(roleDocument, 'Stage', { name: 'Stage', leads: ['ULEAD'] }),
      put(
        shiftDocument,
        'H1',
        shift({
          room: 'Main',
          role: 'Stage',
          assignments: [{ person: 'ULEAD', state: 'accepted', lead: true }],
        }),
      ),
    ],
    facts: [recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  await add(world, session('S1', '2019-06-05T12:00:00Z'), session('S2', '2019-06-05T15:00:00Z'));
  await link(world, 'ref-S1', 'UA');
  await link(world, 'ref-S2', 'UB');
  return of(world, async ({ settle, goBy }) => {
    await settle();
    await world.type('UORG', agenda, 'standby add S2');
    await world.type('UB', speakers, 'here');
    await goBy('PT56M');
    const offered = { session: 'S1', with: 'S2', version: (await loadAgenda(world.deps)).version };
    await world.press('UORG', speakers, 'speakers.fill', JSON.stringify(offered));
    await goBy('PT1H');
  });
}

/** A board, what starts soon, a change for everybody, a feed that lost too much. */
export async function anAgenda(): Promise<Story> {
  const event = fakeEvent({ rooms: [{ name: 'Side room', channel: 'CSIDE', aliases: [] }] });
  const world = await fakeWorld('2019-06-05T07:00:00Z', somebodies('UORG'), event);
  await add(world, slot('S1', 0, 30), slot('S2', 0, 30, { room: 'Side room' }), slot('S3', 60, 90));
  return of(world, async ({ settle, goBy }) => {
    await settle();
    const now = world.clock.now();
    const by = { by: 'UORG', now };
    await world.store.commit(boardOn(by, 'CMAIN', undefined) ?? {});
    await world.store.commit(announceOn(by, undefined, 'CANN', 10));
    const parsed = fileOf([slot('S1', 0, 30)]);
    const what = { kind: 'import' as const, parsed, url: 'https://feed.example/x', takeSource: [] };
    await world.store.commit({
      put: [put(previewDocument, WATCH_PREVIEW, { nonce: 'n1', version: 1, madeAt: now.toString(), what })],
      facts: [recordFact(previewChanged, { at: now, by: 'watch', about: [], data: {} as never })],
      jobs: [scheduleJob(tellHeld, now, { nonce: 'n1' })],
    });
    await settle();
    await goBy('PT30M');
    await change(world, (state) => {
      const first = state.sessions.get('S3')?.value;
      return first && planDelay(state, { first, by: HALF_AN_HOUR });
    });
    await goBy('PT3H');
  });
}

/** Somebody wants to move a talk, for which the event's terms ask for two. */
export async function aSecondOrganizer(): Promise<Story> {
  const world = await fakeWorld('2019-06-05T07:00:00Z', somebodies('UORG', 'UORG2'), fakeEvent());
  await add(world, slot('S1', 0, 30));
  return of(world, async ({ settle }) => {
    const now = world.clock.now();
    const { sessions, version } = await loadAgenda(world.deps);
    const before = sessions.get('S1')?.value;
    if (!before) throw new Error('there is no talk');
    const steps = [{ before, after: { ...before, room: 'Side room' } }];
    const what = { kind: 'live' as const, how: 'move' as const, steps };
    const preview = { nonce: 'n1', version, madeAt: now.toString(), awaitsSecond: true as const, what };
    await world.store.commit({
      put: [put(previewDocument, 'UORG', preview)],
      facts: [recordFact(previewChanged, { at: now, by: 'UORG', about: [], data: {} as never })],
      jobs: [
        scheduleJob(askSecondOrganizer, now, {
          ...{ owner: 'UORG', nonce: 'n1' },
          ...{ anyway: false, promise: 'started' as const },
        }),
      ],
    });
    await settle();
  });
}

/** A set is dealt and works, a ceremony begins; and a press whose owner process is gone. */
export async function someKeys(): Promise<Story> {
  const world = await keysWorld();
  const { settle } = world;
  return {
    world,
    settle,
    async tell(live) {
      Object.assign(world, { settle: live.settle });
      await world.working('ingress', 2, ['UH1', 'UH2', 'UH3']);
      await world.type('UORG', 'fire registration-ingress we are under attack');
      await live.settle();
      const press = { what: 'secret', of: 'K1', custody: 'gone', person: 'UH1', trigger: 't1' } as const;
      const data = { ...press, hop: HAND_HOPS };
      await world.store.commit({
        jobs: [scheduleJob(openModalAtCustodian, world.clock.now(), data)],
      });
      await live.settle();
    },
  };
}

/** A talk that runs over: the organizers and the stage lead are asked, one lets it end. */
export async function anOverrun(): Promise<Story> {
  const event = fakeEvent({ crew: ['UCREW'], rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });
  const people = somebodies('UORG', 'ULEAD', 'UCREW');
  const world = await fakeWorld('2019-06-05T08:00:00Z', people, event);
  const at = world.clock.now();
  const assignments = [
    { person: 'ULEAD', state: 'arrived' as const, lead: true },
    { person: 'UCREW', state: 'accepted' as const },
  ];
  const there = shift({ room: 'Main hall', role: 'Stage', assignments });
  await world.store.commit({
    put: [
      put(sessionDocument, 'S1', slot('S1', 0, 30)),
      put(sessionDocument, 'S2', slot('S2', 30, 60)),
      put(shiftDocument, 'H1', { ...there, start: '2019-06-05T07:00:00Z', end: '2019-06-05T12:00:00Z' }),
    ],
    facts: [
      recordFact(previewChanged, { at, by: 'test', about: ['agenda'], data: { of: 'x', became: 'made' } }),
    ],
  });
  return of(world, async ({ settle, goBy }) => {
    await world.type('ULEAD', agenda, 'start S1');
    await settle();
    await goBy('PT33M');
    await world.press('UORG', agenda, 'agenda.overrun-cut', 'S1');
    await settle();
  });
}
