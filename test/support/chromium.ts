import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { TestApp } from './app.js';
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
  '--use-fake-device-for-media-stream=fps=5',
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

export interface TestBrowser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

/** A browser of its own, with a fresh profile: one per person in a story. */
export async function openBrowser(
  options: {
    readonly width?: number;
    readonly height?: number;
    readonly language?: string;
    readonly timeZone?: string;
  } = {},
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
    ...(options.timeZone === undefined ? {} : { timezoneId: options.timeZone }),
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
