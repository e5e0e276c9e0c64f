import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, aFlare, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { CORNERS, inspect } from '../support/inspect.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { createClinic, ok } from '../support/people.js';

jest.setTimeout(180_000);

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
/** Two weeks of steps, so that there are charts. */
const walks = (): Reading[] =>
  Array.from({ length: 14 }, (_, i) => ({
    metric: 'steps',
    value: 4000 + i * 100,
    start: `${day(i - 15)}T10:00:00Z`,
    end: `${day(i - 15)}T11:00:00Z`,
    device: 'watch',
  }));

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
    // The browser logs the one refusal that this story is about.
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
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

  it('a dose is noted, changed and ended; each stands in the lane of the charts and in their table', async () => {
    const section = page.getByRole('region', { name: 'Doses and procedures' });
    // A mark takes no room of its own.
    const lane = (title: string) => page.locator('.lane').getByTitle(title).waitFor({ state: 'attached' });
    await postObservations(app, circle.token, circle.patientId, walks());
    await page.goto(`${app.url}/patients/${circle.patientId}`);
    await page.getByRole('slider').waitFor();
    await section.getByText('None is written down', { exact: false }).waitFor();
    await button('Add a dose or procedure').click();
    await dialog().getByLabel('Medication').fill('Pregabalin');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    expect(await focused()).toBe('How much and how often');
    await inspect(page, 'dose, not yet said how much', CORNERS);
    await dialog().getByLabel('How much and how often').fill('75 mg twice daily');
    await dialog().getByLabel('Since').fill(day(-10));
    await page.keyboard.press('Enter');
    await lane('Dose: Pregabalin 75 mg twice daily');

    await button('Add a dose or procedure').click();
    await dialog().getByLabel('Medication').fill('pregabalin');
    await dialog().getByLabel('How much and how often').fill('150 mg twice daily');
    await dialog().getByLabel('Since').fill(day(-3));
    expect(
      await dialog()
        .getByLabel(/It takes the place of Pregabalin 75 mg twice daily/)
        .isChecked(),
    ).toBe(true);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await lane('Dose: Pregabalin 75 mg → 150 mg twice daily');
    await button('Add a dose or procedure').click();
    await dialog().getByRole('button', { name: 'Procedure' }).click();
    await dialog().getByLabel('What was done').fill('Facet joint injection, left');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await lane('Procedure: Facet joint injection, left');
    await button('Table of all days').or(page.getByText('Table of all days')).first().click();
    await page.getByRole('cell', { name: 'Dose: Pregabalin 75 mg → 150 mg twice daily' }).waitFor();
    await inspect(page, 'doses and procedures');
  });

  it('whoever changes what somebody else has changed reads what it is now', async () => {
    const at = `/api/v1/patients/${circle.patientId}/treatments`;
    const { body } = await circle.coordinator.agent.get(at).expect(200);
    const dose = body.items.find((one: { dose?: string }) => one.dose === '150 mg twice daily');
    await button('Change pregabalin 150 mg twice daily').click();
    const change = {
      version: dose.version,
      kind: 'dose',
      medication: 'pregabalin',
      dose: '100 mg twice daily',
      on: dose.on,
    };
    await circle.coordinator.agent.put(`${at}/${dose.id}`).send(change).expect(ok);
    await dialog().getByLabel('How much and how often').fill('125 mg twice daily');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('It is now: pregabalin 100 mg twice daily.', { exact: false }).waitFor();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await button('End pregabalin 125 mg twice daily').click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.locator('.lane').getByTitle('Dose: Pregabalin stopped').waitFor({ state: 'attached' });
    await button('Take back: Facet joint injection, left').click();
    await inspect(page, 'procedure, to be taken back', CORNERS);
    await dialog().getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Facet joint injection, left').first().waitFor({ state: 'detached' });
    expect(
      await page
        .locator('.lane')
        .getByTitle(/Procedure/)
        .count(),
    ).toBe(0);
    // Of the change that came second.
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('what was planned says so once its day has passed, until somebody says that it was done', async () => {
    const planned = {
      resourceType: 'Procedure',
      status: 'preparation',
      code: { text: 'Nerve block' },
      subject: { reference: `Patient/${circle.patientId}` },
      performedDateTime: day(-2),
    };
    await app
      .http()
      .post('/fhir/Procedure')
      .set({ authorization: `Bearer ${circle.token}`, 'content-type': 'application/fhir+json' })
      .send(JSON.stringify(planned))
      .expect(201);
    await page.goto(`${app.url}/patients/${circle.patientId}`);
    const section = page.getByRole('region', { name: 'Doses and procedures' });
    await section.getByText(/^was planned for \d/).waitFor();
    const mark = page.locator('.lane').getByTitle('Procedure: Nerve block');
    await page.getByRole('slider').waitFor();
    expect(await mark.count()).toBe(0);
    await inspect(page, 'procedure that was planned', CORNERS);
    await button('It was done: Nerve block').click();
    await mark.waitFor({ state: 'attached' });
    expect(await section.getByText('was planned', { exact: false }).count()).toBe(0);
    expect(errors).toEqual([]);
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
      circle.patient.agent
        .post(`/api/v1/alerts/${id}/answer`)
        .send({ id: randomUUID(), answer: 'other', words: 'I moved house.' });
    while ((await answer()).status === 404) await new Promise((resolve) => setTimeout(resolve, 200));
    await page.goto(`${app.url}/`);
    await page.locator(`[data-alert="${id}"]`).getByText('Said: “Something else: I moved house.”').waitFor();
    await page.goto(`${app.url}/review`);
    await page.getByRole('article').getByText('Said: “Something else: I moved house.”').waitFor();
    await inspect(page, 'weekly review with an answer');
    expect(errors).toEqual([]);
  });

  it('the patient finds doses, a journey and a flare among the own numbers, and the doses as a list', async () => {
    const { treating, patient, patientId } = circle;
    const since = `${day(-6)}T12:00:00Z`;
    await treating.agent
      .put(`/api/v1/patients/${patientId}/time-zones`)
      .send({ since, zone: 'Europe/Lisbon' })
      .expect(ok);
    await report(app, circle.clinicId, aFlare(patientId, day(-1)));
    const { body } = await treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
    const flare = body.items.find(({ kind }: { kind: string }) => kind === 'flare');
    await treating.agent.post(`/api/v1/alerts/${flare.id}/acknowledge`).send({ version: flare.version }).expect(ok);
    const isTold = async () =>
      (await patient.agent.get(`/api/v1/notices?patientId=${patientId}`)).text.includes(flare.id);
    while (!(await isTold())) await new Promise((resolve) => setTimeout(resolve, 200));
    await page.close();
    const theirs = await openAs(app, browser, patient.email, '/numbers');
    collectErrors(theirs, errors);
    const lane = theirs.locator('.lane').first();
    for (const title of ['Dose: Pregabalin: 125 mg twice daily, was 75 mg', 'Travel: Europe/Lisbon', 'Flare: Flare'])
      await lane.getByTitle(title).waitFor({ state: 'attached' });
    await inspect(theirs, 'numbers with events');
    await theirs.goto(`${app.url}/my-data`);
    await theirs.getByRole('heading', { name: 'My medicines and procedures' }).waitFor();
    await theirs.getByText('125 mg twice daily', { exact: false }).waitFor();
    await inspect(theirs, 'medicines and procedures');
    expect(errors).toEqual([]);
  });
});
