import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { ageProof } from '../support/code-app.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, PASSWORD, type Person, registerPatient } from '../support/people.js';
import { authorizeUrl, exchange, fhir, newVerifier, type SmartApp } from '../support/smart-app.js';
import { endsWithin5s } from '../support/token-ends.js';

jest.setTimeout(180_000);

/** The app of somebody else: a page on another port, which shows what it was given. */
async function serveApp(): Promise<{ readonly redirectUri: string; readonly close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><html lang="en"><title>Pain diary</title><h1>Welcome to Pain diary</h1></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    redirectUri: `http://127.0.0.1:${port}/back`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describeWithBrowser('an app of somebody else', () => {
  let at: TestApp;
  let admin: Person;
  let june: Person;
  let ana: Person;
  let nellId: string;
  let place: Awaited<ReturnType<typeof serveApp>>;
  let adminSide: TestBrowser;
  let juneSide: TestBrowser;
  let app: SmartApp;
  let token: string;

  beforeAll(async () => {
    at = await createTestApp();
    place = await serveApp();
    const clinic = await createClinic(at, 'apps');
    admin = clinic.admin;
    ana = await inviteAndAccept(at, admin, { role: 'clinician', name: 'Ana Tester', profession: 'pain-physician' });
    const cora = await inviteAndAccept(at, admin, { role: 'coordinator', name: 'Cora Tester' });
    const juneId = await registerPatient(ana, { givenName: 'June', familyName: 'Walker' });
    nellId = await registerPatient(ana, { givenName: 'Nell', familyName: 'Newcomer' });
    june = await inviteAndAccept(at, cora, { role: 'patient', name: 'June Walker', patientId: juneId });
    [adminSide, juneSide] = await Promise.all([openBrowser(SIZES[0]), openBrowser(SIZES[1])]);
  });
  afterAll(async () => {
    await adminSide?.close();
    await juneSide?.close();
    await place?.close();
    await at?.close();
  });

  const SCOPE = 'openid launch/patient offline_access patient/*.rs';

  it('is registered by the admin after one more proof, who gets its secret once', async () => {
    const page = await openAs(at, adminSide, admin.email, '/apps');
    const errors = collectErrors(page);
    await page.getByText('No apps yet.').waitFor();
    await page.getByRole('button', { name: 'Register an app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Register an app' });
    await dialog.getByLabel('Kind').selectOption('confidential');
    await dialog.getByRole('button', { name: 'Register', exact: true }).click();
    await dialog.getByText('Please fill in').first().waitFor();
    await inspect(page, 'register an app', CORNERS);
    await dialog.getByLabel('Name').fill('Pain diary');
    await dialog.getByLabel('Where people go back to').fill(place.redirectUri);
    await ageProof(at, admin, 60);
    await dialog.getByRole('button', { name: 'Register', exact: true }).click();
    const proof = page.getByRole('dialog', { name: 'Is it you?' });
    await proof.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    const shown = dialog.locator('code');
    await dialog.getByText('It is shown only now').waitFor();
    await inspect(page, 'an app is registered', CORNERS);
    const [clientId = '', secret = ''] = await shown.allTextContents();
    app = { id: '', clientId, secret, redirectUri: place.redirectUri };
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('allowed by nobody yet').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(errors.filter((error) => !/status of 403/.test(error))).toEqual([]);
    await page.close();
  });

  it('sends a patient to sign in, who reads in plain words what it would get, and allows it', async () => {
    const page = await juneSide.context.newPage();
    const errors = collectErrors(page);
    const verifier = newVerifier();
    await page.goto(at.url + authorizeUrl(at, app, SCOPE, verifier));
    await page.getByLabel('E-mail').fill(june.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Pain diary asks for access' }).waitFor();
    await page.getByText('You are signed in as June Walker').waitFor();
    await page.getByText(/see all health data: .* about you/).waitFor();
    await page.getByText('keep this access while you are away').waitFor();
    await inspect(page, 'consent');
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByText('Welcome to Pain diary').waitFor();
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const { body } = await exchange(at, app, code, verifier);
    expect(body).toMatchObject({ patient: june.patientId, scope: SCOPE });
    token = body.access_token;
    await fhir(at, token, `/Patient/${june.patientId}`).expect(200);
    expect(errors.filter((error) => !/status of 40[14]/.test(error))).toEqual([]);
    await page.close();
  });

  it('is about the one patient a clinician chooses, and is told when the answer is no', async () => {
    const side = await openBrowser(SIZES[0]);
    try {
      const page = await openAs(at, side, ana.email, authorizeUrl(at, app, SCOPE, newVerifier()));
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.getByText('Please choose a patient.').waitFor();
      await page.getByLabel('Search by name').fill('Newc');
      await page.getByLabel('June Walker').waitFor({ state: 'detached' });
      await page.getByLabel('Nell Newcomer').check();
      await page.getByText(/about this one patient/).waitFor();
      await inspect(page, 'consent of a clinician', CORNERS);
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.getByText('Welcome to Pain diary').waitFor();
      const rows = await at.database.asOwner('SELECT patient_id FROM app_grant WHERE person_id = $1', [ana.personId]);
      expect(rows).toEqual([{ patient_id: nellId }]);

      await page.goto(at.url + authorizeUrl(at, app, SCOPE, newVerifier()));
      await page.getByRole('button', { name: 'Do not allow' }).click();
      await page.getByText('Welcome to Pain diary').waitFor();
      expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
      await page.goBack();
      await page.getByText(/This request is over/).waitFor();
      await inspect(page, 'consent is over', CORNERS);
    } finally {
      await side.close();
    }
  });

  it('is ended by the patient, and gets nothing within 5 seconds', async () => {
    const page = await openAs(at, juneSide, june.email, '/account');
    await page.getByRole('heading', { name: 'Apps you have allowed' }).waitFor();
    await inspect(page, 'apps of my own', CORNERS);
    await page.getByRole('button', { name: 'End Pain diary' }).click();
    await page.getByRole('button', { name: 'End Pain diary' }).waitFor({ state: 'detached' });
    await endsWithin5s(() => fhir(at, token, '/Patient'));
    await page.close();
  });

  it('is ended by the admin, who sees who allowed it', async () => {
    const page = await openAs(at, adminSide, admin.email, '/apps');
    await page.getByText('allowed by 1 person').waitFor();
    await inspect(page, 'apps');
    await page.getByRole('button', { name: 'Who allowed it: Pain diary' }).click();
    await page.getByText(/Ana Tester, about Nell Newcomer/).waitFor();
    await inspect(page, 'who allowed an app', CORNERS);
    await page.getByRole('button', { name: 'End Ana Tester' }).click();
    await page.getByText('Nobody has allowed it.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'End Pain diary' }).click();
    await page.getByRole('button', { name: 'End this app' }).click();
    await page.getByText(/ended /).waitFor();
    const answer = await juneAsks(page);
    expect(answer).toContain('This app cannot be connected');
    await page.close();
  });

  async function juneAsks(page: Page): Promise<string> {
    await page.goto(at.url + authorizeUrl(at, app, SCOPE, newVerifier()));
    return page.content();
  }
});
