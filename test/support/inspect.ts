import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations, settled } from './browser.js';
import { until } from './until.js';

export const SIZES = [
  { width: 1440, height: 980 },
  { width: 390, height: 844 },
] as const;
export interface Look {
  readonly size: (typeof SIZES)[number];
  readonly colorScheme: 'light' | 'dark';
}
export const LOOKS: readonly Look[] = SIZES.flatMap((size) => [
  { size, colorScheme: 'light' as const },
  { size, colorScheme: 'dark' as const },
]);
/** Enough for a dialog over a page that was looked at in all four. */
export const CORNERS = [LOOKS[0]!, LOOKS[3]!];

/** Both widths and both colours of what the page shows now. Leaves it wide and light. */
export async function inspect(page: Page, name: string, looks: readonly Look[] = LOOKS): Promise<void> {
  for (const { size, colorScheme } of looks) {
    await show(page, { size, colorScheme });
    const where = `${name}, ${size.width} px, ${colorScheme}`;
    expect([where, await axeViolations(page)]).toEqual([where, []]);
    await until(
      `${where}: nothing is wider than the window`,
      async () => (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) === 0,
    );
    const folder = process.env['STEPWELL_SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/${where.replace(/[^a-z0-9]+/gi, '-')}.png` });
  }
  await show(page, LOOKS[0]!);
}

async function show(page: Page, { size, colorScheme }: Look): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
  await settled(page);
}
