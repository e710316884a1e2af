/** A provider in trouble is on the card while it is, and not a moment longer. */

import { expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { ProviderDown } from '../../../src/core/errors.ts';
import { jobs, pagingWorld, sent } from './world.ts';

it('leaves the card when a text gets through again, and comes back with the trouble', async () => {
  const world = await pagingWorld();
  const card = () =>
    JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1] ?? '');
  const TROUBLE = 'provider of texts and calls is in trouble';
  world.channels.sms.failWith = new ProviderDown(5);
  await world.type('UANY', page, 'stage-main Help');
  await world.advance('PT50S', jobs);
  expect(card()).toContain(TROUBLE);
  world.channels.sms.failWith = undefined;
  await world.advance('PT40S', jobs);
  expect(sent(world)).toContain('sms UVOL');
  expect(card()).not.toContain(TROUBLE);
  expect(card(), 'nobody has it yet').toContain('Nobody has it yet');
  // The lead's text, three minutes after the beginning.
  world.channels.sms.failWith = new ProviderDown(5);
  await world.advance('PT3M', jobs);
  expect(card()).toContain(TROUBLE);
  // Where one channel works, the other may still be in trouble.
  expect(sent(world)).toContain('voice ULEAD');
});

it('stays where the provider was given up', async () => {
  const world = await pagingWorld();
  world.channels.sms.failWith = new ProviderDown(5);
  world.channels.voice.failWith = new ProviderDown(5);
  await world.type('UANY', page, 'stage-main Help');
  await world.advance('PT13M', jobs);
  const card = JSON.stringify([...world.chat.messages].find(([at]) => at.startsWith('CSTAGE'))?.[1]);
  expect(card).toContain('is in trouble');
});
