import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { inspect, SIZES } from '../support/inspect.js';
import {
  awayFromMidnight,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  type Person,
  registerPatient,
  tokenFor,
} from '../support/people.js';

jest.setTimeout(240_000);

/** Three days ago, in the middle of the day of any zone that a clinic of the tests is in. */
const at = (minute: number) =>
  new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 3 * 86_400_000 + (10 * 60 + minute) * 60_000);
const reading = (minute: number, value: number): Reading => ({
  metric: 'steps',
  value,
  start: at(minute).toISOString(),
  end: at(minute + 1).toISOString(),
});

describeWithBrowser('what somebody has got wrong', () => {
  let app: TestApp;
  let cora: Person;
  let patientId: string;
  let browsers: TestBrowser[];
  let clinicPage: Page;
  let patientPage: Page;
  const errors: string[] = [];

  beforeAll(awayFromMidnight, MIDNIGHT_MS);
  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'mended');
    cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    patientId = await registerPatient(cora, { givenName: 'June', familyName: 'Walker' });
    const june = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId });
    const token = await tokenFor(app, clinic.id, 'system/Observation.crs');
    await postObservations(app, token, patientId, [reading(0, 40), reading(5, 200), reading(9, 7)]);
    browsers = await Promise.all([openBrowser(SIZES[0]), openBrowser(SIZES[1])]);
    clinicPage = await openAs(app, browsers[0]!, cora.email);
    patientPage = await openAs(app, browsers[1]!, june.email);
    for (const page of [clinicPage, patientPage]) collectErrors(page, errors);
  });
  afterAll(async () => {
    for (const browser of browsers ?? []) await browser.close();
    await app?.close();
  });

  const pains = async () => {
    const { body } = await cora.agent.get(`/api/v1/patients/${patientId}/responses?instrument=diary`).expect(200);
    return (body.items as { status: string; answers: Record<string, number> }[]).map(({ answers }) => answers);
  };
  const diary = () => patientPage.locator('section', { hasText: 'One-minute diary' });
  const answer = async (first: number) => {
    const card = diary();
    for (let step = 1; step <= 4; step++) {
      await card.getByText(`${step} of 4`).waitFor();
      await card.getByRole('button', { name: String(step === 1 ? first : 3), exact: true }).click();
      await card.getByRole('button', { name: step < 4 ? 'Next' : 'Save', exact: true }).press('Enter');
    }
    await card.getByText('Saved, thank you').waitFor();
  };

  it('the patient, in today’s diary: at once, and when the page is opened again', async () => {
    await patientPage.goto(app.url);
    await answer(7);
    const [first] = await pains();
    expect(Object.values(first!)).toContain(7);
    await inspect(patientPage, 'diary that can be changed');
    await patientPage.getByRole('button', { name: 'Change today’s answers' }).press('Enter');
    expect(await diary().getByRole('button', { name: '7', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await answer(1);
    await patientPage.reload();
    await patientPage.getByText('Today’s diary is done').waitFor();
    await inspect(patientPage, 'diary that is done');
    await patientPage.getByRole('button', { name: 'Change today’s answers' }).press('Enter');
    await answer(2);
    const after = await pains();
    expect(after).toHaveLength(1);
    expect(Object.values(after[0]!).sort()).toEqual([2, 3, 3, 3]);
  });

  it('a watch: the patient says so, and the team mends it on the patient’s page', async () => {
    await patientPage.goto(`${app.url}/my-data`);
    await patientPage.getByLabel('What is wrong?').fill('I did not walk 200 steps in a minute.');
    await patientPage.getByRole('button', { name: 'Send to my team' }).press('Enter');
    await patientPage.getByText('Waiting for an answer').waitFor();
    await clinicPage.goto(`${app.url}/requests`);
    await clinicPage.getByText('200 steps in a minute').first().waitFor();
    await inspect(clinicPage, 'request to mend');
    await clinicPage.getByRole('link', { name: 'Days and readings of June Walker' }).press('Enter');
    await clinicPage.getByRole('button', { name: /247/ }).first().press('Enter');
    const panel = clinicPage.getByRole('region', { name: /Where Steps of/ });
    await panel.getByRole('button', { name: /Correct value: 200 of/ }).waitFor();
    await inspect(clinicPage, 'readings to mend');
    await panel.getByRole('button', { name: /Correct value: 200 of/ }).press('Enter');
    const dialog = clinicPage.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Correct value' }).press('Enter');
    await dialog.getByText('Please say why').waitFor();
    await inspect(clinicPage, 'correcting a value, in doubt');
    await dialog.getByLabel(/Right value/).fill('20');
    await dialog.getByLabel('Reason').fill('One nought too many');
    await dialog.getByRole('button', { name: 'Correct value' }).press('Enter');
    await panel.getByText(/corrected by Cora Tester, .*: “One nought too many”/).waitFor();
    // The day is read anew before the dialog goes; a key that opens the next one while it is there would open nothing.
    await dialog.waitFor({ state: 'hidden' });
    await panel.getByRole('button', { name: /Mark as an error: 7 of/ }).press('Enter');
    await dialog.getByLabel('Reason').fill('It lay in a bag');
    await dialog.getByRole('button', { name: 'Mark as an error' }).press('Enter');
    await panel.getByText(/marked as an error by Cora Tester/).waitFor();
    await panel.getByRole('heading', { name: /: 60/ }).waitFor();
    await inspect(clinicPage, 'readings that were mended');
    expect(errors).toEqual([]);
  });
});
