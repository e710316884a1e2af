/** What was declared by mistake or half typed, better titles, what is asked before everybody reads, what is found. */
import { beforeEach, describe, expect, it } from 'vitest';
import { incident as command } from '../../../commands/incident/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { actionDocument } from '../../../src/incident/domain/action.ts';
import { incidentCardDocument, incidentDocument } from '../../../src/incident/domain/incident.ts';
import { postmortemDocument } from '../../../src/incident/domain/postmortem.ts';
import { fakeEvent, fakeWorld, somebody, type World } from '../../support/fake-deps.ts';
import { publishDraft, valueOf } from '../../support/publish.ts';

let world: World;
const MANY = Array.from({ length: 150 }, (_, n) =>
  somebody(`UCREW${n}`, { name: `Crew ${String(n).padStart(3, '0')}` }),
);
beforeEach(async () => {
  world = await fakeWorld(
    '2019-06-05T10:00:00Z',
    [
      somebody('UORG', { name: 'Olga' }),
      somebody('UANA', { name: 'Ana Gómez' }),
      somebody('UBOB', { name: 'Bob' }),
      ...MANY,
    ],
    fakeEvent({
      crew: ['UANA', 'UBOB', ...MANY.map(({ id }) => id)],
      rooms: [{ name: 'Main Hall', channel: 'CMAIN' }],
    }),
  );
});
const type = async (text: string, who = 'UORG') => JSON.stringify(await world.type(who, command, text));
const one = async (code = 'I1') => (await world.store.get(incidentDocument, code))?.value;
const submit = async (modal: string, meta: string, values: object) => {
  const asking = await world.asking('UANA');
  return JSON.stringify(
    await command.modals?.[modal]?.run({ ...asking, values: values as never, meta }, world.deps),
  );
};

describe('a declaration that was half typed', () => {
  it('with a severity that there is not asks for one, and loses nothing', async () => {
    const reply = await world.type('UORG', command, 'declare sev9 Fire in main hall');
    expect(JSON.stringify(reply)).toContain(
      '`sev9` is no severity. How bad is “Fire”? Nothing is declared yet.',
    );
    expect(await one()).toBeUndefined();
    const value = valueOf(reply, 'incident.declare-as#sev2');
    await world.press('UORG', command, 'incident.declare-as', value);
    expect(await one()).toMatchObject({ title: 'Fire', severity: 'sev2', room: 'Main Hall' });
  });

  it.each([
    ['declare sev2', 'sev2', '"initial_option":{"text":{"type":"plain_text","text":"🟠 SEV2'],
    ['declare in Main Hall', 'Main Hall', '"value":"Main Hall"'],
  ])('`%s` opens the form with what was typed', async (text, _typed, holds) => {
    const reply = await type(text);
    expect(reply).toContain('What is wrong?');
    expect(reply).toContain(holds);
    expect(await one()).toBeUndefined();
  });
});

describe('a declaration by mistake', () => {
  it('ends without a postmortem and counts nowhere, and can be opened again', async () => {
    await type('declare sev1 Fire in main hall');
    await world.settle(jobs);
    expect(await type('mistake I1 it was a drill next door')).toContain('counts in no figure');
    await world.settle(jobs);
    expect(await one()).toMatchObject({ state: 'resolved', mistake: true });
    expect(await world.store.get(postmortemDocument, 'I1')).toBeUndefined();
    const card = (await world.store.get(incidentCardDocument, 'I1'))?.value;
    const shown = JSON.stringify(world.chat.messages.get(`${card?.channel}:${card?.ts}`));
    expect(shown).toContain('Declared by mistake');
    expect(shown).not.toContain('incident.postmortem');
    expect(await type('timeline I1')).toContain('it was declared by mistake: it was a drill next door');
    expect(await type('stats')).toContain('0 incidents, 0 open');
    await type('reopen I1');
    expect(await one()).not.toHaveProperty('mistake');
    // The form of the end asks, too.
    await submit('incident.resolve', 'I1', { text: { text: '' }, mistake: { pick: ['yes'] } });
    expect((await one())?.mistake).toBe(true);
  });
});

describe('a better title', () => {
  it('is everywhere at once, and the old one is still found', async () => {
    await type('declare sev2 Lihgts out');
    await world.settle(jobs);
    expect(await type('rename I1 Lights out at the stage')).toContain(
      'It is I1 “Lights out at the stage” now.',
    );
    await world.settle(jobs);
    const card = (await world.store.get(incidentCardDocument, 'I1'))?.value;
    expect(world.chat.messages.get(`${card?.channel}:${card?.ts}`)?.text).toContain(
      'Lights out at the stage',
    );
    expect(await type('timeline I1')).toContain('(before: Lihgts out)');
    expect(await type('search lihgts')).toContain('1 incident');
  });
});

describe('search', () => {
  it('reads notes, updates, pinned messages, action items and every part of the postmortem', async () => {
    await type('declare sev2 Power cut');
    await world.settle(jobs);
    const card = (await world.store.get(incidentCardDocument, 'I1'))?.value;
    await type('note I1 zebra at the desk');
    await type('update I1 giraffe is coming');
    const where = {
      channel: card?.channel ?? '',
      ts: '1559729000.000100',
      thread: card?.ts,
      direct: false,
      user: 'UANA',
    };
    const pin = { ...where, reaction: 'pushpin', author: 'UBOB' };
    await command.onSlackEvent?.({ ...pin, kind: 'reaction-added', text: 'walrus 3 is out' }, world.deps);
    await command.onSlackEvent?.({ ...where, kind: 'message-edited', text: 'walrus 4 is out' }, world.deps);
    await type('resolve I1 by an otter');
    await type('action I1 @ubob next friday feed the lemur');
    expect((await world.store.get(actionDocument, 'A1'))?.value.due).toBe('2019-06-07');
    await submit('incident.write', 'I1', {
      summary: { text: 'a tapir' },
      wentWell: { text: 'a heron' },
      lucky: { text: 'a newt' },
    });
    await submit('incident.factor', JSON.stringify({ code: 'I1', steps: [] }), {
      step0: { text: 'an ibex' },
    });
    await submit('incident.done', 'A1', { text: { text: 'gave it to a stork' } });
    for (const word of [
      'zebra',
      'giraffe',
      'walrus 4',
      'otter',
      'lemur',
      'tapir',
      'heron',
      'newt',
      'ibex',
      'stork',
      'power zebra',
    ])
      expect(await type(`search ${word}`), word).toContain('1 incident');
    expect(await type('search "walrus 3"')).toContain('0 incidents');
  });
});

describe('words that point at a person', () => {
  it.each([
    ['note I1 it was her fault', 'her fault'],
    ['update I1 some idiot unplugged it', 'idiot'],
    ['resolve I1 Bob forgot the key', 'forgot'],
    ['action I1 @ubob friday a careless plan', 'careless'],
    ['rename I1 Stupid plug', 'Stupid'],
  ])('`%s`: the writer alone reads a suggestion', async (text, words) => {
    await type('declare sev2 Power cut');
    const reply = await type(text);
    expect(reply).toContain('For you alone');
    expect(reply).toContain(`\`${words}\``);
    await world.settle(jobs);
    expect(world.chat.sent.map((sent) => sent.text).join()).not.toContain('For you alone');
  });
});

describe('Publish', () => {
  const publish = () => world.press('UANA', command, 'incident.publish', 'I1');
  const published = async () => (await world.store.get(postmortemDocument, 'I1'))?.value.state;
  beforeEach(async () => {
    await type('declare sev2 The idiot volunteer broke the projector');
    await type('note I1 debería haber mirado');
    await type('resolve I1 It was her fault');
  });

  it('says what is empty and which words hurt, in every text, and publishes nothing yet', async () => {
    const question = JSON.stringify(await publish());
    expect(question).toContain('It goes to <#CANN>');
    expect(question).toContain(
      '*Still empty:* Summary, What went well, Where we got lucky, Contributing factors, Action items',
    );
    for (const words of ['Title: `idiot`', '`debería haber`', '`her fault`'])
      expect(question).toContain(words);
    expect(await published()).toBe('draft');
  });

  it('publishes what was looked at; what has changed since is shown again', async () => {
    const value = valueOf(await publish(), 'incident.publish-now');
    await type('note I1 one more thing');
    const again = await world.press('UANA', command, 'incident.publish-now', value);
    expect(JSON.stringify(again)).toContain('It has changed since');
    expect(await published()).toBe('draft');
    await world.press('UANA', command, 'incident.publish-now', valueOf(again, 'incident.publish-now'));
    expect(await published()).toBe('published');
    expect(JSON.stringify(await publish())).toContain('is published already');
  });

  it('goes out of the announcements again where the incident becomes private', async () => {
    await publishDraft(world, 'UANA', 'I1');
    await world.settle(jobs);
    const post = (await world.store.get(postmortemDocument, 'I1'))?.value.post;
    expect(world.chat.messages.has(`CANN:${post?.ts}`)).toBe(true);
    await type('private I1');
    await world.settle(jobs);
    expect(world.chat.messages.has(`CANN:${post?.ts}`)).toBe(false);
    expect((await world.store.get(postmortemDocument, 'I1'))?.value).not.toHaveProperty('post');
  });

  it('has nothing to say where all is written and no words hurt', async () => {
    await type('declare sev2 Projector is dark', 'UBOB');
    await type('resolve I2 A new lamp');
    await submit('incident.write', 'I2', {
      summary: { text: 'Lamp' },
      wentWell: { text: 'Spare lamp' },
      lucky: { text: 'A break' },
    });
    await submit('incident.factor', JSON.stringify({ code: 'I2', steps: [] }), {
      step0: { text: 'Lamps are old' },
    });
    await type('action I2 @ubob friday Buy lamps');
    const question = JSON.stringify(await publishDraft(world, 'UANA', 'I2'));
    expect(question).toContain('Every part is written, and no words point at a person.');
  });
});

describe('an action item', () => {
  it('is on the postmortem at once, and its owner is told at once', async () => {
    await type('declare sev2 Power cut');
    await type('resolve I1');
    await world.settle(jobs);
    await type('action I1 @ubob el viernes Label both breakers');
    await world.settle(jobs);
    const shown = world.chat.sent.filter(({ text }) => text === 'Postmortem I1 Power cut').at(-1);
    expect(JSON.stringify(shown?.content)).toContain('A1 Label both breakers (Bob, until 2019-06-07)');
    const dms = world.chat.sent.filter(({ kind, to }) => kind === 'dm' && to === 'UBOB');
    expect(dms.map(({ text }) => text)).toEqual([
      '<@UORG> gave you action item A1 of I1 “Power cut”, until Fri 7 Jun: Label both breakers',
    ]);
    // Whoever takes one themself knows.
    await type('action I1 @uorg friday Buy fuses');
    await world.settle(jobs);
    expect(
      world.chat.sent.filter(({ kind, to, text }) => kind === 'dm' && to === 'UORG' && text.includes('A2')),
    ).toEqual([]);
  });

  it('can be given to all of the crew, however many they are', async () => {
    await type('declare sev2 Power cut');
    const reply = JSON.stringify(await world.press('UANA', command, 'incident.addAction', 'I1'));
    for (const name of ['Ana Gómez', 'Olga', 'Crew 000', 'Crew 149']) expect(reply).toContain(name);
    expect(reply.match(/"option_groups"/g)).toHaveLength(1);
  });
});

describe('learning', () => {
  it('has an index by pages and the factors of all, without private ones and without names', async () => {
    for (let n = 1; n <= 12; n++) {
      await type(`declare sev2 Matter ${n}`, n % 2 ? 'UANA' : 'UBOB');
      await type(`resolve I${n}`);
    }
    await submit('incident.factor', JSON.stringify({ code: 'I1', steps: [] }), {
      step0: { text: 'Ana Gómez had the only circuit plan' },
    });
    await submit('incident.factor', JSON.stringify({ code: 'I2', steps: [] }), {
      step0: { text: 'The circuit plan was at home' },
    });
    await submit('incident.factor', JSON.stringify({ code: 'I3', steps: [] }), {
      step0: { text: 'A secret circuit plan' },
    });
    await type('private I3');
    await world.settle(jobs);
    const first = await world.type('UBOB', command, 'postmortems');
    expect(JSON.stringify(first)).toContain('*11 postmortems*');
    expect(JSON.stringify(first)).toContain('I12 Matter 12');
    const second = await world.press(
      'UBOB',
      command,
      'incident.more-postmortems',
      valueOf(first, 'incident.more-postmortems'),
    );
    expect(JSON.stringify(second)).toContain('I1 Matter 1');
    expect(JSON.stringify([first, second])).not.toContain('Matter 3');
    const factors = await type('factors', 'UBOB');
    expect(factors).toContain('2 contributing factors of 2 incidents');
    expect(factors).toContain('*2 incidents* (I2, I1), alike in: circuit, plan');
    expect(factors).toContain('somebody had the only circuit plan');
    expect(factors).not.toContain('secret');
  });
});
