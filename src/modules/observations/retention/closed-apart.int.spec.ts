import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { callerFor } from '../../../../test/support/caller.js';
import { toObservation } from '../../../../test/support/fhir.js';
import { mergeRecords, twoRecords } from '../../../../test/support/merges.js';
import { createClinic, registerPatient } from '../../../../test/support/people.js';
import { deviceObservation, ObservationsService } from '../index.js';

const CLOSED = '2025-03-05';
const OPEN = '2025-05-05';

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'apart'), 'Walker');
}, 120_000);
afterAll(() => app?.close());

const close = (patientId: string) =>
  app.database.asOwner(
    `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at, settled_at)
     VALUES ($1, $2, 'steps', '2025-03-01', '2025-03-31', '2025-03-01Z', '2025-04-01Z', now())`,
    [circle.clinicId, patientId],
  );
const steps = (patientId: string, day: string, hour = 10) =>
  toObservation(patientId, { metric: 'steps', value: 7, start: `${day}T${hour}:00:00Z`, end: `${day}T${hour}:30:00Z` });
async function post(path: string, type: string, body: string) {
  const headers = { authorization: `Bearer ${circle.token}`, 'content-type': type };
  const answer = await fetch(app.url + path, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  return { status: answer.status, text: await answer.text() };
}
async function postBundle(type: string, resources: readonly object[]) {
  const entry = resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } }));
  const bundle = { resourceType: 'Bundle', type, entry };
  const { status, text } = await post('/fhir', 'application/fhir+json', JSON.stringify(bundle));
  return { status, body: JSON.parse(text) };
}
async function postLines(resources: readonly object[]) {
  const lines = resources.map((one) => JSON.stringify(one)).join('\n');
  const { text } = await post('/fhir/$import', 'application/fhir+ndjson', lines);
  return text.trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
}

describe('what falls into a closed month of somebody who was merged', () => {
  let duplicateId: string;
  beforeAll(async () => {
    const both = await twoRecords(circle);
    await mergeRecords(circle, both);
    await close(both.survivorId);
    ({ duplicateId } = both);
  });

  it('is refused alone under the former id, line by line', async () => {
    expect(await postLines([steps(duplicateId, CLOSED)])).toMatchObject([{ status: 422, code: 'PERIOD_CLOSED' }]);
    expect(await postLines([steps(duplicateId, OPEN), steps(duplicateId, CLOSED)])).toMatchObject([
      { status: 201 },
      { status: 422, code: 'PERIOD_CLOSED', errors: [{ path: 'Observation.effective' }] },
    ]);
  }, 60_000);

  it('is refused alone under the former id, in a batch', async () => {
    const { body } = await postBundle('batch', [steps(duplicateId, CLOSED), steps(duplicateId, OPEN, 11)]);
    expect(body.entry).toMatchObject([
      { response: { status: '422', outcome: { issue: [{ expression: ['Bundle.entry[0].resource.effective'] }] } } },
      { response: { status: '201 Created' } },
    ]);
  }, 60_000);
});

describe('all or nothing', () => {
  let patientId: string;
  beforeAll(async () => {
    patientId = await registerPatient(circle.treating);
    await close(patientId);
  });

  it('says which entries of a transaction lie in a closed month', async () => {
    const { status, body } = await postBundle(
      'transaction',
      [OPEN, CLOSED, OPEN, CLOSED].map((day, i) => steps(patientId, day, 12 + i)),
    );
    expect(status).toBe(422);
    expect(body.issue.map((one: { expression: string[] }) => one.expression)).toEqual([
      ['Bundle.entry[1].resource.effective'],
      ['Bundle.entry[3].resource.effective'],
    ]);
    expect(body.issue[0].diagnostics).toContain('kept in summary only');
  });

  it('says so of one Observation', async () => {
    const { status, text } = await post(
      '/fhir/Observation',
      'application/fhir+json',
      JSON.stringify(steps(patientId, CLOSED)),
    );
    expect([status, JSON.parse(text).issue[0].expression]).toEqual([422, ['Observation.effective']]);
  });

  it('says which readings of a list do', async () => {
    const source = { system: 'device', device: 'band', kind: 'watch' as const };
    const list = [OPEN, CLOSED].map((day) => {
      const startMs = Date.parse(`${day}T20:00:00Z`);
      return deviceObservation({ patientId, metric: 'steps', startMs, endMs: startMs + 60_000, value: 3, source });
    });
    const storing = app.nest.get(ObservationsService).store(callerFor(circle.clinicId, 'Observation', 'create'), list);
    await expect(storing).rejects.toMatchObject({
      code: 'PERIOD_CLOSED',
      errors: [{ path: 'observations.1.start', message: expect.stringContaining('kept in summary only') }],
    });
  });
});
