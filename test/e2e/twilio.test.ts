/** A page over a Twilio on its bad days: it refuses, queues, answers for machines, and tells twice, late or backwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERED_BY } from '../../src/sandbox/phones/twilio-rules.ts';
import { post } from '../support/story/post.ts';
import { hasSandbox, type Message, openStory, type Story, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('a strict Twilio', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ env: { SANDBOX_PROVIDERS: 'twilio' } });
    story.ignore(/has your page|is over/);
    // The clock moves far enough for the speakers of the afternoon.
    story.ignore(/Your session starts|Tu sesión empieza/);
  });
  afterAll(async () => {
    await story?.abandon();
  });

  const vera = () => story.as('volunteer-1');
  const opened = async (text: string, words: string): Promise<Message> => {
    await story.as('stage-lead').types(`/page ${text}`);
    await story.as('stage-lead').answered(/is out/);
    await vera().told(words);
    return await story.posted('stage-main', words);
  };
  const resolved = async (card: Message) => {
    await story.as('organizer').presses(card, 'Resolve');
    await story.as('organizer').answered('Resolved');
    await story.becomes(card, 'Resolved by');
    await story.twilioRule({ callbacks: {}, daily: null, forbidden: [], trial: false, verified: [] });
  };

  it.each([
    ['twice', { doubled: true }],
    ['the last first', { reversed: true }],
    ['before the request is answered', { early: true }],
    ['twice and the last first', { doubled: true, reversed: true }],
  ])('tells %s: the text has arrived, the digit counts once', async (name, callbacks) => {
    await story.twilioRule({ callbacks });
    const card = await opened(`stage-main Hum, told ${name}`, `Hum, told ${name}`);
    await story.clock.advance('PT30S');
    await vera().phone.expectText(`Hum, told ${name}`);
    await story.becomes(card, /SMS ✓/);
    await story.clock.advance('PT60S');
    const call = await vera().phone.expectCall();
    await vera().phone.answer();
    await vera().phone.press('1');
    await vera().phone.callBecomes(call, 'completed');
    await story.becomes(card, /has it, since .* \(call\)/);
    await story.settle();
    expect(wholeText((await story.read(card)) ?? {})).toMatch(/has it, since .* \(call\)/);
    await resolved(card);
  });

  it('tells minutes late, or never: it is asked meanwhile, and what comes then changes nothing', async () => {
    for (const callbacks of [{ late: 240 }, { lost: true }]) {
      await story.twilioRule({ callbacks });
      const words = `No light (${Object.keys(callbacks)[0]})`;
      const card = await opened(`stage-main ${words}`, words);
      await story.clock.advance('PT55S');
      await vera().phone.expectText(words);
      await story.becomes(card, /SMS ✓/);
      await vera().presses(card, 'Acknowledge');
      await vera().answered('has it');
      await story.clock.advance('PT5M');
      await story.becomes(card, 'has it, since');
      await resolved(card);
    }
  });

  it('uses up the day’s messages: it rings at once instead of the text', async () => {
    await story.twilioRule({ daily: 0 });
    const card = await opened('stage-main Smoke in the hall', 'Smoke in the hall');
    await story.clock.advance('PT30S');
    await story.expectTwilioRefused('text', 63038);
    await vera().phone.expectCall();
    await vera().phone.press('1');
    await story.becomes(card, /has it, since .* \(call\)/);
    await resolved(card);
  });

  it.each(ANSWERED_BY)('takes whoever answers for %s, and 1 counts all the same', async (by) => {
    const card = await opened(`stage-main! Door ${by}`, `Door ${by}`);
    await story.settle();
    await vera().phone.expectText(`Door ${by}`);
    const call = await vera().phone.expectCall();
    await post(`${story.sandbox.bot}/sandbox/phones/${vera().phone.number}/answer`, { by });
    if (/^(machine|fax)/.test(by)) await story.becomes(card, 'voicemail');
    await vera().phone.press('1');
    await vera().phone.callBecomes(call, 'completed');
    await story.becomes(card, /has it, since .* \(call\)/);
    await resolved(card);
    // One phone is rung six times in ten minutes at the most.
    await story.clock.advance('PT10M');
  });

  it('is a trial account: each text says so, and is answered all the same', async () => {
    await story.twilioRule({ trial: true, verified: [vera().phone.number] });
    const card = await opened('stage-main Rain inside', 'Rain inside');
    await story.clock.advance('PT30S');
    const { body } = await vera().phone.expectText('Rain inside');
    expect(body).toMatch(/^Sent from your Twilio trial account - /);
    await vera().phone.reply(/Reply (\w\w)/.exec(body)?.[1] ?? '');
    await vera().phone.expectText('You have P');
    await story.becomes(card, /has it, since .* \(SMS\)/);
    await resolved(card);
  });

  it('has nothing that nobody expected, and nothing else was refused', async () => {
    await story.settle();
    expect(await story.unexpected()).toEqual([]);
    expect(await story.faults()).toEqual([]);
  });
});
