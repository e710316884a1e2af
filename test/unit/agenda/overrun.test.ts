import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { AGENDA_ID, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { previewChanged } from '../../../src/agenda/domain/facts.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { stageDocument } from '../../../src/agenda/domain/stage.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { makeEvent } from '../../../src/callboard/outgoing-event.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { type Assignment, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { shift } from '../page/world.ts';

const ada = [{ id: 'ada', name: 'Ada' }];
let world: World;

beforeEach(async () => {
  const event = fakeEvent({
    crew: ['UCREW'],
    rooms: [
      { name: 'Main hall', door: 'foyer' },
      { name: 'Room B', door: 'foyer' },
    ],
  });
  world = await fakeWorld(
    time(0),
    [somebody('UORG'), somebody('ULEAD'), somebody('UCREW'), somebody('UTWO')],
    event,
  );
  const assignments: Assignment[] = [
    { person: 'ULEAD', state: 'arrived', lead: true },
    { person: 'UTWO', state: 'accepted' },
  ];
  const programme = [
    session('S1', 0, 30),
    session('S2', 30, 60, { speakers: ada }),
    session('S3', 60, 75, { isBreak: true }),
    session('S4', 75, 105),
    session('S5', 60, 90, { room: 'Room B', speakers: ada }),
    session('S6', 5, 34, { room: 'Room B' }),
  ];
  const day = { index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' };
  await world.store.commit({
    put: [
      put(agendaDocument, AGENDA_ID, {
        days: [day],
        rooms: ['Main hall', 'Room B'],
        nextCode: 7,
        undoable: [],
      }),
      ...programme.map((one) => put(sessionDocument, one.code, one)),
      put(shiftDocument, 'H1', {
        ...shift({ room: 'Main hall', role: 'Stage', assignments }),
        start: time(-30),
        end: time(200),
      }),
    ],
    facts: [
      recordFact(previewChanged, {
        ...{ at: world.clock.now(), by: 'test', about: ['agenda'] },
        data: { of: 'x', became: 'made' as const },
      }),
    ],
  });
});

const type = (who: string, text: string) => world.type(who, agenda, text);
const said = (reply: Reply): string => JSON.stringify(reply);
const goTo = async (minute: number) => {
  await world.advance(
    `PT${Math.round((Date.parse(time(minute)) - world.clock.now().epochMilliseconds) / 1000)}S`,
    jobs,
  );
};
/** What each was sent since the last look: by channel or person. */
const inbox = () => [...world.chat.messages.values()].map((one) => JSON.stringify(one));
const offers = () => inbox().filter((text) => text.includes('agenda.overrun'));
const buttonIn = (text: string, label: string): string => {
  const message = JSON.parse(text) as { message?: unknown };
  const found = [...JSON.stringify(message).matchAll(/\{"type":"button"(?:[^{}]|\{[^{}]*\})*\}/g)]
    .map(([one]) => JSON.parse(one) as { text: { text: string }; value: string })
    .find((one) => one.text.text === label);
  if (!found) throw new Error(`no ${label}`);
  return found.value;
};

describe('a session that runs over', () => {
  it('is asked about two minutes after its end, once each: organizers and stage lead', async () => {
    await type('ULEAD', 'start S1');
    await goTo(31);
    expect(offers()).toHaveLength(0);
    await goTo(33);
    expect(offers()).toHaveLength(2);
    const [offer = ''] = offers();
    expect(offer).toContain('2 min over');
    expect(offer).toContain('Talk S2');
    // The break absorbs it; Ada would be in two rooms; what begins at the same door is named.
    expect(offer).not.toContain('Talk S4');
    expect(offer).toContain('Ada');
    expect(offer).toContain('at the same door: `S6` ends at');
    await goTo(50);
    expect(offers()).toHaveLength(2);
  });

  it('is asked about when Slack is back, and only while it still runs', async () => {
    await type('ULEAD', 'start S1');
    world.chat.failWith = new Error('ECONNREFUSED');
    await goTo(40);
    world.chat.failWith = undefined;
    await goTo(45);
    expect(offers()).toHaveLength(2);
    expect(offers()[0]).toMatch(/1[0-5] min over/);

    world.chat.failWith = new Error('ECONNREFUSED');
    await type('ULEAD', 'end S1');
    await type('ULEAD', 'start S2');
    await goTo(65);
    await type('ULEAD', 'end S2');
    world.chat.failWith = undefined;
    await goTo(80);
    expect(offers()).toHaveLength(2);
  });

  it('`Delay 5m` by the stage lead moves what follows; whoever is somewhere else may not', async () => {
    await type('ULEAD', 'start S1');
    await goTo(33);
    const value = buttonIn(offers()[0] ?? '', 'Delay 5m');
    await expect(world.press('UCREW', agenda, 'agenda.overrun-delay', value)).rejects.toThrow(UserError);
    expect(said(await world.press('ULEAD', agenda, 'agenda.overrun-delay', value))).toContain('5 min more');
    const sessions = await world.deps.sessions.read();
    const slots = ['S1', 'S2', 'S3', 'S4'].map((code) => sessions.get(code)?.value);
    expect(slots.map((one) => [one?.start, one?.end])).toEqual([
      [time(0), time(35)],
      [time(35), time(65)],
      [time(65), time(75)],
      [time(75), time(105)],
    ]);
    // The other copy of the offer says how it stands, and moves nothing twice.
    expect(said(await world.press('UORG', agenda, 'agenda.overrun-delay', value))).toContain(
      'does not run over',
    );
    await goTo(36);
    expect(offers()).toHaveLength(2);
    await goTo(38);
    expect(offers()).toHaveLength(4);
  });

  it('is not asked about where it has ended, or was never started', async () => {
    await type('ULEAD', 'start S1');
    await goTo(29);
    await type('ULEAD', 'end');
    await goTo(80);
    expect(offers()).toHaveLength(0);
  });

  it('an offer of another agenda is made anew, with what it would do now', async () => {
    await type('ULEAD', 'start S1');
    await goTo(33);
    const value = buttonIn(offers()[0] ?? '', 'Delay 5m');
    const preview = JSON.stringify(await type('UORG', 'cancel S2 ill'));
    await world.press('UORG', agenda, 'agenda.apply', buttonIn(preview, 'Apply'));
    const again = said(await world.press('UORG', agenda, 'agenda.overrun-delay', value));
    expect(again).toContain('The agenda has changed');
    expect(again).not.toContain('Talk S2');
  });

  it('`Cut to time` tells whoever else is on shift there, and leaves the plan', async () => {
    await type('ULEAD', 'start S1');
    await goTo(33);
    const reply = said(await world.press('ULEAD', agenda, 'agenda.overrun-cut', 'S1'));
    expect(reply).toContain('1 person');
    await world.settle(jobs);
    const cut = inbox().filter((text) => text.includes('Cut to time: `S1`'));
    expect(cut).toHaveLength(1);
    expect(cut[0]).toContain('Then `S2`');
    expect((await world.deps.sessions.read()).get('S1')?.value.end).toBe(time(30));
    const screen = async () => (await world.store.get(stageDocument, 'Main hall'))?.value.message?.text;
    expect(await screen()).toBe('Time is up. Please finish now.');
    await type('ULEAD', 'start S2');
    expect(await screen()).toBeUndefined();
  });
});

describe('whoever has no Slack', () => {
  it('and is on shift there is told by text to cut; no offer with buttons goes to a lead like that', async () => {
    const { slack: _, ...nora } = somebody('XNORA', {
      phone: { number: '+12025550199', verifiedAt: '2019-06-01T00:00:00Z' },
    });
    const known = await world.store.get(shiftDocument, 'H1');
    if (!known) throw new Error('no shift');
    const lead: Assignment = { person: nora.id, state: 'arrived', lead: true };
    const { at, ...told } = { at: world.clock.now(), by: 'test', about: [] };
    await world.store.commit({
      put: [
        put(personDocument, nora.id, nora),
        put(shiftDocument, 'H1', { ...known.value, assignments: [lead] }, known.version),
      ],
      facts: [recordFact(previewChanged, { at, ...told, data: { of: 'x', became: 'made' } })],
    });
    await type('UORG', 'start S1');
    await goTo(33);
    expect(offers()).toHaveLength(1);
    await world.press('UORG', agenda, 'agenda.overrun-cut', 'S1');
    await world.settle(jobs);
    expect(world.channels.sms.sent.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Cut to time: S1 Talk S1 in Main hall has to end now.*Then S2 Talk S2 at/s),
    ]);
  });
});

describe('the clock in chat', () => {
  it('start without a code is the next of the own room; undo takes it back', async () => {
    const started = said(await type('ULEAD', 'start'));
    expect(started).toContain('`S1`');
    expect(started).toContain('Undo');
    await expect(type('ULEAD', 'start S1')).rejects.toThrow('alreadyStarted');
    await expect(type('UCREW', 'start')).rejects.toThrow('whichRoom');
    expect(said(await type('UCREW', 'clock main'))).toContain('began at');
    expect(said(await type('UCREW', 'clock Main hall undo'))).toContain('has not begun');
    expect((await world.deps.sessions.read()).get('S1')?.value.actual).toBeUndefined();
  });

  it('goes out as events, and so does what is taken back', async () => {
    await type('ULEAD', 'start S1');
    await world.advance('PT2M', jobs);
    await type('ULEAD', 'end S1');
    await type('ULEAD', 'clock Main hall undo');
    const told = await world.store.facts({ about: 'session:S1' });
    const events = await Promise.all(told.map((fact) => makeEvent(fact, world.deps)));
    expect(events.flatMap((event) => (event ? [[event.type, event.data]] : []))).toEqual([
      [
        'callboard.session.started.v1',
        { session: 'S1', room: 'Main hall', start: time(0), planned: time(0) },
      ],
      [
        'callboard.session.ended.v1',
        { session: 'S1', room: 'Main hall', start: time(0), end: time(2), planned: time(30) },
      ],
      ['callboard.session.clock-undone.v1', { room: 'Main hall', what: 'end', sessions: ['S1'] }],
    ]);
  });

  it('its button names the session, and a second press of it changes nothing', async () => {
    const clock = JSON.stringify(await type('UCREW', 'clock Room B'));
    expect(buttonIn(clock, 'Start S6')).toBe('S6');
    await world.press('UCREW', agenda, 'agenda.clock-start', 'S6');
    await expect(world.press('UCREW', agenda, 'agenda.clock-start', 'S6')).rejects.toThrow('alreadyStarted');
  });
});
