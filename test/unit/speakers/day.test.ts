/** A speaker's day through the command, its buttons and its jobs. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { commands } from '../../../commands/index.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { planCancel, planDelay } from '../../../src/agenda/domain/live.ts';
import type { Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { PermanentError, UserError } from '../../../src/core/errors.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { roleDocument, type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { homeView } from '../../../src/slack/home.ts';
import { attendanceDocument, attendanceId } from '../../../src/speakers/domain/attendance.ts';
import { speakerBoardDocument } from '../../../src/speakers/domain/board.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { reconcileSpeakers } from '../../../src/speakers/reconcile.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { checkReply } from '../../support/slack-limits.ts';
import { add, change, link, session, speaker, speakersWorld } from './world.ts';

const phone = (number: string) => ({ phone: { number, verifiedAt: '2019-06-01T00:00:00Z' } });

/** Now it is 08:00 in Madrid; S1 is at 14:00 in Main, S2 follows at 15:00. */
let world: World;
beforeEach(async () => {
  world = await speakersWorld([
    speaker('UA', { name: 'Ana García', ...phone('+34600000001') }),
    speaker('UB', { name: 'Bea Pérez', language: 'es' }),
    somebody('ULEAD', { name: 'Stella Lead' }),
    somebody('UANY'),
    somebody('UATT'),
  ]);
  await add(
    world,
    session('S1', '2019-06-05T12:00:00Z', {
      title: 'Falco',
      speakers: [{ id: 'ref-a', name: 'Ana García' }],
    }),
    session('S2', '2019-06-05T13:00:00Z', { title: 'Chaos', speakers: [{ id: 'ref-b', name: 'Bea Pérez' }] }),
  );
  const shift: Shift = {
    code: 'H1',
    role: 'Stage',
    room: 'Main',
    start: '2019-06-05T06:00:00Z',
    end: '2019-06-05T18:00:00Z',
    min: 1,
    assignments: [{ person: 'ULEAD', state: 'accepted', lead: true }],
  };
  await world.store.commit({
    put: [put(shiftDocument, 'H1', shift), put(roleDocument, 'Stage', { name: 'Stage', leads: ['ULEAD'] })],
    facts: [recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  await world.settle(jobs);
});

const typed = async (person: string, text: string): Promise<string> =>
  words(await world.type(person, speakers, text));
const pressed = (person: string, action: string, value: string) =>
  world.press(person, speakers, action, value);

function words(reply: Reply): string {
  if (reply === undefined) return '';
  checkReply(reply);
  const message = 'replace' in reply ? reply.replace : reply;
  return 'text' in message ? `${message.text}\n${JSON.stringify((message as Message).blocks ?? [])}` : '';
}

const refused = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).key;
};
const until = (time: string) =>
  world.advance(world.clock.now().until(`2019-06-05T${time}:00Z`).toString(), jobs);
const dms = (person: string) =>
  world.chat.sent.filter((one) => one.kind === 'dm' && one.to === person).map((one) => one.text);
const attendance = async (session: string, person: string) =>
  (await world.store.get(attendanceDocument, attendanceId(session, person)))?.value;
const pages = async () => (await world.store.all(pageDocument)).map((one) => one.value);
const factNames = async () => (await world.store.facts()).map((fact) => fact.name);

describe('linking', () => {
  it('is proposed, confirmed, and plans the reminders', async () => {
    const shown = await typed('UORG', 'match');
    expect(shown).toContain('Ana García');
    expect(shown).toContain('same name');
    const reply = await pressed('UORG', 'speakers.link', JSON.stringify({ all: true, page: 0 }));
    expect(words(reply)).toContain('Every speaker is linked (2)');
    expect((await world.store.get(speakerLinkDocument, 'ref-a'))?.value).toMatchObject({
      person: 'UA',
      how: 'name',
    });
    await until('10:00');
    expect(dms('UA').filter((text) => text.includes('in 2 h'))).toHaveLength(1);
  });

  it('by handle, by e-mail, by phone; and away again', async () => {
    expect(await typed('UORG', 'link Ana <@UA>')).toContain('<@UA>');
    expect(await typed('UORG', 'link Bea Pérez +34 600 11 22 33')).toContain('ends in 33');
    const link = (await world.store.get(speakerLinkDocument, 'ref-b'))?.value;
    expect(link?.person).toMatch(/^x-/);
    await until('11:00');
    expect(world.channels.sms.sent.map((one) => one.text)).toEqual([
      'TestConf: your session "Chaos" starts in 7 h, at 15:00. Room: Main. Stella Lead meets you there. Reply OK if you got this.',
      'TestConf: your session "Chaos" starts in 2 h, at 15:00. Room: Main. Stella Lead meets you there. Reply OK if you got this.',
    ]);
    const told = JSON.stringify([await world.store.facts(), await world.store.outbox(), world.logged]);
    expect(told, 'the number is in the person alone').not.toContain('600112233');
    expect(await typed('UORG', 'unlink Bea')).toContain('not linked to anybody any more');
    await until('13:00');
    expect(world.channels.sms.sent).toHaveLength(2);
  });

  it('texts lose accents, not letters', async () => {
    await add(
      world,
      session('S3', '2019-06-05T10:30:00Z', {
        title: 'Número 日本',
        speakers: [{ id: 'ref-c', name: 'Cé' }],
      }),
      session('S4', '2019-06-05T10:30:00Z', {
        title: 'Túnel',
        room: 'B',
        speakers: [{ id: 'ref-d', name: 'De' }],
      }),
    );
    await typed('UORG', 'link Cé +34 600 11 22 44');
    await typed('UORG', 'link De +34 600 11 22 55');
    await world.settle(jobs);
    const texts = world.channels.sms.sent.map((one) => one.text);
    expect(texts[0]).toContain('Número 日本');
    expect(texts[1]).toContain('"Tunel"');
  });

  it('refuses what it cannot know', async () => {
    expect(await refused(typed('UORG', 'link Ana'))).toBe('speakers.linkHow');
    expect(await refused(typed('UORG', 'link Nobody <@UA>'))).toBe('speakers.noSpeaker');
    expect(await refused(typed('UORG', 'link Ana +12'))).toBe('speakers.badPhone');
    expect(await refused(typed('UANY', 'link Ana <@UA>'))).toBe('common.notOrganizer');
  });
});

describe('reminders', () => {
  beforeEach(async () => {
    await link(world, 'ref-a', 'UA');
    await link(world, 'ref-b', 'UB');
    await world.settle(jobs);
  });

  it('in their language, seen with Got it, on the board', async () => {
    await until('11:00');
    expect(dms('UA').at(-1)).toContain('Your session starts in 2 h');
    expect(dms('UB').at(-1)).toContain('Tu sesión empieza en 2 h');
    await pressed('UA', 'speakers.seen', 'S1');
    expect((await attendance('S1', 'UA'))?.reminders.at(-1)?.seenAt).toBeDefined();
    expect(world.chat.sent.findLast((one) => one.kind === 'update')?.content).toMatchObject({
      blocks: expect.arrayContaining([expect.objectContaining({ type: 'context' })]),
    });
    const board = await typed('UORG', '');
    expect(board).toContain('2h ✓✓');
    expect(board).toContain('2h ✓,');
    expect(await refused(typed('UATT', ''))).toBe('common.notSpeaker');
    expect(await typed('ULEAD', '')).not.toContain('speakers.remind');
    expect(await typed('UA', '')).toContain('Your session in 1 h');
    expect(await refused(pressed('UB', 'speakers.seen', 'S1'))).toBe('speakers.notYours');
  });

  it('by the plan, which can change, also for one session', async () => {
    expect(await typed('UORG', 'plan 4h 90m')).toContain('4h, 1h30');
    expect(await typed('UORG', 'plan S2 1h')).toContain('`S2` has its own: 1h');
    expect(await typed('UORG', 'plan check-in 20m')).toContain('20m before the start pages');
    expect(await typed('UORG', 'plan bring a smile')).toContain('a smile');
    await until('13:00');
    const kinds = async (code: string, person: string) =>
      (await attendance(code, person))?.reminders.filter((one) => one.sent).map((one) => one.kind);
    expect(await kinds('S1', 'UA')).toEqual(['24h', '4h', '1h30']);
    expect(await kinds('S2', 'UB')).toEqual(['24h', '1h']);
    expect(await refused(typed('UORG', 'plan soon'))).toBe('typed.duration');
    expect(await refused(typed('UANY', 'plan 1h'))).toBe('common.notOrganizer');
  });

  it('by hand with words, not twice within a minute, and not to who is muted by the plan', async () => {
    expect(await typed('UORG', 'remind S1 Bring the <blue> adapter')).toContain('Reminding <@UA>');
    await world.settle(jobs);
    expect(JSON.stringify(world.chat.sent.at(-1))).toContain('&lt;blue&gt; adapter');
    expect(await typed('UORG', 'remind S1')).toContain('does not get it again');
    expect(await typed('UORG', 'mute Bea')).toContain('no reminders');
    const before = dms('UB').length;
    await until('13:30');
    expect(dms('UB')).toHaveLength(before);
    expect((await pages()).filter((page) => page.origin?.includes('S2'))).toEqual([]);
  });

  it('previewed, with what comes next', async () => {
    const shown = await typed('UORG', 'preview S2');
    expect(shown).toContain('Tu sesión empieza');
    expect(shown).toContain('2h (13:00), 30m (14:30)');
    expect(shown).not.toContain('speakers.seen');
  });

  it('to many: shown with its count first, sent once however often it is pressed', async () => {
    const shown = await typed('UORG', 'tell room main: Dinner at eight');
    expect(shown).toContain('2 speakers');
    const id = /"speakers\.send".*?"value":"(\w+)"/.exec(shown)?.[1] ?? '';
    expect(words(await pressed('UORG', 'speakers.send', id))).toContain('On its way to 2 speakers');
    await pressed('UORG', 'speakers.send', id);
    await pressed('UORG', 'speakers.discard', id);
    await world.settle(jobs);
    expect(dms('UA').filter((text) => text.includes('Dinner'))).toHaveLength(1);
    expect(dms('UB').filter((text) => text.includes('Dinner'))).toHaveLength(1);
    expect(await typed('UORG', 'tell day 1: Hello')).toContain('2 speakers');
    expect(await refused(typed('UORG', 'tell track Ops: Hello'))).toBe('agenda.noTracks');
    expect(await refused(typed('UORG', 'tell'))).toBe('speakers.tell.how');
    expect(await refused(typed('UORG', 'tell room main'))).toBe('speakers.tell.how');
    expect(await refused(typed('UORG', 'remind S99'))).toBe('agenda.noSession');
    expect(await refused(typed('UORG', 'preview'))).toBe('agenda.whichSession');
  });

  it('any reply in the direct message is a sign of life', async () => {
    await until('10:30');
    const heard = { user: 'UA', channel: 'DA', ts: '1.0', thread: undefined, text: 'ok', direct: true };
    await speakers.onSlackEvent?.({ ...heard, kind: 'message' }, world.deps);
    await speakers.onSlackEvent?.({ ...heard, kind: 'message' }, world.deps);
    expect((await attendance('S1', 'UA'))?.heardAt).toBe('2019-06-05T10:30:00Z');
    expect((await attendance('S1', 'UA'))?.reminders.at(-1)?.seenAt).toBe('2019-06-05T10:30:00Z');
    expect(dms('UA').filter((text) => text.startsWith('Noted'))).toHaveLength(1);
    await speakers.onSlackEvent?.({ ...heard, kind: 'message', direct: false }, world.deps);
    await speakers.onSlackEvent?.({ ...heard, kind: 'message', user: 'UANY' }, world.deps);
    expect(dms('UANY')).toEqual([]);
  });

  it('a late one is worded for what is left, or dropped with its reason', async () => {
    world.clock.t = Temporal.Instant.from('2019-06-05T11:40:00Z');
    await world.settle(jobs);
    expect(dms('UA').slice(-1)).toEqual([expect.stringContaining('in 20 min')]);
    const dropped = (await world.store.facts()).filter((fact) => fact.name === 'speaker.reminder-dropped');
    expect(dropped.map((fact) => fact.data)).toContainEqual(
      expect.objectContaining({ session: 'S1', kind: '2h', reason: 'superseded' }),
    );
  });
});

describe('a change', () => {
  beforeEach(async () => {
    await link(world, 'ref-a', 'UA');
    await link(world, 'ref-b', 'UB');
    await until('09:00');
    world.chat.sent.length = 0;
  });

  const delay = (minutes: number) =>
    change(world, (state) => {
      const first = state.sessions.get('S1')?.value;
      return first && planDelay(state, { first, by: Temporal.Duration.from({ minutes }), only: true });
    });

  it('is told old → new, confirmed with Got it, and re-times the reminders', async () => {
    await delay(30);
    await world.settle(jobs);
    const told = world.chat.sent.find((one) => one.kind === 'dm' && one.to === 'UA');
    expect(JSON.stringify(told?.content)).toMatch(
      /Was: ~Wed 5 Jun 14:00–14:40.*Now: \*Wed 5 Jun 14:30–15:10/,
    );
    expect(dms('UB')).toEqual([]);
    expect(await typed('UORG', '')).toContain('has not confirmed the change');
    const notice = (await attendance('S1', 'UA'))?.notices[0]?.id ?? '';
    await pressed('UA', 'speakers.confirm', notice);
    expect(await typed('UORG', '')).not.toContain('has not confirmed the change');
    await until('12:05');
    expect(dms('UA').filter((text) => text.includes('in 2 h'))).toHaveLength(1);
    expect(
      (await attendance('S1', 'UA'))?.reminders.filter((one) => one.sent).map((one) => [one.kind, one.start]),
    ).toEqual([
      ['24h', '2019-06-05T12:00:00Z'],
      ['2h', '2019-06-05T12:30:00Z'],
      ['30m', '2019-06-05T12:30:00Z'],
    ]);
    expect(world.channels.voice.sent).toEqual([]);
  });

  it('that the bot had no time to follow is told after the restart, and no reminder comes before it', async () => {
    await until('11:35');
    const before = dms('UA').length;
    await change(world, (state) => {
      const first = state.sessions.get('S1')?.value;
      return first && planDelay(state, { first, by: Temporal.Duration.from({ minutes: 90 }) });
    });
    // The 2h reminder of the new start would be due at once, and of use still.
    await reconcileSpeakers(world.deps);
    await world.settle(jobs);
    expect(dms('UA').slice(before)).toEqual([expect.stringContaining('Your session has moved')]);
    await until('13:00');
    expect(dms('UA').slice(before + 1)).toEqual([expect.stringContaining('starts in 30 min')]);
  });

  it('unconfirmed half an hour before is asked for by voice, once, and 1 confirms', async () => {
    await delay(30);
    await until('12:02');
    expect(world.channels.voice.sent.map((one) => one.text)).toEqual([
      expect.stringContaining('moved. Falco'),
    ]);
    expect(await typed('UORG', '')).toContain('called, has not confirmed');
    await world.store.commit({
      jobs: [
        {
          id: 'confirm',
          name: 'confirm-by-voice',
          queue: 'pages',
          at: world.clock.now(),
          data: { person: 'UA', notice: (await attendance('S1', 'UA'))?.notices[0]?.id },
        },
      ],
    });
    await world.settle(jobs);
    expect((await attendance('S1', 'UA'))?.notices[0]).toMatchObject({ confirmedBy: 'voice' });
    expect(await typed('UORG', '')).not.toContain('has not confirmed');
  });

  it('who cannot be called is named to the organizers', async () => {
    await change(world, (state) => {
      const first = state.sessions.get('S2')?.value;
      return first && planDelay(state, { first, by: Temporal.Duration.from({ minutes: 30 }) });
    });
    await until('13:10');
    expect(world.chat.sent.filter((one) => one.to === 'COPS').map((one) => one.text)).toContainEqual(
      expect.stringContaining('<@UB> has not confirmed the change of `S2`, and could not be called'),
    );
  });

  it('who cannot be told is named to the organizers', async () => {
    world.chat.dm = async () => {
      throw new PermanentError('user_disabled');
    };
    world.channels.sms.failWith = new PermanentError('21610');
    await delay(30);
    await world.settle(jobs);
    expect((await attendance('S1', 'UA'))?.notices[0]?.state).toBe('failed');
    expect(world.chat.sent.filter((one) => one.to === 'COPS').map((one) => one.text)).toContainEqual(
      expect.stringContaining('A change of S1 could not be told to <@UA>'),
    );
    expect(await typed('UORG', '')).toContain('could not be told of the change');
  });

  it('changed again makes the first out of date; taken back before it left, nothing is told', async () => {
    await delay(30);
    await world.settle(jobs);
    await delay(15);
    await world.settle(jobs);
    const notices = (await attendance('S1', 'UA'))?.notices ?? [];
    expect(notices.map((one) => one.state)).toEqual(['superseded', 'sent']);
    expect(JSON.stringify(world.chat.sent.filter((one) => one.kind === 'update'))).toContain(
      'has changed since',
    );
    expect(JSON.stringify(world.chat.sent.findLast((one) => one.kind === 'dm')?.content)).toMatch(
      /Was: ~Wed 5 Jun 14:30/,
    );
  });

  it('a cancelled session is told, its reminders are taken back, and the ledger says so', async () => {
    await change(world, (state) => {
      const one = state.sessions.get('S1')?.value;
      return one && planCancel(state, one, 'No power');
    });
    await until('12:30');
    expect(dms('UA')).toHaveLength(1);
    expect(JSON.stringify(world.chat.sent.find((one) => one.to === 'UA')?.content)).toContain(
      'Why: No power',
    );
    expect(await factNames()).toContain('speaker.reminders-cancelled');
    expect((await pages()).filter((page) => page.origin?.includes('S1'))).toEqual([]);
    expect((await world.store.outbox()).filter((one) => /S1/.test(one.id)).map((one) => one.name)).toEqual(
      [],
    );
  });
});

describe('the check-in', () => {
  beforeEach(async () => {
    await link(world, 'ref-a', 'UA');
    await until('11:44');
  });

  it('missing pages the stage lead with whom, where and what follows; the number in private', async () => {
    await until('11:46');
    const [page] = await pages();
    expect(page).toMatchObject({
      target: { kind: 'person', name: 'ULEAD' },
      author: 'callboard',
      critical: false,
    });
    expect(page?.message).toContain('Ana García (+3 ••• ••01) for S1 "Falco" at 14:00 in Main, in 15 min');
    expect(page?.message).toContain('Next there: S2 "Chaos" at 15:00');
    expect(dms('ULEAD').find((text) => text.includes('+34600000001'))).toBeDefined();
    expect(await typed('UORG', '')).toContain('missing, the stage lead is looking');
    expect(await typed('UA', 'here')).toContain('checked in');
    expect((await pages())[0]).toMatchObject({ state: 'resolved', resolved: { by: 'UA' } });
    await until('13:00');
    expect((await pages()).filter((one) => one.origin?.includes('S1'))).toHaveLength(1);
  });

  it('in time, nobody is paged; an organizer can do it for them', async () => {
    await pressed('UA', 'speakers.here', 'S1');
    expect(await refused(typed('UANY', 'here Ana'))).toBe('speakers.hereForOther');
    await link(world, 'ref-b', 'UB');
    expect(await typed('UORG', 'here Bea')).toContain('<@UB>');
    await until('13:00');
    expect(await pages()).toEqual([]);
    expect(await typed('UORG', '')).toContain('here since');
  });

  it('late tells the stage, and offers the organizers the delay with its consequences', async () => {
    expect(words(await pressed('UA', 'speakers.late', 'S1'))).toContain('How late');
    expect(words(await pressed('UA', 'speakers.late-by', 'S1 10'))).toContain('10 min late');
    await world.settle(jobs);
    const offer = world.chat.sent.find(
      (one) => one.to === 'COPS' && one.text.includes('running 10 min late'),
    );
    expect(JSON.stringify(offer?.content)).toContain('would move 1 session');
    const value = /"value":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(offer?.content))?.[1] ?? '';
    const taken = await pressed('UORG', 'speakers.delay', JSON.parse(`"${value}"`) as string);
    expect(words(taken)).toContain('<@UORG> delayed');
    expect((await world.deps.sessions.read()).get('S1')?.value.start).toBe('2019-06-05T12:10:00Z');
    const again = await pressed('UORG', 'speakers.delay', JSON.parse(`"${value}"`) as string);
    expect(words(again)).toContain('has changed since');
    expect((await world.deps.sessions.read()).get('S1')?.value.start).toBe('2019-06-05T12:10:00Z');
    expect(await refused(typed('UA', 'late 5h'))).toBe('speakers.lateRange');
  });

  it("help pages the room's shift with the speaker's own words", async () => {
    const reply = await typed('UA', 'help No picture on the projector');
    expect(reply).toContain('*Main*');
    await world.settle(jobs);
    const page = (await pages()).find((one) => one.origin?.startsWith('help:'));
    expect(page).toMatchObject({ target: { kind: 'room', name: 'Main' }, author: 'UA' });
    expect(page?.message).toContain('No picture on the projector (Ana García, S1 Falco)');
    expect(await typed('UA', 'help')).toContain('/speakers late');
    expect(await typed('UORG', 'help')).toContain('/speakers plan');
    expect(await typed('UA', 'help')).not.toContain('/speakers plan');
    expect(await refused(typed('UATT', 'help me'))).toBe('common.notSpeaker');
  });
});

it('a posted board keeps itself current, and is forgotten when its message is gone', async () => {
  await link(world, 'ref-a', 'UA');
  expect(words(await pressed('UORG', 'speakers.post', '2019-06-05'))).toContain('posted');
  await typed('UA', 'here');
  await world.advance('PT10S', jobs);
  expect(JSON.stringify(world.chat.sent.findLast((one) => one.kind === 'update')?.content)).toContain(
    'here since',
  );
  world.chat.messages.clear();
  await typed('UORG', 'mute Ana');
  await world.advance('PT10S', jobs);
  expect(await world.store.all(speakerBoardDocument)).toEqual([]);
});

it('App Home has the speaker’s talk, and for organizers who is missing', async () => {
  await link(world, 'ref-a', 'UA');
  await until('11:00');
  const home = async (id: string) =>
    JSON.stringify(await speakers.home?.(await world.asking(id), world.deps));
  expect(await home('UA')).toContain('Your session in 1 h');
  const all = JSON.stringify(await homeView(commands, await world.asking('UA'), world.deps));
  expect(all.match(/Your session in 1 h/g)).toHaveLength(1);
  expect(all).not.toContain('Next in your agenda');
  await world.type('UA', agenda, 'star S1');
  await world.type('UA', agenda, 'star S2');
  const starred = JSON.stringify(await homeView(commands, await world.asking('UA'), world.deps));
  expect(starred).toMatch(/Next in your agenda[^}]*Chaos/);
  expect(await home('UORG')).toContain('0 of 2 are here');
  expect(await home('UANY')).toBe('{"mine":[],"event":[]}');
});
