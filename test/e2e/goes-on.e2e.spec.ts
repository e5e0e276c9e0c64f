import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;

/** Walks a patient's phone wrote down on a day, as an export of it. */
function exportOf(daysAgo: number) {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const record = `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${day} 08:10:00 +0000" endDate="${day} 08:11:00 +0000" value="30"/>`;
  const text = `<?xml version="1.0"?><HealthData locale="en_GB">${record}</HealthData>`;
  return { name: 'export.xml', mimeType: 'text/xml', buffer: Buffer.from(text) };
}

/** By its label, its name or its words; of the page itself nothing. */
const focused = (page: Page) =>
  page.evaluate<string>(`(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return '';
    return it.labels?.[0]?.textContent ?? it.getAttribute('aria-label') ?? it.textContent.trim();
  })()`);
const goesOnAt = (page: Page, words: RegExp) =>
  until(`the keyboard goes on at ${words}`, async () => words.test(await focused(page)));

describeWithBrowser('where the keyboard goes on', () => {
  let app: TestApp;
  let cora: Person;
  let patientId: string;
  let browsers: TestBrowser[];
  let clinicPage: Page;
  let patientPage: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'goes-on');
    cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    patientId = await registerPatient(cora, { givenName: 'June', familyName: 'Walker' });
    const june = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId });
    browsers = await Promise.all([openBrowser(SIZES[0]), openBrowser(SIZES[1])]);
    clinicPage = await openAs(app, browsers[0]!, cora.email, '/patients');
    patientPage = await openAs(app, browsers[1]!, june.email);
    for (const page of [clinicPage, patientPage]) collectErrors(page, errors);
  });
  afterAll(async () => {
    for (const browser of browsers ?? []) await browser.close();
    await app?.close();
  });

  const dialog = (name: string) => clinicPage.getByRole('dialog', { name });

  it('after the question whether what is typed is thrown away: where one was', async () => {
    const form = dialog('Register patient');
    const question = dialog('Throw away what you typed?');
    const given = form.getByLabel('Given name');
    const telephone = form.getByLabel('Telephone');
    await clinicPage.getByRole('button', { name: 'Register patient' }).press('Enter');
    await given.fill('Rosa');
    await telephone.fill('12');
    for (const leave of [
      () => clinicPage.keyboard.press('Escape'),
      () => form.getByRole('button', { name: 'Close' }).click(),
      // Beside the dialog.
      () => clinicPage.mouse.click(20, 900),
    ]) {
      await leave();
      await question.waitFor();
      await clinicPage.getByRole('button', { name: 'Go on with it' }).and(clinicPage.locator(':focus')).press('Enter');
      await question.waitFor({ state: 'detached' });
      await goesOnAt(clinicPage, /^Telephone/);
      // It is still there once all that is set going by the answer has come.
      await clinicPage.waitForTimeout(100);
      await goesOnAt(clinicPage, /^Telephone/);
    }
    // The dialog holds the keyboard as before.
    await form.getByRole('button', { name: 'Cancel' }).focus();
    await clinicPage.keyboard.press('Tab');
    await goesOnAt(clinicPage, /^Close$/);
    await form.getByRole('button', { name: 'Cancel' }).press('Enter');
    await form.waitFor({ state: 'detached' });
    await goesOnAt(clinicPage, /^Register patient$/);
  });

  it('after a registration: at what came of it', async () => {
    await clinicPage.getByRole('button', { name: 'Register patient' }).press('Enter');
    const form = dialog('Register patient');
    await form.getByLabel('Given name').fill('Rosa');
    await form.getByLabel('Family name').fill('Robin');
    await form.getByLabel('Date of birth').fill('1960-01-02');
    await form.getByLabel('E-mail').fill('rosa@people.example');
    await form.getByLabel(/agrees that the clinic monitors/).check();
    await form.getByRole('button', { name: 'Register', exact: true }).press('Enter');
    await form.getByText('Rosa Robin is registered.').waitFor();
    await goesOnAt(clinicPage, /^Rosa Robin is registered\.$/);
    await inspect(clinicPage, 'registered', CORNERS);
    await clinicPage.keyboard.press('Tab');
    await clinicPage.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await goesOnAt(clinicPage, /^Register patient$/);
  });

  it('after a link was made: at what is said of it', async () => {
    await clinicPage.goto(`${app.url}/patients/${patientId}`);
    await clinicPage.getByRole('button', { name: 'Invite somebody to look on' }).press('Enter');
    const form = dialog('Invite somebody to look on');
    await form.getByLabel('Name', { exact: true }).fill('Lou Looker');
    await form.getByLabel('E-mail').fill('lou@people.example');
    await form.getByLabel('Who they are to the patient').fill('niece');
    await form.getByRole('button', { name: 'Make the invitation' }).press('Enter');
    await goesOnAt(clinicPage, /^Give this link to Lou Looker/);
    await inspect(clinicPage, 'link that was made', CORNERS);
    // It is shown once: no key closes it.
    await form.getByRole('button', { name: 'Close' }).press('Enter');
    await form.waitFor({ state: 'detached' });
  });

  it('while and after a file is read, and at the next one', async () => {
    await clinicPage.getByRole('button', { name: 'Upload export' }).press('Enter');
    const form = dialog('Upload an export');
    await form.getByLabel('Export file').setInputFiles(exportOf(2));
    await form.getByRole('button', { name: 'Upload', exact: true }).press('Enter');
    await form.getByText('The export is stored.').waitFor();
    await goesOnAt(clinicPage, /The export is stored/);
    await inspect(clinicPage, 'export that is stored', CORNERS);
    await form.getByRole('button', { name: 'Upload another' }).press('Enter');
    await goesOnAt(clinicPage, /^Export file$/);
    await clinicPage.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('after a file was taken back: at what is said of that file', async () => {
    await patientPage.goto(app.url);
    await patientPage.getByTestId('upload-file').setInputFiles(exportOf(1));
    const files = patientPage.locator('.files');
    const button = files.getByRole('button', { name: /Take back the file/ });
    await until('both files can be taken back', async () => (await button.count()) === 2);
    // No: the button is there still.
    await button.first().press('Enter');
    await patientPage.keyboard.press('Escape');
    await goesOnAt(patientPage, /^Take back the file/);
    await button.first().press('Enter');
    await patientPage.getByRole('dialog').getByRole('button', { name: 'Take back' }).press('Enter');
    await files.getByText(/was taken back: 1 measurement is gone/).waitFor();
    await goesOnAt(patientPage, /was taken back: 1 measurement is gone/);
    await inspect(patientPage, 'file that was taken back, with the focus', CORNERS);
  });

  it('after a copy is made: at the button that made it', async () => {
    await patientPage.goto(`${app.url}/my-data`);
    await patientPage.getByRole('button', { name: 'Make a copy' }).press('Enter');
    await patientPage.getByRole('link', { name: 'Download' }).waitFor({ timeout: 60_000 });
    await goesOnAt(patientPage, /^Make a new one$/);
    await inspect(patientPage, 'copy that is made', CORNERS);
  });

  it('after one has asked to be deleted, and has taken that back: at the button of the other', async () => {
    await patientPage.getByRole('button', { name: 'Ask to delete everything' }).press('Enter');
    await patientPage.getByRole('button', { name: 'Yes, delete everything' }).press('Enter');
    await goesOnAt(patientPage, /^Take it back$/);
    await inspect(patientPage, 'asked to be deleted', CORNERS);
    await patientPage.keyboard.press('Enter');
    await goesOnAt(patientPage, /^Ask to delete everything$/);
  });

  it('after one has agreed to something: at the question', async () => {
    await patientPage.goto(`${app.url}/consents`);
    const card = patientPage.getByRole('region').filter({ has: patientPage.getByRole('button', { name: 'I agree' }) });
    const question = (await card.first().getByRole('heading').innerText()).trim();
    await card.first().getByRole('button', { name: 'I agree' }).press('Enter');
    await until('it is answered', async () => (await focused(patientPage)) === question);
    await patientPage
      .getByRole('status')
      .getByText(/^You agreed on/)
      .first()
      .waitFor();
    await inspect(patientPage, 'agreed, with the focus', CORNERS);
    expect(errors).toEqual([]);
  });
});
