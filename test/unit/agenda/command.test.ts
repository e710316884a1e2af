import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { agendaRoutes } from '../../../commands/agenda/routes.ts';
import { jobs as allJobs } from '../../../jobs/index.ts';
import { AGENDA_ID, agendaDocument } from '../../../src/agenda/domain/agenda.ts';
import { previewChanged } from '../../../src/agenda/domain/facts.ts';
import { sessionDocument } from '../../../src/agenda/domain/session.ts';
import { WATCH_ID, watchDocument } from '../../../src/agenda/domain/watch.ts';
import type { ModalSubmission, Reply } from '../../../src/core/command.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import type { FetchedFile } from '../../../src/core/ports/fetch.ts';
import { exportFrab } from '../../../src/formats/frab-export.ts';
import { stopWorker } from '../../../src/formats/worker.ts';
import { escape } from '../../../src/slack/mrkdwn.ts';
import { session, time } from '../../support/agenda.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { workbook } from '../../support/workbook.ts';

const programme = [
  session('S1', 0, 30, { title: 'Managing failure', abstract: 'Distributed systems break' }),
  session('S3', 30, 60, { title: 'Productionizing ML', track: 'Data' }),
  session('S4', 60, 90, { title: 'Coffee', isBreak: true, speakers: [] }),
  session('S5', 90, 120, { title: 'Testing in production' }),
  session('S2', 0, 60, { title: 'Falco <!channel>', room: 'Room B' }),
];

const day = { index: 1, date: '2019-06-05', start: '2019-06-05T02:00:00Z', end: '2019-06-06T02:00:00Z' };

const file = (sessions = programme): string =>
  exportFrab({
    title: 'TestConf',
    zone: 'Europe/Madrid',
    days: [day],
    rooms: [...new Set(sessions.map(({ room }) => room))],
    sessions,
    version: '1',
  });

let world: World;
let content: string;
let fails: Error | undefined;
let etag: string | undefined;

const URL_ = 'https://conf.example/schedule.json';

beforeEach(async () => {
  const made = await fakeWorld(
    time(10),
    [somebody('UORG'), somebody('UANY', { zone: 'America/New_York' }), somebody('UGUEST', { guest: true })],
    fakeEvent({ rooms: [{ name: 'Room B', channel: 'CROOMB' }] }),
  );
  content = file();
  fails = undefined;
  etag = undefined;
  const fetch = async (_: string, known?: { etag?: string }): Promise<FetchedFile> => {
    if (fails) throw fails;
    const status = etag !== undefined && known?.etag === etag ? 'unchanged' : 'ok';
    return {
      status,
      body: new TextEncoder().encode(content),
      contentType: 'application/json',
      ...(etag && { etag }),
    };
  };
  world = { ...made, deps: Object.assign(made.deps, { fetch }) };
});

const shifted = (text: string) => new Date(Date.parse(text) + 3_600_000).toISOString().replace('.000Z', 'Z');

const messageOf = (reply: Reply): Message => {
  if (!reply) throw new Error('no reply');
  if ('replace' in reply) return reply.replace;
  if ('text' in reply) return reply;
  throw new Error('no message');
};
const all = (reply: Reply): string => {
  const message = messageOf(reply);
  return `${message.text}\n${JSON.stringify(message.blocks ?? [])}`;
};
/** The value of the button with this label. */
const valueOf = (reply: Reply, label: string): string => {
  const found = [
    ...JSON.stringify(messageOf(reply).blocks).matchAll(/\{"type":"button".*?"value":"((?:[^"\\]|\\.)*)"/g),
  ].find(([text]) => text.includes(`"text":"${label}"`));
  if (!found) throw new Error(`no button ${label}`);
  return JSON.parse(`"${found[1]}"`);
};
const type = (who: string, text: string) => world.type(who, agenda, text);
const press = (who: string, action: string, value: string) => world.press(who, agenda, action, value);

async function importIt(): Promise<void> {
  const preview = await type('UORG', `import ${URL_}`);
  await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
}

const sessions = async () => [...(await world.deps.sessions.read()).values()].map(({ value }) => value);
const byTitle = async (title: string) => {
  const found = (await sessions()).find((one) => one.title.startsWith(title));
  if (!found) throw new Error(title);
  return found;
};

async function apply(text: string): Promise<string> {
  const preview = await type('UORG', text);
  return all(await press('UORG', 'agenda.apply', valueOf(preview, 'Apply')));
}

/** The agenda as it is where it came from no file: the sandbox's demo. */
async function withoutSource() {
  const found = await world.store.get(agendaDocument, AGENDA_ID);
  if (!found) throw new Error('no agenda');
  const { source: _, ...rest } = found.value;
  const data = { of: 'demo', became: 'discarded' } as const;
  return {
    put: [put(agendaDocument, AGENDA_ID, rest, found.version)],
    facts: [recordFact(previewChanged, { at: world.deps.clock.now(), by: 'demo', about: ['agenda'], data })],
  };
}

describe('/agenda import', () => {
  it('previews, applies once, and changes nothing the second time', async () => {
    const preview = await type('UORG', `import <${URL_}|schedule>`);
    expect(all(preview)).toContain('5 new');
    expect(await sessions()).toHaveLength(0);
    const value = valueOf(preview, 'Apply');
    expect(all(await press('UORG', 'agenda.apply', value))).toContain('5 new');
    expect(all(await press('UORG', 'agenda.apply', value))).toContain('Nothing was changed');
    expect((await sessions()).map(({ code }) => code).sort()).toEqual(['S1', 'S2', 'S3', 'S4', 'S5']);
    expect(all(await type('UORG', `import ${URL_}`))).toContain('changes nothing');
  });

  it('is for organizers; discarding changes nothing', async () => {
    await expect(type('UANY', `import ${URL_}`)).rejects.toThrow('common.notOrganizer');
    const preview = await type('UORG', `import ${URL_}`);
    expect(all(await press('UORG', 'agenda.discard', valueOf(preview, 'Discard')))).toContain('Discarded');
    expect(all(await press('UORG', 'agenda.apply', valueOf(preview, 'Apply')))).toContain(
      'Nothing was changed',
    );
    expect(await sessions()).toHaveLength(0);
  });

  it('announces the first one in a line, and later changes by name', async () => {
    await importIt();
    await world.settle(allJobs);
    const posts = () => world.chat.sent.filter(({ to }) => to === 'CANN').map(({ text }) => text);
    expect(posts()).toEqual([expect.stringContaining('5 sessions')]);
    content = file(programme.map((one) => (one.code === 'S5' ? { ...one, room: 'Room B' } : one)));
    await importIt();
    await world.settle(allJobs);
    expect(posts().at(-1)).toContain('Testing in production');
    expect(posts().at(-1)).toContain('Main hall → Room B');
  });

  it('holds the loss of a room until somebody insists', async () => {
    await importIt();
    content = file(programme.filter(({ room }) => room !== 'Room B'));
    const preview = await type('UORG', `import ${URL_}`);
    expect(all(preview)).toContain('Held');
    expect(() => valueOf(preview, 'Apply')).toThrow('no button Apply');
    await press('UORG', 'agenda.apply', valueOf(preview, 'Apply anyway'));
    expect((await byTitle('Falco')).state).toBe('scheduled');
    await press('UORG', 'agenda.apply-anyway', valueOf(preview, 'Apply anyway'));
    expect((await byTitle('Falco')).state).toBe('cancelled');
  });

  it('shows a new preview where the agenda has changed since', async () => {
    await importIt();
    content = file(programme.map((one) => ({ ...one, title: `${one.title}!` })));
    const preview = await type('UORG', `import ${URL_}`);
    await apply('cancel S5 ill');
    const again = await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
    expect(all(again)).toContain('preview');
    expect((await byTitle('Testing')).title).toBe('Testing in production');
  });

  it('asks for the time zone where the file has none', async () => {
    content = 'title,date,start,end,room,speakers\nHello,2019-06-05,14:00,15:00,Main hall,Ada\n';
    const asked = await type('UORG', `import ${URL_}`);
    expect(all(asked)).toContain('time zone');
    const preview = await press('UORG', 'agenda.use-zone', valueOf(asked, 'Europe/Madrid'));
    await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
    expect((await byTitle('Hello')).start).toBe('2019-06-05T12:00:00Z');
  });

  it('says of a first import over another programme that it replaces it, in the right number', async () => {
    await importIt();
    await world.store.commit(await withoutSource());
    content = file([session('S1', 6000, 6030, { guid: 'other', title: 'Something else', speakers: [] })]);
    const preview = all(await type('UORG', 'import https://other.example/schedule.json'));
    expect(preview).toMatch(/This is another agenda.*whose 5 sessions would be cancelled/);
    expect(preview).toContain('1 session · 1 room · 1 day · 0 speakers');
    expect(preview).not.toContain('Held');
  });

  it('takes the place of another programme where the preview that says so is applied', async () => {
    await importIt();
    content = file([session('S1', 6000, 6030, { guid: 'other', title: 'Something else', speakers: [] })]);
    const preview = await type('UORG', 'import https://other.example/schedule.json');
    expect(all(preview)).toMatch(/This is another agenda/);
    expect(await byTitle('Testing')).toMatchObject({ state: 'scheduled' });
    await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
    expect(await byTitle('Testing')).toMatchObject({ state: 'cancelled' });
  });

  describe('a table', () => {
    const submitAnswer = async (meta: string, columns: Record<string, string | undefined>) => {
      const asking = await world.asking('UORG');
      const values = Object.fromEntries(Object.entries(columns).map(([block, value]) => [block, { value }]));
      const reply = await agenda.modals?.['agenda.answer']?.run({ ...asking, values, meta }, world.deps);
      return reply as Reply;
    };
    const modalOf = (reply: Reply): string => JSON.stringify(reply && 'modal' in reply ? reply.modal : {});

    beforeEach(() => {
      content =
        'Title,Notes,Date,Start,End,Room,Speakers\nHello,Aula,2019-06-05,14:00,15:00,Main hall,Ada Brook\n';
    });

    it('shows its first rows as they are read, and lets any column be named', async () => {
      const preview = await type('UORG', `import ${URL_} Europe/Madrid`);
      expect(all(preview)).toMatch(/Row +When +Title +Room +Speakers/);
      expect(all(preview)).toMatch(/2 +Wed 5 Jun 14:00–15:00 +Hello +Main hall +Ada Brook/);
      const nonce = valueOf(preview, 'Columns');
      const modal = modalOf(await press('UORG', 'agenda.columns', nonce));
      for (const field of ['title', 'room', 'language', 'status']) expect(modal).toContain(`column.${field}`);
      expect(modal).toContain('Notes — Aula');
      const again = await submitAnswer(nonce, { 'column.room': 'Notes', 'column.speakers': undefined });
      expect(all(again)).toMatch(/Hello +Aula/);
      await press('UORG', 'agenda.apply', valueOf(again, 'Apply'));
      expect(await byTitle('Hello')).toMatchObject({ room: 'Aula', speakers: [] });
    });

    it('that was pasted can be read by other columns as well', async () => {
      const asking = await world.asking('UORG');
      const values = { text: { value: content }, zone: { value: 'Europe/Madrid' } };
      const preview = (await agenda.modals?.['agenda.import']?.run(
        { ...asking, values, meta: '' },
        world.deps,
      )) as Reply;
      const again = await submitAnswer(valueOf(preview, 'Columns'), { 'column.room': 'Notes' });
      expect(all(again)).toMatch(/Hello +Aula/);
    });

    it('may be a workbook, by its address', async () => {
      const sheet = workbook({
        Programme: content
          .trim()
          .split('\n')
          .map((row) => row.split(',')),
      });
      const fetch = async (): Promise<FetchedFile> => ({ status: 'ok', body: sheet, contentType: '' });
      world = { ...world, deps: Object.assign(world.deps, { fetch }) };
      const preview = await type('UORG', `import ${URL_} Europe/Madrid`);
      expect(all(preview)).toContain('Excel');
      await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
      expect((await byTitle('Hello')).start).toBe('2019-06-05T12:00:00Z');
      await stopWorker();
    });

    it('that is followed is asked about once, and its answers are kept', async () => {
      const rows = (room: string) =>
        `Title,Date,Start,End,Room\nHello,05/06/2019,14:00,15:00,${room}\nBye,05/06/2019,16:00,17:00,${room}\n`;
      content = rows('Main hall');
      const asked = await type('UORG', `watch ${URL_} every 10m Europe/Madrid`);
      expect(all(asked)).toContain('05/06/2019');
      expect(await world.store.get(watchDocument, WATCH_ID)).toBeUndefined();
      const preview = await submitAnswer(valueOf(asked, 'Answer'), { order: 'dmy' });
      await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
      expect((await byTitle('Hello')).start).toBe('2019-06-05T12:00:00Z');
      content = rows('Boat shed');
      await world.settle(allJobs);
      await world.advance('PT25M', allJobs);
      expect((await byTitle('Hello')).room).toBe('Boat shed');
      expect((await world.store.get(watchDocument, WATCH_ID))?.value).toMatchObject({
        zone: 'Europe/Madrid',
        dateOrder: 'dmy',
        failures: 0,
      });
    });
  });

  it('takes pasted text from the modal, and says what is missing there', async () => {
    const modal = agenda.modals?.['agenda.import'];
    const submit = async (values: Record<string, string>) => {
      const asking = await world.asking('UORG');
      const submission: ModalSubmission = {
        ...asking,
        values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }])),
        meta: '',
      };
      return await modal?.run(submission, world.deps);
    };
    expect(await submit({})).toHaveProperty('errors.url');
    expect(await submit({ text: file() })).toMatchObject({ text: expect.stringContaining('5 new') });
    await expect(submit({ text: '<html>no</html>' })).rejects.toBeInstanceOf(UserError);
  });
});

describe('/agenda reads', () => {
  beforeEach(importIt);

  it('what is on and what is next, per room', async () => {
    const now = all(await type('UGUEST', ''));
    expect(now).toContain('Managing failure');
    expect(now).toContain('20 min left');
    expect(now).toContain('next 10:30');
    expect(now).toContain('Today');
    expect(now).not.toContain('<!channel>');
    const next = all(await type('UANY', 'next'));
    expect(next).toContain('Productionizing');
    expect(next).toContain('For you (America/New_York) it is now Wed 5 Jun 04:10');
    expect(all(await press('UANY', 'agenda.today', ''))).toContain('Day 1');
  });

  it.each([
    ['today', 'Testing in production'],
    ['day 1', 'Falco'],
    ['2019-06-05', 'Coffee'],
    ['room main', 'Testing in production'],
    ['track data', 'Productionizing'],
    ['speaker s5', 'Testing in production'],
    ['search prodcution', 'Testing in production'],
    ['search distributed', 'Managing failure'],
    ['tomorrow', 'There is a programme on: Day 1, Wednesday 5 June'],
    ['show testing', 'Testing in production'],
    ['check', 'Nothing looks wrong'],
  ])('%s', async (text, expected) => expect(all(await type('UANY', text))).toContain(expected));

  it('shows a session in the reader’s own zone too, with its history', async () => {
    await apply('delay S5 15m only the projector broke');
    const shown = all(await type('UANY', 'show S5'));
    expect(shown).toContain('05:45');
    expect(shown).toContain('11:30 → ');
    expect(shown).not.toContain('Cancel session');
    expect(all(await type('UORG', 'show S5'))).toContain('Cancel session');
  });

  it('guesses, and lists candidates', async () => {
    expect(all(await type('UANY', 'nwo'))).toContain('/agenda now');
    await expect(type('UANY', 'show zzz')).rejects.toMatchObject({ key: 'agenda.noSession' });
    await expect(type('UANY', 'room x')).rejects.toMatchObject({ key: 'agenda.noSuchRoom' });
    await expect(type('UANY', 'day 9')).rejects.toMatchObject({ key: 'typed.noSuchDay' });
  });
});

describe('/agenda changes', () => {
  beforeEach(importIt);

  it('delays with what follows, names it, and undoes it', async () => {
    const preview = await type('UORG', 'delay S3 15m projector');
    expect(all(preview)).toContain('2 sessions move');
    expect(all(preview)).toContain('Coffee');
    await press('UORG', 'agenda.apply', valueOf(preview, 'Apply'));
    expect(await byTitle('Productionizing')).toMatchObject({ start: time(45), end: time(75) });
    await world.settle(allJobs);
    expect(
      world.chat.sent.find(({ to, text }) => to === 'CANN' && text.includes('projector'))?.text,
    ).toContain('10:30');
    expect(await apply('undo')).toContain('Taken back');
    expect(await byTitle('Productionizing')).toMatchObject({ start: time(30), end: time(60) });
    expect(await byTitle('Productionizing')).not.toHaveProperty('base');
  });

  it('delays a room from what is on', async () => {
    await apply('delay main 10m');
    expect(await byTitle('Managing')).toMatchObject({ start: time(0), end: time(40) });
    expect(await byTitle('Productionizing')).toMatchObject({ start: time(40), end: time(70) });
  });

  it('moves, swaps, cancels and restores', async () => {
    await apply('move S5 15:00 to room b');
    expect(await byTitle('Testing')).toMatchObject({ start: time(300), room: 'Room B' });
    await apply('swap S1 S2');
    expect(await byTitle('Falco')).toMatchObject({ room: 'Main hall' });
    await apply('cancel S3 the speaker is ill');
    expect(await byTitle('Productionizing')).toMatchObject({
      state: 'cancelled',
      reason: 'the speaker is ill',
    });
    await expect(type('UORG', 'delay S3 5m')).rejects.toMatchObject({ key: 'agenda.isCancelledAlready' });
    await apply('restore S3');
    expect(await byTitle('Productionizing')).toMatchObject({ state: 'scheduled' });
  });

  it('takes a bare time for the day of the session, and asks before another day', async () => {
    const other = await type('UORG', 'move S5 2019-06-07 9:00');
    expect(all(other)).toMatch(/S5.*would be on another day: Fri 7 Jun 09:00/);
    expect(all(other)).not.toContain('"Apply"');
    const nonce = valueOf(other, 'Move anyway');
    await press('UORG', 'agenda.apply', nonce);
    expect(await byTitle('Testing')).toMatchObject({ start: time(90) });
    const twice = await type('UORG', 'move S5 2019-06-07 9:00');
    await press('UORG', 'agenda.apply-anyway', valueOf(twice, 'Move anyway'));
    expect((await byTitle('Testing')).start).toBe('2019-06-07T07:00:00Z');
    // From now on that is its day: nine is not asked about, and ten is of that day.
    await apply('move S5 10:00');
    expect((await byTitle('Testing')).start).toBe('2019-06-07T08:00:00Z');
    const back = await type('UORG', 'move S5 2019-06-05 15:00');
    const own = valueOf(back, 'Fri 7 Jun 15:00');
    const better = await press('UORG', 'agenda.move-to', own);
    await press('UORG', 'agenda.apply', valueOf(better, 'Apply'));
    expect((await byTitle('Testing')).start).toBe('2019-06-07T13:00:00Z');
  });

  it('asks before a time that is past, and a time that passes while it waits is not taken', async () => {
    await world.advance('PT2H', []);
    const past = await type('UORG', 'move S5 11:00');
    expect(all(past)).toMatch(/S5.*would be in the past: Wed 5 Jun 11:00/);
    await press('UORG', 'agenda.apply-anyway', valueOf(past, 'Move anyway'));
    expect((await byTitle('Testing')).start).toBe('2019-06-05T09:00:00Z');
    const soon = valueOf(await type('UORG', 'move S5 in 20m'), 'Apply');
    await world.advance('PT40M', []);
    expect(all(await press('UORG', 'agenda.apply', soon))).toContain('has passed since I asked');
    expect((await byTitle('Testing')).start).toBe('2019-06-05T09:00:00Z');
  });

  it('keeps a change by hand through an import, and lets the organizer choose', async () => {
    await apply('move S5 15:00');
    const preview = await type('UORG', `import ${URL_}`);
    expect(all(preview)).toContain('Changed here by hand');
    const chosen = await press('UORG', 'agenda.take-source', valueOf(preview, 'Take the source’s'));
    await press('UORG', 'agenda.apply', valueOf(chosen, 'Apply'));
    expect(await byTitle('Testing')).toMatchObject({ start: time(90) });
  });

  it.each([
    'delay',
    'delay S3',
    'delay S3 soon',
    'move S3',
    'move S3 25:00',
    'swap S1',
    'cancel',
    'cancel S99',
    'swap S1 S1',
  ])(
    'refuses "%s" and says how',
    async (text) => await expect(type('UORG', text)).rejects.toBeInstanceOf(UserError),
  );
});

describe('a diary', () => {
  beforeEach(importIt);

  it('has what was starred, marks clashes, and is a calendar of its own', async () => {
    await type('UANY', 'star S1');
    expect(all(await type('UANY', 'star S2'))).toContain('clashes');
    expect(all(await type('UANY', 'mine')).match(/clash/g)?.length).toBeGreaterThanOrEqual(2);
    const url = /https:\S+/.exec(all(await type('UANY', 'feed')))?.[0] ?? '';
    const get = async (address: string) =>
      await agendaRoutes
        .find(({ path }) => path.startsWith('/feeds/'))
        ?.run(
          {
            params: { token: /([^/]+)\.ics$/.exec(address)?.[1] ?? '' },
            query: {},
            headers: {},
            body: undefined,
          },
          world.deps,
        );
    expect((await get(url))?.body).toContain('SUMMARY:Managing failure');
    const sequence = async () =>
      Number(/UID:S1\.agenda[\s\S]*?SEQUENCE:(\d+)/.exec((await get(url))?.body ?? '')?.[1]);
    const before = await sequence();
    await apply('cancel S1');
    expect(await sequence()).toBeGreaterThan(before);
    expect((await get(url))?.body).toContain('STATUS:CANCELLED');
    const fresh = /https:\S+/.exec(all(await type('UANY', 'feed reset')))?.[0] ?? '';
    expect((await get(url))?.status).toBe(404);
    expect((await get(fresh))?.body).toContain('BEGIN:VCALENDAR');
    await type('UANY', 'unstar S2');
    expect((await get(fresh))?.body).not.toContain('Falco');
    expect(JSON.stringify(await world.store.facts())).not.toContain(/([^/]+)\.ics/.exec(fresh)?.[1]);
  });
});

describe('what is posted by itself', () => {
  beforeEach(importIt);
  const posts = (to: string) => world.chat.sent.filter((one) => one.to === to);

  it('a board is posted once and kept current in place', async () => {
    await type('UORG', 'live <#CGENERAL|general>');
    await world.advance('PT5S', allJobs);
    expect(posts('CGENERAL').map(({ kind }) => kind)).toEqual(['post']);
    expect(posts('CGENERAL')[0]?.text).toContain('Managing failure');
    await world.advance('PT21M', allJobs);
    expect(posts('CGENERAL').map(({ kind }) => kind)).toEqual(['post', 'update']);
    expect(posts('CGENERAL')[1]?.text).not.toContain('Managing failure');
    await apply('cancel S4');
    await apply('restore S4');
    await apply('cancel S4');
    await world.advance('PT10S', allJobs);
    expect(posts('CGENERAL')).toHaveLength(3);
    await type('UORG', 'live off <#CGENERAL|general>');
    await world.advance('PT5H', allJobs);
    expect(posts('CGENERAL')).toHaveLength(4);
    expect(posts('CGENERAL')[3]?.text).toContain('no longer kept current');
  });

  it('a board of many rooms is kept current in the last of them too, beyond what its text has room for', async () => {
    const rooms = Array.from({ length: 25 }, (_, i) => `Room ${String(i + 1).padStart(2, '0')}`);
    const long =
      'A title that takes its place on the board, as titles of conferences do, and goes on. '.repeat(2);
    content = file([
      ...programme,
      ...rooms.map((room, i) => session(`R${i + 1}`, 0, 60, { title: `${long}${i + 1}`, room })),
    ]);
    await importIt();
    await type('UORG', 'live <#CGENERAL|general>');
    await world.advance('PT5S', allJobs);
    const before = posts('CGENERAL').length;
    const last = [...(await world.deps.sessions.read()).values()].find(
      ({ value }) => value.room === 'Room 25',
    );
    await apply(`cancel ${last?.value.code}`);
    await world.advance('PT10S', allJobs);
    expect(
      posts('CGENERAL')
        .slice(before)
        .map(({ kind }) => kind),
    ).toEqual(['update']);
  });

  it('starts are announced once, in the room’s channel or the one that was named', async () => {
    content = file([...programme, session('S6', 60, 80, { title: 'Second in B', room: 'Room B' })]);
    await importIt();
    await type('UORG', 'announce <#CGENERAL|general> 5m');
    await world.advance('PT14M', allJobs);
    expect(posts('CGENERAL')).toEqual([]);
    await world.advance('PT2M', allJobs);
    expect(posts('CGENERAL').map(({ text }) => text)).toEqual([
      expect.stringContaining('Productionizing ML'),
    ]);
    expect(posts('CGENERAL')[0]?.text).toMatch(
      /In 5 min\n.*ends 10:30.*Managing failure.*\n.*10:30 .*Productionizing/,
    );
    await world.advance('PT30M', allJobs);
    expect(posts('CROOMB').map(({ text }) => text)).toEqual([expect.stringContaining('Second in B')]);
    await type('UORG', 'announce off');
    await world.advance('PT2H', allJobs);
    expect(posts('CGENERAL')).toHaveLength(2);
  });
});

describe('/agenda watch', () => {
  beforeEach(importIt);
  const ops = () => world.chat.sent.filter(({ to }) => to === 'COPS').map(({ text }) => text);

  it('applies what is ordinary, and asks the source only whether it changed', async () => {
    etag = '"1"';
    await type('UORG', `watch ${URL_} every 10m`);
    await world.settle(allJobs);
    const version = (await world.store.facts()).filter(({ name }) => name === 'agenda.imported').length;
    await world.advance('PT35M', allJobs);
    expect((await world.store.facts()).filter(({ name }) => name === 'agenda.imported')).toHaveLength(
      version,
    );
    etag = '"2"';
    content = file(
      programme.map((one) => (one.code === 'S5' ? { ...one, title: 'Testing in staging' } : one)),
    );
    await world.advance('PT11M', allJobs);
    expect((await byTitle('Testing')).title).toBe('Testing in staging');
    expect(world.chat.sent.some(({ to, text }) => to === 'CANN' && text.includes('Testing in staging'))).toBe(
      true,
    );
    await type('UORG', 'watch off');
    expect((await world.store.outbox()).some(({ id }) => id === 'poll-feed')).toBe(false);
  });

  /** Twelve talks of one speaker each, from five hours on, in two rooms. */
  const later = Array.from({ length: 12 }, (_, i) =>
    session(`S${i + 21}`, 300 + i * 30, 330 + i * 30, {
      title: `Later talk ${i}`,
      room: i < 9 ? 'Main hall' : 'Room B',
      speakers: [{ id: `later-${i}`, name: `Speaker Number${i}` }],
    }),
  );
  /** The later talks are there and followed. */
  const followLater = async () => {
    content = file([...programme, ...later]);
    await importIt();
    await type('UORG', `watch ${URL_} every 10m`);
    await world.settle(allJobs);
  };
  const change = (edit: (one: (typeof later)[number]) => (typeof later)[number]) => {
    content = file([...programme, ...later.map(edit)]);
  };

  it('holds a large loss, tells the organizers once, and believes it when it is said twice more', async () => {
    await followLater();
    content = file([...programme, ...later.slice(0, 1)]);
    await world.advance('PT21M', allJobs);
    expect(ops().filter((text) => text.includes('Held'))).toHaveLength(1);
    expect((await byTitle('Later talk 11')).state).toBe('scheduled');
    await world.advance('PT10M', allJobs);
    expect((await byTitle('Later talk 11')).state).toBe('cancelled');
    expect((await byTitle('Falco')).state).toBe('scheduled');
    expect(ops().filter((text) => text.includes('Held'))).toHaveLength(1);
  });

  it('shows what a feed says before it applies anything of it', async () => {
    content = file(
      programme.map((one) => (one.code === 'S5' ? { ...one, title: 'Testing in staging' } : one)),
    );
    const reply = await type('UORG', `watch ${URL_} every 10m`);
    await world.settle(allJobs);
    await world.advance('PT45M', allJobs);
    expect((await byTitle('Testing')).title).toBe('Testing in production');
    await press('UORG', 'agenda.apply', valueOf(reply, 'Apply'));
    expect((await byTitle('Testing')).title).toBe('Testing in staging');
    content = file(programme.map((one) => (one.code === 'S5' ? { ...one, title: 'Testing again' } : one)));
    await world.advance('PT21M', allJobs);
    expect((await byTitle('Testing')).title).toBe('Testing again');
  });

  it('never applies by itself a feed that has nothing in common with the agenda', async () => {
    await followLater();
    content = file(
      later.map((one, i) => ({ ...one, guid: `other-${i}`, title: `Elsewhere ${i}`, speakers: [] })),
    );
    await world.advance('PT3H', allJobs);
    expect((await byTitle('Later talk 3')).state).toBe('scheduled');
    expect((await byTitle('Falco')).state).toBe('scheduled');
    expect(ops().filter((text) => text.includes('nothing in common'))).toHaveLength(1);
  });

  it('holds a feed whose speakers are all gone, and withdraws the question when they are back', async () => {
    await followLater();
    change((one) => ({ ...one, speakers: [] }));
    await world.advance('PT50M', allJobs);
    expect(ops().filter((text) => text.includes('lost every speaker'))).toHaveLength(1);
    expect((await byTitle('Later talk 3')).speakers).toHaveLength(1);
    change((one) => one);
    await world.advance('PT11M', allJobs);
    expect(ops().filter((text) => text.includes('withdrawn'))).toHaveLength(1);
    expect((await byTitle('Later talk 3')).speakers).toHaveLength(1);
  });

  it('holds a feed whose times have all moved alike', async () => {
    await followLater();
    content = file(
      [...programme, ...later].map((one) => ({ ...one, start: shifted(one.start), end: shifted(one.end) })),
    );
    const before = (await byTitle('Later talk 3')).start;
    await world.advance('PT50M', allJobs);
    expect((await byTitle('Later talk 3')).start).toBe(before);
    expect(ops().filter((text) => text.includes('60 minutes later'))).toHaveLength(1);
  });

  it('never cancels what is on stage without a person, and does not keep back the rest', async () => {
    await followLater();
    content = file([
      ...programme.filter(({ title }) => title !== 'Coffee'),
      ...later.map((one) => (one.code === 'S25' ? { ...one, title: 'Later talk, renamed' } : one)),
    ]);
    await world.advance('PT40M', allJobs);
    expect((await byTitle('Coffee')).state).toBe('scheduled');
    expect((await sessions()).some(({ title }) => title === 'Later talk, renamed')).toBe(true);
    const posted = world.chat.sent.find(
      ({ to, text }) => to === 'COPS' && text.includes('never cancelled without'),
    )?.content as Message;
    await press('UORG', 'agenda.apply-anyway', valueOf(posted, 'Apply anyway'));
    expect((await byTitle('Coffee')).state).toBe('cancelled');
  });

  it('lets a person decide at once, either way', async () => {
    await type('UORG', `watch ${URL_} every 10m`);
    await world.settle(allJobs);
    content = file(programme.filter(({ room }) => room !== 'Room B'));
    await world.advance('PT10M', allJobs);
    const posted = world.chat.sent.find(({ to, text }) => to === 'COPS' && text.includes('Held'))
      ?.content as Message;
    await press('UORG', 'agenda.discard', valueOf(posted, 'Discard'));
    await world.advance('PT60M', allJobs);
    expect((await byTitle('Falco')).state).toBe('scheduled');
  });

  it('goes on when the feed fails, less and less often, and tells once', async () => {
    await type('UORG', `watch ${URL_} every 10m`);
    await world.settle(allJobs);
    fails = new UserError('fetch.unreachable', {
      host: escape('conf.example'),
      code: escape('ECONNREFUSED'),
    });
    await world.advance('PT6H', allJobs);
    const failing = (await world.store.facts()).filter(
      ({ name, data }) => name === 'agenda.watch' && (data as { became: string }).became === 'failing',
    );
    expect(failing.length).toBeGreaterThan(3);
    expect(failing.length).toBeLessThan(10);
    expect(ops().filter((text) => text.includes('failed'))).toHaveLength(1);
    expect(await sessions()).toHaveLength(5);
  });
});

it('exports what it would read again', async () => {
  await importIt();
  for (const format of ['ics', 'json', 'csv']) {
    const reply = await type('UANY', `export ${format}`);
    expect(reply).toMatchObject({
      file: { name: `testconf.${format}`, content: expect.stringContaining('Managing failure') },
    });
    content = reply && 'file' in reply ? String(reply.file.content) : '';
    const again = await type('UORG', `import ${URL_}${format === 'csv' ? ' Europe/Madrid' : ''}`);
    expect(all(again)).not.toMatch(/\d+ (new|cancelled|moved in time|in another room|retitled)/);
  }
  await expect(type('UANY', 'export pdf')).rejects.toMatchObject({ key: 'agenda.exportUsage' });
  expect((await world.store.all(sessionDocument)).length).toBe(5);
});
