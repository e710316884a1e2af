/**
 * What people see on a phone, as pictures for the guides: the local Slack's own page at 390 px without its list of
 * channels, as Slack's app shows a conversation. Everything that is wider than the screen is a fault.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { HAND, SlackPage } from './browser.ts';
import type { Message, Story } from './story.ts';

/** As Slack's app on a phone shows a conversation, where the page has its list of channels beside it. */
const CONVERSATION_ONLY =
  'body.hand .sidebar, body.hand .topbar { display: none !important } body.hand .app { display: block !important }';
const asOnAPhone = (on: boolean): string => `document.body.classList.toggle('hand', ${on})`;
/** A card of a page that rings for long is longer than a screen; the picture holds all of it. */
const TALL = { width: HAND.width, height: 2400 } as const;

export class HandPictures {
  readonly #slack: SlackPage;
  readonly #story: Story;
  readonly #folder: string;

  private constructor(slack: SlackPage, story: Story, folder: string) {
    this.#slack = slack;
    this.#story = story;
    this.#folder = folder;
  }

  static async open(browser: Browser, story: Story, folder: string): Promise<HandPictures> {
    mkdirSync(folder, { recursive: true });
    const slack = await SlackPage.open(browser, story.sandbox.slack, TALL);
    await slack.page.addStyleTag({ content: CONVERSATION_ONLY });
    return new HandPictures(slack, story, folder);
  }

  /** The modal that this opens for somebody, and away with it. */
  async modal(name: string, handle: string, opens: () => Promise<unknown>): Promise<void> {
    await this.#slack.actAs(handle);
    await opens();
    await this.#slack.modal.waitFor();
    await this.#keep(this.#slack.modal, name);
    await this.#slack.page.locator('.modal-x').click();
    await this.#slack.modal.waitFor({ state: 'detached' });
  }

  /** A message as somebody sees it in its channel, whole. */
  async message(name: string, handle: string, channel: string, { ts }: Pick<Message, 'ts'>): Promise<void> {
    await this.#slack.actAs(handle);
    await this.#slack.goTo(channel);
    await this.#slack.page.evaluate(asOnAPhone(true));
    const message = this.#slack.page.locator(`.msg[data-ts="${ts}"]`);
    await message.waitFor();
    await this.#keep(message, name);
    await this.#slack.page.evaluate(asOnAPhone(false));
  }

  /** App Home of somebody. */
  async home(name: string, handle: string): Promise<void> {
    await this.#slack.actAs(handle);
    await this.#story.desk.control('open-home', { user: this.#story.as(handle).id });
    await this.#slack.goTo('callboard');
    await this.#slack.page.evaluate(asOnAPhone(true));
    await this.#keep(this.#slack.page.locator('.home'), name);
    await this.#slack.page.evaluate(asOnAPhone(false));
  }

  async #keep(what: Locator, name: string): Promise<void> {
    const box = await what.boundingBox();
    // What the mouse happens to be over shows more than a phone does.
    await this.#slack.page.mouse.move(0, 0);
    expect(box?.width, `${name} is wider than a phone`).toBeLessThanOrEqual(HAND.width);
    await what.screenshot({ path: join(this.#folder, `${name}.png`) });
  }
}
