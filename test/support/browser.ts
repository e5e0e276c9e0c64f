import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { TestApp } from './app.js';
import { describeWith } from './outside.js';
import { PASSWORD } from './people.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Camera and microphone are fakes that move and beep; two pages on one machine may talk over loopback. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];

/** CHROME_PATH, else a Chromium or Chrome on the PATH, else undefined. */
export function findBrowser(): string | undefined {
  const given = process.env['CHROME_PATH'];
  if (given) return existsSync(given) ? given : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** `describe` for tests in a real browser. */
export function describeWithBrowser(name: string, body: () => void): void {
  describeWith('no Chromium found; set CHROME_PATH', findBrowser() !== undefined, name, body);
}

export interface TestBrowser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

/** A browser of its own, with a fresh profile: one per person in a story. */
export async function openBrowser(
  options: { readonly width?: number; readonly height?: number; readonly language?: string } = {},
): Promise<TestBrowser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium found: set CHROME_PATH.');
  const profile = await mkdtemp(join(tmpdir(), 'stepwell-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: FLAGS,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    locale: options.language ?? 'en-GB',
    permissions: ['camera', 'microphone'],
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Opens the page as that person, signed in through the real sign-in request. */
export async function openAs(
  app: TestApp,
  browser: TestBrowser,
  email: string,
  path = '/',
  password: string = PASSWORD,
): Promise<Page> {
  await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
  const answer = await browser.context.request.post(`${app.url}/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: app.url },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
  const page = await browser.context.newPage();
  await page.goto(app.url + path);
  return page;
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

/** Frames a <video> shows within `duringMs`: a picture that moves, not one that merely exists. */
export function countFrames(page: Page, selector: string, duringMs = 2000): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate(async (element, ms) => {
      const video = element as unknown as { getVideoPlaybackQuality: () => { totalVideoFrames: number } };
      const before = video.getVideoPlaybackQuality().totalVideoFrames;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return video.getVideoPlaybackQuality().totalVideoFrames - before;
    }, duringMs);
}
