/** Volunteers by text: what they mean, that it is done once, and that a number never takes another shift. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../commands/index.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { segments } from '../../../src/phone/gsm.ts';
import { coverDocument } from '../../../src/rota/domain/cover.ts';
import { volunteerChanged } from '../../../src/rota/domain/facts.ts';
import type { Shift } from '../../../src/rota/domain/shift.ts';
import {
  countShiftText,
  listedShift,
  MAX_SHIFT_TEXTS,
  readShiftText,
  texted,
} from '../../../src/rota/domain/shift-text.ts';
import { attendanceDocument } from '../../../src/speakers/domain/attendance.ts';
import { buttonOf } from '../../support/buttons.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { add, link, session } from '../speakers/world.ts';

describe('a text', () => {
  it.each([
    ['SHIFTS', { kind: 'shifts' }],
    ['my shifts', { kind: 'shifts' }],
    ['Turnos', { kind: 'shifts' }],
    ['MÁS', { kind: 'more' }],
    ['HERE', { kind: 'here', which: undefined }],
    ['Estoy', { kind: 'here', which: undefined }],
    ['AQUÍ', { kind: 'here', which: undefined }],
    ['here h 45', { kind: 'here', which: { code: 'H45' } }],
    ['DONE', { kind: 'done', which: undefined, sure: false }],
    ['Fin', { kind: 'done', which: undefined, sure: false }],
    ['DONE YES', { kind: 'done', which: undefined, sure: true }],
    ['Hecho sí', { kind: 'done', which: undefined, sure: true }],
    ['done H3 yes', { kind: 'done', which: { code: 'H3' }, sure: true }],
    ['COVER', { kind: 'cover', which: undefined, reason: '' }],
    ['cover 3', { kind: 'cover', which: { number: 3 }, reason: '' }],
    ['Cover H45: I am ill', { kind: 'cover', which: { code: 'H45' }, reason: 'I am ill' }],
    ['CUBRIR estoy malo', { kind: 'cover', which: undefined, reason: 'estoy malo' }],
    ['TAKE 3', { kind: 'take', which: { number: 3 } }],
    ['tomo 3.', { kind: 'take', which: { number: 3 } }],
    ['take h7', { kind: 'take', which: { code: 'H7' } }],
    ['TAKE', { kind: 'take', which: undefined }],
    ['Esta vez no', { kind: 'not-this-time' }],
  ])('%s', (text, meaning) => expect(readShiftText(text)).toEqual(meaning));
  it.each([
    'take care',
    'take 3 chairs',
    'done with the chairs',
    '7K',
    'ok',
    'here is the problem',
    '',
    'no',
    '3',
  ])('"%s" is about no shift', (text) => expect(readShiftText(text)).toEqual({ kind: 'other' }));
});

it('reads so many texts in ten minutes, says once that it was too many, and then nothing', () => {
  let recent: string[] = [];
  const start = Temporal.Instant.from('2019-06-05T10:00:00Z');
  const said: unknown[] = [];
  for (let count = 0; count < MAX_SHIFT_TEXTS + 2; count++) {
    const counted = countShiftText(recent, start.add({ seconds: count }));
    recent = counted.recent;
    said.push(counted.over);
  }
  expect(said.slice(-3)).toEqual([false, 'once', 'again']);
  expect(countShiftText(recent, start.add({ minutes: 11 })).over).toBe(false);
});

it('a number means the shift that was sent, and nothing once its time, room or role is another', () => {
  const at = '2019-06-05T10:00:00Z';
  const now = Temporal.Instant.from(at);
  const shift = {
    code: 'H1',
    role: 'Stage',
    room: 'Main',
    start: '2019-06-06T10:00:00Z',
    end: '2019-06-06T12:00:00Z',
    min: 1,
    assignments: [],
  };
  const list = { at, shifts: [texted(shift)] };
  const meant = (value: Shift) => listedShift({ list }, 1, new Map([['H1', { value }]]), now);
  expect(meant({ ...shift, min: 2 })).toEqual({ code: 'H1' });
  expect(meant({ ...shift, start: '2019-06-06T09:00:00Z' })).toBe('stale');
  expect(meant({ ...shift, room: 'Side' })).toBe('stale');
  expect(meant({ ...shift, role: 'Door' })).toBe('stale');
  expect(listedShift({ list }, 2, new Map(), now)).toBe('none');
});

const NORA = { number: '+34600123456', id: 'x-nora' };
let world: World;
let texts = 0;
const route = routes.find(({ path }) => path === '/twilio/sms');

async function send(Body: string, MessageSid = `SM${++texts}`, From = NORA.number): Promise<string> {
  const answer = await route?.run(
    { params: {}, query: {}, headers: {}, body: { From, Body, MessageSid }, raw: Buffer.alloc(0) } as never,
    world.deps,
  );
  const [, said = ''] = /<Message>([\s\S]*)<\/Message>/.exec(String(answer?.body)) ?? [];
  expect(segments(said.replaceAll('&amp;', '&').replaceAll('&quot;', '"'))).toBeLessThanOrEqual(2);
  return said;
}
const places = async (code: string) =>
  (await world.deps.shifts.read())
    .get(code)
    ?.value.assignments.map(({ person, state }) => `${person} ${state}`);

/** 08:00 in Madrid. Nora has no Slack, was asked by an organizer, and has no shift yet. */
beforeEach(async () => {
  texts = 0;
  const nora = {
    id: NORA.id,
    name: 'Nora Night',
    phone: { number: NORA.number, verifiedAt: '2019-06-01T00:00:00Z' },
  };
  const people = [...['UORG', 'UANA', 'UBEN'].map((id) => somebody(id)), nora];
  world = await fakeWorld('2019-06-05T06:00:00Z', people, fakeEvent({ crew: ['UANA', 'UBEN'] }));
  const profile = { person: NORA.id, roles: [], skills: [], invitedBy: 'UORG' };
  const { volunteerDocument } = await import('../../../src/rota/domain/volunteer.ts');
  await world.store.commit({
    put: [put(volunteerDocument, NORA.id, profile)],
    facts: [
      recordFact(volunteerChanged, {
        at: world.clock.now(),
        by: 'UORG',
        about: [],
        data: { person: NORA.id, fields: ['invited'] },
      }),
    ],
  });
  await world.type('UORG', rota, 'add Stage in "R&D <1>" 10:00-12:00');
  await world.type('UORG', rota, 'add Door 12:00-14:00 x2');
  await world.type('UORG', rota, 'add Bar 18:00-20:00');
});

describe('SHIFTS and TAKE', () => {
  it('lists with numbers, takes by number and by code, and says what is theirs', async () => {
    const list = await send('SHIFTS');
    expect(list).toContain('1 H1 10:00-12:00, Stage, R&amp;D &lt;1&gt;');
    expect(list).toContain('2 H2 12:00-14:00, Door');
    expect(await send('TAKE 2')).toContain('You have H2 12:00-14:00, Door');
    expect(await places('H2')).toEqual(['x-nora accepted']);
    expect(await send('tomo h3')).toContain('You have H3');
    const after = await send('TURNOS');
    expect(after).toMatch(/Yours:\n1 H2 .*\n2 H3 .*\nOpen:\n3 H1 /);
    expect(await send('TAKE 1')).toContain('It is yours: H2');
  });

  it('never takes another shift by a number: what has changed answers with the list as it is', async () => {
    await send('SHIFTS');
    await world.type('UORG', rota, 'drop H1');
    await world.press('UORG', rota, 'rota.remove', 'H1:1');
    const stale = await send('TAKE 1');
    expect(stale).toMatch(/Something has changed.*nothing was done[\s\S]*1 H2/);
    expect(await places('H2')).toEqual([]);
    // That list is the one that counts now.
    expect(await send('TAKE 1')).toContain('You have H2');
    expect(await send('TAKE 9')).toMatch(/There is no 9 on your list/);
    await world.advance('PT5H', []);
    await send('SHIFTS');
    await world.advance('PT25H', []);
    expect(await send('TAKE 1')).toMatch(/Something has changed/);
  });

  it('goes on with MORE, and numbers stay what they were', async () => {
    for (let hour = 8; hour < 20; hour++)
      await world.type('UORG', rota, `add Cloakroom tomorrow ${hour}:00-${hour + 1}:00`);
    const first = await send('SHIFTS');
    expect(first).toContain('MORE');
    const more = await send('MORE');
    const [, number = '', code = ''] = /^(\d+) (H\d+) /m.exec(more.split('\n').slice(1).join('\n')) ?? [];
    expect(Number(number)).toBeGreaterThan(4);
    expect(await send(`TAKE ${number}`)).toContain(`You have ${code}`);
    expect(await send('TAKE 1')).toContain('You have H1');
    for (let page = 0; page < 6; page++) await send('MORE');
    expect(await send('MORE')).toContain('That was all');
  });

  it('full, against a rule, over or unknown: says so and takes nothing', async () => {
    await send('SHIFTS');
    await world.type('UANA', rota, 'take H1');
    expect(await send('TAKE 1')).toMatch(/H1 is full/);
    expect(await send('TAKE H77')).toMatch(/There is no H77/);
    await world.type('UORG', rota, 'add Info 13:00-15:00');
    await send('TAKE H2');
    expect(await send('TAKE H4')).toMatch(/H4 was not given to you: overlap: has H2/);
  });

  it('a text that Twilio hands in twice is done once, at the same time too', async () => {
    await send('SHIFTS');
    const both = await Promise.all([send('TAKE 2', 'SMX'), send('TAKE 2', 'SMX')]);
    expect(new Set(both).size).toBe(1);
    expect(await send('TAKE 2', 'SMX')).toBe(both[0]);
    const took = (await world.store.facts({ about: 'shift:H2' })).filter(
      ({ data }) => (data as { how?: string }).how === 'took',
    );
    expect(took).toHaveLength(1);
  });

  it('whoever was not asked takes nothing', async () => {
    const eve = {
      id: 'x-eve',
      name: 'Eve',
      phone: { number: '+34600999999', verifiedAt: '2019-06-01T00:00:00Z' },
    };
    const { personChanged, personDocument } = await import('../../../src/callboard/domain/person.ts');
    await world.store.commit({
      put: [put(personDocument, eve.id, eve)],
      facts: [
        recordFact(personChanged, {
          at: world.clock.now(),
          by: 'test',
          about: [],
          data: { person: eve.id, fields: [] },
        }),
      ],
    });
    expect(await send('TAKE H1', 'SMe', eve.phone.number)).toContain('ask the organizers');
    expect(await send('SHIFTS', 'SMf', eve.phone.number)).not.toContain('H1');
    expect(await places('H1')).toEqual([]);
  });
});

describe('HERE, DONE and COVER', () => {
  beforeEach(async () => {
    await send('TAKE H1');
    await send('TAKE H2');
  });

  it('HERE is noted within the hour before, and the next shift is named where it is too soon', async () => {
    expect(await send('HERE')).toMatch(/no shift now. Your next: H1/);
    await world.advance('PT1H10M', []);
    expect(await send('AQUI')).toContain('Noted, you are at H1');
    expect(await places('H1')).toEqual(['x-nora arrived']);
    expect(await send('here')).toContain('noted already');
  });

  it('DONE that leaves nobody asks once; DONE YES goes', async () => {
    await world.advance('PT2H30M', []);
    await send('HERE H1');
    expect(await send('DONE')).toMatch(
      /H1 is not over: without you nobody is at R&amp;D &lt;1&gt; 10:30-12:00. Reply DONE YES/,
    );
    expect(await places('H1')).toEqual(['x-nora arrived']);
    expect(await send('HECHO SÍ')).toContain('Noted, done: H1');
    expect(await places('H1')).toEqual(['x-nora done']);
    await world.settle(jobs);
    // The organizers' channel knows, as when it is said in Slack.
    expect(world.chat.sent.some(({ to, text }) => to === 'COPS' && text.includes('H1'))).toBe(true);
  });

  it('DONE YES without the question, or long after it, asks', async () => {
    await world.advance('PT2H30M', []);
    expect(await send('DONE YES')).toContain('Reply DONE YES');
    await world.advance('PT31M', []);
    expect(await send('DONE YES')).toContain('Reply DONE YES');
    expect(await places('H1')).toEqual(['x-nora accepted']);
  });

  it('DONE near the end, or beside somebody else, asks nothing; before the beginning nothing is done', async () => {
    expect(await send('DONE H2')).toContain('has not begun');
    await world.advance('PT5H', []);
    await world.type('UANA', rota, 'take H2');
    expect(await send('FIN H2')).toContain('Noted, done: H2');
    await world.advance('PT1H', []);
  });

  it('COVER asks others, once, with the reason; who has no Slack is asked by text and takes it so', async () => {
    await world.type('UANA', rota, 'take H3');
    await world.type('UORG', rota, 'assign H2 @uben');
    expect(await send('COVER 9')).toMatch(/no 9/);
    expect(await send('COVER H1 I am ill')).toContain('Others are asked to take H1');
    expect(await send('COVER H1')).toContain('Others are asked to take H1');
    const covers = await world.store.all(coverDocument);
    expect(covers.map(({ value }) => value.reason)).toEqual(['I am ill']);
    expect(await places('H1')).toEqual(['x-nora accepted']);
    // The other way round: Ana cannot, and Nora is asked by text.
    await world.type('UANA', rota, 'cover H3');
    await world.settle(jobs);
    const asked = world.channels.sms.sent.map(({ text }) => text).find((text) => text.includes('Can you?'));
    expect(asked).toMatch(/UANA cannot do H3 .*Reply TAKE H3/);
    expect(await send('TAKE H3')).toContain('You have H3');
    expect(await places('H3')).toEqual(['x-nora accepted', 'UANA dropped']);
  });
});

describe('HERE of a speaker who volunteers', () => {
  beforeEach(async () => {
    await add(world, session('S1', '2019-06-05T08:30:00Z'));
    await link(world, 'ref-S1', NORA.id);
    await world.type('UORG', rota, 'add Info 9:00-10:20');
    await send('TAKE H4');
  });
  const checkedIn = async () =>
    (await world.store.all(attendanceDocument)).filter(({ value }) => value.checkedIn).length;

  it('means whichever is nearer in time, and says so', async () => {
    await world.advance('PT50M', []);
    expect(await send('HERE')).toMatch(/you are at H4 .*For your talk "Talk S1" at 10:30/);
    expect(await checkedIn()).toBe(0);
    await world.advance('PT1H20M', []);
    expect(await send('HERE')).toContain('Talk S1');
    expect(await checkedIn()).toBe(1);
    expect(await places('H4')).toEqual(['x-nora arrived']);
  });

  it('HERE with a code is that shift, whatever is nearer', async () => {
    await world.advance('PT2H10M', []);
    expect(await send('HERE H4')).toContain('you are at H4');
    expect(await checkedIn()).toBe(0);
  });
});

describe('what somebody did by text', () => {
  const undo = async (words: string) => {
    const shown = await world.type('UORG', rota, words);
    await world.press('UORG', rota, 'rota.undo', buttonOf(shown, 'rota.undo'));
    return JSON.stringify(shown);
  };

  it('TAKE is in undo, by name, and taken back they are told by text', async () => {
    await send('TAKE H2');
    expect(await undo('undo H2')).toContain('Nora Night');
    expect(await places('H2')).toEqual([]);
    await world.settle(jobs);
    expect(JSON.stringify(world.channels.sms.sent.at(-1))).toContain('H2');
  });

  it('DONE, and the place that was taken over, too', async () => {
    await world.type('UORG', rota, 'assign H1 @uana');
    await world.type('UANA', rota, 'cover H1');
    await world.settle(jobs);
    await send('TAKE H1');
    expect(await places('H1')).toContain('x-nora accepted');
    await undo('undo');
    expect((await places('H1'))?.filter((one) => one.endsWith('accepted'))).toEqual(['UANA accepted']);
    await send('TAKE H3');
    await world.advance('PT12H10M', []);
    await send('DONE YES');
    await send('DONE YES');
    expect(await places('H3')).toEqual(['x-nora done']);
    await undo('undo H3');
    expect(await places('H3')).toEqual(['x-nora accepted']);
  });
});

describe('somebody without Slack is named by their number', () => {
  it.each(['+34 600 12 34 56', '+34600123456', '+34 600-123-456', '<tel:+34600123456|+34 600 12 34 56>'])(
    '%s',
    async (number) => {
      await world.type('UORG', rota, `assign H2 ${number}`);
      expect(await places('H2')).toEqual(['x-nora accepted']);
      expect(JSON.stringify(await world.type('UORG', rota, number))).toContain('H2');
      const asked = await world.type('UORG', rota, `drop H2 ${number}`);
      await world.press('UORG', rota, 'rota.drop-anyway', buttonOf(asked, 'rota.drop-anyway'));
      expect(await places('H2')).not.toContain('x-nora accepted');
      await world.type('UORG', rota, `add Door 20:00-22:00 ${number} x2`);
      expect(await places('H4')).toEqual(['x-nora accepted']);
    },
  );

  it('by organizers alone, and what is nobody’s is said', async () => {
    await expect(world.type('UANA', rota, '+34 600 12 34 56')).rejects.toMatchObject({
      key: 'person.number.organizers',
    });
    await expect(world.type('UORG', rota, 'assign H2 +34 600 99 99 99')).rejects.toMatchObject({
      key: 'person.number.nobody',
    });
    await expect(world.type('UORG', rota, 'assign H2 +34')).rejects.toMatchObject({
      key: 'person.number.bad',
    });
  });

  it('a swap needs two people in Slack, and says so', async () => {
    await world.type('UORG', rota, 'assign H2 @uana');
    await expect(world.type('UORG', rota, 'swap H2 +34 600 12 34 56')).rejects.toMatchObject({
      key: 'rota.swap.noSlack',
    });
  });

  it('is paged by it', async () => {
    await world.type('UORG', page, '+34 600 12 34 56 come to the door');
    expect((await world.store.get(pageDocument, 'P1'))?.value).toMatchObject({
      target: { kind: 'person', name: 'x-nora' },
      message: 'come to the door',
    });
  });
});
