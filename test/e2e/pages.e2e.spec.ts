import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient, tokenFor } from '../support/people.js';
import { alertsOf } from '../support/story.js';
import { until } from '../support/until.js';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;
/** Five ordinary weeks and a week of half of it. */
const steps: Reading[] = Array.from({ length: 42 }, (_, i) => {
  const start = (Math.floor(Date.now() / DAY_MS) - 42 + i) * DAY_MS;
  const value = i < 35 ? 6000 + ((i * 379) % 900) - 450 : 2600 - ((i * 97) % 300);
  return { metric: 'steps', value, start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() };
});

describeWithBrowser('every page', () => {
  let app: TestApp;
  let admin: Person;
  let ana: Person;
  let walker: Person;
  let looker: Person;
  let walkerId: string;
  let newcomerId: string;
  let clinicSide: TestBrowser;
  let cora: Person;
  let secondId: string;
  let patientSide: TestBrowser;
  let lookerSide: TestBrowser;
  let clinicPage: Page;
  let patientPage: Page;
  /** Alerts that somebody of the team has looked at. */
  const looked: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'pages');
    admin = clinic.admin;
    ana = await inviteAndAccept(app, admin, { role: 'clinician', name: 'Ana Tester', profession: 'pain-physician' });
    cora = await inviteAndAccept(app, admin, { role: 'coordinator', name: 'Cora Tester' });
    walkerId = await registerPatient(ana, { givenName: 'June', familyName: 'Walker' });
    secondId = await registerPatient(ana, { givenName: 'Milo', familyName: 'Second' });
    newcomerId = await registerPatient(ana, { givenName: 'Nell', familyName: 'Newcomer' });
    walker = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId: walkerId });
    looker = await inviteAndAccept(app, cora, { role: 'caregiver', name: 'Lou Looker', patientId: walkerId });
    const token = await tokenFor(app, clinic.id, 'system/Observation.crs');
    await postObservations(app, token, walkerId, steps);
    const pocket = steps.slice(0, 5).map((day) => ({ ...day, value: 900, device: 'test phone' }));
    await postObservations(app, token, walkerId, pocket);
    await postObservations(app, token, secondId, steps);
    await postObservations(app, token, newcomerId, steps.slice(30));
    expect(await alertsOf(ana, 'open', 2)).toHaveLength(2);
    [clinicSide, patientSide, lookerSide] = await Promise.all([
      openBrowser(SIZES[0]),
      openBrowser(SIZES[1]),
      openBrowser(SIZES[1]),
    ]);
  });

  afterAll(async () => {
    await clinicSide?.close();
    await patientSide?.close();
    await lookerSide?.close();
    await app?.close();
  });

  async function open(page: Page, path: string, shows: RegExp): Promise<void> {
    await page.goto(app.url + path);
    await page.getByText(shows).first().waitFor();
  }

  it('for those who are not signed in', async () => {
    clinicPage = await clinicSide.context.newPage();
    await open(clinicPage, '/sign-in', /Sign in/);
    await inspect(clinicPage, 'sign-in');
    const invitation = { id: randomUUID(), email: 'new@people.example', name: 'New Tester', role: 'clinician' };
    const { body } = await admin.agent.post('/api/v1/invitations').send(invitation).expect(ok);
    await open(clinicPage, new URL(body.link).pathname, /New Tester|Clinic pages/);
    await inspect(clinicPage, 'invitation');
    await clinicPage.getByRole('button', { name: 'Accept and create the account' }).press('Enter');
    await clinicPage.getByText('10 more characters').waitFor();
    expect(await focusedLabel(clinicPage)).toBe('New password');
    await open(clinicPage, '/forgot', /Send the link/);
    await inspect(clinicPage, 'forgot password');
    await open(clinicPage, '/reset#ml_unknown', /Use this password/);
    await inspect(clinicPage, 'reset password');
    await open(clinicPage, '/verify#ml_unknown', /unknown, used or too old/);
    await inspect(clinicPage, 'confirm e-mail');
    await open(clinicPage, '/outbox', /Your invitation to Stepwell/);
    await inspect(clinicPage, 'outbox');
    await clinicPage.close();
  });

  it('of the administrator', async () => {
    clinicPage = await openAs(app, clinicSide, admin.email);
    collectErrors(clinicPage, errors);
    await clinicPage.getByText('Ana Tester').first().waitFor();
    const invitation = { id: randomUUID(), email: 'late@people.example', name: 'Late Tester', role: 'clinician' };
    await admin.agent.post('/api/v1/invitations').send(invitation).expect(ok);
    await open(clinicPage, '/team', /Late Tester/);
    await inspect(clinicPage, 'team');
    await clinicPage
      .getByRole('button', { name: /^Invite/ })
      .first()
      .click();
    await clinicPage
      .getByLabel(/E-mail/)
      .first()
      .waitFor();
    await inspect(clinicPage, 'invite', CORNERS);
    // An empty form goes to what it needs first.
    await clinicPage.getByRole('button', { name: 'Make the link' }).press('Enter');
    await clinicPage.getByText('Please give a complete address').waitFor();
    expect(await focusedLabel(clinicPage)).toBe('Name');
    await open(clinicPage, '/budget', /in your clinic of 3 patients/);
    await inspect(clinicPage, 'alarm budget');
    // Without a mouse: one choice down, save.
    await clinicPage.getByRole('radio', { checked: true }).press('ArrowDown');
    expect(await focusIsVisible(clinicPage)).toBe(true);
    await clinicPage.keyboard.press('Enter');
    await clinicPage.getByText(/^Saved\. It holds/).waitFor();
    await clinicPage.getByText(/changed it from about one false alarm per 10 patients a month to about one/).waitFor();
    await inspect(clinicPage, 'alarm budget, changed', CORNERS);
    await open(clinicPage, '/economics', /alerts in 30 days/);
    await inspect(clinicPage, 'alert economics');
    await open(clinicPage, '/rules', /What is told, how soon/);
    await inspect(clinicPage, 'rules');
    await open(clinicPage, '/requests', /How long things are kept/);
    await clinicPage.getByLabel(/Grace period/).fill('21');
    await clinicPage.getByLabel(/Grace period/).press('Enter');
    await clinicPage.getByText(/grace 21 days/).waitFor();
    await inspect(clinicPage, 'requests of the administrator');
    await open(clinicPage, '/audit', /Invitations: added/);
    await clinicPage.getByLabel('What').selectOption('Retention');
    await clinicPage.getByText('How long things are kept: changed').waitFor();
    await inspect(clinicPage, 'audit');
    await clinicPage.close();
    await clinicSide.context.clearCookies();
  });

  it('of the clinician', async () => {
    clinicPage = await openAs(app, clinicSide, ana.email);
    const seen = collectErrors(clinicPage);
    await clinicPage
      .getByText(/Usual is/)
      .first()
      .waitFor();
    await inspect(clinicPage, 'worklist with evidence');
    await open(clinicPage, '/review', /patients to talk about/);
    await inspect(clinicPage, 'team review');
    await reviewByKeyboard(clinicPage);
    await open(clinicPage, '/patients', /June Walker/);
    await inspect(clinicPage, 'patients');
    await clinicPage
      .getByRole('button', { name: /Register/ })
      .first()
      .click();
    await clinicPage.getByLabel('Given name').waitFor();
    await inspect(clinicPage, 'register', CORNERS);
    await open(clinicPage, `/patients/${walkerId}`, /Steps down/);
    await clinicPage.getByRole('slider').press('ArrowLeft');
    await clinicPage.getByRole('slider').press('Enter');
    await clinicPage.getByRole('region', { name: 'Observations' }).waitFor();
    await clinicPage.keyboard.press('t');
    const table = clinicPage.getByRole('region', { name: /as a table/ });
    await table.waitFor();
    await clinicPage.keyboard.press('Tab');
    await clinicPage.keyboard.press('Enter');
    await clinicPage.getByRole('region', { name: 'Observations' }).waitFor();
    await inspect(clinicPage, 'patient with a day walked back and the table');
    await clinicPage
      .getByRole('button', { name: /sprint/i })
      .first()
      .click();
    await clinicPage.getByRole('dialog').waitFor();
    await inspect(clinicPage, 'sprint', CORNERS);
    await clinicPage.keyboard.press('Escape');
    await clinicPage.getByRole('button', { name: /Upload export/ }).click();
    await clinicPage.getByRole('dialog').waitFor();
    await inspect(clinicPage, 'upload', CORNERS);
    await clinicPage.keyboard.press('Escape');
    await clinicPage.getByRole('button', { name: 'Order' }).click();
    await clinicPage.getByText('Steps: best first').waitFor();
    await inspect(clinicPage, 'order of devices', CORNERS);
    await orderByKeyboard(clinicPage);
    await clinicPage.keyboard.press('Escape');
    await clinicPage.getByRole('button', { name: 'Travel or move' }).click();
    await clinicPage.getByText('at first').waitFor();
    await inspect(clinicPage, 'time zone', CORNERS);
    await clinicPage.getByLabel('Was then in').selectOption('Europe/Lisbon');
    await clinicPage.getByLabel(/^From/).fill('2026-01-05T12:00');
    await clinicPage.getByRole('button', { name: 'Enter' }).press('Enter');
    await clinicPage.getByText(/^since 5 Jan(?: 2026)? 12:00/).waitFor();
    await clinicPage.getByText(/^Entered\./).waitFor();
    await clinicPage.keyboard.press('Escape');
    await open(clinicPage, `/patients/${newcomerId}`, /Too few days yet: 12 of 28/);
    await inspect(clinicPage, 'patient who is new');
    await open(clinicPage, '/budget', /Your administrators choose it/);
    await expect(clinicPage.getByRole('radio').first().isDisabled()).resolves.toBe(true);
    await inspect(clinicPage, 'alarm budget, to read', CORNERS);
    await open(clinicPage, '/account', /this device/);
    await inspect(clinicPage, 'account');
    await open(clinicPage, '/visits', /Visits/);
    await inspect(clinicPage, 'visits');
    await clinicPage.getByRole('button', { name: /Book/ }).first().click();
    await clinicPage.getByRole('dialog').waitFor();
    await inspect(clinicPage, 'visits, booking', CORNERS);
    expect(seen).toEqual([]);
  });

  it('of the patient', async () => {
    // What got worse is on the patient's page once somebody has looked.
    const { body } = await ana.agent.get(`/api/v1/alerts?patientId=${walkerId}&kind=deterioration`).expect(200);
    for (const { id, version } of body.items) {
      await ana.agent.post(`/api/v1/alerts/${id}/acknowledge`).send({ version }).expect(ok);
      looked.push(id);
    }
    patientPage = await openAs(app, patientSide, walker.email);
    const seen = collectErrors(patientPage);
    await patientPage
      .getByText(/Since .* you have walked less/)
      .first()
      .waitFor();
    await inspect(patientPage, 'today');
    await open(patientPage, '/numbers', /Your walking/);
    await inspect(patientPage, 'numbers');
    await open(patientPage, '/', /My devices/);
    await patientPage.getByRole('button', { name: 'Which device counts first' }).click();
    await patientPage.getByText('Your walking: best first').waitFor();
    await inspect(patientPage, 'my order of devices', CORNERS);
    await patientPage.keyboard.press('Escape');
    await patientPage.getByRole('button', { name: 'Travel or move' }).click();
    const journeys = patientPage.getByRole('dialog');
    const enter = journeys.getByRole('button', { name: 'Enter', exact: true });
    await journeys.getByText('at first').waitFor();
    await enter.click();
    await journeys.getByText('Choose a day and a time.').waitFor();
    await inspect(patientPage, 'my time zone', CORNERS);
    await journeys.getByLabel('Was then in').selectOption('Europe/Madrid');
    await journeys.getByLabel('From (date and time in Madrid)').fill('2026-01-05T13:00');
    await enter.click();
    await journeys.getByText('A journey begins at that moment already.').waitFor();
    await inspect(patientPage, 'my time zone, at a moment that is taken', CORNERS);
    await journeys.getByLabel(/^From/).fill('2026-01-06T12:00');
    await enter.click();
    await journeys.getByText(/^since 6 Jan(?: 2026)? 12:00/).waitFor();
    await expect(journeys.getByLabel(/^From/).inputValue()).resolves.toBe('');
    // Until then it is being sent, and Escape does not close it.
    await journeys.getByText(/^Entered\./).waitFor();
    await putJourneyRight(patientPage);
    await takeJourneyOut(patientPage);
    await patientPage.keyboard.press('Escape');
    await journeys.waitFor({ state: 'detached' });
    // Though questions were asked above it.
    await until('the focus is where it came from', async () => (await focusedName(patientPage)) === 'Travel or move');
    await open(patientPage, '/account', /this device/);
    await inspect(patientPage, 'my account');
    await open(patientPage, '/visits', /visit/i);
    await inspect(patientPage, 'my visits');
    await open(patientPage, '/my-data', /Ana Tester/);
    await patientPage.getByText('looked at your record').first().waitFor();
    await inspect(patientPage, 'my data');
    await patientPage.getByRole('link', { name: 'Go to my devices' }).press('Enter');
    const devices = patientPage.getByRole('heading', { name: 'My devices' });
    await until('the devices are in view, and have the focus', async () => {
      const { height } = patientPage.viewportSize()!;
      const top = (await devices.boundingBox())?.y ?? height;
      return (
        top >= 0 && top < height / 2 && devices.evaluate((heading) => heading === heading.ownerDocument.activeElement)
      );
    });
    await inspect(patientPage, 'my devices', CORNERS);
    await open(patientPage, '/my-data', /Ana Tester/);
    await patientPage.getByRole('button', { name: 'Make a copy' }).press('Enter');
    const link = patientPage.getByRole('link', { name: 'Download' });
    await link.waitFor({ timeout: 60_000 });
    const fetched = patientPage.waitForEvent('download');
    await link.click();
    expect((await fetched).suggestedFilename()).toMatch(/^my-data-.*\.zip$/);
    await patientPage.getByLabel('What is wrong?').fill('I was on a ship, not walking.');
    await patientPage.getByRole('button', { name: 'Send to my team' }).press('Enter');
    await patientPage.getByText('Waiting for an answer').waitFor();
    await patientPage.getByRole('button', { name: 'Ask to delete everything' }).click();
    await patientPage.getByRole('dialog').waitFor();
    await inspect(patientPage, 'before asking to be deleted', CORNERS);
    await patientPage.getByRole('button', { name: 'Yes, delete everything' }).click();
    await patientPage.getByText('A second person must agree').last().waitFor();
    await inspect(patientPage, 'my data, with requests', CORNERS);
    await patientPage.getByRole('button', { name: 'Take it back' }).click();
    await patientPage.getByRole('button', { name: 'Ask to delete everything' }).waitFor();
    // The journey that somebody else had moved was not there any more.
    expect(seen.map((line) => /the server responded with a status of (\d+)/.exec(line)?.[1])).toEqual(['404']);
  });

  const journeysOf = async (): Promise<[since: string, zone: string][]> =>
    (await ana.agent.get(`/api/v1/patients/${walkerId}/time-zones`).expect(200)).body.items
      .slice(1)
      .map(({ since, zone }: { since: string; zone: string }) => [since, zone]);

  /** The zone alone first, then the moment alone; the keyboard comes back to where it was. */
  async function putJourneyRight(page: Page): Promise<void> {
    const dialog = page.getByRole('dialog');
    const [moment, save] = [dialog.getByLabel(/^From/), dialog.getByRole('button', { name: 'Save the correction' })];
    const [lisbon, madrid] = await journeysOf();
    await dialog.getByRole('button', { name: /^Correct: Madrid/ }).press('Enter');
    await dialog.getByText(/^You are correcting Madrid, since 6 Jan(?: 2026)? 12:00\.$/).waitFor();
    expect(await focusedLabel(page)).toBe('Was then in');
    await expect(moment.inputValue()).resolves.toBe('2026-01-06T12:00');
    await inspect(page, 'my time zone, one put right', CORNERS);
    await dialog.getByLabel('Was then in').selectOption('Atlantic/Canary');
    await expect(moment.inputValue()).resolves.toBe('2026-01-06T11:00');
    await save.press('Enter');
    await dialog.getByText(/^since 6 Jan(?: 2026)? 11:00/).waitFor();
    await dialog.getByText(/^Corrected\./).waitFor();
    expect(await journeysOf()).toEqual([lisbon, [madrid![0], 'Atlantic/Canary']]);
    await until('the focus is back at the journey', async () =>
      (await focusedName(page)).startsWith('Correct: Canary'),
    );
    await page.keyboard.press('Enter');
    await moment.fill('2026-01-08T09:00');
    // What is not sent is not thrown away without a word.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Go on with it' }).click();
    await save.press('Enter');
    await dialog.getByText(/^since 8 Jan(?: 2026)? 09:00/).waitFor();
    await dialog.getByText(/^Corrected\./).waitFor();
    expect(await journeysOf()).toEqual([lisbon, ['2026-01-08T09:00:00.000Z', 'Atlantic/Canary']]);
    await until('the focus is back at the journey', async () =>
      (await focusedName(page)).startsWith('Correct: Canary'),
    );
  }

  async function takeJourneyOut(page: Page): Promise<void> {
    const takeOut = page.getByRole('button', { name: /^Take out: Canary/ });
    await takeOut.press('Enter');
    const ask = page.getByRole('dialog', { name: /^Take out Canary, since 8 Jan/ });
    await ask.getByText('Then Lisbon, the zone before it, goes on').waitFor();
    await inspect(page, 'my time zone, before one is taken out', CORNERS);
    await ask.getByRole('button', { name: 'Keep it' }).press('Enter');
    await ask.waitFor({ state: 'detached' });
    await until('the focus is back', async () => (await focusedName(page)).startsWith('Take out: Canary'));
    expect(await journeysOf()).toHaveLength(2);
    await takeOut.press('Enter');
    // Somebody else moves it while the question is open: then it is not taken out, and the page says so.
    const moved = { zone: 'Atlantic/Canary', since: '2026-01-09T09:00:00.000Z', insteadOf: '2026-01-08T09:00:00.000Z' };
    await ana.agent.put(`/api/v1/patients/${walkerId}/time-zones`).send(moved).expect(200);
    await ask.getByRole('button', { name: 'Take out' }).press('Enter');
    await page.getByText(/^Somebody has changed this journey or taken it out meanwhile\./).waitFor();
    await inspect(page, 'my time zone, changed by somebody else', CORNERS);
    expect(await journeysOf()).toHaveLength(2);
    await takeOut.press('Enter');
    const again = page.getByRole('dialog', { name: /^Take out Canary, since 9 Jan/ });
    await again.getByRole('button', { name: 'Take out' }).press('Enter');
    await again.waitFor({ state: 'detached' });
    await page.getByText(/^Taken out\./).waitFor();
    await expect(takeOut.count()).resolves.toBe(0);
    expect((await journeysOf()).map(([, zone]) => zone)).toEqual(['Europe/Lisbon']);
    await until('the focus is at the list', async () => (await focusedName(page)) === 'Time zones so far');
  }

  it('of whoever comes while a file is being read, as after a new start of the server', async () => {
    const id = randomUUID();
    await app.database.asOwner(
      `INSERT INTO upload (clinic_id, id, patient_id, kind, state, records, created_by)
       SELECT clinic_id, $1, id, 'apple-health', 'reading', 1200, 'system/test' FROM patient WHERE id = $2`,
      [id, walkerId],
    );
    const pages = [
      [patientPage, '/', 'today'],
      [clinicPage, `/patients/${walkerId}`, 'a patient'],
    ] as const;
    for (const [page, path, name] of pages) {
      await open(page, path, /The file of .* is being read: 1,200 records so far/);
      await inspect(page, `${name}, while a file is being read`, CORNERS);
    }
    // The open pages follow.
    const error = 'This is not an Apple Health export.';
    await app.database.asOwner(`UPDATE upload SET state = 'failed', error = $2 WHERE id = $1`, [id, error]);
    for (const [page, , name] of pages) {
      await page.getByText(`was not taken in. ${error}`).waitFor();
      await inspect(page, `${name}, after a file that failed`, CORNERS);
    }
    await app.database.asOwner(
      `UPDATE upload SET state = 'done', created_at = now() - interval '1 hour', updated_at = now() WHERE id = $1`,
      [id],
    );
    // As if the pocket phone had come by it, and through no program.
    await app.database.asOwner(
      `UPDATE source_contact c SET via = NULL FROM source s WHERE s.clinic_id = c.clinic_id AND s.id = c.source_id AND s.device = 'Test Phone'`,
    );
    for (const [page, path, name] of pages) {
      await open(page, path, /came by a file, brought in/);
      await inspect(page, `${name}, with a device that came by a file`, CORNERS);
    }
    await app.database.asOwner('DELETE FROM upload WHERE id = $1', [id]);
  });

  it('of the team that answers a correction', async () => {
    // It leads there by itself: from the worklist, the rail and the patient's page.
    await open(clinicPage, '/', /A correction that a patient asked for waits/);
    await inspect(clinicPage, 'the worklist while a request waits', CORNERS);
    await open(clinicPage, `/patients/${walkerId}`, /Asks for a correction/);
    await clinicPage.getByText('I was on a ship, not walking.').waitFor();
    await clinicPage.getByRole('link', { name: /^Requests 1 wait for an answer/ }).click();
    await clinicPage.getByText(/on a ship/).waitFor();
    await clinicPage.getByLabel(/Your answer to June Walker/).fill('Thank you, we have marked it.');
    await inspect(clinicPage, 'requests of the team', CORNERS);
    await clinicPage.getByText('This only answers: nothing in the record changes by it.').waitFor();
    await clinicPage.getByRole('button', { name: 'Send as “Marked as an error”' }).press('Enter');
    await clinicPage.getByText('Ana Tester answered: Thank you').waitFor();
    await clinicPage.getByRole('link', { name: /wait for an answer/ }).waitFor({ state: 'detached' });
    // None waits, and what was answered is found again: from the patient's page and from the rail.
    await open(clinicPage, `/patients/${walkerId}`, /1 answered/);
    await clinicPage.getByRole('link', { name: '1 answered' }).click();
    await clinicPage.getByText('None waits for an answer.').waitFor();
    await inspect(clinicPage, 'requests that were answered', CORNERS);
    await open(clinicPage, '/', /Worklist/);
    await clinicPage.getByRole('link', { name: 'Requests', exact: true }).click();
    await clinicPage.getByText('Ana Tester answered: Thank you').waitFor();
    await open(patientPage, '/', /Your team answered what you said is wrong/);
    await inspect(patientPage, 'today, after an answer', CORNERS);
    await patientPage.getByRole('link', { name: /Your team answered/ }).click();
    await patientPage.getByText(/Ana Tester answered/).waitFor();
    await inspect(patientPage, 'my data, after an answer', CORNERS);
    // Read here, it is no news on Today any more, nor on the other device.
    await patientPage.getByRole('button', { name: 'I have read this' }).click();
    await patientPage.getByRole('button', { name: 'I have read this' }).waitFor({ state: 'detached' });
    const listed = patientPage.waitForResponse(/\/corrections$/);
    await open(patientPage, '/', /My devices/);
    await listed;
    expect(await patientPage.getByText('Your team answered').count()).toBe(0);
  });

  it('of a caregiver: about somebody else, with nothing that only the patient may do', async () => {
    const page = await openAs(app, lookerSide, looker.email);
    const seen = collectErrors(page);
    await page
      .getByText(/Since .* has walked less than usual/)
      .first()
      .waitFor();
    await inspect(page, 'a caregiver’s today');
    for (const path of ['/', '/numbers']) {
      await open(page, path, /has walked less/);
      expect([path, await page.locator('main').innerText()]).toEqual([
        path,
        expect.not.stringMatching(/\byour?\b(?! (?:see|look|know))/i),
      ]);
      expect(await page.getByRole('button', { name: /export|file|upload/i }).count()).toBe(0);
    }
    await inspect(page, 'a caregiver’s numbers');
    await inviteAndAccept(app, cora, {
      role: 'caregiver',
      name: 'Lou Looker',
      email: looker.email,
      patientId: secondId,
    });
    await open(page, '/', /Milo/);
    await page.locator('.ptop .person').click();
    await inspect(page, 'whom a caregiver of two looks after');
    await page.getByRole('menuitem', { name: 'June Walker' }).click();
    await open(page, '/numbers', /June has walked less/);
    await page.locator('.ptop .person').click();
    expect(await page.locator('[role=menuitem][aria-current=true]').innerText()).toBe('June Walker');
    await page.keyboard.press('Escape');
    expect(seen).toEqual([]);
    // For who comes after us nobody has looked.
    for (const id of looked) {
      const { version, timeline } = (await ana.agent.get(`/api/v1/alerts/${id}`).expect(200)).body;
      const eventId = timeline.findLast(({ kind }: { kind: string }) => kind === 'acknowledged').id;
      await ana.agent.post(`/api/v1/alerts/${id}/undo`).send({ version, eventId }).expect(ok);
    }
  });

  it('of a visit, on both sides', async () => {
    const seen = [collectErrors(clinicPage), collectErrors(patientPage)];
    const id = randomUUID();
    const visit = { id, patientId: walkerId, startsAt: new Date().toISOString(), minutes: 30, modality: 'video' };
    await ana.agent.post('/api/v1/visits').send(visit).expect(ok);
    await open(clinicPage, `/visits/${id}`, /June Walker/);
    await inspect(clinicPage, 'lobby');
    await open(patientPage, `/visits/${id}`, /I am here/);
    await inspect(patientPage, 'before arriving');
    await patientPage.getByRole('button', { name: /I am here/ }).click();
    await clinicPage.getByRole('button', { name: /^Admit/ }).click();
    for (const page of [clinicPage, patientPage]) await page.getByTestId('remote-video').waitFor({ timeout: 30_000 });
    await inspect(clinicPage, 'call, clinic');
    await inspect(patientPage, 'call, patient');
    // Without a hand on the mouse: mute, speak again, end.
    const mute = clinicPage.getByRole('button', { name: /mute|microphone/i }).first();
    const was = await mute.textContent();
    await clinicPage.keyboard.press('m');
    await until('it is muted', async () => (await mute.textContent()) !== was);
    await clinicPage.keyboard.press('m');
    await clinicPage.getByRole('button', { name: /^End/ }).first().focus();
    await clinicPage.keyboard.press('Enter');
    await clinicPage
      .getByRole('button', { name: /^(End|Yes)/ })
      .last()
      .press('Enter');
    await patientPage
      .getByText(/visit has ended/i)
      .first()
      .waitFor();
    await inspect(clinicPage, 'ended, clinic');
    await inspect(patientPage, 'ended, patient');
    expect(seen).toEqual([[], []]);
  });

  it('the worklist by keyboard alone, with the focus always in sight', async () => {
    const seen = collectErrors(clinicPage);
    await open(clinicPage, '/', /Usual is/);
    const press = (key: string) => clinicPage.keyboard.press(key);
    const current = () => clinicPage.locator('[data-alert][aria-current]').getAttribute('data-alert');
    const first = await current();
    await press('j');
    await until('the next one is read', async () => (await current()) !== first);
    await until('the focus is in sight', () => focusIsVisible(clinicPage));
    await press('k');
    await until('the first one is read', async () => (await current()) === first);
    await press('e');
    await clinicPage.waitForFunction(`document.activeElement.id === 'evidence'`);
    await press('Shift+?');
    await clinicPage.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press('Escape');
    await clinicPage.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    // The page does not wait for the server, this test does.
    await Promise.all([clinicPage.waitForResponse(/\/acknowledge$/), press('a')]);
    await clinicPage
      .getByText(/has this/)
      .first()
      .waitFor();
    expect((await ana.agent.get(`/api/v1/alerts/${first}`).expect(200)).body.state).toBe('acknowledged');
    for (let i = 0; i < 12; i++) {
      await press('Tab');
      // After the last control the browser itself has its turn.
      const isOnPage = () => clinicPage.evaluate<boolean>('document.activeElement !== document.body');
      await until('the focus is in sight', async () => !(await isOnPage()) || (await focusIsVisible(clinicPage)));
    }
    await press('r');
    const outcome = clinicPage.getByLabel(/outcome|came of it/i).first();
    await outcome.selectOption('contacted');
    await clinicPage
      .getByRole('button', { name: /^Resolve/ })
      .last()
      .press('Enter');
    expect(await alertsOf(ana, 'resolved', 1)).toHaveLength(1);
    // What came meanwhile waits behind the pill until U.
    const { body } = await ana.agent.get('/api/v1/alerts').expect(200);
    await press('u');
    for (const { patient } of body.items as { patient: { name: string } }[])
      await clinicPage
        .getByRole('button', { name: new RegExp(patient.name) })
        .first()
        .waitFor();
    expect(seen).toEqual([]);
    expect(errors).toEqual([]);
  });
});

/** J and K move between the patients of the review, Enter opens one; on paper it is A4 and without the rail. */
async function reviewByKeyboard(page: Page): Promise<void> {
  const focused = () => page.evaluate<string>('document.activeElement.textContent');
  await page.keyboard.press('j');
  const first = await focused();
  await page.keyboard.press('j');
  await until('the next has the focus', async () => (await focused()) !== first);
  await until('it is in sight', () => focusIsVisible(page));
  await page.keyboard.press('k');
  await until('the first has it again', async () => (await focused()) === first);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  const folder = process.env['STEPWELL_SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/team-review-print.png`, fullPage: true });
  const pdf = await page.pdf({ format: 'A4', ...(folder ? { path: `${folder}/team-review.pdf` } : {}) });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: first, exact: true }).press('Enter');
  await page.waitForURL(/\/patients\/[0-9a-f-]{36}$/);
}

/** Puts the phone before the watch without a mouse, the focus staying with what is moved. */
async function orderByKeyboard(page: Page): Promise<void> {
  const list = page.getByRole('region', { name: 'Steps: best first' });
  const are = (...names: string[]) =>
    until(`they are ${names.join(', ')}`, async () => {
      const texts = await list.getByRole('listitem').allInnerTexts();
      return texts.map((text) => /Test (Watch|Phone)/.exec(text)?.[1]).join() === names.join();
    });
  await are('Watch', 'Phone');
  await list.getByRole('button', { name: 'Move up: Test Phone' }).focus();
  await page.keyboard.press('ArrowUp');
  await are('Phone', 'Watch');
  await page.waitForFunction(`document.activeElement.ariaLabel === 'Move up: Test Phone'`);
  await page.getByText('Test Phone is now 1st of 2.').waitFor({ state: 'attached' });
  await list.getByRole('button', { name: 'Use this order' }).press('Enter');
  await list.getByText('chosen here').waitFor();
}

/** The label of the field that has the focus. */
const focusedLabel = (page: Page) => page.evaluate(`document.activeElement.labels?.[0]?.textContent`);

const focusedName = (page: Page): Promise<string> =>
  page.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()`);

/** Something other than the page has the focus, it is inside the window and drawn with an outline. */
function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(`(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return false;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const inside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return inside && element.matches(':focus-visible') && getComputedStyle(element).outlineStyle !== 'none';
  })()`);
}
