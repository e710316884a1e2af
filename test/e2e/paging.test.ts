/** Paging over the sandbox, as people live it: what arrives, what they answer, and what the card says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, openStory, type Story, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('paging', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
    // Who is quick to resolve is quicker than the word that they have it.
    story.ignore('has your page');
  });
  afterAll(async () => {
    await story?.abandon();
  });

  const codeIn = (text: string): string => /Reply (\w\w) to acknowledge/.exec(text)?.[1] ?? '';
  const opened = async (by: string, text: string, words: string) => {
    await story.as(by).types(`/page ${text}`);
    await story.as(by).answered(/is out|waits until|reaches nobody/);
    return await story.posted('stage-main', words);
  };

  it('reaches Slack, then a text, then a call; a digit stops it, and the card says who', async () => {
    const card = await opened('attendee', 'stage-main Projector is dead', 'Projector is dead');
    const volunteer = story.as('volunteer-1');
    await volunteer.told('Projector is dead');
    await story.clock.advance('PT30S');
    await volunteer.phone.expectText('Projector is dead');
    await story.clock.advance('PT60S');
    const call = await volunteer.phone.expectCall();
    await volunteer.phone.answer();
    await volunteer.phone.press('9');
    await volunteer.phone.press('1');
    const over = await volunteer.phone.callBecomes(call, 'completed');
    expect(over.said.filter((said) => said.includes('Projector is dead'))).toHaveLength(2);
    await story.becomes(card, /has it, since .* \(call\)/);
    await story.clock.advance('PT10M');
    await story.as('organizer').presses(card, 'Resolve');
    await story.as('organizer').answered('Resolved by');
    const shown = await story.becomes(card, 'Resolved by');
    expect(wholeText(shown)).not.toContain('Acknowledge');
    await story.as('attendee').told('P1 (Projector is dead) is over');
  });

  it('is acknowledged by a text, resolved by another, and late ones hear what is true', async () => {
    const card = await opened('stage-lead', 'stage-main No water on stage', 'No water');
    const volunteer = story.as('volunteer-1');
    const direct = await volunteer.told('No water');
    await story.clock.advance('PT30S');
    const code = codeIn((await volunteer.phone.expectText('No water')).body);
    await volunteer.phone.reply(code.toLowerCase());
    await volunteer.phone.expectText('You have P2');
    await story.becomes(card, /has it, since .* \(SMS\)/);
    await story.becomes(direct, 'has it');
    await story.as('organizer').types('/page ack P2');
    await story.as('organizer').answered('Nothing to change');
    await volunteer.phone.reply(`${code} R`);
    await volunteer.phone.expectText('P2 is resolved');
    await story.becomes(card, 'Resolved by');
    await story.as('stage-lead').told('P2 (No water on stage) is over');
  });

  it('ends the same way when the bot is killed between any two steps', async () => {
    const card = await opened('attendee', 'stage-main Microphone hums', 'Microphone hums');
    const volunteer = story.as('volunteer-1');
    await volunteer.told('Microphone hums');
    await story.kill();
    await story.clock.advance('PT30S');
    const text = await volunteer.phone.expectText('Microphone hums');
    await story.kill();
    await volunteer.phone.reply(codeIn(text.body));
    await volunteer.phone.expectText('You have P3');
    await story.kill();
    await story.becomes(card, 'has it');
    await story.as('organizer').types('/page resolve P3');
    await story.as('organizer').answered('Resolved');
    await story.becomes(card, 'Resolved');
    await story.as('attendee').told('P3 (Microphone hums) is over');
  });

  it('calls at once when the text fails, goes on to the lead when it rings in vain', async () => {
    const card = await opened('attendee', 'stage-main Lights are off', 'Lights are off');
    const volunteer = story.as('volunteer-1');
    await volunteer.told('Lights are off');
    // The next text to this number does not arrive: the call comes then, and not a minute later.
    await fetch(`${story.sandbox.bot}/sandbox/phones/${volunteer.phone.number}/fail`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'undelivered', errorCode: 30005 }),
    });
    await story.clock.advance('PT30S');
    await volunteer.phone.expectText('Lights are off');
    const call = await volunteer.phone.expectCall();
    await story.becomes(card, 'number does not exist');
    await volunteer.phone.voicemail();
    await story.becomes(card, 'voicemail');
    await story.clock.advance('PT150S');
    await volunteer.phone.callBecomes(call, 'completed');
    await story.as('stage-lead').told('Lights are off');
    await story.as('stage-lead').presses(card, 'Acknowledge');
    await story.as('stage-lead').answered('has it');
    await story.becomes(card, 'has it');
    await story.as('stage-lead').types('/page resolve P4 bulb changed');
    await story.as('stage-lead').answered('bulb changed');
    await story.becomes(card, 'bulb changed');
    await story.as('attendee').told('P4 (Lights are off) is over');
  });

  it('says that the provider is down, gives organizers the numbers, and gets through when it is back', async () => {
    await story.outage(true);
    const card = await opened('stage-lead', 'stage-main! Smoke', 'Smoke');
    const volunteer = story.as('volunteer-1');
    await volunteer.told('Smoke');
    await story.clock.advance('PT20S');
    await story.becomes(card, 'in trouble');
    await story.as('organizer').told('+12025550111');
    await story.outage(false);
    await story.clock.advance('PT60S');
    const text = await volunteer.phone.expectText('CRITICAL');
    await volunteer.phone.expectCall('no-answer');
    await volunteer.phone.reply(`${codeIn(text.body)} R`);
    await volunteer.phone.expectText('P5 is resolved');
    await story.becomes(card, 'Resolved');
    await story.as('stage-lead').told('P5 (Smoke) is over');
  });

  it('lets somebody verify a number, try it, and opt out with an alarm', async () => {
    const volunteer = story.as('volunteer-1');
    await volunteer.types('/page test');
    await volunteer.answered('On its way by Slack, SMS, call');
    const own = await volunteer.told('only a test');
    void own;
    const text = await volunteer.phone.expectText('Only a test');
    await volunteer.phone.expectCall();
    await volunteer.phone.reply(codeIn(text.body));
    await volunteer.phone.expectText('work in both directions');
    story.ignore('only a test');
    await story.clock.advance('PT2M');
    await volunteer.told('What arrived of your test');
    await volunteer.phone.reply('STOP');
    await story.posted('ops', 'opted out of texts');
    await volunteer.phone.reply('START');
    await volunteer.phone.expectText('You get texts again');
  });

  it('had nothing that nobody expected, and nothing that Slack or Twilio would have refused', async () => {
    await story.settle();
    expect(await story.unexpected()).toEqual([]);
    expect(await story.faults()).toEqual([]);
  });
});
