import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestApp, type TestApp } from '../support/app.js';
import { axeViolations, describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../support/people.js';
import { untilQuiet } from '../support/quiet.js';
import { alertsOf, meetByVideo, resolveOnWorklist, waitForAlert, writeNoteAndEnd } from '../support/story.js';

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
  let visitId: string;
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
    await waitForAlert(worklist, 'June Walker');
    expect(await worklist.getByText(/Steps 2,\d{3}/).count()).toBeGreaterThan(0);
    expect(await worklist.evaluate(() => 'notReloaded' in window)).toBe(true);
    expect(await axeViolations(worklist)).toEqual([]);
    expect(await alertsOf(ana, 'open', 1)).toMatchObject([
      { kind: 'deterioration', domain: 'activity', course: 'worse', patient: { id: patientId } },
    ]);
  });

  it('starts a visit from the alert; the patient arrives and is admitted; both see each other move', async () => {
    visitId = await meetByVideo(app, worklist, home);
  });

  it('keeps the note, ends the visit, and resolves the alert', async () => {
    const agreed = 'Smaller walks every day, the same on good and bad days.';
    await writeNoteAndEnd(worklist, home, agreed);
    const { body: note } = await ana.agent.get(`/api/v1/visits/${visitId}/note`).expect(200);
    expect(note.agreed).toBe(agreed);
    await resolveOnWorklist(app, worklist, 'June Walker');
    expect(await alertsOf(ana, 'resolved', 1)).toMatchObject([{ patient: { id: patientId } }]);
    expect(await alertsOf(ana, 'open', 0)).toEqual([]);
  });

  it('raises nothing again while the resolved concern just goes on', async () => {
    await postObservations(app, token, patientId, [{ ...stepsOn(0, 900), end: new Date().toISOString() }]);
    await untilQuiet(app.database, patientId);
    expect(await alertsOf(ana, 'open', 0)).toEqual([]);
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
