import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { answerConsent } from '../../../test/support/consents.js';
import { toObservation } from '../../../test/support/fhir.js';
import { createClinic } from '../../../test/support/people.js';

jest.setTimeout(60_000);

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'audited'), 'Zephyrine');
});
afterAll(() => app?.close());

describe('what is written', () => {
  const strangers = [randomUUID(), randomUUID()].sort();
  const newest = async () =>
    (
      await app.database.asOwner<Record<string, unknown>>(
        `SELECT type, interaction, patient_id, outcome FROM audit_event ORDER BY id DESC LIMIT 1`,
      )
    )[0];
  let hour = 0;
  const reading = (patientId: string, change: object = {}) => {
    const start = new Date(Date.parse('2026-10-01T00:00:00Z') + hour++ * 3_600_000).toISOString();
    const end = new Date(Date.parse(start) + 3_600_000).toISOString();
    return { patientId, metric: 'steps' as const, value: 10, start, end, ...change };
  };
  const resource = ({ patientId, ...one }: ReturnType<typeof reading>) => toObservation(patientId, one);
  const line = ({ patientId, ...one }: ReturnType<typeof reading>) => ({
    ...{ patient: patientId, ...one, unit: '{steps}', source: { system: 'x', device: 'band', kind: 'watch' } },
  });
  const bundle = (...resources: object[]) => {
    const request = { method: 'POST', url: 'Observation' };
    return { resourceType: 'Bundle', type: 'batch', entry: resources.map((one) => ({ resource: one, request })) };
  };
  const send = async (path: string, type: string, text: string) => {
    const headers = { authorization: `Bearer ${circle.token}`, 'content-type': type };
    const answer = await fetch(app.url + path, { method: 'POST', headers, body: text });
    expect(answer.status).toBe(200);
    await answer.text();
  };
  const batch = (...resources: object[]) =>
    send('/fhir', 'application/fhir+json', JSON.stringify(bundle(...resources)));
  const stream = (path: string, ...lines: object[]) =>
    send(path, 'application/x-ndjson', lines.map((one) => JSON.stringify(one)).join('\n'));
  const unknown = () => strangers.map((id) => reading(id));
  const refused = { act: 'Observation.create', outcome: 'denied', count: 2, of: null, several: strangers };
  const envelope = { act: 'Bundle.create', outcome: 'success', of: null };
  const stored = () => ({ act: 'Observation.create', outcome: 'success', of: circle.patientId, count: 1 });
  /** The stream itself. */
  const lines = { act: 'Observation.create', outcome: 'success', of: null, count: 0 };

  it.each<[string, () => Promise<void>, () => object[]]>([
    ['without an entry', () => batch(), () => [envelope]],
    ['of nothing readable', () => batch({ resourceType: 'Observation' }), () => [envelope]],
    ['about strangers only', () => batch(...unknown().map(resource)), () => [envelope, refused]],
    [
      'of which some is stored',
      () => batch(resource(reading(strangers[0]!)), resource(reading(circle.patientId))),
      () => [{ ...refused, of: strangers[0], several: null, count: 1 }, stored()],
    ],
    [
      'of lines about strangers only',
      () => stream('/ingest/v1/observations', ...unknown().map(line)),
      () => [refused, lines],
    ],
    ['of lines that say nothing', () => stream('/ingest/v1/observations', {}), () => [lines]],
    [
      'of resources, one a line',
      () => stream('/fhir/$import', ...unknown().map(resource), resource(reading(circle.patientId))),
      () => [refused, lines, stored()],
    ],
  ])(
    '%s, no answer leaves without a row, and what was refused says whom it was tried on',
    async (_name, act, wanted) => {
      const [before] = await app.database.asOwner<{ id: string }>('SELECT max(id) AS id FROM audit_event');
      await act();
      const rows = await app.database.asOwner(
        `SELECT type || '.' || interaction AS act, outcome, patient_id AS of, count, address, role,
         (SELECT array_agg(p ORDER BY p) FROM unnest(patient_ids) p) AS several FROM audit_event WHERE id > $1 ORDER BY act, outcome, count`,
        [before!.id],
      );
      expect(rows).toMatchObject(wanted().map((row) => ({ ...row, address: '127.0.0.1', role: 'system' })));
    },
  );

  it.each<[string, () => PromiseLike<{ status: number }>, number]>([
    ['a resource', () => as('/fhir/Observation', resource(reading(strangers[0]!))), 404],
    ['readings', () => as('/ingest/v1/observations', { observations: [line(reading(strangers[0]!))] }), 404],
    ['a payload', () => as(`/ingest/v1/vendors/fitbit?patient=${strangers[0]}`, {}), 404],
    [
      'a transaction',
      () =>
        as('/fhir', {
          ...bundle(...[circle.patientId, strangers[0]!].map((id) => resource(reading(id)))),
          type: 'transaction',
        }),
      404,
    ],
  ])('%s for a stranger is refused once, and says whom it was tried on', async (_name, act, status) => {
    expect((await act()).status).toBe(status);
    expect(await newest()).toMatchObject({ outcome: 'denied', interaction: 'create', patient_id: strangers[0] });
  });
  const as = (path: string, body: object) =>
    app
      .http()
      .post(path)
      .set({ authorization: `Bearer ${circle.token}`, 'content-type': 'application/json' })
      .send(JSON.stringify(body));

  it('says so too of a patient of the same clinic who is not in reach, or has not consented', async () => {
    const denied = { outcome: 'denied', type: 'Observation', interaction: 'create', patient_id: circle.patientId };
    const { colleague, treating, patientId } = circle;
    await colleague.agent
      .post('/fhir/Observation')
      .send(resource(reading(patientId)))
      .expect(404);
    expect(await newest()).toMatchObject(denied);
    await answerConsent(treating, patientId, 'monitoring', 'withdrawn');
    try {
      await as('/fhir/Observation', resource(reading(patientId))).expect(403);
      expect(await newest()).toMatchObject(denied);
      await as(`/ingest/v1/vendors/fitbit?patient=${patientId}`, {}).expect(403);
      expect(await newest()).toMatchObject(denied);
    } finally {
      await answerConsent(treating, patientId, 'monitoring', 'given');
    }
  });
});
