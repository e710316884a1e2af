/** Chromium on the local Slack's own page: what a person sees and clicks, at a desk's and at a phone's width. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { people } from '../../src/sandbox/workspace.ts';

const CANDIDATES = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    (process.env['PATH'] ?? '').split(':').map((folder) => `${folder}/${name}`),
  ),
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = CANDIDATES.find((path) => existsSync(path));

/** False where there is no Chromium: the browser tests skip and say so. */
export const hasBrowser = executablePath !== undefined;
if (!hasBrowser) console.warn('No Chromium here: browser tests are skipped.');

export const DESK = { width: 1280, height: 800 } as const;
export const WALL = { width: 1920, height: 1080 } as const;
export const HAND = { width: 390, height: 844 } as const;

const LAUNCH = {
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export async function openBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error('no Chromium');
  return await chromium.launch({ executablePath, ...LAUNCH });
}

/** A browser that remembers: what it has stored in this folder is there when it is opened again. */
export async function openBrowserIn(
  folder: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<BrowserContext> {
  if (!executablePath) throw new Error('no Chromium');
  return await chromium.launchPersistentContext(folder, { executablePath, viewport, ...LAUNCH });
}

/** Somebody at the local Slack in a browser. */
export class SlackPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, url: string, viewport: { width: number; height: number } = DESK) {
    const page = await browser.newPage({ viewport });
    await page.goto(url);
    await page.locator('.composer-input').waitFor();
    return new SlackPage(page);
  }

  /** Acts as this person from now on. */
  async actAs(handle: string): Promise<void> {
    const person = people.find((one) => one.handle === handle);
    await this.page.locator('label.actas select').selectOption({ label: person?.name ?? handle });
  }

  /** Opens a channel, a direct message or an app by what the sidebar calls it. */
  async goTo(name: string): Promise<void> {
    await this.page.locator('.sidebar-item', { hasText: name }).first().click();
  }

  async types(text: string): Promise<void> {
    const composer = this.page.locator('.composer-input');
    await composer.fill(text);
    // Behind a name Enter takes what is offered for it, and sends nothing.
    if (/[@#]/.test(text)) await this.page.getByRole('button', { name: 'Send', exact: true }).click();
    else await composer.press('Enter');
  }

  /** The last message with these words. */
  message(words: string | RegExp): Locator {
    return this.page.locator('.msg', { hasText: words }).last();
  }

  async presses(words: string | RegExp, label: string): Promise<void> {
    await this.message(words).locator('.bk-button', { hasText: label }).first().click();
  }

  get modal(): Locator {
    return this.page.locator('.modal');
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, a line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return await page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  );
}
