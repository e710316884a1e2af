/** Nobody has come five minutes before the start: who may step in is offered, one press fills the slot, all are told. */
import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../commands/agenda/command.ts';
import { speakers } from '../../../commands/speakers/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { loadAgenda } from '../../../src/agenda/load.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { UserError } from '../../../src/core/errors.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { planChanged } from '../../../src/speakers/domain/facts.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { add, link, session, speaker, speakersWorld } from './world.ts';

/** S1 begins at 14:00 in Madrid, S2 at 16:00 in another room; S1's Ana is missing from 13:45 on. */
let world: World;
beforeEach(async () => {
  world = await speakersWorld([
    speaker('UA', { name: 'Ana García' }),
    speaker('UB', { name: 'Bea Pérez' }),
    speaker('UC', { name: 'Carla Gil' }),
    somebody('ULEAD'),
    somebody('UANY'),
  ]);
  const lead = { person: 'ULEAD', state: 'accepted' as const, lead: true };
  await world.store.commit({
    put: [
      put(shiftDocument, 'H1', {
        ...{ code: 'H1', role: 'Stage', room: 'Main', min: 1, assignments: [lead] },
        start: '2019-06-05T11:00:00Z',
        end: '2019-06-05T15:00:00Z',
        sessions: ['S1'],
      }),
      put(shiftDocument, 'H2', {
        ...{ code: 'H2', role: 'Stage', room: 'Side', min: 1, sessions: ['S2'] },
        assignments: [{ person: 'UANY', state: 'accepted' as const }],
        start: '2019-06-05T13:30:00Z',
        end: '2019-06-05T15:00:00Z',
      }),
      put(roleDocument, 'Stage', { name: 'Stage', leads: ['ULEAD'] }),
    ],
    facts: [recordFact(planChanged, { at: world.clock.now(), by: 'test', about: [], data: { fields: [] } })],
  });
  await add(
    world,
    session('S1', '2019-06-05T12:00:00Z', {
      title: 'Falco',
      speakers: [{ id: 'ref-a', name: 'Ana García' }],
    }),
    session('S2', '2019-06-05T14:00:00Z', {
      title: 'Grafana',
      room: 'Side',
      speakers: [{ id: 'ref-b', name: 'Bea Pérez' }],
    }),
  );
  await link(world, 'ref-a', 'UA');
  await link(world, 'ref-b', 'UB');
  await world.settle(jobs);
});

const until = (time: string) =>
  world.advance(world.clock.now().until(`2019-06-05T${time}:00Z`).toString(), jobs);
const type = (text: string, who = 'UORG') => world.type(who, agenda, text);
const textOf = (reply: unknown): string => JSON.stringify(reply);
const sessionOf = async (code: string) => (await loadAgenda(world.deps)).sessions.get(code)?.value;
const shiftOf = async (code: string) => (await world.store.get(shiftDocument, code))?.value;
const all = async () => [...(await loadAgenda(world.deps)).sessions.values()].map(({ value }) => value);
const offers = (to: string) =>
  world.chat.sent.filter((one) => one.to === to && one.text.includes('Nobody has come for'));
const valueIn = (content: unknown, action: string, label: string): string => {
  const blocks = (content as { blocks?: unknown[] }).blocks ?? (content as unknown[]);
  const found = JSON.stringify(blocks).match(
    new RegExp(
      `"action_id":"${action}","text":\\{"type":"plain_text","text":"${label}"\\},"value":"((?:[^"\\\\]|\\\\.)*)"`,
    ),
  );
  return JSON.parse(`"${found?.[1] ?? ''}"`) as string;
};
const press = (who: string, action: string, value: string) =>
  world.press(who, speakers, action, value, { channel: 'COPS', ts: '1.0' });
const told = (to: string, words: RegExp) =>
  world.chat.sent.filter((one) => one.to === to && words.test(one.text)).length;

describe('a talk on standby', () => {
  it('is added, listed with whose place it could take and whether it is here, and removed', async () => {
    expect(textOf(await type('standby add S2'))).toContain('On standby as `S2`');
    expect(textOf(await type('standby add Tiny talk by <@UC> 20m in Main'))).toContain('On standby as `B1`');
    const list = textOf(await type('standby', 'UANY'));
    expect(list).toContain('2 talks on standby');
    expect(list).toMatch(/`B1` \*Tiny talk\* — Carla Gil · 20 min · only in Main/);
    expect(list).toContain('could take the place of `S1`');
    expect(list).toContain('not seen here');
    await type('standby here B1', 'UANY');
    expect(textOf(await type('standby'))).toContain('here, seen at 08:00');
    expect(textOf(await type('standby remove tiny talk'))).toContain('`B1` is no longer on standby');
    expect(textOf(await type('standby'))).toContain('1 talk on standby');
  });

  it('says how to write it, and what was typed', async () => {
    await expect(type('standby add Tiny talk 20m')).rejects.toMatchObject({ key: 'agenda.standby.usage' });
    await expect(type('standby add S99')).rejects.toMatchObject({ key: 'agenda.noSession' });
    await expect(type('standby add Tiny by Me 20m near Main')).rejects.toBeInstanceOf(UserError);
    await expect(type('standby remove B7')).rejects.toMatchObject({ key: 'agenda.standby.notListed' });
    await expect(type('standby add S2', 'UANY')).rejects.toMatchObject({ key: 'common.notOrganizer' });
  });

  it('is marked here by its own speaker, who has no session to come', async () => {
    await type('standby add Tiny talk by <@UC> 20m');
    expect(textOf(await world.type('UC', speakers, 'here'))).toContain('Your talk is on standby');
    expect(textOf(await type('standby'))).toContain('here, seen at 08:00');
  });
});

describe('five minutes before the start', () => {
  beforeEach(async () => {
    await type('standby add S2');
    await type('standby add Tiny talk by <@UC> 20m');
    await type('standby add Long talk by Someone Else 3h');
  });

  it('offers those that fit to the organizers and the stage lead, once each, and says why others do not', async () => {
    await until('11:30');
    await world.type('UB', speakers, 'here');
    await until('11:54');
    expect(offers('COPS')).toHaveLength(0);
    await until('11:56');
    expect(offers('COPS')).toHaveLength(1);
    expect(offers('ULEAD')).toHaveLength(1);
    const text = JSON.stringify(offers('COPS')[0]?.content);
    expect(text).toContain('Fill with S2');
    expect(text).toMatch(/\*Grafana\* — Bea Pérez · 40 of 40 min · here, checked in at 13:30/);
    expect(text).not.toContain('Fill with B1');
    expect(text).toMatch(/`B1` Tiny talk \(not seen here\)/);
    expect(text).toMatch(/`B2` Long talk \(not seen here\)/);
    await until('12:30');
    expect(offers('COPS')).toHaveLength(1);
  });

  it('does not offer who speaks elsewhere, is on shift, or is bound to another room or language', async () => {
    await add(
      world,
      session('S3', '2019-06-05T12:10:00Z', { room: 'Third', speakers: [{ id: 'ref-b2', name: 'B. P.' }] }),
    );
    await link(world, 'ref-b2', 'UB');
    await type('standby here B1');
    await type('standby add Other room by <@UC> 20m in Side');
    await type('standby here B3');
    await until('11:30');
    await world.type('UB', speakers, 'here');
    await until('11:56');
    const text = JSON.stringify(offers('COPS')[0]?.content);
    expect(text).toContain('Fill with B1');
    expect(text).toMatch(/`S2` Grafana \(speaks elsewhere then\)/);
    expect(text).toMatch(/`B3` Other room \(only in another room\)/);
  });

  it('says nothing where somebody is here, is on the way, or no talk is on standby', async () => {
    await until('11:50');
    await world.type('UA', speakers, 'here');
    await until('12:10');
    expect(offers('COPS')).toHaveLength(0);
  });

  it('says plainly that none fits, and what else may be done', async () => {
    await until('11:56');
    const text = JSON.stringify(offers('COPS')[0]?.content);
    expect(text).toContain('None of them fits');
    expect(text).toContain('"action_id":"agenda.delay"');
    expect(JSON.stringify(offers('ULEAD')[0]?.content)).not.toContain('agenda.delay');
  });

  it('one press swaps: the channel, both speakers, the reminders and the page are told once; undo takes it back', async () => {
    await until('11:30');
    await world.type('UB', speakers, 'here');
    await until('11:56');
    const [before, crew] = [await all(), [await shiftOf('H1'), await shiftOf('H2')]];
    const value = valueIn(offers('ULEAD')[0]?.content, 'speakers.fill', 'Fill with S2');
    expect(textOf(await press('ULEAD', 'speakers.fill', value))).toContain('steps in for *Falco*');
    await world.settle(jobs);
    expect(await sessionOf('S2')).toMatchObject({ room: 'Main', start: '2019-06-05T12:00:00Z' });
    expect(await sessionOf('S1')).toMatchObject({ room: 'Side', start: '2019-06-05T14:00:00Z' });
    expect(told('CANN', /\*Grafana\* — Bea Pérez steps in for \*Falco\* — Ana García: 14:00, Main/)).toBe(1);
    expect(told('UB', /You step in with your session/)).toBe(1);
    expect(told('UA', /Your session has moved/)).toBe(1);
    // Who works in a room stays with the slot, and nobody has to move.
    expect(await shiftOf('H1')).toEqual({ ...crew[0], sessions: ['S2'] });
    expect(await shiftOf('H2')).toEqual({ ...crew[1], sessions: ['S1'] });
    expect(
      world.chat.sent.filter(({ text }) =>
        /shifts? (has|have) (moved|changed)|no sessions? left/i.test(text),
      ),
    ).toEqual([]);
    expect([told('UANY', /shift/i), told('COPS', /H[12]` .*(shift|agenda)/)]).toEqual([0, 0]);
    const [page] = await world.store.all(pageDocument);
    const notes = await world.store.facts({ about: `notes:${page?.value.code}` });
    expect(notes.map(({ data }) => (data as { text: string }).text)).toEqual([
      expect.stringContaining('Filled: S2 "Grafana" steps in at 14:00'),
    ]);
    expect(page?.value.state).toBe('open');
    // The other offer, and the same once more, do nothing.
    const again = valueIn(offers('COPS')[0]?.content, 'speakers.fill', 'Fill with S2');
    await press('UORG', 'speakers.fill', again);
    expect((await sessionOf('S1'))?.room).toBe('Side');
    await type('undo');
    const preview = textOf(await type('undo'));
    const nonce = /"action_id":"agenda.apply".*?"value":"([^"]+)"/.exec(preview)?.[1] ?? '';
    await world.press('UORG', agenda, 'agenda.apply', nonce, { channel: 'C', ts: '1' });
    await world.settle(jobs);
    expect([await shiftOf('H1'), await shiftOf('H2')]).toEqual(crew);
    expect(await all()).toEqual(before);
  });

  it('gives a talk without a place the slot, cancels the other with a kind reason, and undo takes both back', async () => {
    await type('standby here B1');
    await until('11:56');
    const before = await all();
    const value = valueIn(offers('COPS')[0]?.content, 'speakers.fill', 'Fill with B1');
    await press('UORG', 'speakers.fill', value);
    await world.settle(jobs);
    expect(await sessionOf('S1')).toMatchObject({
      state: 'cancelled',
      reason: '"Tiny talk" takes its place',
    });
    expect(await sessionOf('S3')).toMatchObject({
      title: 'Tiny talk',
      room: 'Main',
      end: '2019-06-05T12:20:00Z',
    });
    expect(told('UC', /You step in with your session/)).toBe(1);
    expect(told('UA', /Your session is cancelled/)).toBe(1);
    // She is known to be here: nobody looks for her, but she is called if she does not confirm.
    expect(await world.store.all(pageDocument)).toHaveLength(1);
    expect(offers('COPS')).toHaveLength(1);
    expect((await world.store.facts({ about: 'person:UC' })).map(({ name }) => name)).toContain(
      'speaker.checked-in',
    );
    const preview = textOf(await type('undo'));
    const nonce = /"action_id":"agenda.apply".*?"value":"([^"]+)"/.exec(preview)?.[1] ?? '';
    await world.press('UORG', agenda, 'agenda.apply', nonce, { channel: 'C', ts: '1' });
    await world.settle(jobs);
    expect(await all()).toEqual(before);
  });

  it('asks first where the speaker has come meanwhile, and offers anew where the agenda has changed', async () => {
    await type('standby here B1');
    await until('11:56');
    const value = valueIn(offers('COPS')[0]?.content, 'speakers.fill', 'Fill with B1');
    await add(world, session('S8', '2019-06-05T17:00:00Z', { speakers: [] }));
    expect(textOf(await press('UORG', 'speakers.fill', value))).toContain('Something has changed');
    await world.type('UA', speakers, 'here');
    const asked = textOf(await press('UORG', 'speakers.fill', value));
    expect(asked).toContain('has checked in for *Falco* meanwhile');
    expect((await sessionOf('S1'))?.state).toBe('scheduled');
    const parsed = JSON.parse(asked) as { replace: unknown };
    const leave = valueIn(parsed.replace, 'speakers.fill-leave', 'Leave it');
    expect(textOf(await press('UORG', 'speakers.fill-leave', leave))).toContain('Left as it is');
    const anyway = valueIn(parsed.replace, 'speakers.fill', 'Fill with B1 anyway');
    await press('UORG', 'speakers.fill', anyway);
    expect((await sessionOf('S1'))?.state).toBe('cancelled');
  });

  it('is for organizers and whoever leads that stage', async () => {
    await type('standby here B1');
    await until('11:56');
    const value = valueIn(offers('COPS')[0]?.content, 'speakers.fill', 'Fill with B1');
    await expect(press('UANY', 'speakers.fill', value)).rejects.toBeInstanceOf(UserError);
    await expect(press('UA', 'speakers.fill', value)).rejects.toBeInstanceOf(UserError);
    expect((await sessionOf('S1'))?.state).toBe('scheduled');
  });
});

describe('by hand', () => {
  it('shows what it does, and does it on Apply; in Spanish too', async () => {
    await type('standby add Tiny talk by Carla Gil 20m');
    const preview = textOf(await type('fill S1 con B1'));
    expect(preview).toContain('A talk steps in');
    expect(preview).toContain(':new: *Tiny talk* — Carla Gil');
    const nonce = /"action_id":"agenda.apply".*?"value":"([^"]+)"/.exec(preview)?.[1] ?? '';
    const done = await world.press('UORG', agenda, 'agenda.apply', nonce, { channel: 'C', ts: '1' });
    expect(textOf(done)).toContain('a talk steps in, 2 sessions changed');
    expect((await sessionOf('S3'))?.title).toBe('Tiny talk');
    expect((await sessionOf('S1'))?.state).toBe('cancelled');
  });

  it('refuses what cannot be', async () => {
    await expect(type('fill S1')).rejects.toMatchObject({ key: 'agenda.fill.usage' });
    await expect(type('fill S1 with S1')).rejects.toMatchObject({ key: 'agenda.fill.usage' });
    await expect(type('fill S1 with B9')).rejects.toMatchObject({ key: 'agenda.standby.notListed' });
    await expect(type('fill S1 with S2', 'UANY')).rejects.toMatchObject({ key: 'common.notOrganizer' });
    await until('12:41');
    await expect(type('fill S1 with S2')).rejects.toMatchObject({ key: 'agenda.fill.over' });
  });
});
