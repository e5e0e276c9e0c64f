import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { collectErrors, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { CORNERS, inspect, SIZES } from '../support/inspect.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient, tokenFor } from '../support/people.js';
import { alertsOf } from '../support/story.js';
import { zipOf } from '../support/zip.js';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;
/** A year, of which the last week is half of what it was. */
const DAYS = 360;
const steps: Reading[] = Array.from({ length: DAYS }, (_, i) => {
  const start = (Math.floor(Date.now() / DAY_MS) - DAYS + i) * DAY_MS;
  const value = i < DAYS - 8 ? 6000 + ((i * 379) % 900) - 450 : 2600 - ((i * 97) % 300);
  return { metric: 'steps', value, start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() };
});
const NOTE = {
  patientWords: 'It is easier on stairs.',
  seen: 'Walks without a stick.',
  agreed: 'Ten minutes more a day.',
};

describeWithBrowser('what is seldom seen', () => {
  let app: TestApp;
  let ana: Person;
  let ben: Person;
  let patientId: string;
  let link: string;
  let visitId: string;
  let browsers: TestBrowser[];
  let clinicPage: Page;
  let patientPage: Page;
  let stranger: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'seldom');
    ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician', name: 'Ana Tester' });
    ben = await inviteAndAccept(app, clinic.admin, { role: 'clinician', name: 'Ben Tester' });
    const cora = await inviteAndAccept(app, clinic.admin, { role: 'coordinator', name: 'Cora Tester' });
    const careTeam = [ana.personId, ben.personId];
    patientId = await registerPatient(ana, { givenName: 'June', familyName: 'Walker', careTeam });
    const june = await inviteAndAccept(app, cora, { role: 'patient', name: 'June Walker', patientId });
    await postObservations(app, await tokenFor(app, clinic.id, 'system/Observation.crs'), patientId, steps);
    const staff = { id: randomUUID(), email: 'used@people.example', name: 'Una Used', role: 'clinician' };
    link = (await clinic.admin.agent.post('/api/v1/invitations').send(staff).expect(ok)).body.link as string;
    browsers = await Promise.all([openBrowser(SIZES[0]), openBrowser(SIZES[1]), openBrowser(SIZES[0])]);
    clinicPage = await openAs(app, browsers[0]!, ben.email);
    patientPage = await openAs(app, browsers[1]!, june.email);
    stranger = await browsers[2]!.context.newPage();
    for (const page of [clinicPage, patientPage]) collectErrors(page, errors);
  });
  afterAll(async () => {
    for (const browser of browsers ?? []) await browser.close();
    await app?.close();
  });

  const open = async (page: Page, path: string, shows: RegExp) => {
    await page.goto(app.url + path);
    await page.getByText(shows).first().waitFor();
  };

  it('a note of a visit that only a colleague has written', async () => {
    const id = (visitId = randomUUID());
    const visit = { id, patientId, startsAt: new Date().toISOString(), minutes: 30, modality: 'in-person' };
    await ana.agent.post('/api/v1/visits').send(visit).expect(ok);
    await ana.agent
      .put(`/api/v1/visits/${id}/note`)
      .send({ version: 0, ...NOTE })
      .expect(ok);
    await open(clinicPage, `/visits/${id}`, /Ana Tester/);
    const words = clinicPage.getByLabel(/Agreed/);
    await words.waitFor();
    expect(await words.isEditable()).toBe(false);
    await inspect(clinicPage, 'note of a colleague');
    await clinicPage.getByRole('button', { name: 'Change it' }).click();
    expect(await words.isEditable()).toBe(true);
    await inspect(clinicPage, 'note of a colleague, being changed');
  });

  it('a visit that is to begin beside one that stands for now', async () => {
    await open(clinicPage, `/patients/${patientId}`, /Start visit/);
    await clinicPage.getByRole('button', { name: 'Start visit' }).press('Enter');
    const dialog = clinicPage.getByRole('dialog');
    await dialog.getByText(/^June Walker has a visit at \d\d:\d\d then\.$/).waitFor();
    await inspect(clinicPage, 'visit beside another');
    await dialog.getByRole('button', { name: 'Leave it' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(errors.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('more notes than fit a page', async () => {
    await app.database.asOwner(
      `WITH made AS (
         INSERT INTO visit (clinic_id, id, patient_id, clinician_id, modality, starts_at, minutes, state, room, created_by)
         SELECT clinic_id, gen_random_uuid(), patient_id, clinician_id, modality, starts_at - make_interval(days => n), minutes, 'ended',
           gen_random_uuid(), created_by FROM visit, generate_series(1, 60) n WHERE id = $1
         RETURNING clinic_id, id, patient_id)
       INSERT INTO record (clinic_id, type, id, version, patient_id, body, last_updated, sensitivity, author_id)
       SELECT r.clinic_id, r.type, made.id, 1, made.patient_id, r.body, r.last_updated, r.sensitivity, r.author_id
       FROM record r, made WHERE r.id = $1 AND r.current`,
      [visitId],
    );
    await open(clinicPage, `/patients/${patientId}`, /Show all notes/);
    await clinicPage.getByRole('button', { name: 'Show all notes' }).press('Enter');
    const dialog = clinicPage.getByRole('dialog');
    const notes = dialog.getByRole('listitem');
    await dialog.getByRole('button', { name: 'Earlier notes' }).waitFor();
    expect(await notes.count()).toBe(50);
    await inspect(clinicPage, 'all notes', CORNERS);
    await dialog.getByRole('button', { name: 'Earlier notes' }).press('Enter');
    await notes.nth(60).waitFor();
    // The first of those that came has the focus.
    expect(await notes.nth(50).evaluate((item) => item.contains(document.activeElement))).toBe(true);
    await inspect(clinicPage, 'earlier notes', CORNERS);
    await clinicPage.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('a target that asks for less than there is', async () => {
    await clinicPage.getByRole('button', { name: 'Set sprint' }).press('Enter');
    const dialog = clinicPage.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /^Steps/ }).check();
    await dialog.getByLabel(/Steps/).last().fill('2000');
    await dialog.getByText(/^This is less than usual now \([\d,]+\)\.$/).waitFor();
    await dialog.getByText('More measures').click();
    await dialog.getByRole('checkbox', { name: /^PHQ-9/ }).waitFor();
    await inspect(clinicPage, 'target below usual', CORNERS);
    await clinicPage.keyboard.press('Escape');
  });

  it('an alert that was resolved, and the chart of a year', async () => {
    const [alert] = await alertsOf(ana, 'open', 1);
    await ana.agent
      .post(`/api/v1/alerts/${alert!['id']}/resolve`)
      .send({ version: alert!['version'], outcome: 'life-event' })
      .expect(200);
    await open(clinicPage, `/patients/${patientId}`, /resolved: something in life/);
    await inspect(clinicPage, 'patient with a resolved alert');
    await clinicPage.getByText(/resolved: something in life/).scrollIntoViewIfNeeded();
    await clinicPage.getByRole('button', { name: '1 year' }).click();
    await clinicPage.locator('.uplot').first().waitFor();
    await inspect(clinicPage, 'chart of a year');
  });

  it('an export that is refused', async () => {
    await open(clinicPage, `/patients/${patientId}`, /Upload export/);
    await clinicPage.getByRole('button', { name: 'Upload export' }).click();
    const file = { name: 'notes.xml', mimeType: 'text/xml', buffer: Buffer.from('<notes>nothing</notes>') };
    await clinicPage.getByLabel('Export file').setInputFiles(file);
    await clinicPage.getByRole('button', { name: 'Upload', exact: true }).click();
    await clinicPage.getByRole('button', { name: 'Upload another' }).waitFor();
    await inspect(clinicPage, 'refused export');
    await open(patientPage, '/', /was not taken in/);
    await patientPage.getByText(/was not taken in/).scrollIntoViewIfNeeded();
    await inspect(patientPage, 'refused export, patient');
    await patientPage.getByTestId('upload-file').setInputFiles(file);
    await patientPage.locator('.upload').getByText('Devices of other makers can send only').waitFor();
    await patientPage.locator('.upload').scrollIntoViewIfNeeded();
    await inspect(patientPage, 'refused export of the patient');
  });

  it('an export with entries that were not taken, and why', async () => {
    const entry = (more: string) =>
      `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="2026-02-07 08:10:00 +0100" ${more}/>`;
    const backwards = entry('endDate="2026-02-07 08:09:00 +0100" value="1"');
    const wordy = entry('endDate="2026-02-07 08:11:00 +0100" value="many"');
    const text = `<?xml version="1.0"?><HealthData locale="en_GB">${backwards}${backwards}${wordy}</HealthData>`;
    await open(clinicPage, `/patients/${patientId}`, /Upload export/);
    await clinicPage.getByRole('button', { name: 'Upload export' }).click();
    const sent = { name: 'export.xml', mimeType: 'text/xml', buffer: Buffer.from(text) };
    await clinicPage.getByLabel('Export file').setInputFiles(sent);
    await clinicPage.getByRole('button', { name: 'Upload', exact: true }).click();
    await clinicPage.getByText('Nothing of the export could be taken.').waitFor();
    const dialog = clinicPage.getByRole('dialog');
    await dialog.getByText('Why entries were refused').click();
    await dialog.getByText('2 entries: must not end before it starts').waitFor();
    await dialog.getByText('1 entry: value must be a number').waitFor();
    await inspect(clinicPage, 'export with refused entries');
    await open(clinicPage, `/patients/${patientId}`, /none of 3 entries could be taken/);
    const file = clinicPage.locator('.files');
    await file.getByText(/^Why entries of the file of .+ were refused$/).click();
    await file.getByText('2 entries: must not end before it starts').scrollIntoViewIfNeeded();
    await inspect(clinicPage, 'file of refused entries');
  });

  it('an export in which nothing was found', async () => {
    const text = '<?xml version="1.0"?><HealthData locale="en_GB"></HealthData>';
    const sent = { name: 'export.xml', mimeType: 'text/xml', buffer: Buffer.from(text) };
    await open(clinicPage, `/patients/${patientId}`, /Upload export/);
    await clinicPage.getByRole('button', { name: 'Upload export' }).click();
    await clinicPage.getByLabel('Export file').setInputFiles(sent);
    await clinicPage.getByRole('button', { name: 'Upload', exact: true }).click();
    await clinicPage.getByText(/^Nothing that Stepwell reads was found in this export/).waitFor();
    await inspect(clinicPage, 'export in which nothing was found');
    await open(clinicPage, `/patients/${patientId}`, /File of .+: nothing that Stepwell reads was found in it/);
    await open(patientPage, '/', /Bring in an export/);
    await patientPage.getByTestId('upload-file').setInputFiles({ ...sent, buffer: Buffer.from(`${text}\n`) });
    await patientPage
      .locator('.upload')
      .getByText(/there were no steps, sleep or heart data in this file/)
      .waitFor();
    await patientPage
      .locator('.files')
      .getByText(/nothing that Stepwell reads was found in it/)
      .waitFor();
    await patientPage.locator('.upload').scrollIntoViewIfNeeded();
    await inspect(patientPage, 'export of the patient in which nothing was found');
  });

  it('archives of a Fitbit account, of which a part could be taken, and nothing', async () => {
    const nights = { 'Takeout/Google Health/Global Export Data/sleep-2026-02-01.json': '[{' };
    const steps = 'timestamp,steps,data source\n2026-02-07T08:10:00Z,36,Charge 6\n';
    const some = { ...nights, 'Takeout/Google Health/Physical Activity_GoogleData/steps_2026-02-01.csv': steps };
    const bring = async (files: Parameters<typeof zipOf>[0], words: RegExp) => {
      await open(patientPage, '/', /Bring in an export/);
      const sent = { name: 'takeout-1.zip', mimeType: 'application/zip', buffer: await zipOf(files) };
      await patientPage.getByTestId('upload-file').setInputFiles(sent);
      await patientPage.locator('.upload').getByText(words).first().waitFor();
      await patientPage.locator('.upload').scrollIntoViewIfNeeded();
    };
    await open(patientPage, '/', /Bring in an export/);
    await patientPage.locator('.upload').scrollIntoViewIfNeeded();
    await inspect(patientPage, 'how to bring in an export');
    await bring(some, /1 measurement is new\. 1 entry could not be taken/);
    await inspect(patientPage, 'archive of which a part was taken');
    await bring(nights, /nothing of this file could be taken/);
    await inspect(patientPage, 'archive of which nothing was taken');
    await clinicPage.bringToFront();
    await open(clinicPage, `/patients/${patientId}`, /Why entries of the file of .+ were refused/);
    const file = clinicPage.locator('.files');
    await file
      .getByText(/^Why entries of the file of .+ were refused$/)
      .first()
      .click();
    await file.getByText('1 entry: a file of nights that could not be read').first().waitFor();
  });

  it('an export of which nobody knows whose it is, and which is taken back', async () => {
    const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const record = `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${day} 08:10:00 +0000" endDate="${day} 08:11:00 +0000" value="30"/>`;
    const buffer = Buffer.from(`<?xml version="1.0"?><HealthData locale="en_GB">${record}</HealthData>`);
    await open(patientPage, '/', /Bring in an export/);
    await patientPage.getByTestId('upload-file').setInputFiles({ name: 'export.xml', mimeType: 'text/xml', buffer });
    const files = patientPage.locator('.files');
    await files
      .getByText(/nobody could check that it is yours/)
      .first()
      .waitFor();
    await files.scrollIntoViewIfNeeded();
    await inspect(patientPage, 'unchecked export of the patient');
    await open(clinicPage, `/patients/${patientId}`, /nobody could check that it is this patient’s/);
    await clinicPage.locator('.files').scrollIntoViewIfNeeded();
    await inspect(clinicPage, 'unchecked export');
    // The newest stands first.
    await files
      .getByRole('button', { name: /Take back the file/ })
      .first()
      .press('Enter');
    await patientPage
      .getByRole('dialog')
      .getByText(/goes from the record/)
      .waitFor();
    await inspect(patientPage, 'taking back an export');
    await patientPage.getByRole('dialog').getByRole('button', { name: 'Take back' }).press('Enter');
    await files.getByText(/was taken back: 1 measurement is gone/).waitFor();
    await inspect(patientPage, 'export that was taken back');
  });

  it('a file that somebody brings in while the page of the patient is open', async () => {
    // Of somebody of whom there was nothing yet.
    const other = await registerPatient(ana, { givenName: 'Newt', familyName: 'Comer', careTeam: [ben.personId] });
    await open(clinicPage, `/patients/${other}`, /Nothing has sent data yet/);
    const day = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
    const record = `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="iPhone" unit="count" startDate="${day} 08:10:00 +0000" endDate="${day} 08:11:00 +0000" value="30"/>`;
    await ben.agent
      .post(`/ingest/v1/uploads?patient=${other}`)
      .attach(
        'file',
        Buffer.from(`<?xml version="1.0"?><HealthData locale="en_GB">${record}</HealthData>`),
        'export.xml',
      )
      .expect(202);
    await clinicPage
      .locator('.files')
      .getByRole('button', { name: /Take back the file/ })
      .waitFor();
    await clinicPage
      .locator('.dev')
      .getByText(/came by a file/i)
      .waitFor();
    expect(await clinicPage.getByText(/Nothing has sent data yet/).count()).toBe(0);
  });

  it('an address that nobody can read', async () => {
    const lost = `${app.url}/patients/%E0%A4%A`;
    await Promise.all([
      patientPage.waitForResponse((answer) => answer.url() === lost && answer.status() === 404),
      open(patientPage, '/patients/%E0%A4%A', /There is no page at this address/),
    ]);
    await inspect(patientPage, 'address that nobody can read', CORNERS);
    await patientPage.getByRole('link', { name: 'Go to the start' }).press('Enter');
    await patientPage.getByText('One-minute diary').waitFor();
    // The browser tells of the 404 itself.
    expect(errors.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('a consent that was noted at registration', async () => {
    await open(patientPage, '/consents', /Your clinic noted on .* that you agree/);
    await inspect(patientPage, 'consent noted at registration');
  });

  it('a link of an invitation that was used', async () => {
    const path = new URL(link).pathname;
    await app
      .http()
      .post(`/api/v1/invitations/${path.split('/').at(-1)}/accept`)
      .send({ password: 'correct horse battery' })
      .expect(204);
    await stranger.goto(app.url + path);
    await stranger.getByRole('link', { name: 'Sign in' }).waitFor();
    await inspect(stranger, 'used invitation');
    expect(errors).toEqual([]);
  });
});
