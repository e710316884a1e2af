/** What people read: typed words that cannot pass for a state of Callboard's, and why it is them who are asked. */

import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { rota } from '../../../commands/rota/command.ts';
import { ProviderDown } from '../../../src/core/errors.ts';
import { visibleText } from '../../../src/core/text.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import { inert } from '../../../src/slack/mrkdwn.ts';
import type { World } from '../../support/fake-deps.ts';
import { hookWorld } from './hook-world.ts';
import { jobs, pagingWorld, people, sent, shift } from './world.ts';

const message = async (world: World, code = 'P1') =>
  (await world.store.get(pageDocument, code))?.value.message ?? '';
const card = (world: World) =>
  JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);
const asked = (world: World, person: string): string => {
  const found = world.channels.slack.sent.findLast(({ to }) => to.id === person);
  return JSON.stringify(found?.message);
};
const ops = (world: World) =>
  world.chat.sent.filter(({ to, text }) => to === 'COPS' && text.includes('<!here>')).map(({ text }) => text);

describe('typed words', () => {
  const HOSTILE = 'Fire\u0000 in\u0007 \u202eeht\u202c h\u200ball\u2066\ufeff';

  it('keep nothing that nobody sees, whoever typed them and where', async () => {
    const { world, send } = await hookWorld();
    await world.type('UANY', page, `stage-main ${HOSTILE}`);
    expect(await message(world)).toBe('Fire in eht hall');
    await send('/hooks/generic', { id: 'a', message: `Gas ${HOSTILE}` });
    expect(await message(world, 'P2')).toBe('Gas Fire in eht hall');
    await send('/hooks/generic', { id: 'a', message: `Worse ${HOSTILE}` });
    expect(await message(world, 'P2')).toBe('Worse Fire in eht hall');
    await world.type('UANY', page, `note P1 ${HOSTILE}`);
    await world.type('UANY', page, `resolve P1 ${HOSTILE}`);
    await world.settle(jobs);
    const everything = JSON.stringify([world.chat.sent, sent(world), await world.store.facts({})]);
    for (const hidden of ['\u202e', '\u200b', '\u2066', '\ufeff', '\\u0000', '\\u0007'])
      expect(everything).not.toContain(hidden);
  });

  it('of nothing else are no words', async () => {
    const world = await pagingWorld();
    await expect(world.type('UANY', page, 'stage-main \u200b\u202e')).rejects.toMatchObject({
      key: 'page.noMessage',
    });
  });

  it('keep what emoji and scripts are made of', () => {
    for (const text of ['👩‍👩‍👧 lost', '❤️ é ñ', 'می‌خواهم', 'שלום', 'two\nlines'])
      expect(visibleText(text)).toBe(text);
  });

  it('are behind a bar, and cannot be a state: no bold, no emoji by name, on any surface', async () => {
    const FAKE = ':large_green_circle: *Olga Organizer* has it since 20:10 _now_ ~old~ `code`\nand a line';
    const world = await pagingWorld();
    const modal = page.modals?.['page.open'];
    await modal?.run(
      {
        ...(await world.asking('UANY')),
        values: {
          target: { target: 'room:Main stage' },
          urgency: { urgency: 'normal' },
          message: { message: FAKE },
        },
        meta: '',
      } as never,
      world.deps,
    );
    await world.settle(jobs);
    expect(card(world)).toContain('> ∶large_green_circle: ∗Olga Organizer∗ has it');
    expect(card(world)).toContain('\\n> and a line');
    await world.type('UANY', page, `note P1 ${FAKE}`);
    await world.advance('PT6M', jobs);
    const shown = [
      card(world),
      asked(world, 'UVOL'),
      ...ops(world),
      JSON.stringify(await world.type('UORG', page, 'list')),
      JSON.stringify(await world.type('UORG', page, 'show P1')),
      JSON.stringify(await page.home?.(await world.asking('UVOL'), world.deps)),
    ];
    await world.press('UVOL', page, 'page.ack', 'P1');
    await world.settle(jobs);
    await world.advance('PT20M', jobs);
    await world.type('UVOL', page, `resolve P1 ${FAKE}`);
    await world.settle(jobs);
    shown.push(card(world), ...world.chat.sent.filter(({ kind }) => kind === 'dm').map(({ text }) => text));
    expect(shown.length).toBeGreaterThan(8);
    for (const text of shown) {
      expect(text).toContain('∗Olga Organizer∗');
      expect(text).not.toContain('*Olga Organizer*');
      expect(text).not.toMatch(/[^∶]:large_green_circle: .?Olga/);
    }
  });

  it.each([
    ['a * b', 'a ∗ b'],
    ['snake_case_name', 'snake_case_name'],
    ['_all_ of it', 'ˍallˍ of it'],
    ['at 10:30: go', 'at 10:30: go'],
    [':fire: 1:fire:', '∶fire: 1∶fire:'],
    [':+1: :100: :8ball: 10:30:45', '∶+1: ∶100: ∶8ball: 10:30:45'],
    ['<!channel> & co', '&lt;!channel&gt; &amp; co'],
  ])('%s reads %s', (typed, read) => expect(inert(typed)).toBe(read));
});

describe('a direct message says why it is you', () => {
  it('on shift, the lead, an organizer; and that nobody before has answered', async () => {
    const world = await pagingWorld();
    await world.type('UANY', page, 'stage-main Help');
    await world.advance('PT6M', jobs);
    expect(asked(world, 'UVOL')).toContain('because you are on shift for Main stage.');
    expect(asked(world, 'ULEAD')).toContain('because you lead those who are on shift');
    expect(asked(world, 'ULEAD')).toContain('Nobody before you has answered.');
    expect(asked(world, 'UORG')).toContain('because you are an organizer');
    expect(ops(world)[0]).toContain('nobody has answered yet');
  });

  it('by name, on call, for a try-out', async () => {
    const world = await pagingWorld();
    await world.type('UORG', page, '<@UANY> Come please');
    await world.settle(jobs);
    expect(asked(world, 'UANY')).toContain('You are asked by name.');
    await world.type('UORG', page, 'oncall Come please');
    await world.settle(jobs);
    expect(asked(world, 'UVOL')).toContain('because you are on call now');
    await world.type('UVOL', page, 'test');
    await world.settle(jobs);
    expect(asked(world, 'UVOL')).toContain('You are trying your own channels.');
    // Its person's own message is all of it: a card beside that would say the same again.
    expect(world.chat.sent.filter(({ to, text }) => to === 'UVOL' && text.includes('only a test'))).toEqual(
      [],
    );
  });

  it('where nobody is there to ask, nobody "has not answered yet"', async () => {
    const world = await pagingWorld(
      [shift({ assignments: [], role: 'nobodys' })],
      people().filter(({ id }) => id !== 'ULEAD'),
    );
    await world.type('UANY', page, 'stage-main Help');
    await world.settle(jobs);
    expect(asked(world, 'UORG')).toContain('Nobody before you can be asked.');
    expect(ops(world)).toHaveLength(1);
    expect(ops(world)[0]).toContain('nobody there can be asked, and no lead. Who goes?');
    expect(ops(world)[0]).not.toContain('answered');
  });
});

it('a text that asks again says so in words, and is like no other', async () => {
  const world = await pagingWorld();
  await world.type('UANY', page, 'stage-main Help');
  await world.advance('PT40M', jobs);
  const texts = world.channels.sms.sent.filter(({ to }) => to.id === 'UVOL').map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(2);
  expect(texts[0]).toMatch(/^P1 Main stage \(from/);
  expect(texts[1]).toMatch(/^P1 \(step 4 of asking\) Main stage/);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.join()).not.toMatch(/P1\/\d/);
});

it('nobody is told to dial themself', async () => {
  const world = await pagingWorld();
  world.channels.sms.failWith = new ProviderDown(5);
  world.channels.voice.failWith = new ProviderDown(5);
  const known = await world.deps.directory.person('UORG');
  expect(known?.phone?.number).toBe('+12025550101');
  await world.type('UANY', page, '<@UORG>! Fire');
  await world.advance('PT1M', jobs);
  const told = world.chat.sent.filter(
    ({ kind, to, text }) => kind === 'dm' && to === 'UORG' && text.includes('dial'),
  );
  expect(told).toHaveLength(1);
  expect(told[0]?.text).not.toContain('+12025550101');
  expect(told[0]?.text).toContain('Nobody who was asked has a number');
});

it('a verb without the code that it needs asks for it, and quotes nothing that was not typed', async () => {
  const world = await pagingWorld();
  for (const text of ['ack', 'resolve', 'escalate'])
    await expect(world.type('UORG', page, text), text).rejects.toMatchObject({ key: 'page.whichPage' });
  for (const text of ['swap', 'drop'])
    await expect(world.type('UORG', rota, text), text).rejects.toMatchObject({ key: 'rota.noShiftNamed' });
});
