/** Previews of the rota: generated, imported, filled; applied once, and not on a rota that has changed. */
import type { ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { rota } from '../../../commands/rota/command.ts';
import { needText, parseNeed } from '../../../commands/rota/generate.ts';
import { rotaRoutes } from '../../../commands/rota/routes.ts';
import { jobs } from '../../../jobs/index.ts';
import { sessionChanged } from '../../../src/agenda/domain/facts.ts';
import { followAgenda } from '../../../src/agenda/domain/jobs.ts';
import { type Session, sessionDocument } from '../../../src/agenda/domain/session.ts';
import type { ModalSubmission, Reply } from '../../../src/core/command.ts';
import { put, recordFact, scheduleJob } from '../../../src/core/commit.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { translator } from '../../../src/i18n/index.ts';
import { shiftAdded } from '../../../src/rota/domain/facts.ts';
import { ROTA_ID, rotaSettingsDocument } from '../../../src/rota/domain/settings.ts';
import { loadRota } from '../../../src/rota/load.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';

const EVENT = fakeEvent({ rooms: [{ name: 'Main hall', channel: 'CMAIN' }] });
const world = (start = '2019-06-04T08:00:00Z') =>
  fakeWorld(
    start,
    ['UORG', 'UANA', 'UBEN', 'UCAT'].map((id) => somebody(id)),
    EVENT,
  );

const session = (code: string, start: string, end: string, more: Partial<Session> = {}): Session => ({
  code,
  guid: code,
  title: `Talk ${code}`,
  speakers: [],
  room: 'Main hall',
  start: `2019-06-05T${start}:00Z`,
  end: `2019-06-05T${end}:00Z`,
  state: 'scheduled',
  ...more,
});

async function putSessions(it: World, sessions: readonly Session[]): Promise<void> {
  const at = it.clock.now();
  const before = await it.deps.sessions.read();
  await it.store.commit({
    put: sessions.map((one) => put(sessionDocument, one.code, one, before.get(one.code)?.version ?? 0)),
    facts: sessions.map((one) => {
      const old = before.get(one.code)?.value;
      const slot = old ? { start: old.start, end: old.end } : {};
      return recordFact(sessionChanged, {
        at,
        by: 'test',
        about: [`session:${one.code}`, 'change:7'],
        data: { session: one.code, title: one.title, what: [old ? 'time' : 'new'], before: slot, after: {} },
      });
    }),
  });
}

async function follow(it: World): Promise<void> {
  const now = it.clock.now();
  await it.store.commit({
    jobs: [scheduleJob(followAgenda, now, { change: 7, sessions: [] })],
  });
  await it.settle(jobs);
}

const replyText = (reply: Reply): string => JSON.stringify(reply);
/** The plan that the message's `Apply` stands for. */
function plan(reply: Reply): string {
  const buttons = ((reply as Message).blocks ?? []).flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  const apply = buttons.find((one) => 'action_id' in one && one.action_id === 'rota.apply');
  return apply && 'value' in apply ? String(apply.value) : '';
}
const shifts = async (it: World) => [...(await it.deps.shifts.read()).values()].map(({ value }) => value);
async function submit(
  it: World,
  person: string,
  modal: string,
  values: ModalSubmission['values'],
): Promise<unknown> {
  const handler = rota.modals?.[modal];
  return await handler?.run({ ...(await it.asking(person)), values, meta: '' }, it.deps);
}

const DAY = [
  session('S1', '08:00', '09:00'),
  session('S2', '09:15', '10:15'),
  session('S3', '13:00', '14:00'),
  session('S4', '10:15', '11:00', { isBreak: true }),
];

test('generate merges what touches, and again after a change keeps people', async () => {
  const it = await world();
  await putSessions(it, DAY);
  const shown = await it.type('UORG', rota, 'generate');
  expect(replyText(shown)).toContain('2 new');
  expect(await shifts(it)).toEqual([]);
  await it.press('UORG', rota, 'rota.apply', plan(shown));
  expect((await shifts(it)).map(({ start, end, sessions }) => [start, end, sessions])).toEqual([
    ['2019-06-05T07:45:00Z', '2019-06-05T10:30:00Z', ['S1', 'S2']],
    ['2019-06-05T12:45:00Z', '2019-06-05T14:15:00Z', ['S3']],
  ]);
  const [first] = await shifts(it);
  await it.type('UORG', rota, `assign ${first?.code} @uana`);
  await putSessions(it, [session('S2', '09:15', '10:45')]);
  const again = await it.type('UORG', rota, 'generate');
  expect(replyText(again)).toContain('0 new · 1 changed · 0 gone · 1 unchanged');
  await it.press('UORG', rota, 'rota.apply', plan(again));
  const after = (await shifts(it)).find(({ code }) => code === first?.code);
  expect(after?.end).toBe('2019-06-05T11:00:00Z');
  expect(after?.assignments.map(({ person }) => person)).toEqual(['UANA']);
  await it.settle(jobs);
  expect(it.chat.sent.filter(({ to }) => to === 'UANA').at(-1)?.text).toContain('has changed');
});

test('a preview that is thrown away uses up no codes', async () => {
  const it = await world();
  await putSessions(it, DAY);
  for (const preview of ['generate', 'generate'])
    await it.press('UORG', rota, 'rota.discard', plan(await it.type('UORG', rota, preview)));
  await it.press('UORG', rota, 'rota.apply', plan(await it.type('UORG', rota, 'generate')));
  expect((await shifts(it)).map(({ code }) => code)).toEqual(['H1', 'H2']);
  const thrown = await it.type('UORG', rota, 'copy 2019-06-05 2019-06-06');
  expect(replyText(thrown)).toContain('2 shifts');
  await it.press('UORG', rota, 'rota.discard', plan(thrown));
  await it.type('UORG', rota, 'add Stage in main 2019-06-05 20:00-22:00');
  expect((await shifts(it)).map(({ code }) => code)).toContain('H3');
});

test('what is on the rota by hand is not made again', async () => {
  const it = await world();
  await putSessions(it, DAY);
  await it.type('UORG', rota, 'add Stage in main 2019-06-05 9:00-11:00');
  await it.type('UORG', rota, 'add Stage in main 2019-06-05 11:00-13:00');
  expect(replyText(await it.type('UORG', rota, 'generate'))).toContain(
    '1 new · 0 changed · 0 gone · 1 unchanged',
  );
});

test('a plan is applied once, and never on a rota that has changed since', async () => {
  const it = await world();
  await putSessions(it, DAY);
  const one = await it.type('UORG', rota, 'generate');
  const two = await it.type('UORG', rota, 'generate');
  await it.press('UORG', rota, 'rota.apply', plan(one));
  expect(replyText(await it.press('UORG', rota, 'rota.apply', plan(one)))).toContain('already');
  expect(replyText(await it.press('UORG', rota, 'rota.apply', plan(two)))).toContain('has changed since');
  expect(await shifts(it)).toHaveLength(2);
  await expect(it.press('UANA', rota, 'rota.apply', plan(two))).rejects.toMatchObject({
    key: 'common.notOrganizer',
  });
});

test('a change of the agenda carries its shift along, with its people', async () => {
  const it = await world();
  await putSessions(it, DAY);
  await it.press('UORG', rota, 'rota.apply', plan(await it.type('UORG', rota, 'generate')));
  const late = (await shifts(it))[1];
  await it.type('UORG', rota, `assign ${late?.code} @uana`);
  await putSessions(it, [session('S3', '13:20', '14:20')]);
  await follow(it);
  const moved = (await shifts(it)).find(({ code }) => code === late?.code);
  expect([moved?.start, moved?.end]).toEqual(['2019-06-05T13:05:00Z', '2019-06-05T14:35:00Z']);
  expect(moved?.assignments).toEqual([{ person: 'UANA', state: 'accepted' }]);
  await putSessions(it, [session('S3', '13:20', '14:20', { state: 'cancelled' })]);
  await follow(it);
  await it.settle(jobs);
  expect(it.chat.sent.some(({ to, text }) => to === 'COPS' && text.includes('need a decision'))).toBe(true);
});

test('an import is shown, applied, and the same again changes nothing', async () => {
  const it = await world();
  const csv =
    'role;room;date;start;end;min\nDoor;Gate;2019-06-05;09:00;11:00;2\nDoor;Gate;2019-06-05;22:00;02:00;1\n';
  const values = {
    text: { value: csv },
    url: { value: undefined },
    zone: { value: undefined },
    zero: { value: undefined },
  };
  const shown = (await submit(it, 'UORG', 'rota.import', values)) as Message;
  expect(replyText(shown)).toContain('2 new');
  await it.press('UORG', rota, 'rota.apply', plan(shown));
  expect((await shifts(it)).map(({ start, end, min }) => [start, end, min])).toEqual([
    ['2019-06-05T07:00:00Z', '2019-06-05T09:00:00Z', 2],
    ['2019-06-05T20:00:00Z', '2019-06-06T00:00:00Z', 1],
  ]);
  const again = (await submit(it, 'UORG', 'rota.import', values)) as Message;
  expect(replyText(again)).toContain('2 unchanged');
  expect(await submit(it, 'UORG', 'rota.import', { ...values, text: { value: undefined } })).toHaveProperty(
    'errors',
  );
  await expect(
    submit(it, 'UORG', 'rota.import', { ...values, text: { value: 'what is this' } }),
  ).rejects.toMatchObject({
    key: 'rota.import.unknown',
  });
});

test('availability, then a fill that is proposed, applied, accepted and shown to each', async () => {
  const it = await world();
  for (const hours of ['09:00-11:00', '11:00-13:00', '13:00-15:00'])
    await it.type('UORG', rota, `add Door 2019-06-05 ${hours}`);
  for (const person of ['UANA', 'UBEN', 'UCAT']) {
    const saved = await submit(it, person, 'rota.availability', {
      'roles-0': { roles: ['Door'] },
      ...(person === 'UCAT' && { 'day-1': { text: '09:00-11:00' } }),
    });
    expect((saved as Message).text).toContain('Door');
  }
  expect(await submit(it, 'UANA', 'rota.availability', { 'day-1': { text: 'mornings' } })).toHaveProperty(
    'errors',
  );
  const shown = await it.type('UORG', rota, 'fill');
  expect(replyText(shown)).toContain('All places are filled');
  await it.press('UORG', rota, 'rota.apply', plan(shown));
  const places = (await shifts(it)).map(({ assignments }) =>
    assignments.map(({ person, state }) => `${person} ${state}`),
  );
  expect(places[0]).toEqual(['UCAT proposed']);
  expect(places.flat().sort()).toEqual(['UANA proposed', 'UBEN proposed', 'UCAT proposed']);
  await it.settle(jobs);
  const [first] = await shifts(it);
  const told = it.chat.sent.filter(({ to }) => to === 'UCAT').at(-1);
  expect(told?.text).toContain('1 shift is proposed');
  await it.press('UCAT', rota, 'rota.agree', first?.code);
  expect((await shifts(it))[0]?.assignments).toEqual([{ person: 'UCAT', state: 'accepted' }]);
  // The others say nothing: twelve hours before the start that is a yes.
  await it.advance('PT20H', jobs);
  expect((await shifts(it)).flatMap(({ assignments }) => assignments.map(({ state }) => state))).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ]);
}, 30_000);

/** Opens `Edit role` and saves what was typed. */
async function saveRole(it: World, role: string, values: ModalSubmission['values']): Promise<unknown> {
  const { modal } = (await it.press('UORG', rota, 'rota.role', role)) as { modal: ModalView };
  const submission = { ...(await it.asking('UORG')), values, meta: modal.private_metadata ?? '' };
  return await rota.modals?.['rota.role']?.run(submission, it.deps);
}
const needs = async (it: World) => (await it.store.get(rotaSettingsDocument, ROTA_ID))?.value.needs;

test('a role’s window holds its needs too: saved with the rest of it, other roles’ untouched', async () => {
  const it = await world();
  await putSessions(it, DAY);
  const opened = (await it.press('UORG', rota, 'rota.role', 'Stage')) as { modal: ModalView };
  expect(JSON.stringify(opened)).toContain('How many people elsewhere');
  const commits = (await it.store.facts()).length;
  const saved = await saveRole(it, 'Stage', {
    rest: { text: '3' },
    'people-0': { text: '2' },
    'rooms-0': { text: 'main' },
    'before-0': { text: '30' },
  });
  expect(replyText(saved as Reply)).toContain('The agenda needs: Stage x2 in Main hall before 30m after 15m');
  expect(await needs(it)).toEqual([
    { role: 'Stage', people: 2, rooms: ['Main hall'], before: 30, after: 15 },
  ]);
  expect((await it.deps.roles.read()).get('Stage')?.value.rest).toBe(3);
  expect((await it.store.facts()).slice(commits).map(({ name }) => name)).toEqual([
    'role.changed',
    'rota.settings-changed',
  ]);
  await saveRole(it, 'Sound', { 'people-0': { text: '1' }, 'before-0': { text: '1h' } });
  await saveRole(it, 'Stage', { 'people-1': { text: '1' } });
  expect(await needs(it)).toEqual([
    { role: 'Stage', people: 2, rooms: ['Main hall'], before: 30, after: 15 },
    { role: 'Stage', people: 1, before: 0, after: 0 },
    { role: 'Sound', people: 1, before: 60, after: 0 },
  ]);
  // All roles at once as before; and what was changed there is not overwritten by a window from before.
  const old = (await it.press('UORG', rota, 'rota.role', 'Stage')) as { modal: ModalView };
  await submit(it, 'UORG', 'rota.needs', { needs: { text: 'Sound x3' } });
  const late = { ...(await it.asking('UORG')), values: {}, meta: old.modal.private_metadata ?? '' };
  expect(await rota.modals?.['rota.role']?.run(late, it.deps)).toHaveProperty('errors.people-0');
  await saveRole(it, 'Sound', { 'people-0': { text: '' } });
  expect(await needs(it)).toEqual([]);
});

test('a role’s window says beside the field what it cannot read, and saves nothing', async () => {
  const it = await world();
  await putSessions(it, DAY);
  const refused = await saveRole(it, 'Stage', {
    rest: { text: '5' },
    'people-0': { text: 'two' },
    'rooms-0': { text: 'Main hall, Moon' },
    'after-0': { text: 'long' },
    'rooms-1': { text: 'Main hall' },
  });
  expect(Object.keys((refused as { errors: object }).errors).sort()).toEqual([
    'after-0',
    'people-0',
    'people-1',
    'rooms-0',
  ]);
  expect(await needs(it)).toBeUndefined();
  expect((await it.deps.roles.read()).get('Stage')).toBeUndefined();
});

test('a role asks for rest and skills, which the rules then obey', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Sound in main 2019-06-05 09:00-11:00 @uana');
  await it.type('UORG', rota, 'add Sound in main 2019-06-05 12:00-13:00');
  expect(replyText(await it.type('UORG', rota, 'role sound'))).toContain('rota.role');
  expect(replyText(await it.type('UANA', rota, 'role sound'))).not.toContain('rota.role');
  const change = async (values: ModalSubmission['values']) => await saveRole(it, 'Sound', values);
  expect(await change({ rest: { text: 'long' } })).toHaveProperty('errors');
  await change({ rest: { text: '2' }, skills: { text: 'mixer, patching' } });
  const refused = replyText(await it.type('UANA', rota, 'take H2'));
  expect(refused).toContain('rest: less than 2 h');
  expect(refused).toContain('this role needs patching');
});

test('a fill says what is impossible, and why', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Door 2019-06-05 09:00-11:00 x2');
  await submit(it, 'UANA', 'rota.availability', { 'roles-0': { roles: ['Door'] } });
  const shown = replyText(await it.type('UORG', rota, 'fill'));
  expect(shown).toContain('1 place stays empty (proven: no plan fills more)');
  expect(shown).toContain('only 1 person could at all');
}, 30_000);

test('the calendar, the table and the picture', async () => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 2019-06-05 10:00-12:00 @uana');
  const reply = (await it.type('UANA', rota, 'feed')) as Message;
  const [, file = ''] = /\/feeds\/rota\/(\S+\.ics)/.exec(reply.text) ?? [];
  const [feed, picture] = rotaRoutes;
  const request = { params: { file }, query: {}, headers: {}, body: undefined };
  const calendar = await feed?.run(request, it.deps);
  expect(calendar?.body).toContain('SUMMARY:Stage');
  expect(calendar?.body).toContain('LOCATION:Main hall');
  await it.type('UANA', rota, 'feed reset');
  expect((await feed?.run(request, it.deps))?.status).toBe(404);
  const table = (await it.type('UORG', rota, 'export csv')) as { file: { content: string } };
  expect(table.file.content).toContain('Stage,Main hall,2019-06-05T10:00:00+02:00');
  const fair = (await it.type('UORG', rota, 'fairness')) as {
    file: { content: Uint8Array };
    comment: string;
  };
  expect([...fair.file.content.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(fair.comment).toContain('<@UANA>: 2 h');
  const home = await rota.home?.(await it.asking('UORG'), it.deps);
  expect(JSON.stringify(home)).toMatch(/mean 2 h.*"rota\.fairness"/);
  expect(JSON.stringify(home)).not.toContain('image_url');
  const shown = JSON.stringify(await it.press('UORG', rota, 'rota.fairness'));
  expect(shown).toContain('<@UANA>: 2 h');
  const [, token = ''] = /fairness\/([^"]+\.png)/.exec(shown) ?? [];
  const image = await picture?.run({ ...request, params: { file: token } }, it.deps);
  expect(image?.type).toBe('image/png');
  expect((await picture?.run({ ...request, params: { file: 'guess-1.png' } }, it.deps))?.status).toBe(404);
  const mine = await rota.home?.(await it.asking('UANA'), it.deps);
  expect(JSON.stringify(mine)).toContain('Your next shift');
  expect(shiftAdded.name).toBe('shift.added');
});

test.each(['en', 'es'] as const)('what rooms need is shown as it would be typed, in %s', async (language) => {
  const it = await world();
  await it.type('UORG', rota, 'add Stage in main 2019-06-05 9:00-11:00');
  const need = { role: 'Stage', people: 2, rooms: ['Main hall'], before: 15, after: 10 };
  const text = needText(need, translator(language));
  const { event } = await it.asking('UORG');
  expect(parseNeed(text, await loadRota(it.deps), event)).toEqual(need);
  expect(text).toBe(
    language === 'en'
      ? 'Stage x2 in Main hall before 15m after 10m'
      : 'Stage x2 en Main hall antes 15m después 10m',
  );
});
