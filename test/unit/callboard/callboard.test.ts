/** `/callboard` as people type it, in a world without Redis and Slack. */
import { describe, expect, test } from 'vitest';
import { callboard } from '../../../commands/callboard/command.ts';
import { AGENDA_ID, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import type { ModalResponse, ModalSubmission, Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { StoreUnavailable } from '../../../src/core/errors.ts';
import { type Shift, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { checkView } from '../../support/slack-limits.ts';
import { add, session } from '../speakers/world.ts';

const people = [somebody('UORG'), somebody('UANY'), somebody('UGUEST', { guest: true })];
const START = '2019-06-05T08:00:00Z';

const textOf = (reply: Reply): string =>
  reply && 'text' in reply ? `${reply.text}\n${JSON.stringify(reply.blocks ?? [])}` : JSON.stringify(reply);
const settings = (world: World) => world.deps.events.settings();

type Field = { text: string } | { pick: string };
async function submit(world: World, personId: string, fields: Record<string, Field>): Promise<ModalResponse> {
  const submission: ModalSubmission = { ...(await world.asking(personId)), values: fields, meta: '' };
  const modal = callboard.modals?.['callboard.event'];
  if (!modal) throw new Error('there is no such modal');
  return await modal.run(submission, world.deps);
}

const filledIn: Record<string, Field> = {
  name: { text: 'A & B Conf' },
  first: { pick: '2019-06-05' },
  last: { pick: '2019-06-07' },
  zone: { text: 'europe/madrid' },
  language: { pick: 'es' },
  announcements: { text: '#ann' },
  ops: { text: 'ops' },
  incidents: { text: '' },
  volunteers: { text: '' },
  rooms: { text: 'Main hall, Auditorium = #main\nPatio' },
};

test('the event without dates has those of its programme', async () => {
  const world = await fakeWorld(START, people);
  expect(textOf(await world.type('UANY', callboard, 'event'))).toContain('Dates: not set');
  const day = (index: number, date: string) => ({
    index,
    date,
    start: `${date}T02:00:00Z`,
    end: `${date}T23:00:00Z`,
  });
  const agenda = { days: [day(2, '2019-06-06'), day(1, '2019-06-05')], rooms: [], nextCode: 1, undoable: [] };
  await world.store.commit({
    put: [put(agendaDocument, AGENDA_ID, agenda)],
    facts: [recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  expect(textOf(await world.type('UANY', callboard, 'event'))).toContain(
    'Dates: from the programme: 5–6 June 2019',
  );
});

describe('a new workspace', () => {
  test('the first person is asked to confirm, and is the organizer then', async () => {
    const world = await fakeWorld(START, people, fakeEvent({ organizers: [] }));
    expect(textOf(await world.type('UANY', callboard, 'event'))).toContain('I am the organizer');
    const reply = await world.press('UANY', callboard, 'callboard.claim');
    expect(textOf(reply)).toContain('Edit the event');
    expect((await settings(world)).organizers).toEqual(['UANY']);
    await expect(world.press('UORG', callboard, 'callboard.claim')).rejects.toMatchObject({
      key: 'callboard.organizers.taken',
    });
  });

  test('what only organizers may do says what to do instead', async () => {
    const world = await fakeWorld(START, people, fakeEvent({ organizers: [] }));
    await expect(world.type('UANY', callboard, 'organizers add <@UORG>')).rejects.toMatchObject({
      key: 'common.noOrganizers',
    });
  });

  test('a guest cannot become the organizer', async () => {
    const world = await fakeWorld(START, people, fakeEvent({ organizers: [] }));
    await expect(world.type('UGUEST', callboard, 'event')).rejects.toMatchObject({ key: 'common.guest' });
    await expect(world.press('UGUEST', callboard, 'callboard.claim')).rejects.toMatchObject({
      key: 'common.guest',
    });
  });
});

describe('event', () => {
  test('where nobody set dates they come from the programme, which the answer and the form say', async () => {
    const world = await fakeWorld(START, [...people, somebody('UESP', { language: 'es' })], fakeEvent());
    expect(textOf(await world.type('UORG', callboard, 'event'))).toContain('Dates: not set');
    await add(world, session('S1', '2019-06-05T09:00:00Z'), session('S2', '2019-06-07T09:00:00Z'));
    expect(textOf(await world.type('UORG', callboard, 'event'))).toContain(
      'Dates: from the programme: 5–7 June 2019',
    );
    expect(textOf(await world.type('UESP', callboard, 'event'))).toContain(
      'Fechas: según el programa: 5–7 de junio de 2019',
    );
    expect(JSON.stringify(await world.press('UORG', callboard, 'callboard.edit'))).toContain(
      'Left empty, they come from the programme: 5–7 June 2019.',
    );
    expect(JSON.stringify(await callboard.home?.(await world.asking('UORG'), world.deps))).toContain(
      'day 1 of 3 · 5–7 June 2019',
    );
    await submit(world, 'UORG', filledIn);
    expect(textOf(await world.type('UORG', callboard, 'event'))).toContain('Fechas: 5–7 de junio de 2019');
  });

  test('everybody sees it, organizers may edit it', async () => {
    const world = await fakeWorld(START, people);
    expect(textOf(await world.type('UANY', callboard, 'event'))).not.toContain('callboard.edit');
    expect(textOf(await world.type('UORG', callboard, 'event'))).toContain('callboard.edit');
    const reply = await world.press('UORG', callboard, 'callboard.edit');
    expect(reply).toHaveProperty('modal.callback_id', 'callboard.event');
    await expect(world.press('UANY', callboard, 'callboard.edit')).rejects.toMatchObject({
      key: 'common.notOrganizer',
    });
  });

  test('the modal writes what was typed: the zone as it is spelt, channels by id, rooms with names', async () => {
    const world = await fakeWorld(START, people);
    const reply = await submit(world, 'UORG', filledIn);
    expect(textOf(reply as Reply)).toContain('A &amp; B Conf');
    expect(await settings(world)).toEqual({
      name: 'A & B Conf',
      zone: 'Europe/Madrid',
      language: 'es',
      dates: { first: '2019-06-05', last: '2019-06-07' },
      organizers: ['UORG'],
      crew: ['UANY'],
      channels: { announcements: 'CANN', ops: 'COPS' },
      rooms: [{ name: 'Main hall', aliases: ['Auditorium'], channel: 'CMAIN' }, { name: 'Patio' }],
    });
  });

  test('it keeps an organizer who was added while it was open', async () => {
    const world = await fakeWorld(START, people);
    const open = await world.asking('UORG');
    await world.type('UORG', callboard, 'organizers add <@UANY>');
    await callboard.modals?.['callboard.event']?.run({ ...open, values: filledIn, meta: '' }, world.deps);
    expect((await settings(world)).organizers).toEqual(['UORG', 'UANY']);
  });

  test.each<[string, Record<string, Field>, string]>([
    ['no name', { name: { text: ' ' } }, 'name'],
    ['a zone that does not exist', { zone: { text: 'Europe/Madird' } }, 'zone'],
    ['a channel that nobody sees', { ops: { text: '#nowhere' } }, 'ops'],
    ['a channel of a room', { rooms: { text: 'Main = #nowhere' } }, 'rooms'],
    ['a room twice', { rooms: { text: 'Main\nmain' } }, 'rooms'],
    ['an end before the beginning', { last: { pick: '2019-06-04' } }, 'last'],
  ])('%s is an error beside its input, and nothing changes', async (_, wrong, block) => {
    const world = await fakeWorld(START, people);
    const reply = await submit(world, 'UORG', { ...filledIn, ...wrong });
    expect(reply).toHaveProperty(['errors', block]);
    expect((await settings(world)).name).toBe('TestConf');
  });

  test('a zone nearly right is guessed', async () => {
    const world = await fakeWorld(START, people);
    const reply = await submit(world, 'UORG', { ...filledIn, zone: { text: 'Europe/Madird' } });
    expect(JSON.stringify(reply)).toContain('Did you mean Europe/Madrid');
  });

  test('the modal holds an event as large as Slack lets it be typed', async () => {
    const rooms = Array.from({ length: 90 }, (_, i) => ({ name: `Room number ${i}`, channel: 'CMAIN' }));
    const world = await fakeWorld(START, people, fakeEvent({ rooms }));
    const reply = await world.press('UORG', callboard, 'callboard.edit');
    if (!reply || !('modal' in reply)) throw new Error('no modal');
    checkView(reply.modal);
    expect(textOf(await world.type('UANY', callboard, 'event'))).toContain('Room number 1');
  });
});

describe('organizers', () => {
  test('are added and removed by name, and the last one stays', async () => {
    const world = await fakeWorld(START, people);
    await world.type('UORG', callboard, 'organizers add @uany');
    expect((await settings(world)).organizers).toEqual(['UORG', 'UANY']);
    await world.type('UANY', callboard, 'organizers remove <@UORG|uorg>');
    await expect(world.type('UANY', callboard, 'organizers remove <@UANY>')).rejects.toMatchObject({
      key: 'callboard.organizers.last',
    });
    expect(textOf(await world.type('UORG', callboard, 'organizers'))).toContain('<@UANY>');
  });

  test('only organizers change them, and guests never become one', async () => {
    const world = await fakeWorld(START, people);
    await expect(world.type('UANY', callboard, 'organizers add <@UANY>')).rejects.toMatchObject({
      key: 'common.notOrganizer',
    });
    await expect(world.type('UORG', callboard, 'organizers add <@UGUEST>')).rejects.toMatchObject({
      key: 'callboard.organizers.guest',
    });
    await expect(world.type('UORG', callboard, 'organizers add <@UNOBODY>')).rejects.toMatchObject({
      key: 'person.nobody',
    });
  });
});

describe('language', () => {
  test('one chooses one’s own, and is answered in it', async () => {
    const world = await fakeWorld(START, people);
    expect(textOf(await world.type('UANY', callboard, 'language es'))).toContain('te hablo en español');
    expect((await world.store.get(personDocument, 'UANY'))?.value.language).toBe('es');
    expect(textOf(await world.type('UANY', callboard, 'language'))).toContain('Contigo hablo español');
    expect((await settings(world)).language).toBe('en');
  });

  test('the event’s default is the organizers’', async () => {
    const world = await fakeWorld(START, people);
    await world.type('UORG', callboard, 'language event es');
    expect((await settings(world)).language).toBe('es');
    await expect(world.type('UANY', callboard, 'language event en')).rejects.toMatchObject({
      key: 'common.notOrganizer',
    });
    await expect(world.type('UANY', callboard, 'language fr')).rejects.toMatchObject({
      key: 'callboard.language.how',
    });
  });

  test('asked for the other way round it is the event’s too; what else follows `event` says how', async () => {
    const world = await fakeWorld(START, people);
    await world.type('UORG', callboard, 'event idioma es');
    expect((await settings(world)).language).toBe('es');
    await expect(world.type('UANY', callboard, 'event language en')).rejects.toMatchObject({
      key: 'common.notOrganizer',
    });
    await expect(world.type('UORG', callboard, 'event zone Europe/Madrid')).rejects.toMatchObject({
      key: 'callboard.event.how',
    });
    expect(textOf(await world.type('UORG', callboard, 'event'))).toContain('Europe/Madrid');
  });
});

describe('status', () => {
  const shift = (people: string[], start = '2019-06-05T09:00:00Z'): Shift => ({
    code: 'H1',
    role: 'Runner',
    start,
    end: '2019-06-05T23:00:00Z',
    min: 1,
    assignments: people.map((person) => ({ person, state: 'accepted' })),
  });
  const onShift = async (world: World, ...shifts: Shift[]) => {
    await world.store.commit({
      put: shifts.map((one, i) => put(shiftDocument, `H${i}`, one)),
      facts: [
        recordFact(eventChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } }),
      ],
    });
  };

  test('names who on a coming shift cannot be reached, or by Slack alone', async () => {
    const known = [
      somebody('UPHONE', { phone: { number: '+12025550101', verifiedAt: START } }),
      somebody('USLACK'),
      { id: 'x-nobody', name: 'Nobody <there>' },
    ];
    const world = await fakeWorld(START, [...people, ...known]);
    await onShift(world, shift(['UPHONE', 'USLACK', 'x-nobody']));
    const said = textOf(await world.type('UANY', callboard, 'status'));
    expect(said).toContain('Something needs a look');
    expect(said).toMatch(/no way to page them: Nobody &lt;there&gt;/);
    expect(said).toMatch(/only Slack reaches them.*<@USLACK>/);
    expect(said).not.toContain('<@UPHONE>');
  });

  test('counts what is late, by the clock', async () => {
    const world = await fakeWorld(START, people);
    const at = world.clock.now().subtract({ seconds: 42 });
    await world.store.commit({
      jobs: [{ id: 'j1', name: 'send-text', queue: 'pages', at, data: {} }],
    });
    expect(textOf(await world.type('UANY', callboard, 'status'))).toContain('the oldest 42 s late');
  });

  test('a store that is gone is said, not thrown', async () => {
    const world = await fakeWorld(START, people);
    const gone = {
      ...world.deps,
      store: Object.assign(Object.create(world.store), {
        get: async () => {
          throw new StoreUnavailable('gone');
        },
      }),
    };
    const call = { ...(await world.asking('UANY')), text: '', channel: 'C', progress: async () => {} };
    const reply = await callboard.verbs['status']?.run(call, gone);
    expect(textOf(reply)).toContain('cannot reach its database');
  });
});

test('the event document is written over once, not twice', async () => {
  const world = await fakeWorld(START, people);
  await world.type('UORG', callboard, 'language event en');
  expect((await world.store.get(eventDocument, EVENT_ID))?.version).toBe(1);
});

test('nothing typed, help and version', async () => {
  const world = await fakeWorld(START, people);
  expect(textOf(await world.type('UANY', callboard, ''))).toContain('/incident');
  expect(textOf(await world.type('UANY', callboard, 'help'))).toContain('/keys');
  expect(textOf(await world.type('UANY', callboard, 'version'))).toMatch(/Callboard \d+\.\d+\.\d+/);
  expect(textOf(await world.type('UANY', callboard, 'staus'))).toContain('/callboard status');
});
