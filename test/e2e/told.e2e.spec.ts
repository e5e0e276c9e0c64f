import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aFall, report } from '../support/alerts.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { answerConsent } from '../support/consents.js';
import { CORNERS, inspect } from '../support/inspect.js';
import { createClinic, ok } from '../support/people.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);
const PHONE = { width: 390, height: 844 };

describeWithBrowser('what patients and caregivers are told', () => {
  let app: TestApp;
  let circle: CareCircle;
  let browsers: TestBrowser[];
  let patient: Page;
  let caregiver: Page;
  let errors: string[];

  beforeAll(async () => {
    app = await createTestApp();
    circle = await gatherCareCircle(app, await createClinic(app, 'told-pages'), 'Lark');
    await answerConsent(circle.patient, circle.patientId, 'share-caregiver', 'given');
    browsers = [await openBrowser(PHONE), await openBrowser(PHONE), await openBrowser()];
    patient = await openAs(app, browsers[0]!, circle.patient.email);
    caregiver = await openAs(app, browsers[1]!, circle.caregiver.email);
    errors = collectErrors(patient);
    collectErrors(caregiver, errors);
  });
  afterAll(async () => {
    for (const browser of browsers ?? []) await browser.close();
    await app?.close();
  });

  it('nothing before somebody has looked; then both read it, each in their own voice, and the patient answers', async () => {
    await patient.getByText('Your team has no news for you.').waitFor();
    await report(app, circle.clinicId, aFall(circle.patientId, randomUUID()));
    const { body } = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    const { id, version } = body.items[0];
    await circle.treating.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version }).expect(ok);
    // By the bell: nobody loads the page again.
    await patient
      .getByText(/Since 10 November(?: 2026)? you have walked less/)
      .first()
      .waitFor();
    await patient.getByText(/Your team is looking at it/).waitFor();
    await caregiver
      .getByText(/Since 10 November(?: 2026)? \w+ has walked less than usual/)
      .first()
      .waitFor();
    await caregiver.getByText(/The team is looking at it/).waitFor();

    // The button is a sentence: it made the page wider than a phone.
    await inspect(patient, 'what we noticed, unanswered', CORNERS);
    await patient.setViewportSize(PHONE);
    await patient.getByRole('button', { name: /Did something get in the way/ }).click();
    // Words alone do not say what it was, and a button that does nothing says nothing.
    await patient.getByLabel('Add a few words, if you like').fill('The strap tore');
    await patient.getByRole('button', { name: 'Send', exact: true }).click();
    await patient.getByText('Choose first what it was.').waitFor();
    await inspect(patient, 'what we noticed, words without an answer');
    await patient.setViewportSize(PHONE);
    await patient.getByRole('button', { name: 'My watch is broken' }).click();
    await patient.getByText('Choose first what it was.').waitFor({ state: 'detached' });
    await patient.getByText('They read your words only if you let them see your answers.').waitFor();
    // Half an answer is there again after a reload.
    await patient.reload();
    const words = patient.getByLabel('Add a few words, if you like');
    await words.waitFor();
    expect(await words.inputValue()).toBe('The strap tore');
    await inspect(patient, 'what we noticed, an answer');
    await patient.setViewportSize(PHONE);
    await patient.getByRole('button', { name: 'Send', exact: true }).click();
    await patient.getByText(/You said: My watch is broken/).waitFor();
    await until('no draft is left', () =>
      patient.evaluate<boolean>('localStorage.getItem("stepwell.drafts") === null'),
    );
    await caregiver.getByText(/said: My watch is broken/).waitFor();
    expect(await caregiver.getByText('The strap tore').count()).toBe(0);
    await inspect(patient, 'what we noticed');
    await inspect(caregiver, 'what a caregiver is told');

    const team = await openAs(app, browsers[2]!, circle.treating.email);
    const seen = collectErrors(team);
    await team.getByRole('button', { name: /Lark/ }).first().click();
    const evidence = team.getByRole('region', { name: /Evidence for/ });
    await evidence
      .getByText(/told .* after somebody had looked|no device and no mail reaches them/)
      .first()
      .waitFor();
    await evidence.getByText('“The strap tore”').waitFor();
    await inspect(team, 'what the patient was told, for the team');
    expect(seen).toEqual([]);
    await team.close();
  });

  it('is kept while there is no connection, and can be taken back on both sides of it', async () => {
    await patient.setViewportSize(PHONE);
    await patient.getByRole('button', { name: 'Take it back' }).click();
    await patient.getByRole('button', { name: /Did something get in the way/ }).waitFor();
    await browsers[0]!.context.setOffline(true);
    await patient.getByRole('button', { name: /Did something get in the way/ }).click();
    await patient.getByRole('button', { name: 'I was ill' }).click();
    await patient.getByRole('button', { name: 'Send', exact: true }).click();
    await patient.getByText('It is safe and waits for a connection.').waitFor();
    await browsers[0]!.context.setOffline(false);
    await patient.getByText('It is safe and waits for a connection.').waitFor({ state: 'detached' });
    await patient.getByText(/You said: I was ill/).waitFor();
    const { body } = await circle.patient.agent.get(`/api/v1/notices?patientId=${circle.patientId}`).expect(200);
    expect(body.items[0].answers).toMatchObject([{ answer: 'ill', mine: true }]);
  });

  it('each chooses what wakes them', async () => {
    await patient.goto(`${app.url}/account`);
    const section = patient.getByRole('region', { name: 'What to tell me' });
    await section.getByLabel('Watch and phone').selectOption('none');
    await section.getByText('Saved.').waitFor();
    await patient.reload();
    await until(
      'it says what was chosen',
      async () => (await section.getByLabel('Watch and phone').inputValue()) === 'none',
    );
    await inspect(patient, 'what to tell me');
  });

  it('two quick choices are both kept, however slow the line is for the first', async () => {
    const section = patient.getByRole('region', { name: 'What to tell me' });
    const [first, both] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let [sent, answered] = [0, 0];
    await patient.route('**/api/v1/account/told', async (route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      if (++sent === 1) await first.promise;
      const response = await route.fetch();
      // Overtaken by the second, it lands after it.
      first.resolve();
      await route.fulfill({ response });
      if (++answered === 2) both.resolve();
    });
    await section.getByLabel('Good news').selectOption('none');
    await section.getByLabel('Visits and plan').selectOption('important');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    first.resolve();
    await both.promise;
    const { body } = await circle.patient.agent.get('/api/v1/account/told').expect(200);
    expect(body).toMatchObject({ good: 'none', visits: 'important' });
    await until('it says what was chosen', async () => (await section.getByLabel('Good news').inputValue()) === 'none');
    await until(
      'it says what was chosen',
      async () => (await section.getByLabel('Visits and plan').inputValue()) === 'important',
    );
    await patient.unroute('**/api/v1/account/told');
  });

  it('a very hard answer: what to do now is there at once, for the patient alone', async () => {
    const channels = { webhookUrl: null, fallbackEmail: null, fallbackWebhookUrl: null };
    const crisisLine = 'The crisis line listens day and night: 0800 111 0 111.';
    await circle.admin.agent
      .put('/api/v1/clinic/channels')
      .send({ version: 0, ...channels, emergencyNumber: '112', crisisLine })
      .expect(ok);
    await patient.goto(app.url);
    await patient
      .getByText(/you have walked less/)
      .first()
      .waitFor();
    await report(app, circle.clinicId, {
      patientId: circle.patientId,
      producer: 'self-report',
      kind: 'red-flag',
      domain: 'safety',
      key: 'self-harm:r1',
      severity: 3,
      confidence: null,
      since: '2026-11-10',
      live: true,
      sentence: { key: 'redFlag.selfHarm', facts: { answer: 2, since: '2026-11-10' } },
      patientSentence: null,
      evidence: {
        type: 'red-flag',
        flag: 'self-harm',
        instrument: 'phq9',
        responseId: 'r1',
        item: '9',
        answer: 2,
        answeredAt: '2026-11-10T10:00:00Z',
      },
    });
    await patient.getByRole('heading', { name: 'Help now' }).waitFor();
    await patient.getByText(crisisLine).waitFor();
    expect(await patient.getByRole('link', { name: 'Call 112' }).getAttribute('href')).toBe('tel:112');
    await inspect(patient, 'help now');
    expect(await caregiver.getByText('Help now').count()).toBe(0);
    expect(errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
  });
});
