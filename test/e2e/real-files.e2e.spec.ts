import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { addDays } from '../../src/metrics/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { describeWithBrowser, openAs, openBrowser, type TestBrowser } from '../support/browser.js';
import { postObservations, type Reading } from '../support/fhir.js';
import { readParticipant } from '../support/my-ai-guide.js';
import { describeWithTestData } from '../support/outside.js';
import { zipOf } from '../support/zip.js';
import {
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  type TestClinic,
  tokenFor,
} from '../support/people.js';
import { alertsOf, meetByVideo, resolveOnWorklist, waitForAlert, writeNoteAndEnd } from '../support/story.js';

jest.setTimeout(240_000);

const DAY_MS = 86_400_000;
/** In March 2020 participant 1 stopped walking much from one week to the next. Weeks before it are ordinary ones. */
const LAST_DAY = '2020-03-31';
const DAYS = 63;
const LAST_WEEK = 7;

describeWithTestData('', 'the main job on real files', (folder) => {
  let app: TestApp;
  let clinic: TestClinic;
  let coordinator: Person;
  let ana: Person;
  let token: string;

  beforeAll(async () => {
    app = await createTestApp();
    clinic = await createClinic(app, 'real-files');
    coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician', name: 'Ana Tester' });
    token = await tokenFor(app, clinic.id);
  });
  afterAll(() => app?.close());

  describeWithBrowser('steps and knee pain of a chronic-pain patient (MyAIGuide participant 1)', () => {
    const browsers: TestBrowser[] = [];
    let worklist: Page;
    let home: Page;
    let patientId: string;
    let readings: Reading[][];

    beforeAll(async () => {
      const real = readParticipant(join(folder, 'longitudinal', 'myaiguide', 'participant1'));
      readings = Array.from({ length: DAYS }, (_, i) => readingsOf(real, addDays(LAST_DAY, i - DAYS + 1), i - DAYS));
      console.log(
        `MyAIGuide participant 1: ${real.files} files, ${real.steps.size} days of steps, ${real.kneePain.size} of knee pain`,
      );
      patientId = await registerPatient(ana, { givenName: 'Real', familyName: 'Walker', careTeam: [ana.personId] });
      const patient = await inviteAndAccept(app, coordinator, { role: 'patient', name: 'Real Walker', patientId });
      browsers.push(await openBrowser({ width: 1440, height: 980 }), await openBrowser({ width: 390, height: 844 }));
      await postObservations(app, token, patientId, readings.slice(0, -LAST_WEEK).flat());
      worklist = await openAs(app, browsers[0]!, ana.email);
      home = await openAs(app, browsers[1]!, patient.email);
    });
    afterAll(async () => {
      for (const browser of browsers) await browser.close();
    });

    it('is quiet about eight ordinary weeks', async () => {
      await worklist.getByText(/Live, \d+ s ago/).waitFor();
      expect((await alertsOf(ana, 'open', 0)).filter((alert) => alert['kind'] === 'deterioration')).toEqual([]);
    });

    it('shows the week in which walking stopped, live', async () => {
      await postObservations(app, token, patientId, readings.slice(-LAST_WEEK).flat());
      await waitForAlert(worklist, 'Real Walker');
      const [alert] = (await alertsOf(ana, 'open', 1)).filter(({ kind }) => kind === 'deterioration');
      expect(alert).toMatchObject({ domain: 'activity', course: 'worse' });
    });

    it('leads to a visit, a note and an outcome', async () => {
      await meetByVideo(app, worklist, home);
      await writeNoteAndEnd(worklist, home, 'Short walks at home until it is over.');
      await resolveOnWorklist(app, worklist, 'Real Walker');
      expect(await alertsOf(ana, 'resolved', 1)).toHaveLength(1);
    });
  });

  describe("vendors' own payloads", () => {
    it.each([
      ['fitbit', 'fitbit-web-api', 'TimeSeries-ActivitiesSteps.json', 7, '55423-8'],
      ['google-health', 'google-health', 'ha-steps.json', 1, '55423-8'],
      ['google-health', 'google-health', 'ha-resting_heart_rate.json', 1, '40443-4'],
    ])('%s: %s/%s ends as observations', async (vendor, dir, file, count, code) => {
      const patient = await registerPatient(ana);
      const payload = readFileSync(join(folder, 'wearable', dir, file), 'utf8').replace(/^\uFEFF/, '');
      const send = () =>
        coordinator.agent
          .post(`/ingest/v1/vendors/${vendor}?patient=${patient}`)
          .set('content-type', 'application/json')
          .send(payload);
      expect((await send().expect(ok)).body).toMatchObject({ stored: count, duplicates: 0, refused: [] });
      expect((await send().expect(ok)).body).toMatchObject({ stored: 0, duplicates: count });
      const { body } = await coordinator.agent
        .get(`/fhir/Observation?patient=${patient}&code=http://loinc.org|${code}`)
        .expect(200);
      expect(body.entry).toHaveLength(count);
    });

    it('Apple Health: each export is read as XML and as a zip, once', async () => {
      const dir = join(folder, 'wearable', 'apple-health');
      const exports = readdirSync(dir).filter((name) => name.endsWith('.xml'));
      for (const name of exports) {
        const xml = readFileSync(join(dir, name));
        const [, birthDate] = /DateOfBirth="([\d-]{10})"/.exec(xml.toString()) ?? [];
        const patient = await registerPatient(ana, birthDate === undefined ? {} : { birthDate });
        const first = await upload(coordinator, patient, xml, 'export.xml');
        expect(first).toMatchObject({ state: 'done', error: null });
        const again = await upload(coordinator, patient, await zipped(xml), 'export.zip');
        expect(again).toMatchObject({ state: 'done', stored: 0, records: first.records });
        expect(again.duplicates).toBe(first.stored + first.duplicates);
      }
      console.log(`Apple Health: ${exports.length} files`);
      expect(exports.length).toBeGreaterThan(0);
    });
  });
});

/** That day's steps and pain, moved so that the last day is yesterday. */
function readingsOf(real: ReturnType<typeof readParticipant>, day: string, daysFromToday: number): Reading[] {
  const start = (Math.floor(Date.now() / DAY_MS) + daysFromToday) * DAY_MS;
  const at = (ms: number) => new Date(ms).toISOString();
  const steps = real.steps.get(day);
  const pain = real.kneePain.get(day);
  return [
    ...(steps ? [{ metric: 'steps' as const, value: steps, start: at(start), end: at(start + DAY_MS) }] : []),
    ...(pain ? [{ metric: 'painIntensity' as const, value: pain, start: at(start + 19 * 3_600_000) }] : []),
  ];
}

async function upload(by: Person, patient: string, file: Buffer, name: string) {
  const { body } = await by.agent
    .post(`/ingest/v1/uploads?patient=${patient}&kind=apple-health`)
    .attach('file', file, name)
    .expect(202);
  for (let i = 0; ; i++) {
    const { body: state } = await by.agent.get(`/ingest/v1/uploads/${body.id}`).expect(200);
    if (state.state === 'done' || state.state === 'failed' || i > 600) return state;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const zipped = (xml: Buffer) => zipOf({ 'apple_health_export/export.xml': xml });
