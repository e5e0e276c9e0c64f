import { existsSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Writes SVGs as PNG files: a picture shows the days, but does not carry the data. @returns false without a browser */
export async function writePictures(pictures) {
  const executablePath = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!executablePath) return false;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 1.25 });
    for (const { path, svg } of pictures) {
      await page.setContent(`<body style="margin:0;display:inline-block">${svg}</body>`);
      writeFileSync(path, await page.locator('svg').screenshot());
    }
  } finally {
    await browser.close();
  }
  return true;
}
