import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);

/** As nobody says it but programs. */
const NAME_OF_ZONE = /\b(?:Africa|America|Asia|Europe|Pacific)\//;

describeWithBrowser('journeys, as a patient enters them', () => {
  let app: TestApp;
  let cora: Person;
  let june: Person;
  let patientId: string;
  const browsers: TestBrowser[] = [];
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'journeys');
    cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    patientId = await registerPatient(cora, { givenName: 'June', familyName: 'Walker' });
    june = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId });
    page = await asJune('UTC');
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await app?.close();
  });

  async function asJune(timeZone: string): Promise<Page> {
    const browser = await openBrowser({ ...SIZES[0], timeZone });
    browsers.push(browser);
    const opened = await openAs(app, browser, june.email);
    collectErrors(opened, errors);
    await opened.getByRole('button', { name: 'Travel or move' }).press('Enter');
    await opened.getByText('at first').waitFor();
    return opened;
  }
  const place = (on = page) => on.getByLabel('Was then in');
  const moment = () => page.getByLabel(/^From/);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const enter = () => button(/^Enter$/).press('Enter');
  const journeys = async (): Promise<[zone: string, since: string][]> =>
    (await cora.agent.get(`/api/v1/patients/${patientId}/time-zones`).expect(200)).body.items
      .slice(1)
      .map(({ zone, since }: { zone: string; since: string }) => [zone, since]);

  it('are asked for their place where the clock of the browser tells none, and begin with the one that it tells', async () => {
    await expect(place().inputValue()).resolves.toBe('');
    await page.getByLabel('From (date and time there)').fill('2026-01-05T10:00');
    await enter();
    await page.getByText('Please choose.').waitFor();
    expect(await place().evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await inspect(page, 'journey without a place', CORNERS);
    expect(await journeys()).toEqual([]);
    const there = await asJune('America/New_York');
    await expect(place(there).inputValue()).resolves.toBe('America/New_York');
    await there.close();
  });

  it('are one, where only the place was wrong', async () => {
    await place().selectOption('Asia/Tokyo');
    await enter();
    await page.getByText(/^Entered\./).waitFor();
    await place().selectOption('Europe/Lisbon');
    await moment().fill('2026-01-05T10:00');
    await enter();
    await page.getByRole('dialog', { name: 'Was Tokyo wrong?' }).waitFor();
    await inspect(page, 'journey of the same time elsewhere', CORNERS);
    // Neither answer: the form is as it was.
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Was Tokyo wrong?' }).waitFor({ state: 'detached' });
    await expect(page.getByText(/^You are correcting/).count()).resolves.toBe(0);
    await expect(place().inputValue()).resolves.toBe('Europe/Lisbon');
    await enter();
    await button('Correct Tokyo').and(page.locator(':focus')).press('Enter');
    await page.getByText(/^You are correcting Tokyo, since 5 Jan(?: 2026)? 10:00\.$/).waitFor();
    await expect(place().inputValue()).resolves.toBe('Europe/Lisbon');
    await expect(moment().inputValue()).resolves.toBe('2026-01-05T10:00');
    await button('Save the correction').press('Enter');
    await page.getByText(/^Corrected\./).waitFor();
    expect(await journeys()).toEqual([['Europe/Lisbon', '2026-01-05T10:00:00.000Z']]);
  });

  it('are two, where both were right', async () => {
    await place().selectOption('Asia/Tokyo');
    await moment().fill('2026-01-05T10:00');
    await enter();
    await button('Enter both').press('Enter');
    await page.getByText(/^Entered\./).waitFor();
    expect(await journeys()).toEqual([
      ['Asia/Tokyo', '2026-01-05T01:00:00.000Z'],
      ['Europe/Lisbon', '2026-01-05T10:00:00.000Z'],
    ]);
  });

  it('are corrected over what is typed only after a question', async () => {
    await moment().fill('2026-02-03T08:00');
    const correct = button(/^Correct: Lisbon/);
    await correct.press('Enter');
    await page.getByRole('dialog', { name: 'Throw away what you typed?' }).waitFor();
    await button('Go on with it').press('Enter');
    await until('the focus is where it was', () =>
      correct.evaluate((element) => element === element.ownerDocument.activeElement),
    );
    await expect(moment().inputValue()).resolves.toBe('2026-02-03T08:00');
    await correct.press('Enter');
    await button('Throw it away').press('Enter');
    await page.getByText(/^You are correcting Lisbon/).waitFor();
    await expect(moment().inputValue()).resolves.toBe('2026-01-05T10:00');
    // Nothing is typed: nothing is asked.
    await button('Cancel').press('Enter');
    await correct.press('Enter');
    await page.getByText(/^You are correcting Lisbon/).waitFor();
    await button('Cancel').press('Enter');
  });

  it('are called by their city, also on the page of the patient', async () => {
    const list = page.getByRole('list', { name: 'Time zones so far' });
    expect(await list.innerText()).toMatch(/Berlin[^]*Tokyo[^]*Lisbon/);
    expect(await page.getByRole('dialog').innerText()).not.toMatch(NAME_OF_ZONE);
    const browser = await openBrowser(SIZES[0]);
    browsers.push(browser);
    const desk = await openAs(app, browser, cora.email, `/patients/${patientId}`);
    await desk.getByRole('button', { name: 'Travel or move' }).waitFor();
    expect(await desk.locator('aside.side').innerText()).not.toMatch(NAME_OF_ZONE);
    await inspect(desk, 'time zone on the page of a patient', CORNERS);
    expect(errors).toEqual([]);
  });
});
