/**
 * Push messages without an account: in a real browser at a phone's width, in the dark, with the real service worker;
 * through the sandbox's push service, which is as strict as those outside. And the same on the phones' page, by push
 * and by ntfy. `SHOTS=docs/images` keeps its pictures.
 */
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFaults, hasBrowser, openBrowser } from '../support/browser.ts';
import { PEER_PUSH_MANAGER, PushBrowser } from '../support/push-browser.ts';
import { hasSandbox, openStory, type Story, until, wholeText } from '../support/story.ts';

const SHOTS = process.env['SHOTS'];
const NARROW = { width: 360, height: 740 } as const;
const BEYOND = 'document.documentElement.scrollWidth - innerWidth';

describe.skipIf(!hasSandbox || !hasBrowser)('push messages', () => {
  let browser: Browser;
  let story: Story;
  let context: BrowserContext;
  let phone: Page;
  let push: PushBrowser;
  let address = '';

  const shot = async (name: string) => {
    if (SHOTS) await phone.screenshot({ path: join(SHOTS, `push-${name}.png`) });
  };
  const page = async (words: string) => {
    await story.as('attendee').types(`/page stage-main ${words}`);
    await story.as('attendee').answered(/is out|waits until/);
    return await story.posted('stage-main', words);
  };
  const refused = async () =>
    (await (await fetch(`${story.sandbox.bot}/sandbox/push/refused`)).json()) as { rule: string }[];

  beforeAll(async () => {
    browser = await openBrowser();
    story = await openStory();
    for (const words of [/has your page|is over|Nobody has answered/, /P\d/, /test/i]) story.ignore(words);
    context = await browser.newContext({ viewport: NARROW, colorScheme: 'dark', locale: 'en-GB' });
    await context.grantPermissions(['notifications'], { origin: story.sandbox.bot });
    await context.addInitScript(PEER_PUSH_MANAGER);
    const other = await context.newPage();
    await other.goto(`${story.sandbox.bot}/display`);
    push = await PushBrowser.attach(context, other, story.sandbox.bot);
    phone = await context.newPage();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.abandon();
  });

  it('begin with a link of /rota contact, and a press in the first message', async () => {
    await story.as('volunteer-1').types('/rota contact');
    const modal = await story.as('volunteer-1').modal('without an account');
    address = /http\S+\/push\/me\/[\w-]+/.exec(modal.text)?.[0] ?? '';
    expect(address).toContain(story.sandbox.bot);
    await phone.goto(address);
    await phone.getByText('It does not ring here yet').waitFor();
    expect(await axeFaults(phone)).toEqual([]);
    expect(await phone.evaluate(BEYOND)).toBeLessThanOrEqual(0);
    await shot('begin');
    await phone.getByRole('button', { name: 'Ring on this device' }).click();
    await phone.getByText('Waiting for you').waitFor();
    const first = await push.deliver('Callboard reaches this device');
    expect(first.headers).toMatchObject({ urgency: 'high', ttl: '600' });
    const shown = await push.shown(first.tag, 'Press Confirm');
    expect(shown.actions).toEqual([{ action: 'ack', title: 'Confirm' }]);
    await push.click(first.tag, 'ack');
    await phone.getByText('Ready: pages ring here.').waitFor();
    expect(await axeFaults(phone)).toEqual([]);
    expect(await phone.evaluate(BEYOND)).toBeLessThanOrEqual(0);
  }, 90_000);

  it('ring with their page closed, and Pass on is what 2 is in a call', async () => {
    await phone.goto('about:blank');
    const card = await page('Projector is dead');
    const message = await push.deliver('Projector is dead');
    expect(message.headers).toMatchObject({ urgency: 'high', ttl: '300' });
    const shown = await push.shown('P1', 'Projector is dead');
    expect(shown).toMatchObject({ requireInteraction: true, silent: false });
    expect(shown.actions.map(({ title }) => title)).toEqual(['Acknowledge', 'Pass on']);
    await story.becomes(card, /push ✓/);
    await push.click('P1', 'pass');
    await push.shown('P1', 'goes on to the next');
    await story.as('stage-lead').told('Projector is dead');
    await story.becomes(card, /push: passed on|push .*passed/);
    await story.as('stage-lead').presses(card, 'Resolve');
    await story.as('stage-lead').answered('Resolved by');
  }, 90_000);

  it('are acknowledged from the locked screen: the card says how, and the screen says what is true', async () => {
    const card = await page('No water on stage');
    await push.deliver('No water');
    await push.shown('P2', 'No water');
    await push.click('P2', 'ack');
    await story.becomes(card, /has it, since .* \(push\)/);
    await push.deliver('you have it');
    const over = await push.shown('P2', 'you have it');
    expect(over).toMatchObject({ silent: true, actions: [] });
    await phone.goto(address);
    await phone.getByText('P2: you have it').waitFor();
    await phone.getByRole('button', { name: 'Resolve' }).click();
    await story.becomes(card, 'Resolved by');
  }, 90_000);

  it('go from the screen when somebody else answers', async () => {
    const card = await page('Door is locked');
    await push.deliver('Door is locked');
    await push.shown('P3', 'Door is locked');
    await phone.getByText('Door is locked').waitFor();
    await shot('asked');
    await story.as('stage-lead').presses(card, 'Acknowledge');
    await push.deliver('has it');
    const over = await push.shown('P3', 'has it');
    expect(over.title).toMatch(/^P3: .+ has it$/);
    await phone.getByText('Nothing waits for you.').waitFor();
    await story.as('stage-lead').presses(card, 'Resolve');
    await story.becomes(card, 'Resolved by');
  }, 90_000);

  it('keep an answer that finds no connection, and hand it in once there is one', async () => {
    const card = await page('Lights are off');
    await push.deliver('Lights are off');
    await push.shown('P4', 'Lights are off');
    await push.online(false);
    await push.click('P4', 'ack');
    await push.shown('P4', 'Your answer is kept');
    expect(wholeText((await story.read(card)) ?? {})).toContain('Nobody has it yet');
    await push.online(true);
    await phone.evaluate('navigator.serviceWorker.ready.then((one) => one.active.postMessage("flush"))');
    await story.becomes(card, /has it, since .* \(push\)/);
    await push.shown('P4', 'You have P4');
    await story.as('stage-lead').presses(card, 'Resolve');
    await story.becomes(card, 'Resolved by');
  }, 90_000);

  it('are part of a test, which the page begins and tells of', async () => {
    await phone.getByRole('button', { name: 'Test me' }).click();
    await phone.getByText('On its way: P5').waitFor();
    await push.deliver('only a test');
    const shown = await push.shown('P5', 'only a test');
    expect(shown.actions.map(({ title }) => title)).toEqual(['Acknowledge']);
    await push.click('P5', 'ack');
    await push.shown('P5', 'Pages reach you here');
    await story.clock.advance('PT130S');
    await phone.getByText(/Last test, .*: arrived by .*push/).waitFor();
  }, 90_000);

  it('try the next way at once where the device is gone, and forget it', async () => {
    const [message] = (
      (await (await fetch(`${story.sandbox.bot}/sandbox/push/messages.json`)).json()) as { to: string }[]
    ).slice(-1);
    await fetch(`${story.sandbox.bot}/sandbox/push/gone`, {
      method: 'POST',
      body: JSON.stringify({ endpoint: `/sandbox/push/send/${message?.to}`, status: 410 }),
    });
    const card = await page('Stage is wet');
    await story.becomes(card, /takes no messages any more/);
    await story.as('volunteer-1').phone.expectText('Stage is wet');
    await phone.getByText('None yet.').waitFor();
    await phone.getByText('It does not ring here yet').waitFor();
    await story.as('stage-lead').presses(card, 'Resolve');
    await story.becomes(card, 'Resolved by');
    expect((await refused()).map(({ rule }) => rule)).toEqual(['it is gone']);
  }, 90_000);

  it('are on the phones of the sandbox, by push and by ntfy, in the person’s language', async () => {
    const volunteer = story.as('volunteer-1');
    await volunteer.phone.allowPush();
    const first = await volunteer.phone.expectNotice('Callboard reaches this device');
    expect(await volunteer.phone.pressNotice(first, 'Confirm')).toContain('Confirmed');
    await fetch(`${address}/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ do: 'ntfy' }),
    });
    const topic = await volunteer.phone.expectNotice('Callboard reaches this device');
    expect(topic.via).toBe('ntfy');
    await volunteer.phone.pressNotice(topic, 'Confirm');
    await volunteer.types('/callboard language es');
    await volunteer.answered(/español/i);
    const card = await page('Mikrofon brummt');
    const notice = await volunteer.phone.expectNotice('Mikrofon brummt');
    const other = await volunteer.phone.expectNotice('Mikrofon brummt');
    if (SHOTS) {
      const desk = await context.newPage();
      await desk.goto(`${story.sandbox.bot}/sandbox/phones`);
      const vera = desk.getByRole('article', { name: 'Phone of Vera Volunteer' });
      await vera.getByText('Mikrofon brummt').first().waitFor();
      await vera.screenshot({ path: join(SHOTS, 'push-notice.png') });
      await desk.close();
    }
    const [byPush, byNtfy] = notice.via === 'push' ? [notice, other] : [other, notice];
    expect(byPush.buttons.map(({ title }) => title)).toEqual(['Lo tengo', 'Pasarlo']);
    expect(await volunteer.phone.pressNotice(byNtfy, 'Lo tengo')).toContain('Tienes P7');
    await story.becomes(card, /has it, since .* \(ntfy\)/);
    await volunteer.phone.expectNotice('P7: lo tienes tú');
    await volunteer.phone.expectNotice('P7: lo tienes tú');
    expect((await refused()).map(({ rule }) => rule)).toEqual(['it is gone']);
    await phone.reload();
    await phone.getByText('Aquí todavía no suena').waitFor();
    await phone.getByText('suena', { exact: false }).first().waitFor();
    await phone.getByText('Dejarlo').click();
    await phone.getByRole('button', { name: 'Terminar todo' }).click();
    await phone.getByText('This address leads nowhere').waitFor();
    expect((await phone.goto(address))?.status()).toBe(404);
  }, 90_000);

  it('tell the log no address, key or token', async () => {
    const log = await until('a log', () => story.sandbox.log() || undefined);
    expect(log).not.toContain(address.split('/').at(-1));
    expect(log).not.toMatch(/sandbox\/push\/send\/[\w-]{10,}|callboard-[\w-]{20,}/);
  });
});
