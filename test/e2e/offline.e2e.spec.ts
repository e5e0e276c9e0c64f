import type { Server } from 'node:http';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { inspect, SIZES } from '../support/inspect.js';
import { keptFiles, keptWords } from '../support/kept-here.js';
import {
  awayFromMidnight,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  type Person,
  registerPatient,
} from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);
const PHONE = SIZES[1];
const WAITS = 'What you answer here waits on this device and is sent as soon as there is one.';

/** No connection is a server whose port is closed: what a service worker asks fails as well. */
describeWithBrowser('the diary without a connection', () => {
  let database: TestDatabase;
  let port: number;
  let app: TestApp | undefined;
  let url: string;
  let circle: CareCircle;
  let june: Person;
  let browser: TestBrowser;
  let page: Page;

  const start = async () => (app = await createTestApp({ database, port }));
  const stop = async () => {
    const server = app!.nest.getHttpServer() as Server;
    // A line that is in use when the server closes would hold it for a minute more.
    const cut = setInterval(() => server.closeAllConnections(), 100);
    await app!.close().finally(() => clearInterval(cut));
    app = undefined;
  };
  const question = (place: string) => page.getByText(place, { exact: true });
  const score = (value: number) => page.getByRole('button', { name: String(value), exact: true });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const answers = async () =>
    (await circle.treating.agent.get(`/api/v1/patients/${june.patientId}/responses`).expect(200)).body.items as {
      instrument: string;
      answers: object;
    }[];
  const answerAll = async (...values: number[]) => {
    for (const value of values) {
      await score(value).click();
      await page.getByRole('button', { name: /^(Next|Save)$/ }).click();
    }
  };
  const openAsJune = async () => {
    const opened = await openAs(app!, browser, june.email);
    await page?.close();
    await opened.getByRole('heading', { level: 1, name: /June$/ }).waitFor();
    return opened;
  };

  beforeAll(awayFromMidnight, MIDNIGHT_MS);
  beforeAll(async () => {
    database = await freshDatabase();
    port = await freePort();
    const { url: address } = await start();
    url = address;
    circle = await gatherCareCircle(app!, await createClinic(app!, 'offline-pages'), 'Lark');
    const patientId = await registerPatient(circle.treating, { givenName: 'June', familyName: 'Undertow' });
    june = await inviteAndAccept(app!, circle.coordinator, { role: 'patient', name: 'June Undertow', patientId });
    browser = await openBrowser(PHONE);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await database?.drop();
  });

  it('half of it is there again after a reload', async () => {
    page = await openAsJune();
    await score(7).click();
    await press('Next');
    await score(3).click();
    await page.reload();
    await question('2 of 4').waitFor();
    expect(await score(3).getAttribute('aria-pressed')).toBe('true');
    await press('Back');
    expect(await score(7).getAttribute('aria-pressed')).toBe('true');
    await press('Next');
  });

  it('keeps nothing in caches but files of the app', async () => {
    for (const path of ['/numbers', '/visits', '/my-data', '/']) await page.goto(url + path);
    const files = await keptFiles(page);
    expect(files.filter((path) => path !== '/' && !/^\/assets\/[\w.-]+$/.test(path))).toEqual([]);
    // The little that the device remembers of her: no family name, no address, no answer but the half one.
    const words = await keptWords(page);
    expect(words).toContain('June');
    expect(words).not.toMatch(/Undertow|@|\/api|birth/i);
  });

  it('opens with the server gone, says so, and takes the rest of the answers', async () => {
    expect(await answers()).toEqual([]);
    await stop();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /June$/ }).waitFor();
    await page.getByText(WAITS).waitFor();
    await question('2 of 4').waitFor();
    await inspect(page, 'diary without a connection');
    await page.setViewportSize(PHONE);
    await page.getByRole('link', { name: 'Numbers' }).click();
    await page.getByText('This page needs one. The diary works without.').waitFor();
    await inspect(page, 'numbers without a connection');
    await page.setViewportSize(PHONE);
    await page.reload();
    await page.getByText('This page needs one. The diary works without.').waitFor();
    await page.getByRole('link', { name: 'To the diary' }).click();
    await answerAll(3, 5, 6);
    await page.getByText('It is safe and waits for a connection').waitFor();
    await page.reload();
    await page.getByText('Today’s diary is done').waitFor();
    await page.getByText(/^1 entry waits/).waitFor();
    expect(await keptWords(page)).not.toContain('stepwell.drafts');
    await inspect(page, 'diary done without a connection');
    await page.setViewportSize(PHONE);
  });

  it('comes back by itself with the server, and the answers are stored, once', async () => {
    await start();
    await page.getByRole('heading', { name: 'My numbers' }).waitFor();
    await page.getByRole('button', { name: 'Try now' }).waitFor({ state: 'detached' });
    await page.getByText('Today’s diary is done').waitFor();
    await until('the answers are stored', async () => (await answers()).length > 0);
    expect(await answers()).toMatchObject([
      { instrument: 'diary', answers: { pain: 7, interference: 3, sleep: 5, mood: 6 } },
    ]);
  });

  it('does not ask again for a diary that the clinic has', async () => {
    await page.reload();
    await page.getByText('Today’s diary is done').waitFor();
    await stop();
    await page.reload();
    await page.getByText(WAITS).waitFor();
    await page.getByText('Today’s diary is done').waitFor();
    await start();
    await page.getByRole('heading', { name: 'My numbers' }).waitFor();
  });

  it('signing out wipes all of it', async () => {
    await score(4).click();
    await page.reload();
    await question('1 of 3').waitFor();
    for (const word of ['drafts', 'June']) expect(await keptWords(page)).toContain(word);
    await page.getByRole('button', { name: /account/ }).click();
    const loaded = page.waitForEvent('load');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await loaded;
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await keptWords(page)).not.toMatch(/June|drafts|patient"/);
    await stop();
    await page.goto(url);
    await page.getByRole('heading', { name: 'No connection' }).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/June|diary/i);
    await start();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('signing out without a connection holds: the server is told when it is back', async () => {
    page = await openAsJune();
    await keptFiles(page);
    await stop();
    await page.reload();
    await page.getByText(WAITS).waitFor();
    const loaded = page.waitForEvent('load');
    await press('Sign out');
    await loaded;
    await page.getByText(/^The clinic server could not be reached\./).waitFor();
    expect(await keptWords(page)).not.toContain('June');
    await start();
    await page.goto(url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await browser.context.request.get(`${url}/api/v1/session`)).status()).toBe(401);
    page = await openAsJune();
  });

  it('signing out while the server is in trouble holds: it is told until it answers', async () => {
    let asked = 0;
    await page.route('**/auth/sign-out', (route) => {
      asked++;
      return route.fulfill({ status: asked < 4 ? 500 : 429, contentType: 'application/json', body: '{}' });
    });
    await page.getByRole('button', { name: /account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    // From its own page, and from the one that waits; nobody who opens it is in.
    await until('it is told again', () => asked >= 3);
    await page.goto(url);
    await page.locator('.ghost').first().waitFor();
    expect(await page.getByText('June').count()).toBe(0);
    // It waits where it is: a page that opens itself again and again would ask without a pause.
    await page.evaluate('window.isSamePage = true');
    const before = asked;
    await until('and again', () => asked >= before + 2, 60_000);
    expect(await page.evaluate('window.isSamePage')).toBe(true);
    expect((await browser.context.request.get(`${url}/api/v1/session`)).status()).toBe(200);
    await page.unroute('**/auth/sign-out');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await browser.context.request.get(`${url}/api/v1/session`)).status()).toBe(401);
    page = await openAsJune();
  });

  it('what is kept of somebody whose time is over is gone when the app is opened', async () => {
    expect(await keptWords(page)).toContain('June');
    await stop();
    await page.evaluate(`localStorage.setItem('stepwell.patient',
      localStorage.getItem('stepwell.patient').replace(/"until":"[^"]*"/, '"until":"2026-01-01T00:00:00.000Z"'))`);
    expect(await keptWords(page)).toContain('2026-01-01');
    await page.reload();
    await page.getByRole('heading', { name: 'No connection' }).waitFor();
    expect(await keptWords(page)).not.toMatch(/June|stepwell.patient/);
    await start();
    await page.getByRole('heading', { level: 1, name: /June$/ }).waitFor();
  });

  it('a session that was ended elsewhere leaves nothing', async () => {
    await score(4).click();
    expect(await keptWords(page)).toMatch(/drafts/);
    await june.agent.delete('/api/v1/account/sessions').expect(204);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await keptWords(page)).not.toMatch(/June|drafts/);
  });

  it('somebody else who signs in finds nothing, and a clinician gets no worklist without a connection', async () => {
    page = await openAsJune();
    await score(4).click();
    expect(await keptWords(page)).toMatch(/drafts/);
    const staff = await openAs(app!, browser, circle.treating.email);
    await staff.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
    expect(await keptWords(staff)).not.toMatch(/June|drafts/);
    await page.close();
    page = staff;
    await stop();
    await page.reload();
    await page.getByText(/^The clinic server could not be reached\./).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/June|Worklist|diary/);
    await inspect(page, 'staff without a connection');
  });
});
