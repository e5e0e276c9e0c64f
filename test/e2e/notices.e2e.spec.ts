import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FIRST_PAGE } from '../../src/modules/notifications/sending/notice-words.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../support/people.js';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

describeWithBrowser('notices in the browser', () => {
  let sink: SmtpSink;
  let app: TestApp;
  let ana: Person;
  let cora: Person;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    sink = await openSmtpSink();
    // Service workers and push belong to a secure origin, and localhost counts as one.
    app = await createTestApp({ localhost: true, env: { SMTP_URL: sink.url } });
    const clinic = await createClinic(app, 'bells');
    ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician', name: 'Ana Tester' });
    cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    browser = await openBrowser(SIZES[0]);
    await browser.context.grantPermissions(['notifications'], { origin: app.url });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await sink?.close();
  });

  it('are set by oneself: quiet hours, what may interrupt, and a test that arrives', async () => {
    page = await openAs(app, browser, ana.email, '/account');
    const errors = collectErrors(page);
    const section = page.getByRole('region', { name: 'Notices' });
    const quiet = section.getByRole('checkbox', { name: 'Quiet hours', exact: true });
    await quiet.click();
    await until('it is ticked', () => quiet.isChecked());
    await section.getByLabel('From').fill('20:30');
    await section.getByRole('button', { name: 'Save' }).click();
    await section.getByText('Saved.').waitFor();
    await section.getByLabel(/What cannot wait/).click();
    const kept = async () => (await ana.agent.get('/api/v1/account/notices').expect(200)).body;
    await until('it is kept', async () => (await kept()).interrupt);
    await page.reload();
    expect(await section.getByLabel('From').inputValue()).toBe('20:30');
    expect(await section.getByLabel(/What cannot wait/).isChecked()).toBe(true);
    await section.getByRole('button', { name: 'Send me a test' }).click();
    await section.getByText('A test is on its way.').waitFor();
    await until('the test has come', () => sink.mails.some((mail) => mail.includes('A test from Stepwell')));
    expect(sink.mails.filter((mail) => mail.includes('A test from Stepwell'))).toHaveLength(1);
    await inspect(page, 'notices');
    expect(errors).toEqual([]);
  });

  it('are shown by the service worker, and lead to the page', async () => {
    const client = await browser.context.newCDPSession(page);
    await client.send('ServiceWorker.enable');
    const found = new Promise<string>((resolve) =>
      client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      }),
    );
    await page.evaluate(
      `navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)`,
    );
    const notice = { title: 'An item waits in Stepwell', body: 'Please look now.', path: FIRST_PAGE, tag: 'one' };
    await client.send('ServiceWorker.deliverPushMessage', {
      origin: app.url,
      registrationId: await found,
      data: JSON.stringify(notice),
    });
    const shown = () =>
      page.evaluate(
        `navigator.serviceWorker.ready.then(async (r) => (await r.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path })))`,
      ) as Promise<object[]>;
    await until('it is shown', async () => (await shown()).length > 0);
    expect(await shown()).toEqual([notice]);
    await page.goto(app.url + FIRST_PAGE);
    await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  });

  it('that invite a patient go to the address alone: the page says so, and shows no link', async () => {
    const patientId = await registerPatient(cora, { givenName: 'June', familyName: 'Walker' });
    const desk = await openBrowser(SIZES[0]);
    try {
      const patientPage = await openAs(app, desk, cora.email, `/patients/${patientId}`);
      await patientPage.getByRole('button', { name: 'Invite the patient', exact: true }).click();
      const dialog = patientPage.getByRole('dialog');
      await dialog.getByLabel('E-mail').fill('june@walker.example');
      await dialog.getByRole('button', { name: 'Make the invitation' }).click();
      await dialog.getByText(/^A mail with the link is on its way to june@walker\.example/).waitFor();
      expect(await dialog.getByText('/invite/').count()).toBe(0);
      await inspect(patientPage, 'a patient invited by mail');
      await until('the mail has come', () => sink.mails.some((mail) => mail.includes('To: june@walker.example')));
      expect(sink.mails.filter((mail) => mail.includes('To: june@walker.example'))).toHaveLength(1);
    } finally {
      await desk.close();
    }
  });
});
