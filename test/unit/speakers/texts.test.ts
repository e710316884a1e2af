/** Speakers who answer by text: what they mean, and that it does what the buttons do. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { planDelay } from '../../../src/agenda/domain/live.ts';
import { type Person, personChanged, personDocument } from '../../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { isGsm, segments } from '../../../src/phone/gsm.ts';
import { shiftAdded } from '../../../src/rota/domain/facts.ts';
import { type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { attendanceDocument, attendanceId } from '../../../src/speakers/domain/attendance.ts';
import { readSpeakerText } from '../../../src/speakers/domain/texted.ts';
import type { World } from '../../support/fake-deps.ts';
import { somebody } from '../../support/fake-deps.ts';
import { add, change, link, session, speaker, speakersWorld } from './world.ts';

describe('a text', () => {
  it.each(['HERE', 'here!', "I'm here", 'Aquí', 'AQUI', 'ya estoy aquí', 'here now', 'He llegado'])(
    '%s is here',
    (text) => expect(readSpeakerText(text)).toEqual({ kind: 'here' }),
  );
  it.each([
    ['LATE 10', 10],
    ['late 10m', 10],
    ['Running late, 15 min', 15],
    ["I'm late by 1h30", 90],
    ['10 min late', 10],
    ['TARDE 20', 20],
    ['Llego tarde 5 minutos', 5],
    ['retraso 1 h', 60],
    ['late', undefined],
  ])('%s is late by %s', (text, minutes) => expect(readSpeakerText(text)).toEqual({ kind: 'late', minutes }));
  it.each([
    ['HELP no picture on the 4K beamer', 'no picture on the 4K beamer'],
    ['ayuda: no hay imagen', 'no hay imagen'],
    ['help', ''],
  ])('%s asks for help', (text, words) => expect(readSpeakerText(text)).toEqual({ kind: 'help', words }));
  it.each(['OK', 'ok.', 'Vale', 'Sí', 'got it, thanks', 'Entendido'])('%s is understood', (text) =>
    expect(readSpeakerText(text)).toEqual({ kind: 'ok' }),
  );
  it.each([
    'here is the problem: no projector',
    'not here yet',
    'it is getting late, good night',
    'helpful staff!',
    'ok but where is room B?',
    '',
    '10',
  ])('"%s" says nothing that could be acted on', (text) =>
    expect(readSpeakerText(text)).toEqual({ kind: 'other' }),
  );
});

/** 08:00 in Madrid; Ana, who has no Slack, speaks at 14:00 in Main, where Vera is on shift. */
let world: World;
const ana: Person = {
  id: 'x-ana',
  name: 'Ana García',
  phone: { number: '+34600000001', verifiedAt: '2019-06-01T00:00:00Z' },
  contact: { order: [], quiet: { from: '00:00', to: '00:00' } },
};
const shift: Shift = {
  code: 'H1',
  role: 'Stage',
  room: 'Main',
  start: '2019-06-05T06:00:00Z',
  end: '2019-06-05T18:00:00Z',
  min: 1,
  assignments: [{ person: 'UVERA', state: 'accepted' }],
};

beforeEach(async () => {
  world = await speakersWorld([ana, somebody('UVERA', { name: 'Vera' }), speaker('UB')]);
  await add(world, session('S1', '2019-06-05T12:00:00Z', { title: 'Falco' }));
  const at = world.clock.now();
  const data = { shift: 'H1', role: 'Stage', start: shift.start, end: shift.end };
  await world.store.commit({
    put: [put(shiftDocument, 'H1', shift)],
    facts: [recordFact(shiftAdded, { at, by: 'test', about: [], data: data as never })],
  });
  await world.settle(jobs);
  await link(world, 'ref-S1', 'x-ana');
  await world.settle(jobs);
});

let sids = 0;
async function text(body: string, from = '+34600000001', sid = `SM${++sids}`): Promise<string> {
  const route = routes.find((one) => one.path === '/twilio/sms');
  const form = { From: from, Body: body, MessageSid: sid };
  const reply = await route?.run({ params: {}, query: {}, headers: {}, body: form }, world.deps);
  const said = /<Message>(.*)<\/Message>/s.exec(reply?.body ?? '')?.[1] ?? '';
  expect(isGsm(said)).toBe(true);
  await world.settle(jobs);
  return said;
}
const until = (time: string) =>
  world.advance(world.clock.now().until(`2019-06-05T${time}:00Z`).toString(), jobs);
const attendance = async () =>
  (await world.store.get(attendanceDocument, attendanceId('S1', 'x-ana')))?.value;
const texts = () => world.channels.sms.sent.filter((one) => one.to.id === 'x-ana').map((one) => one.text);
const posts = (channel: string) =>
  world.chat.sent.filter((one) => one.kind === 'post' && one.to === channel).map((one) => one.text);
const pages = async () => (await world.store.all(pageDocument)).map((one) => one.value);
const factNames = async () => (await world.store.facts()).map((fact) => fact.name);

describe('somebody without Slack', () => {
  it('is reminded with how to answer, in two segments at most', async () => {
    await until('11:35');
    expect(texts().at(0)).toContain('Reply OK');
    expect(texts().at(-1)).toMatch(/Reply HERE .* LATE 10 .* HELP/);
    for (const one of texts()) expect(segments(one)).toBeLessThanOrEqual(2);
    expect(JSON.stringify(await world.type('UORG', speakers, 'preview S1'))).toContain(
      texts().at(-1)?.slice(-60),
    );
  });

  it('checks in, and nobody is looked for', async () => {
    await until('11:35');
    expect(await text('Here!')).toContain('checked in for "Falco"');
    expect((await attendance())?.checkedIn).toMatchObject({ by: 'x-ana' });
    expect(await text('HERE')).toContain('checked in');
    await until('12:00');
    expect(await pages()).toEqual([]);
    expect((await factNames()).filter((name) => name === 'speaker.checked-in')).toHaveLength(1);
  });

  it('who is looked for ends the search', async () => {
    await until('11:46');
    expect((await pages()).map((one) => one.state)).toEqual(['open']);
    await text('aqui');
    expect((await pages()).map((one) => one.state)).toEqual(['resolved']);
  });

  it('runs late: the organizers are offered the delay, once however often the text is handed in', async () => {
    await until('11:35');
    expect(await text('late 10', undefined, 'SMtwice')).toContain('10 min late');
    expect(await text('late 10', undefined, 'SMtwice')).toContain('10 min late');
    expect(posts('COPS').filter((one) => one.includes('running 10 min late'))).toHaveLength(1);
    expect((await attendance())?.late?.minutes).toBe(10);
    // The same request again, hours later, when another session is next, is answered and changes nothing.
    await until('12:45');
    await add(world, session('S3', '2019-06-05T16:00:00Z', { speakers: [{ id: 'ref-S1', name: 'Ana' }] }));
    await world.settle(jobs);
    expect(await text('late 10', undefined, 'SMtwice')).toContain('10 min late for "Falco"');
    const s3 = await world.store.get(attendanceDocument, attendanceId('S3', 'x-ana'));
    expect(s3?.value.late).toBeUndefined();
  });

  it('late by how much, it has to say', async () => {
    await text('late 10');
    expect(await text('late')).toContain('LATE 10');
    expect(await text('late 999')).toContain('LATE 10');
    expect((await attendance())?.late?.minutes).toBe(10);
  });

  it('asks for help: one page to who is on shift in the room, in their words', async () => {
    await until('11:35');
    expect(await text('HELP')).toContain('Reply HELP and what you need');
    expect(await pages()).toEqual([]);
    expect(await text('HELP no picture on 3D beamer', undefined, 'SMhelp')).toContain('to Main');
    await text('HELP no picture on 3D beamer', undefined, 'SMhelp');
    expect((await pages()).map((one) => [one.target.name, one.message])).toEqual([
      ['Main', 'no picture on 3D beamer (Ana García, S1 Falco)'],
    ]);
  });

  it('confirms a change with OK, so that the phone does not ring', async () => {
    await change(world, (state) => {
      const first = state.sessions.get('S1')?.value;
      return first && planDelay(state, { first, by: Temporal.Duration.from({ minutes: 30 }) });
    });
    await world.settle(jobs);
    expect(texts().at(-1)).toMatch(/moved.*Reply OK/);
    expect(await text('ok')).toContain('it is confirmed');
    expect((await attendance())?.notices.at(-1)).toMatchObject({ confirmedBy: 'text' });
    await until('12:10');
    expect(world.channels.voice.sent).toEqual([]);
  });

  it('lives, whatever else they write, and is told what would be understood', async () => {
    await until('10:30');
    expect(await text('which door is it?')).toMatch(/Nobody reads along here.*Falco.*Main.*Reply HERE/);
    expect((await attendance())?.heardAt).toBe('2019-06-05T10:30:00Z');
    expect((await attendance())?.reminders.at(-1)?.seenAt).toBe('2019-06-05T10:30:00Z');
    await until('12:50');
    expect(await text('here')).toContain('no session still to come');
  });

  it('in Spanish where that is theirs', async () => {
    const known = await world.store.get(personDocument, 'x-ana');
    const at = world.clock.now();
    const facts = [
      recordFact(personChanged, { at, by: 't', about: [], data: { person: 'x-ana', fields: ['language'] } }),
    ];
    await world.store.commit({
      put: [put(personDocument, 'x-ana', { ...ana, language: 'es' }, known?.version)],
      facts,
    });
    await until('11:35');
    expect(texts().at(-1)).toMatch(/Responde AQUI .* TARDE 10 .* AYUDA/);
    expect(await text('tarde 5')).toContain('5 min tarde');
  });

  it('STOP opts out, START in again, and YES is only an answer', async () => {
    expect(await text('STOP')).toBe('');
    expect((await world.store.get(personDocument, 'x-ana'))?.value.optedOut).toBe(true);
    expect(await text('YES')).toContain('You get texts again');
    await until('10:30');
    expect(await text('yes')).toBe('Thank you, noted.');
    expect((await attendance())?.heardAt).toBe('2019-06-05T10:30:00Z');
  });
});

it('a speaker who is also paged: the code goes first, and OK says which page still waits', async () => {
  await world.type('UORG', page, 'main! Smoke');
  const known = await world.store.get(personDocument, 'UVERA');
  const phone = { number: '+34600000002', verifiedAt: '2019-06-01T00:00:00Z' };
  const at = world.clock.now();
  await world.store.commit({
    put: [put(personDocument, 'UVERA', { ...somebody('UVERA'), phone }, known?.version)],
    facts: [recordFact(personChanged, { at, by: 't', about: [], data: { person: 'UVERA', fields: [] } })],
  });
  await add(world, session('S2', '2019-06-05T11:00:00Z'));
  await world.settle(jobs);
  await link(world, 'ref-S2', 'UVERA');
  await world.settle(jobs);
  const said = await text('ok', phone.number);
  expect(said).toMatch(/code of the page.*Smoke.*noted/);
  const code = /(\w\w) = Smoke/.exec(said)?.[1] ?? '';
  expect((await pages())[0]?.state).toBe('open');
  expect(await text(`HERE ${code}`, phone.number)).toContain('You have P1');
});

it('words of somebody who does not speak are no check-in', async () => {
  const phone = { number: '+34600000003', verifiedAt: '2019-06-01T00:00:00Z' };
  const at = world.clock.now();
  await world.store.commit({
    put: [put(personDocument, 'UN', { ...somebody('UN'), phone })],
    facts: [recordFact(personChanged, { at, by: 't', about: [], data: { person: 'UN', fields: [] } })],
  });
  expect(await text('here', phone.number)).toContain('No page waits');
  expect(await text('here', '+19995550000')).toContain('not known');
});
