import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  axeViolations,
  countFrames,
  describeWithBrowser,
  openAs,
  openBrowser,
  type TestBrowser,
} from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;

/** A day's total of steps, `daysAgo` whole UTC days ago. */
function stepsOn(daysAgo: number, value: number): Reading {
  const start = (Math.floor(Date.now() / DAY_MS) - daysAgo) * DAY_MS;
  return { metric: 'steps', value, start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() };
}

/** Five ordinary weeks, then nothing yet. */
const ordinary = Array.from({ length: 35 }, (_, i) => stepsOn(42 - i, 6000 + ((i * 379) % 900) - 450));
const falling = [4200, 3300, 2700, 2500, 2300, 2400, 2200].map((value, i) => stepsOn(7 - i, value));

describeWithBrowser('the main job, from a watch to a visit', () => {
  let app: TestApp;
  let ana: Person;
  let patient: Person;
  let patientId: string;
  let token: string;
  const browsers: TestBrowser[] = [];
  let worklist: Page;
  let home: Page;

  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'main-job');
    ana = await inviteAndAccept(app, clinic.admin, {
      role: 'clinician',
      name: 'Ana Tester',
      profession: 'pain-physician',
    });
    patientId = await registerPatient(ana, { givenName: 'June', familyName: 'Walker' });
    patient = await inviteAndAccept(app, await coordinatorOf(clinic.admin), {
      role: 'patient',
      name: 'June Walker',
      patientId,
    });
    token = await tokenFor(app, clinic.id, 'system/Observation.crs');
    await postObservations(app, token, patientId, ordinary);
    browsers.push(await openBrowser({ width: 1440, height: 980 }), await openBrowser({ width: 390, height: 844 }));
    worklist = await openAs(app, browsers[0]!, ana.email);
    home = await openAs(app, browsers[1]!, patient.email);
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await app?.close();
  });

  const coordinatorOf = (admin: Person) =>
    inviteAndAccept(app, admin, { role: 'coordinator', name: 'Cora Tester', profession: 'nurse-coordinator' });

  it('shows an empty worklist that is live', async () => {
    await worklist.getByText(/Live, \d+ s ago/).waitFor();
    expect(await worklist.getByText('June Walker').count()).toBe(0);
    expect(await axeViolations(worklist)).toEqual([]);
  });

  it('brings the alert onto the open page, with its evidence, without a reload', async () => {
    await worklist.evaluate(() => Object.assign(window, { notReloaded: true }));
    await postObservations(app, token, patientId, falling);
    await showNew(worklist);
    const row = worklist.getByRole('button', { name: /June Walker/ }).first();
    await row.waitFor({ timeout: 20_000 });
    await row.click();
    await worklist
      .getByText(/Usual is/)
      .first()
      .waitFor();
    expect(await worklist.getByText(/Steps 2,\d{3}/).count()).toBeGreaterThan(0);
    expect(await worklist.evaluate(() => 'notReloaded' in window)).toBe(true);
    expect(await axeViolations(worklist)).toEqual([]);
    const { body } = await ana.agent.get('/api/v1/alerts').expect(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      kind: 'deterioration',
      domain: 'activity',
      course: 'worse',
      patient: { id: patientId },
    });
  });

  it('starts a visit from the alert; the patient arrives and is admitted; both see and hear each other', async () => {
    await worklist.keyboard.press('v');
    await worklist.waitForURL(/\/visits\//);
    const visitPath = new URL(worklist.url()).pathname;
    await home.goto(app.url + visitPath);
    await home.getByRole('button', { name: /I am here/ }).click();
    await home
      .getByText(/waiting room/i)
      .first()
      .waitFor();
    await worklist.getByRole('button', { name: /^Admit/ }).click();
    await worklist.getByTestId('remote-video').waitFor({ timeout: 30_000 });
    await home.getByTestId('remote-video').waitFor({ timeout: 30_000 });
    const [clinicianSees, patientSees] = await Promise.all([
      countFrames(worklist, '[data-testid=remote-video]', 4000),
      countFrames(home, '[data-testid=remote-video]', 4000),
    ]);
    expect(clinicianSees).toBeGreaterThan(3);
    expect(patientSees).toBeGreaterThan(3);
  });

  it('keeps the note, ends the visit, and resolves the alert', async () => {
    await worklist.getByLabel(/Agreed/).fill('Smaller walks every day, the same on good and bad days.');
    await worklist.getByTestId('note-saved').getByText(/saved/).waitFor();
    const visitId = new URL(worklist.url()).pathname.split('/').at(-1)!;
    const { body: note } = await ana.agent.get(`/api/v1/visits/${visitId}/note`).expect(200);
    expect(note.agreed).toBe('Smaller walks every day, the same on good and bad days.');
    await endVisit(worklist);
    await home
      .getByText(/visit has ended/i)
      .first()
      .waitFor();
    await worklist.goto(`${app.url}/`);
    await worklist
      .getByRole('button', { name: /June Walker/ })
      .first()
      .click();
    await worklist.keyboard.press('r');
    await worklist
      .getByLabel(/outcome|came of it/i)
      .first()
      .selectOption('visit-done');
    await worklist
      .getByRole('button', { name: /^Resolve/ })
      .last()
      .click();
    await expectState(ana, 'resolved');
    const { body } = await ana.agent.get('/api/v1/alerts').expect(200);
    expect(body.items).toEqual([]);
  });

  it('raises nothing again while the resolved concern just goes on', async () => {
    await postObservations(app, token, patientId, [{ ...stepsOn(0, 900), end: new Date().toISOString() }]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { body } = await ana.agent.get('/api/v1/alerts').expect(200);
    expect(body.items).toEqual([]);
  });

  it('left an audit row for every act', async () => {
    const acts = await app.database.asOwner(
      "SELECT DISTINCT type || '.' || interaction AS act FROM audit_event WHERE outcome = 'success'",
    );
    const seen = (acts as { act: string }[]).map(({ act }) => act);
    for (const act of [
      'Observation.create',
      'Alert.search',
      'Alert.read',
      'Visit.create',
      'Visit.admit',
      'Note.update',
      'Visit.end',
      'Alert.resolve',
    ])
      expect(seen).toContain(act);
  });
});

/** Arrivals wait in a pill so that nothing moves under the hand. */
async function showNew(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /\d+ new/ })
    .click({ timeout: 20_000 })
    .catch(() => undefined);
}

async function endVisit(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^End/ }).first().click();
  await page
    .getByRole('button', { name: /^(End|Yes)/ })
    .last()
    .click();
}

async function expectState(person: Person, state: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const { body } = await person.agent.get(`/api/v1/alerts?state=${state}`).expect(200);
    if (body.items.length === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`No ${state} alert`);
}
