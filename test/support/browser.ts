import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { findBrowser } from './chromium.js';
import { describeWith } from './outside.js';
import { until } from './until.js';

export { findBrowser, openAs, openBrowser, type TestBrowser } from './chromium.js';

/** `describe` for tests in a real browser. */
export function describeWithBrowser(name: string, body: () => void): void {
  describeWith('no Chromium found; set CHROME_PATH', findBrowser() !== undefined, name, body);
}

/** Errors of the page from now on: exceptions, console errors, refused resources. Look at it at the end of a story. */
export function collectErrors(page: Page, errors: string[] = []): string[] {
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { id: string; help: string; nodes: readonly { target: unknown[] }[] }[];
}

/** Whatever has come is drawn, measured, and drawn again by what was measured. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

/** What axe finds wrong (WCAG 2.2 A and AA): `rule: help (where)` a line. Runs in an isolated world, past our policy. */
export async function axeViolations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  await session.send('Runtime.evaluate', { expression: axeSource, contextId: executionContextId });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then((found) => ({ violations: found.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target }) => ({ target })) })) }))`,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return (result.value as AxeResult).violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 5)
        .join('; ')})`,
  );
}

/** Waits for a picture of the other side that moves: one still frame is what a broken call looks like. */
export async function showsMotion(page: Page): Promise<void> {
  const picture = page.getByTestId('remote-video').first();
  await picture.waitFor({ timeout: 30_000 });
  const frames = () =>
    picture.evaluate((element) => {
      const video = element as unknown as { getVideoPlaybackQuality: () => { totalVideoFrames: number } };
      return video.getVideoPlaybackQuality().totalVideoFrames;
    });
  // Another stream in the same place is counted from nought.
  let least = await frames();
  await until('frames of the other side', async () => {
    const now = await frames();
    least = Math.min(least, now);
    return now > least + 3;
  });
}
