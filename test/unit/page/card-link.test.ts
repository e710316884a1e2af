/** Whoever asked gets to the card from the answer: by its link, or by its channel until it is posted. */
import { expect, it } from 'vitest';
import { page } from '../../../commands/page/command.ts';
import { jobs } from '../../../jobs/index.ts';
import { somebody } from '../../support/fake-deps.ts';
import { pagingWorld, people } from './world.ts';

it.each(['UORG', 'UANY'])(
  'the answer to %s names the channel of the card, and later the card itself',
  async (who) => {
    const world = await pagingWorld();
    const asked = await world.type(who, page, 'main no sound');
    expect(asked).toMatchObject({ text: expect.stringMatching(/<#C[A-Z0-9]+>/) });
    await world.settle(jobs);
    const again = await world.type(who, page, 'main no sound');
    expect(again).toMatchObject({ text: expect.stringMatching(/<https:\/\/slack\.example\/\S+\|The card>/) });
  },
);

it('in Spanish, too', async () => {
  const world = await pagingWorld(undefined, [...people(), somebody('UESP', { language: 'es' })]);
  const asked = await world.type('UESP', page, 'main no hay sonido');
  expect(asked).toMatchObject({ text: expect.stringMatching(/Su tarjeta está en <#C/) });
});
