/** Where nobody can tell whom a page is for, nothing is lost: what was typed goes to the place that is pressed. */
import type { ActionsBlock, Button } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { likelyPlaces } from '../../../commands/page/which-target.ts';
import type { Reply } from '../../../src/core/command.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import type { World } from '../../support/fake-deps.ts';
import { pagingWorld } from './world.ts';

const buttonsOf = (reply: Reply): Button[] => {
  if (!reply || !('text' in reply)) throw new Error('no message');
  const row = reply.blocks?.find((block): block is ActionsBlock => block.type === 'actions');
  return (row?.elements ?? []) as Button[];
};
const press = (world: World, who: string, { value = '' }: Button) => world.press(who, page, 'page.to', value);
const opened = async (world: World) => (await world.store.get(pageDocument, 'P1'))?.value;

describe('a page for nobody known', () => {
  it('asks where it is to go, and goes there with all that was typed', async () => {
    const world = await pagingWorld();
    const asked = await world.type('UANY', page, 'no sound in here');
    expect(asked).toMatchObject({ text: expect.stringContaining('> no sound in here') });
    expect(await opened(world)).toBeUndefined();
    const stage = buttonsOf(asked).find(({ text }) => /stage/i.test(text.text));
    if (!stage) throw new Error('no button for the stage');
    expect(await press(world, 'UANY', stage)).toMatchObject({ replace: { text: expect.any(String) } });
    expect(await opened(world)).toMatchObject({ message: 'no sound in here', target: { kind: 'room' } });
  });

  it('offers what was nearly typed first, and sends only what stood behind it', async () => {
    const world = await pagingWorld();
    const asked = await world.type('UORG', page, 'mian-stage! smoke');
    const [first] = buttonsOf(asked);
    expect(first?.text.text).toMatch(/stage/i);
    if (!first) throw new Error('no button');
    await press(world, 'UORG', first);
    expect(await opened(world)).toMatchObject({ message: 'smoke', critical: true });
  });

  it('asks nothing where there is nothing to send', async () => {
    const world = await pagingWorld();
    await expect(world.type('UORG', page, 'mian-stage')).rejects.toMatchObject({
      key: 'page.didYouMeanTarget',
    });
  });
});

describe('likely places', () => {
  const place = (name: string) => ({ target: { kind: 'room' as const, name }, names: [name] });
  it('come by the nearest name, its beginning, a word of the text, and then as they are known', () => {
    const known = ['Foyer', 'Main hall', 'Saal 1', 'Stage'].map(place);
    const order = (text: string) => likelyPlaces(text, known).map(({ target }) => target.name);
    expect(order('stag no light')[0]).toBe('Stage');
    expect(order('saal is dark')[0]).toBe('Saal 1');
    expect(order('smoke in the hall')).toEqual(['Main hall', 'Foyer', 'Saal 1', 'Stage']);
  });
});
