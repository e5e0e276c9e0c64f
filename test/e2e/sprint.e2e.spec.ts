import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { inspect } from '../support/inspect.js';
import { createClinic, ok } from '../support/people.js';

jest.setTimeout(180_000);

describeWithBrowser('what somebody of the team types', () => {
  let app: TestApp;
  let circle: CareCircle;
  let browser: TestBrowser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'slips'), 'Finch');
    browser = await openBrowser();
    page = await openAs(app, browser, circle.treating.email);
    errors = collectErrors(page);
    await page.goto(`${app.url}/patients/${circle.patientId}`);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const dialog = () => page.getByRole('dialog');
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).labels?.[0]?.textContent);

  it('all that is wrong with a sprint is marked, and the first of it has the focus and is in sight', async () => {
    await button('Set sprint').click();
    await dialog().getByLabel('Ends').fill('2020-01-01');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    expect(await focused()).toBe('Goal, in the patient’s words');
    expect(await dialog().locator('[aria-invalid="true"]').count()).toBe(3);
    const box = await dialog().getByLabel('Goal, in the patient’s words').boundingBox();
    expect(box!.y).toBeGreaterThan(0);
    await inspect(page, 'sprint, all wrong');
  });

  it('8,000 is eight thousand; 8.000 is asked about', async () => {
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await button('Set sprint').click();
    await dialog().getByLabel('Goal, in the patient’s words').fill('Walk to the market');
    await dialog().getByText('Steps', { exact: false }).first().click();
    await dialog().getByLabel('Target for Steps').fill('8.000');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await dialog().getByText('“8.000” can be read in two ways. Write 8000 or 8.').waitFor();
    await dialog().getByLabel('Target for Steps').fill('8,000');
    await dialog().getByRole('button', { name: 'Set sprint' }).click();
    await page.getByText('target 8,000').waitFor();
  });

  it('a sprint is changed, and ended', async () => {
    await button('Change').first().click();
    await dialog().getByLabel('Target for Steps').fill('7 500');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('target 7,500').waitFor();
    await button('End now').click();
    await dialog()
      .getByText(/Today is its last day/)
      .waitFor();
    await inspect(page, 'sprint, to be ended');
    await dialog().getByRole('button', { name: 'End now' }).click();
    await page.getByText('last day', { exact: true }).waitFor();
    expect(await button('End now').count()).toBe(0);
    await page.getByText('Earlier states').click();
    await page.getByText(/^“Walk to the market”, .*: Steps 8,000/).waitFor();
    await page.getByText(/^Changed .* by clinician/).waitFor();
    await page.getByText(/^Ended .* by clinician/).waitFor();
    await inspect(page, 'earlier states of a sprint');
  });

  it('what a colleague corrected meanwhile is named, and what was typed beside it is kept', async () => {
    const of = `/api/v1/patients/${circle.patientId}`;
    const { body: seen } = await circle.coordinator.agent.get(of).expect(200);
    await button('Change Name and birth date').click();
    await dialog().getByLabel('Given name').fill('Juniper');
    const { version, givenName, familyName, gender } = seen;
    const theirs = { version, givenName, familyName, gender, birthDate: '1964-05-06' };
    await circle.coordinator.agent.put(`${of}/identity`).send(theirs).expect(204);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog()
      .getByText(/Somebody else has corrected this meanwhile; it now says: .*born 6 May 1964/)
      .waitFor();
    expect(await dialog().getByLabel('Given name').inputValue()).toBe('Juniper');
    expect(await dialog().getByLabel('Date of birth').inputValue()).toBe('1964-05-06');
    await inspect(page, 'corrected meanwhile');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Juniper Finch, born 6 May 1964/).waitFor();
  });

  it('a registration that lacks something goes to it, the consent too', async () => {
    await page.goto(`${app.url}/patients`);
    await button('Register patient').click();
    await dialog().getByLabel('Given name').fill('Rosa');
    await dialog().getByRole('button', { name: 'Register', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    expect(await focused()).toBe('Family name');
    await dialog().getByLabel('Family name').fill('Robin');
    await dialog().getByLabel('Date of birth').fill('1960-01-02');
    await dialog().getByRole('button', { name: 'Register', exact: true }).click();
    await dialog().getByText('Monitoring needs the patient’s consent.').waitFor();
    expect(await focused()).toMatch(/agrees that the clinic monitors/);
    await inspect(page, 'registration without consent');
  });

  it('a password that is too short, or none, keeps the focus and says what is missing', async () => {
    await page.goto(`${app.url}/account`);
    await button('Change: Password').click();
    expect(await focused()).toBe('New password');
    await button('Change the password').click();
    await page.getByText('10 more characters').waitFor();
    expect(await focused()).toBe('New password');
  });

  it('a visit in the past says so beside its day', async () => {
    await page.goto(`${app.url}/visits`);
    await button(/Book a visit/).click();
    await dialog().getByLabel('Patient', { exact: true }).selectOption(circle.patientId);
    await dialog().getByLabel('Date').fill('2020-01-01');
    await dialog().getByRole('button', { name: 'Book', exact: true }).click();
    await dialog().getByText('This time is past.').waitFor();
    expect(await focused()).toBe('Date');
  });

  it('the row says what the patient has answered, on the worklist and in the weekly review', async () => {
    await report(app, circle.clinicId, aFall(circle.patientId, randomUUID()));
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const { id, version } = body.items[0];
    await circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version }).expect(ok);
    // Told by a worker, as soon as somebody has looked.
    const answer = () =>
      circle.patient.agent.post(`/api/v1/alerts/${id}/answer`).send({ id: randomUUID(), answer: 'ill' });
    while ((await answer()).status === 404) await new Promise((resolve) => setTimeout(resolve, 200));
    await page.goto(`${app.url}/`);
    await page.locator(`[data-alert="${id}"]`).getByText('Said: “I was ill”').waitFor();
    await page.goto(`${app.url}/review`);
    await page.getByRole('article').getByText('Said: “I was ill”').waitFor();
    await inspect(page, 'weekly review with an answer');
    // The browser logs the one refusal that a story here is about.
    expect(errors.filter((one) => !one.includes('409'))).toEqual([]);
  });
});
