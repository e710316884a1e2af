/** A rota that changes under an open page, as people live it: who is shown is who is asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('a page under a rota that changes', () => {
  let story: Story;
  /** The shift that is on at the stage when the sandbox opens. */
  let on = '';
  beforeAll(async () => {
    story = await openStory();
    await story.as('volunteer-1').types('/rota me');
    on = /H\d+/.exec(wholeText(await story.as('volunteer-1').answered('Stage')))?.[0] ?? '';
  });
  afterAll(async () => {
    await story?.abandon();
  });

  const opened = async (words: string) => {
    await story.as('attendee').types(`/page stage-main ${words}`);
    await story.as('attendee').answered('is out');
    return await story.posted('stage-main', words);
  };
  const over = async (code: string) => {
    await story.as('organizer').types(`/page resolve ${code}`);
    await story.as('organizer').answered('Resolved by');
  };
  const rung = async () => {
    const { phone } = story.as('volunteer-1');
    return { texts: (await phone.texts()).length, calls: (await phone.calls()).length };
  };

  it('is asked of whoever is put in her place, and of her no more', async () => {
    const [vera, next] = [story.as('volunteer-1'), story.as('volunteer-2')];
    const card = await opened('Projector is dead');
    const direct = await vera.told('Projector is dead');
    await story.clock.advance('PT10S');
    await story.as('organizer').types(`/rota assign ${on} @volunteer-2 anyway she is ill`);
    await story.as('organizer').answered(on);
    await next.told('Projector is dead');
    await story.as('organizer').types(`/rota drop ${on} @volunteer-1`);
    await story.as('organizer').answered(on);
    await vera.told('no longer on');
    await story.becomes(direct, 'You are no longer on duty');
    const before = await rung();
    await story.clock.advance('PT30S');
    await next.phone.expectText('Projector is dead');
    await story.clock.advance('PT60S');
    const call = await next.phone.expectCall();
    expect(await rung()).toEqual(before);
    await next.phone.answer();
    await next.phone.press('1');
    await next.phone.callBecomes(call, 'completed');
    await story.becomes(card, /volunteer-2|has it/);
    await over('P1');
  });

  it('is handed over where somebody has it, with a word to both', async () => {
    const card = await opened('Lights are off');
    const next = story.as('volunteer-2');
    await next.told('Lights are off');
    await next.presses(card, 'Acknowledge');
    await next.answered('has it');
    await story.as('organizer').types(`/rota assign ${on} @volunteer-1 anyway she is back`);
    await story.as('organizer').answered(on);
    await story.as('organizer').types(`/rota drop ${on} @volunteer-2`);
    const offer = await story.as('volunteer-1').told('please take it over');
    await next.told('Your shift is over');
    await story.as('volunteer-1').presses(offer, 'Take over');
    await story.as('volunteer-1').answered('has it');
    await story.becomes(card, 'has it');
    await over('P2');
  });
});
