/** The tablet of a stage as tests look at it. */
import type { Page } from 'playwright-core';

export const TABLET = { width: 1280, height: 800 } as const;

/** The seconds that its countdown shows, however many hours it has. */
export async function secondsShown(tablet: Page): Promise<number> {
  const digits = (await tablet.locator('#digits').textContent()) ?? '';
  return digits.split(':').reduce((all, part) => all * 60 + Number(part), 0);
}
