/** Answers that once were false or empty: what is said is what is so. */
import { describe, expect, it } from 'vitest';
import { parseDelay } from '../../../commands/agenda/plan.ts';
import { callboard } from '../../../commands/callboard/command.ts';
import { dueDate, splitDue } from '../../../commands/incident/action-items.ts';
import { incident } from '../../../commands/incident/command.ts';
import { parseDeclaration } from '../../../commands/incident/declare.ts';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import type { Reply } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import { fakeWorld, somebody } from '../../support/fake-deps.ts';

const people = [somebody('UORG'), somebody('UANA', { handle: 'ana' }), somebody('UBEN', { handle: 'ben' })];
const textOf = (reply: Reply): string => (reply && 'text' in reply ? reply.text : '');
const refusal = async (doing: Promise<unknown>): Promise<UserError> => {
  const error = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`no refusal: ${error}`);
  return error;
};

describe('the rota', () => {
  const manned = async () => {
    const world = await fakeWorld('2019-06-05T11:50:00Z', people);
    await world.type('UORG', rota, 'add Stage in "Bar" 14:00-16:00 @ana');
    await world.type('UORG', callboard, 'crew add @ben');
    return world;
  };

  it('says that somebody is noted as here already', async () => {
    const world = await manned();
    expect(textOf(await world.type('UANA', rota, 'here'))).toContain('Noted');
    expect(textOf(await world.type('UANA', rota, 'here'))).toContain('noted already');
  });

  it.each(['cover H1 I am ill', 'drop H1', 'swap H1 @ana'])('says whose shift it is: %s', async (typed) => {
    const world = await manned();
    const { key, params } = await refusal(world.type('UBEN', rota, typed));
    expect(key).toBe('rota.notYours');
    expect(params).toMatchObject({ shift: 'H1', people: '<@UANA>', mine: 'none' });
  });

  it('does not list roles where there are none', async () => {
    const world = await fakeWorld(undefined, people);
    expect((await refusal(world.type('UORG', rota, 'role Stage'))).key).toBe('rota.noRoles');
    expect((await refusal(world.type('UORG', rota, 'room'))).key).toBe('agenda.whatFor');
  });
});

describe('/page quiet', () => {
  it('is about rooms, also where a role has the name, and takes bare minutes', async () => {
    const world = await fakeWorld('2019-06-05T11:50:00Z', people);
    await world.type('UORG', rota, 'add Stage in "Stage Main" 14:00-16:00');
    expect(textOf(await world.type('UORG', page, 'quiet stage 30 rehearsal'))).toContain('Stage Main');
    const { key } = await refusal(world.type('UORG', page, 'quiet kitchen 30m'));
    expect(key).toBe('page.noSuchRoom');
    expect((await refusal(world.type('UORG', page, 'quiet'))).key).toBe('page.quiet.room');
  });
});

describe('an incident', () => {
  it('has no severity that does not exist, and no severity or room for a title', async () => {
    const { deps, type } = await fakeWorld(undefined, people);
    await type('UORG', rota, 'add Stage in "Stage Main" 14:00-16:00');
    expect(await parseDeclaration('sev9 Fire', deps)).toEqual({ title: 'Fire', unread: 'sev9' });
    expect((await refusal(type('UORG', incident, 'declare sev9'))).key).toBe('incident.whichSeverity');
    expect(await parseDeclaration('sev2', deps)).toEqual({ title: '', severity: 'sev2' });
    expect(await parseDeclaration('sev2 in Stage Main', deps)).toEqual({
      title: '',
      severity: 'sev2',
      room: 'Stage Main',
    });
    expect(await parseDeclaration('water in the hall in stage', deps)).toEqual({
      title: 'water in the hall',
      room: 'Stage Main',
    });
    const form = await type('UORG', incident, 'declare sev2 in stage');
    expect(JSON.stringify(form)).toContain('"private_metadata":"{\\"severity\\":\\"sev2\\"');
  });

  it('is found by its action items, and quoted by its title', async () => {
    const world = await fakeWorld('2019-06-05T11:50:00Z', people);
    expect(textOf(await world.type('UORG', incident, 'declare mic is dead'))).toContain(
      'I1 “mic is dead” is',
    );
    await world.type('UORG', incident, 'action I1 @ana friday Buy a fuse');
    expect(textOf(await world.type('UORG', incident, 'search fuse'))).toContain('1 incident');
  });

  it('has action items due on days of the week; a number alone is no date', async () => {
    const { clock } = await fakeWorld('2019-06-05T11:50:00Z', people);
    const asked = { now: clock.now(), zone: 'Europe/Madrid' };
    expect(dueDate('friday', asked)).toBe('2019-06-07');
    expect(dueDate('7d', asked)).toBe('2019-06-12');
    expect(() => dueDate('7', asked)).toThrow(UserError);
    const days = [
      { index: 2, date: '2019-06-06', start: '2019-06-06T02:00:00Z', end: '2019-06-07T02:00:00Z' },
    ];
    for (const [typed, due] of [
      ['tomorrow buy a fuse', '2019-06-06'],
      ['day 2 buy a fuse', '2019-06-06'],
      ['in 2 days buy a fuse', '2019-06-07'],
      ['dentro de 2 días buy a fuse', '2019-06-07'],
      ['el viernes buy a fuse', '2019-06-07'],
      ['7d buy a fuse', '2019-06-12'],
    ])
      expect(splitDue(typed ?? '', { ...asked, days })).toEqual([due, 'buy a fuse']);
  });
});

describe('a delay', () => {
  it.each([
    ['S3 15', { target: 'S3', by: '15', only: false, reason: '' }],
    ['S3 15 the projector broke 20m ago', { target: 'S3', by: '15', reason: 'the projector broke 20m ago' }],
    ['Saal 1 15', { target: 'Saal 1', by: '15' }],
    ['S3 15 minutos el proyector', { target: 'S3', by: '15 minutos', reason: 'el proyector' }],
    ['Saal 1 15 minutes only', { target: 'Saal 1', by: '15 minutes', only: true }],
    ['S3 1 hora', { target: 'S3', by: '1 hora' }],
    ['Saal 1 15m only', { target: 'Saal 1', by: '15m', only: true }],
  ])('%s', (typed, read) => expect(parseDelay(typed)).toMatchObject(read));
});
