/** The second provider alone: it carries a text and a call from the page to the answer, on good days and bad ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSandbox, type Message, openStory, type Story, until, wholeText } from '../support/story.ts';

describe.skipIf(!hasSandbox)('the second provider', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory({ env: { SANDBOX_PROVIDERS: 'second' } });
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
    await story.secondRule({ callbacks: {}, optedOut: [], forbidden: [] });
    await story.clock.advance('PT10M');
  };

  it('carries the text, tells that it arrived, and takes the code that is texted back', async () => {
    const card = await opened('stage-main Projector is dead', 'Projector is dead');
    await story.clock.advance('PT30S');
    const text = await vera().phone.expectText('Projector is dead');
    expect(text).toMatchObject({ provider: 'second', from: '+15557654321' });
    await story.becomes(card, /SMS ✓/);
    await vera().phone.reply(/Reply (\w\w)/.exec(text.body)?.[1] ?? '');
    expect(await vera().phone.expectText('You have P')).toMatchObject({ provider: 'second' });
    await story.becomes(card, /has it, since .* \(SMS\)/);
    await resolved(card);
  });

  it('answers one text of a number that nobody has, and no more', async () => {
    const stranger = story.as('volunteer-3').phone;
    await stranger.reply('Who is this?', 'second');
    await stranger.expectText('not known');
    await stranger.reply('Who is this?', 'second');
    await story.settle();
    expect(await stranger.texts()).toHaveLength(1);
  });

  it('carries the call, and takes the digit', async () => {
    const card = await opened('stage-main! Smoke in the hall', 'Smoke in the hall');
    await story.settle();
    await vera().phone.expectText('Smoke in the hall');
    const call = await vera().phone.expectCall();
    expect(call.provider).toBe('second');
    await vera().phone.answer();
    await vera().phone.press('1');
    const over = await vera().phone.callBecomes(call, 'completed');
    expect(over.said.join(' ')).toMatch(/Smoke in the hall.*You have it/s);
    await story.becomes(card, /has it, since .* \(call\)/);
    await resolved(card);
  });

  it('says that a machine answers, which is no answer', async () => {
    const card = await opened('stage-main! Water', 'Water');
    await story.settle();
    await vera().phone.expectText('Water');
    const call = await vera().phone.expectCall();
    await vera().phone.voicemail();
    await story.becomes(card, 'voicemail');
    await vera().phone.hangUp();
    await vera().phone.callBecomes(call, 'completed');
    expect(wholeText((await story.read(card)) ?? {})).not.toMatch(/has it, since/);
    await resolved(card);
  });

  it('stops ringing when somebody has it', async () => {
    const card = await opened('stage-main! Door is locked', 'Door is locked');
    await story.settle();
    await vera().phone.expectText('Door is locked');
    const call = await vera().phone.expectCall();
    await vera().presses(card, 'Acknowledge');
    await vera().answered('has it');
    await story.settle();
    await vera().phone.callBecomes(call, 'canceled');
    await resolved(card);
  });

  it.each([
    ['twice', { doubled: true }],
    ['the last first', { reversed: true }],
    ['before the request is answered', { early: true }],
    ['never', { lost: true }],
  ])('tells %s: the text has arrived, the digit counts once', async (name, callbacks) => {
    await story.secondRule({ callbacks });
    const card = await opened(`stage-main Hum, told ${name}`, `Hum, told ${name}`);
    await story.clock.advance('PT55S');
    await vera().phone.expectText(`Hum, told ${name}`);
    await story.becomes(card, /SMS ✓/);
    await story.clock.advance('PT40S');
    await vera().phone.expectCall();
    await vera().phone.press('1');
    await story.becomes(card, /has it, since .* \(call\)/);
    await resolved(card);
  });

  it('refuses whoever has sent STOP: the call goes at once, and the organizers are told', async () => {
    await story.secondRule({ optedOut: [vera().phone.number] });
    const card = await opened('stage-main Fog', 'Fog');
    await story.clock.advance('PT30S');
    await story.expectTwilioRefused('text', 40300);
    await vera().phone.expectCall();
    await vera().phone.press('1');
    await story.posted('ops', 'opted out of texts');
    await story.becomes(card, /has it, since .* \(call\)/);
    await vera().phone.reply('START', 'second');
    await vera().phone.expectText(/texts/i);
    await resolved(card);
  });

  it('answers too late: what it took is found, and nobody gets it twice', async () => {
    await story.outage(true, { provider: 'second', how: 'slow' });
    const card = await opened('stage-main Lamp flickers', 'Lamp flickers');
    await story.clock.advance('PT30S');
    await vera().phone.expectText('Lamp flickers');
    await story.outage(false, { provider: 'second' });
    await story.becomes(card, /SMS ✓/);
    await story.clock.advance('PT10S');
    const texts = (await vera().phone.texts()).filter(({ body }) => body.includes('Lamp flickers'));
    expect(texts).toHaveLength(1);
    await vera().presses(card, 'Acknowledge');
    await vera().answered('has it');
    await story.settle();
    await resolved(card);
  });

  it('dies with the bot between the taking and the answer: what left is found', async () => {
    await story.outage(true, { provider: 'second', how: 'slow' });
    const card = await opened('stage-main Gate is shut', 'Gate is shut');
    const moved = story.clock.advance('PT30S').catch(() => undefined);
    await vera().phone.expectText('Gate is shut');
    await story.kill();
    await moved;
    await story.outage(false, { provider: 'second' });
    await story.clock.advance('PT20S');
    await story.becomes(card, /SMS ✓/);
    const texts = (await vera().phone.texts()).filter(({ body }) => body.includes('Gate is shut'));
    expect(texts).toHaveLength(1);
    await vera().presses(card, 'Acknowledge');
    await vera().answered('has it');
    await story.settle();
    await resolved(card);
  });

  it('takes everything and delivers nothing: the page goes on by itself', async () => {
    await story.outage(true, { provider: 'second', how: 'swallows' });
    const card = await opened('stage-main Cable is loose', 'Cable is loose');
    await story.clock.advance('PT35S');
    const text = await vera().phone.expectText('Cable is loose');
    expect(text.status).toBe('queued');
    await story.clock.advance('PT2M');
    expect(wholeText((await story.read(card)) ?? {})).not.toMatch(/SMS ✓/);
    await story.outage(false, { provider: 'second' });
    await vera().presses(card, 'Acknowledge');
    await vera().answered('has it');
    await story.settle();
    // Whoever else was asked meanwhile is no matter of this story.
    for (const one of await story.phones())
      for (const it of [...one.messages, ...one.calls]) story.expected(it, 'sid');
    story.ignore(/Cable is loose/);
    await resolved(card);
  });

  it('has nothing that nobody expected, and nothing else was refused', async () => {
    await story.settle();
    await until('nothing more to come', async () =>
      (await story.unexpected()).length === 0 ? true : undefined,
    );
    expect(await story.faults()).toEqual([]);
  });
});

it.skipIf(!hasSandbox)('a reply counts whichever number it is sent to', async () => {
  const story = await openStory();
  const vera = story.as('volunteer-1');
  await story.as('stage-lead').types('/page stage-main No sound');
  await story.as('stage-lead').answered(/is out/);
  await vera.told('No sound');
  const card = await story.posted('stage-main', 'No sound');
  await story.clock.advance('PT30S');
  const text = await vera.phone.expectText('No sound');
  expect(text.provider).toBe('twilio');
  await vera.phone.reply(/Reply (\w\w)/.exec(text.body)?.[1] ?? '', 'second');
  await story.becomes(card, /has it, since .* \(SMS\)/);
  await vera.phone.expectText('You have P');
  story.ignore(/has your page/);
  await story.end();
});
