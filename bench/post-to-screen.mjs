import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { makePatients, percentiles } from './ingest.mjs';
import { post, signIn } from './server.mjs';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 42;

/** From the moment an Observation's POST is sent to the moment an open worklist has painted the new alert. */
export async function postToScreen(server, count) {
  const executablePath = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!executablePath) return undefined;
  const patients = await makePatients(server, count);
  for (const patient of patients)
    await post(
      server,
      '/fhir',
      week(patient, HISTORY_DAYS, 7, (day) => 6000 + ((day * 379) % 900) - 450),
    );
  await quiet(server);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    const page = await openWorklist(browser, server);
    const times = [];
    for (const patient of patients) {
      const painted = page.evaluate(untilPainted, 20_000);
      const sent = Date.now();
      await post(
        server,
        '/fhir',
        week(patient, 7, 0, () => 2200),
      );
      times.push((await painted) - sent);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return { n: times.length, ...percentiles(times) };
  } finally {
    await browser.close();
  }
}

async function openWorklist(browser, server) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 980 } });
  const cookies = (await signIn(server.url, server.coordinator)).split('; ');
  await context.addCookies(
    cookies.map((cookie) => ({
      name: cookie.split('=')[0],
      value: cookie.slice(cookie.indexOf('=') + 1),
      url: server.url,
    })),
  );
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByText(/Live, \d+ s ago/).waitFor();
  return page;
}

/** Runs in the page: resolves with the time of the frame after the "n new" pill or the list has changed. */
function untilPainted(timeoutMs) {
  const look = () =>
    [...document.querySelectorAll('button')]
      .map((button) => button.textContent)
      .filter((text) => /\d+ new|Bench/.test(text))
      .join('|');
  const before = look();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('nothing was painted')), timeoutMs);
    const observer = new MutationObserver(() => {
      if (look() === before) return;
      observer.disconnect();
      clearTimeout(timer);
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** Daily totals from `from` to `to` days ago. */
function week(patient, from, to, steps) {
  const today = Math.floor(Date.now() / DAY_MS);
  const entry = Array.from({ length: from - to }, (_, i) => {
    const start = (today - from + i) * DAY_MS;
    const resource = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '41950-7' }] },
      subject: { reference: `Patient/${patient}` },
      effectivePeriod: { start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() },
      valueQuantity: { value: steps(i), system: 'http://unitsofmeasure.org', code: '{steps}' },
      device: { display: 'bench watch' },
    };
    return { resource, request: { method: 'POST', url: 'Observation' } };
  });
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

/** Until the workers have nothing left to do. */
async function quiet(server) {
  for (let calm = 0, last = ''; calm < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now =
      /stepwell_evaluations_total\{outcome="done"\} (\d+)/.exec(
        await (await fetch(`${server.url}/metrics`)).text(),
      )?.[1] ?? '';
    calm = now === last ? calm + 1 : 0;
    last = now;
  }
}
