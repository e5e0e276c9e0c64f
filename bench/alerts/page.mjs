import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];
/** Playwright's own way into the page is part of what happens in the same moment; it is waited for before anything is sent. */
const PAINT_WITHIN_MS = 60_000;

export function findChromium() {
  return [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
}

/** Chromium, signed in by this cookie: `{ newPage, close }`. */
export async function openBrowser(url, cookie) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ARGS });
  const context = await browser.newContext({ viewport: { width: 1440, height: 980 } });
  await context.addCookies(
    cookie.split('; ').map((one) => ({ name: one.split('=')[0], value: one.slice(one.indexOf('=') + 1), url })),
  );
  return { newPage: () => context.newPage(), close: () => browser.close() };
}

/** An open worklist: `{ nextPaint, close }`. */
export async function openWorklist(url, cookie) {
  const browser = await openBrowser(url, cookie);
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByText(/Live, \d+ s ago/).waitFor();

  /** Watches from now on. @returns a promise of a promise: of when the next alert was painted, in milliseconds since 1970 */
  async function nextPaint() {
    await page.evaluate(watchForPaint, PAINT_WITHIN_MS);
    return { painted: page.evaluate(() => globalThis.benchPainted) };
  }
  return { nextPaint, text: () => page.innerText('body'), close: () => browser.close() };
}

/** Runs in the page: `benchPainted` resolves with the time of the frame after the "n new" pill or the list has changed. */
function watchForPaint(timeoutMs) {
  const look = () =>
    [...document.querySelectorAll('button')]
      .map((button) => button.textContent)
      .filter((text) => /\d+ new|Bench/.test(text))
      .join('|');
  const before = look();
  globalThis.benchPainted = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('nothing was painted')), timeoutMs);
    const observer = new MutationObserver(() => {
      if (look() === before) return;
      observer.disconnect();
      clearTimeout(timer);
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  // Unheard until it is asked for.
  globalThis.benchPainted.catch(() => undefined);
}
