import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient } from '../support/people.js';

jest.setTimeout(240_000);

describeWithBrowser('consent and the broken glass', () => {
  let app: TestApp;
  let admin: Person;
  let ana: Person;
  let ben: Person;
  let june: Person;
  let lou: Person;
  let juneId: string;
  const browsers: TestBrowser[] = [];
  const errors: string[] = [];

  const enter = async (who: Person, path: string, size: (typeof SIZES)[number] = SIZES[0]): Promise<Page> => {
    const browser = await openBrowser(size);
    browsers.push(browser);
    const page = await openAs(app, browser, who.email, path);
    collectErrors(page, errors);
    return page;
  };
  const book = async (): Promise<string> => {
    const id = randomUUID();
    const startsAt = new Date().toISOString();
    const visit = { id, patientId: juneId, startsAt, minutes: 30, modality: 'video', evenIfOverlapping: true };
    await ana.agent.post('/api/v1/visits').send(visit).expect(ok);
    return id;
  };
  const stateOf = async (id: string) => (await ana.agent.get(`/api/v1/visits/${id}`).expect(200)).body.state;
  const card = (page: Page, title: RegExp) =>
    page.locator('section.consent').filter({ has: page.getByRole('heading', { name: title }) });

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'asked');
    admin = clinic.admin;
    ana = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Ana Tester', profession: 'psychologist' });
    ben = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Ben Tester', profession: 'pain-physician' });
    const cora = await inviteAndAccept(app, admin, { role: 'coordinator', name: 'Cora Tester' });
    juneId = await registerPatient(ana, { givenName: 'June', familyName: 'Walker' });
    june = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId: juneId });
    lou = await inviteAndAccept(app, cora, { role: 'caregiver', name: 'Lou Looker', patientId: juneId });
    // As on the first day: nobody has asked yet.
    await app.database.asOwner(`DELETE FROM consent WHERE purpose = 'telehealth'`);
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await app?.close();
  });

  it('asks before the first visit, and ends it when the patient withdraws', async () => {
    const visitId = await book();
    const page = await enter(june, '/', SIZES[1]);
    await page.getByRole('button', { name: 'I am here' }).first().click();
    await page.getByRole('heading', { name: 'Visits by video or telephone' }).waitFor();
    await inspect(page, 'asked before a visit', CORNERS);
    await page.getByRole('button', { name: 'I agree' }).click();
    await page
      .getByText(/waiting room/i)
      .first()
      .waitFor();
    expect(await stateOf(visitId)).toBe('waiting');

    await page.goto(app.url);
    await page.getByRole('link', { name: /questions about what you agree to/ }).click();
    await card(page, /Research|research/).waitFor();
    await inspect(page, 'my consents');
    await card(page, /research/)
      .getByRole('button', { name: 'I do not agree' })
      .click();
    await card(page, /research/)
      .getByText(/You said no on/)
      .waitFor();
    const telehealth = card(page, /Visits by video/);
    await telehealth.getByText('Read the text').click();
    await telehealth.getByText(/nobody can examine me/).waitFor();
    await telehealth.getByRole('button', { name: 'Withdraw' }).click();
    const dialog = page.getByRole('dialog', { name: 'Withdraw?' });
    await dialog.getByText(/A visit that is going on ends/).waitFor();
    await inspect(page, 'withdraw', CORNERS);
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await telehealth.getByText(/You withdrew on/).waitFor();
    expect(await stateOf(visitId)).toBe('cancelled');
  });

  it('takes the record from a caregiver’s open page', async () => {
    const page = await enter(lou, '/', SIZES[1]);
    await page.getByText(/You see here what June has chosen to share/).waitFor();
    const own = await enter(june, '/consents', SIZES[1]);
    await card(own, /people who help me/)
      .getByRole('button', { name: 'Withdraw' })
      .click();
    await own.getByRole('dialog', { name: 'Withdraw?' }).getByRole('button', { name: 'Withdraw' }).click();
    // Nobody touches the caregiver's page.
    await page.getByText('Nothing is shared with you at present.').waitFor();
    expect(await page.content()).not.toContain('Walker');
    await own.context().close();
  });

  it('lets the team write down what the patient said, with the words read out', async () => {
    const page = await enter(ana, `/patients/${juneId}`);
    await page.getByRole('button', { name: 'Write down' }).click();
    const dialog = page.getByRole('dialog', { name: 'Write down an answer' });
    await dialog.getByLabel('Question').selectOption('telehealth');
    await dialog.getByText(/nobody can examine me/).waitFor();
    await dialog.getByRole('button', { name: 'Save the answer' }).click();
    await dialog.getByText('Please write 5 letters or more').waitFor();
    await inspect(page, 'write down a consent');
    await dialog.getByLabel(/Why is it not answered/).fill('Rang us, no smartphone today');
    await dialog.getByLabel('How was it told?').selectOption('telephone');
    await dialog.getByRole('button', { name: 'Save the answer' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(/Visits by video or telephone\s*, agreed/).waitFor();
    await inspect(page, 'a patient with consents', CORNERS);
  });

  it('protects a note, from a colleague on the team as well', async () => {
    await app.database.asOwner(
      'INSERT INTO care_team_member (clinic_id, patient_id, person_id) SELECT clinic_id, id, $2 FROM patient WHERE id = $1',
      [juneId, ben.personId],
    );
    const visitId = await book();
    const page = await enter(ana, `/visits/${visitId}`);
    await page.getByLabel(/Seen/).fill('Drinks alone at night');
    await page.getByLabel('Who may read it').selectOption('substance-use');
    await page.getByTestId('note-saved').getByText(/saved/).waitFor();
    await inspect(page, 'a protected note', CORNERS);
    const other = await enter(ben, `/visits/${visitId}`);
    await other.getByText('There is no note here that you may read.').waitFor();
    await inspect(other, 'a note of somebody else', CORNERS);
    expect(await other.content()).not.toContain('Drinks');
    await app.database.asOwner('DELETE FROM care_team_member WHERE person_id = $1', [ben.personId]);
  });

  it('opens a record by break-glass access, visibly, until it is ended', async () => {
    const page = await enter(ben, '/break-glass');
    await page.getByLabel('Patient’s name').fill('walk');
    await page.getByText('June Walker').first().waitFor();
    await inspect(page, 'break-glass search');
    await page.getByRole('button', { name: 'Open the record June Walker' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open the record of June Walker?' });
    await dialog.getByLabel('Reason').fill('because');
    await dialog.getByRole('button', { name: 'Open for one hour' }).click();
    await dialog.getByText('Please write 20 letters or more').waitFor();
    await inspect(page, 'break the glass');
    await dialog.getByLabel('Reason').fill('Found unconscious, the ambulance asks what she takes');
    // Nothing is chosen beforehand.
    await dialog.getByText('Please choose one').waitFor();
    await dialog.getByLabel('Why now?').selectOption('emergency');
    await dialog.getByRole('button', { name: 'Open for one hour' }).click();
    await page.getByRole('heading', { name: 'June Walker', level: 1 }).waitFor();
    await page.getByText(/You are reading the record of June Walker/).waitFor();
    await page.getByText(/5\d minutes left/).waitFor();
    expect(await page.getByRole('button', { name: 'Start visit' }).isVisible()).toBe(false);
    // Reading only: nothing is offered that would be refused, nothing is asked for that is not opened.
    await page.getByRole('heading', { name: 'Care team' }).waitFor();
    expect(await page.getByRole('button', { name: /^Change/ }).count()).toBe(0);
    expect(await page.getByText(/could not be loaded/).count()).toBe(0);
    await inspect(page, 'a record under the glass');
    // The banner goes along to other pages.
    await page.goto(`${app.url}/visits`);
    await page.getByText(/You are reading the record of June Walker/).waitFor();
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText(/You are reading the record/).waitFor({ state: 'hidden' });
    await page.goto(`${app.url}/patients/${juneId}`);
    await page.getByText(/could not be loaded/).waitFor();
  });

  it('is judged by the administrator, who also writes the words of consents', async () => {
    const page = await enter(admin, '/reviews');
    await page.getByText('Ben Tester opened the record of June Walker').waitFor();
    await page.getByLabel('Judgement').selectOption('unclear');
    await page.getByRole('button', { name: 'Save the judgement' }).click();
    await page.getByText('Please write 10 letters or more').waitFor();
    await inspect(page, 'reviews');
    await page.getByLabel('What follows from it').fill('I talk to him on Monday');
    await page.getByRole('button', { name: 'Save the judgement' }).click();
    await page.getByText('Nothing waits for a judgement.').waitFor();
    await page.getByRole('button', { name: 'Judged' }).click();
    await page.getByText(/Unclear, by Admin of asked/).waitFor();
    await inspect(page, 'judged reviews', CORNERS);

    await page.goto(`${app.url}/consent-texts`);
    await page.getByText('Visits by video or telephone').first().waitFor();
    await inspect(page, 'consent texts');
    await page.getByRole('button', { name: 'New version Visits by video or telephone' }).click();
    const dialog = page.getByRole('dialog', { name: 'New version' });
    await dialog.getByLabel('Title').fill('Video, in our words');
    await inspect(page, 'a new consent text', CORNERS);
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Video, in our words').first().waitFor();
  });

  it('makes no error on any page', () => {
    // What the server refuses on purpose is told by the browser as a failed load, and nothing else may be.
    expect(errors.filter((error) => !/status of 40[349]/.test(error))).toEqual([]);
  });
});
