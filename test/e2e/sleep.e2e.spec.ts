import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SocketPeople } from '../../src/platform/sockets/socket-people.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';
import { untilQuiet } from '../support/quiet.js';
import { waitForAlert } from '../support/story.js';

jest.setTimeout(180_000);

const DAY_MS = 86_400_000;
const steps = (from: number, to: number, value: (day: number) => number): Reading[] =>
  Array.from({ length: from - to }, (_, i) => {
    const start = (Math.floor(Date.now() / DAY_MS) - from + i) * DAY_MS;
    const [begin, end] = [start, start + DAY_MS].map((ms) => new Date(ms).toISOString());
    return { metric: 'steps', value: value(i), start: begin!, end: end! };
  });

describeWithBrowser('F29: a page that was asleep', () => {
  let app: TestApp;
  let nurse: Person;
  let token: string;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'asleep');
    nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    token = await tokenFor(app, clinic.id, 'system/Observation.crs');
    browser = await openBrowser({ width: 1440, height: 980 });
    await browser.context.clock.install();
    page = await openAs(app, browser, nurse.email);
    await page.getByText(/Live, \d+ s ago/).waitFor();
    await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const patientWithAlert = async (familyName: string): Promise<void> => {
    const id = await registerPatient(nurse, { givenName: 'Sleepy', familyName, timeZone: 'UTC' });
    await postObservations(
      app,
      token,
      id,
      steps(42, 7, (day) => 6000 + ((day * 379) % 900) - 450),
    );
    await untilQuiet(app.database, id);
    await postObservations(
      app,
      token,
      id,
      steps(7, 0, () => 2200),
    );
    await untilQuiet(app.database, id);
  };
  const breakLines = () => {
    const { sockets } = app.nest.get(SocketPeople) as unknown as {
      sockets: Set<{ conn: { close: (now: boolean) => void } }>;
    };
    for (const socket of sockets) socket.conn.close(true);
  };

  it('says how old it is while it is cut off, and shows what it missed when it is back', async () => {
    await browser.context.setOffline(true);
    breakLines();
    await patientWithAlert('Offline');
    await page.clock.fastForward('10:00');
    await page.getByText(/Last heard 1\d min ago/).waitFor();
    expect(await page.getByText('Sleepy Offline').count()).toBe(0);
    await browser.context.setOffline(false);
    await waitForAlert(page, 'Sleepy Offline');
    await page.getByText(/Live, \d+ s ago/).waitFor();
  });

  it('that was frozen shows what it missed when it thaws', async () => {
    const session = await browser.context.newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    breakLines();
    await patientWithAlert('Frozen');
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await waitForAlert(page, 'Sleepy Frozen');
    expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  });

  it('comes back by itself when the node it was on has started anew', async () => {
    // As a node on its way down does it: by name, which socket.io takes for a farewell for good.
    const { sockets } = app.nest.get(SocketPeople) as unknown as {
      sockets: Set<{ disconnect: (line: boolean) => void }>;
    };
    expect(sockets.size).toBeGreaterThan(0);
    for (const socket of [...sockets]) socket.disconnect(true);
    await patientWithAlert('Restart');
    await waitForAlert(page, 'Sleepy Restart');
  });
});
