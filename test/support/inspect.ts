import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from './browser.js';

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
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    const where = `${name}, ${size.width} px, ${colorScheme}`;
    expect([where, await axeViolations(page)]).toEqual([where, []]);
    const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect([where, beyond]).toEqual([where, 0]);
    const folder = process.env['STEPWELL_SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/${where.replace(/[^a-z0-9]+/gi, '-')}.png` });
  }
  await page.setViewportSize(SIZES[0]);
  await page.emulateMedia({ colorScheme: 'light' });
}
