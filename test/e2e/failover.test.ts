/**
 * Two providers in the order of the operator: what the first one refuses goes by the second within the same second, the
 * page says who carried what, organizers are told once that it is set aside and once that it is back.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('a provider that refuses our account', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(async () => await story?.abandon());

  const vera = () => story.as('volunteer-1');

  it('is passed over at once, and the page says so', async () => {
    // What Twilio answers for an account that is suspended.
    await story.twilioRule({ refuse: [{ what: 'text', code: 20005, times: 1 }] });
    await story.as('stage-lead').types('/page stage-main The projector is dead');
    await story.as('stage-lead').answered(/is out/);
    await vera().told('The projector is dead');
    const card = await story.posted('stage-main', 'The projector is dead');
    const before = String(await story.clock.now());
    await story.clock.advance('PT30S');
    const text = await vera().phone.expectText('The projector is dead');
    expect(text.provider).toBe('second');
    await story.expectTwilioRefused('text', 20005);
    expect(Date.parse(text.at) - Date.parse(before)).toBeLessThanOrEqual(31_000);
    expect(
      (await vera().phone.texts()).filter(({ body }) => body.includes('The projector is dead')),
    ).toHaveLength(1);
    await story.becomes(card, /SMS \(by Telnyx\) ✓/);
    const code = /P\d+/.exec(wholeText(card))?.[0] ?? '';
    await story.as('organizer').types(`/page show ${code}`);
    await story.as('organizer').answered(/by Telnyx/);
    await story.posted('ops', 'Twilio refuses our account (20005)');
    await story.as('organizer').types('/callboard status');
    await story.as('organizer').answered('Twilio is set aside for texts');

    // The code counts whoever carried it; and the answer comes by whom the person wrote to.
    await vera().phone.reply(/Reply (\w\w)/.exec(text.body)?.[1] ?? '');
    await vera().phone.expectText('You have P');
    await story.becomes(card, /has it, since .* \(SMS\)/);
    await story.as('organizer').presses(card, 'Resolve');
    await story.as('organizer').answered('Resolved');
    story.ignore(/has your page|is over/);
  });

  it('is back in its place of the order when it takes us again, and organizers hear of it once', async () => {
    await story.clock.advance('PT10M');
    // The account is refused as a whole: both ways were set aside, and both are back.
    await story.posted('ops', 'Twilio carries texts and calls again');
    await story.as('stage-lead').types('/page stage-main The door is locked');
    await story.as('stage-lead').answered(/is out/);
    await story.posted('stage-main', 'The door is locked');
    await vera().told('The door is locked');
    await story.clock.advance('PT30S');
    expect((await vera().phone.expectText('The door is locked')).provider).toBe('twilio');
    const told = (await story.desk.messages()).filter((one) => one.ephemeral_to === undefined);
    const times = (words: string) => told.filter((one) => wholeText(one).includes(words)).length;
    expect(times('Twilio refuses our account')).toBe(1);
    expect(times('Twilio carries')).toBe(1);
    await story.end();
  });
});
