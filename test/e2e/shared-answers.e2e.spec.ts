import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { inspect, SIZES } from '../support/inspect.js';
import { createClinic, ok } from '../support/people.js';

jest.setTimeout(120_000);

describeWithBrowser('a follower who was given the answers alone', () => {
  let app: TestApp;
  let circle: CareCircle;
  let browser: TestBrowser;

  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'answers'), 'Walker');
    const { patient, caregiver, patientId } = circle;
    await patient.agent
      .post(`/api/v1/patients/${patientId}/responses`)
      .send({
        id: randomUUID(),
        instrument: 'peg',
        authoredAt: new Date().toISOString(),
        answers: { pain: 5, enjoyment: 4, activity: 3 },
      })
      .expect(ok);
    await app.database.asOwner(`UPDATE delegation SET categories = '{responses}' WHERE person_id = $1`, [
      caregiver.personId,
    ]);
    browser = await openBrowser(SIZES[0]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it('reads whose they are and what was answered, and is not sent to try again for the numbers', async () => {
    const page = await openAs(app, browser, circle.caregiver.email);
    await page.getByText('You see here what Test has chosen to share.').waitFor();
    await page.getByText('4 of 10.').waitFor();
    await inspect(page, 'shared answers');
    await page.goto(`${app.url}/numbers`);
    await page.locator('main').getByText('The numbers are not shared with you.').waitFor();
    await inspect(page, 'numbers that are not shared');
  });
});
