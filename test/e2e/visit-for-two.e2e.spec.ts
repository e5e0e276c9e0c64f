import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  collectErrors,
  describeWithBrowser,
  openAs,
  openBrowser,
  showsMotion,
  type TestBrowser,
} from '../support/browser.js';
import { inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

describeWithBrowser('a video visit is for two, and a helper is not the patient', () => {
  const CASPER = 'Casper Fernweh, for Ottilie Fernweh';
  let app: TestApp;
  let nina: Person;
  let ottilie: Person;
  let casper: Person;
  let patientId: string;
  const browsers: TestBrowser[] = [];
  const errors: string[] = [];

  const enter = async (who: Person, path: string, size: (typeof SIZES)[number] = SIZES[0]): Promise<Page> => {
    const browser = await openBrowser(size);
    browsers.push(browser);
    const page = await openAs(app, browser, who.email, path);
    collectErrors(page, errors);
    return page;
  };
  const cameraRuns = (page: Page) => page.getByTestId('local-video').isVisible();

  beforeAll(async () => {
    app = await createTestApp();
    const { admin } = await createClinic(app, 'fortwo');
    nina = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Nina Tester' });
    const cora = await inviteAndAccept(app, admin, { role: 'coordinator', name: 'Cora Tester' });
    patientId = await registerPatient(nina, { givenName: 'Ottilie', familyName: 'Fernweh' });
    ottilie = await inviteAndAccept(app, cora, { role: 'patient', name: 'Ottilie Fernweh', patientId });
    casper = await inviteAndAccept(app, cora, { role: 'caregiver', name: 'Casper Fernweh', patientId });
    const { body: channels } = await admin.agent.get('/api/v1/clinic/channels').expect(200);
    const { hasSecret: _, ...kept } = channels;
    await admin.agent
      .put('/api/v1/clinic/channels')
      .send({ ...kept, emergencyNumber: '112' })
      .expect(200);
  }, 180_000);
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await app?.close();
  });

  it('shows who is there by name, whom the clinician talks with, and who took whose place', async () => {
    const id = randomUUID();
    const visit = {
      id,
      patientId,
      startsAt: new Date().toISOString(),
      minutes: 30,
      modality: 'video',
      evenIfOverlapping: true,
    };
    await nina.agent.post('/api/v1/visits').send(visit).expect(ok);

    // The caregiver alone.
    const helper = await enter(casper, '/visits');
    await helper.getByText('Video, 30 minutes').first().waitFor();
    expect(await helper.getByText('not held').count()).toBe(0);
    await helper.getByRole('button', { name: 'I am here' }).click();
    await helper.getByText('Call 112 now.').waitFor();
    await helper.getByTestId('local-video').waitFor();
    const clinic = await enter(nina, `/visits/${id}`);
    await clinic.getByText(`${CASPER}, is waiting.`).waitFor();
    await clinic.getByRole('button', { name: `Admit ${CASPER}` }).click();
    await Promise.all([showsMotion(clinic), showsMotion(helper)]);
    const tile = clinic.locator('.tile.remote .nmx');
    expect(await tile.innerText()).toContain(CASPER);

    // The patient comes: she is the one to talk with, and both whom it concerns read so.
    const home = await enter(ottilie, `/visits/${id}`, SIZES[1]);
    await clinic.getByText(`Ottilie Fernweh has taken the place of ${CASPER}.`).waitFor();
    await helper.getByText(/^Ottilie Fernweh is in your place now\. A video visit is for two\./).waitFor();
    expect(await cameraRuns(helper)).toBe(false);
    await home.getByText(/A video visit is for two: you are in the call\. Casper Fernweh, for/).waitFor();
    await Promise.all([showsMotion(clinic), showsMotion(home)]);
    expect(await tile.innerText()).not.toContain('Casper');
    expect(await tile.innerText()).toContain('Ottilie Fernweh');
    await inspect(helper, 'a helper whose place the patient has taken');
    await inspect(clinic, 'a call, and a helper who waits');
    await inspect(home, 'in the call, and a helper who waits');

    // She goes: no camera goes on by itself, a press takes part.
    await home.close();
    await helper.getByRole('button', { name: 'Take part' }).waitFor();
    expect(await cameraRuns(helper)).toBe(false);
    const passed = clinic.getByText(`${CASPER}, has taken the place of Ottilie Fernweh.`);
    expect(await passed.count()).toBe(0);
    await helper.getByRole('button', { name: 'Take part' }).click();
    await passed.waitFor();
    await Promise.all([showsMotion(clinic), showsMotion(helper)]);
    await clinic.locator('.tile.remote .nmx', { hasText: CASPER }).waitFor();
    expect(errors).toEqual([]);
  });

  it('tells both in the waiting room whom the clinician will talk with', async () => {
    const id = randomUUID();
    const visit = {
      id,
      patientId,
      startsAt: new Date().toISOString(),
      minutes: 30,
      modality: 'video',
      evenIfOverlapping: true,
    };
    await nina.agent.post('/api/v1/visits').send(visit).expect(ok);
    await ottilie.agent.post(`/api/v1/visits/${id}/arrive`).send({}).expect(200);
    const home = await enter(ottilie, `/visits/${id}`, SIZES[1]);
    await home.getByTestId('local-video').waitFor();
    await home.getByText('All checked').waitFor();
    // Nobody scrolls while they wait.
    await until('the warning is seen without scrolling', async () => {
      const warning = await home.getByText('New numbness between the legs').boundingBox();
      const tabs = await home.getByRole('navigation').boundingBox();
      return warning !== null && tabs !== null && warning.y + warning.height < tabs.y;
    });
    const helper = await enter(casper, `/visits/${id}`);
    await helper.getByText(/Nina Tester will talk with Ottilie Fernweh, so that you cannot be in the call/).waitFor();
    expect(await cameraRuns(helper)).toBe(false);
    const clinic = await enter(nina, `/visits/${id}`);
    await clinic.getByText(`Ottilie Fernweh and ${CASPER}, are waiting.`).waitFor();
    await clinic
      .getByText(/A video visit is for two: you will talk with Ottilie Fernweh\. Casper Fernweh, for/)
      .waitFor();
    await clinic.getByRole('button', { name: 'Admit Ottilie Fernweh', exact: true }).waitFor();
    await inspect(clinic, 'both wait');
    await inspect(helper, 'a helper waits beside the patient');

    // Her page is loaded anew: for a moment only the helper is there, and nobody has taken anything.
    await clinic.getByRole('button', { name: 'Admit Ottilie Fernweh', exact: true }).click();
    await Promise.all([showsMotion(clinic), showsMotion(home)]);
    await home.reload();
    await helper.getByRole('button', { name: 'Take part' }).waitFor();
    await Promise.all([showsMotion(clinic), showsMotion(home)]);
    expect(await clinic.getByText(/has taken the place of/).count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
