import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { postObservations } from '../../../../test/support/fhir.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { untilQuiet } from '../../../../test/support/quiet.js';
import { KINDS_BY_KNOWLEDGE } from './source-kind.repository.js';

const DAY = '2026-03-05';
const at = (hour: number) => `${DAY}T${String(hour).padStart(2, '0')}:00:00Z`;
/** A name that tells nobody what it is. */
const DEVICE = 'Gizmo One';

let app: TestApp;
let token: string;
let clinician: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'known-kinds');
  token = await tokenFor(app, clinic.id);
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());

const post = (body: object) =>
  app
    .http()
    .post('/ingest/v1/observations')
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body))
    .expect(200);
const plain = (kind: string, hour: number) => (patient: string) =>
  post({
    observations: [
      {
        patient,
        metric: 'steps',
        start: at(hour),
        end: at(hour + 1),
        value: 100,
        unit: '{steps}',
        source: { system: 'acme', device: DEVICE, kind },
      },
    ],
  });

/** Each tells an hour of its own. */
const ROADS: Record<string, { readonly kind: string; readonly send: (patient: string) => Promise<unknown> }> = {
  'JSON of a watch': { kind: 'watch', send: plain('watch', 8) },
  'JSON of a phone': { kind: 'phone', send: plain('phone', 9) },
  'JSON of a file': { kind: 'file', send: plain('file', 10) },
  'JSON of who knows what': { kind: 'other', send: plain('other', 11) },
  FHIR: {
    kind: 'other',
    send: (patient) =>
      postObservations(app, token, patient, [
        { metric: 'steps', value: 100, start: at(12), end: at(13), device: DEVICE },
      ]),
  },
  columns: {
    kind: 'phone',
    send: (patient) =>
      post({
        patient,
        device: { model: DEVICE, kind: 'phone' },
        columns: [
          { metric: 'steps', unit: '{steps}', start: at(13), everySeconds: 3600, lengthSeconds: 3600, values: [100] },
        ],
      }),
  },
};
type Road = keyof typeof ROADS;

/** What a clinician and the store see of it. */
async function stateAfter(roads: readonly Road[]) {
  const patient = await registerPatient(clinician);
  await postObservations(app, token, patient, [
    { metric: 'steps', value: 900, start: at(7), end: at(16), device: 'Zeta Band' },
  ]);
  for (const road of roads) await ROADS[road]!.send(patient);
  await untilQuiet(app.database, patient);
  const [source] = await app.database.asOwner<{ kind: string }>(
    `SELECT kind FROM source WHERE patient_id = $1 AND device = $2`,
    [patient, DEVICE],
  );
  const { body } = await clinician.agent.get(`/api/v1/patients/${patient}/days/steps/${DAY}`).expect(200);
  const counted = body.sources.map((s: { label: string; counted: number }) => [s.label, s.counted]);
  return { kind: source!.kind, value: body.value, pending: body.pending, counted };
}

describe('what a device is', () => {
  it('is the best that was ever said of it, whichever road came first; and its days follow', async () => {
    const names = Object.keys(ROADS);
    const orders = fc
      .shuffledSubarray(names, { minLength: 2 })
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        const [first, second] = [await stateAfter(one), await stateAfter(other)];
        const kinds = one.map((road) => ROADS[road]!.kind);
        expect(first.kind).toBe(KINDS_BY_KNOWLEDGE.find((kind) => kinds.includes(kind)));
        expect(second).toEqual(first);
        expect(first.pending).toBe(false);
        // By kind the Gizmo comes before the band only as a watch (then by name); else the band fills its own hours.
        expect(first.counted[0][0]).toBe(first.kind === 'watch' ? DEVICE : 'Zeta Band');
      }),
      {
        numRuns: 8,
        examples: [
          [
            [
              ['JSON of a phone', 'JSON of a watch'],
              ['JSON of a watch', 'JSON of a phone'],
            ],
          ],
        ],
      },
    );
  }, 180_000);

  it('never gets worse by a word that tells less', async () => {
    const { kind } = await stateAfter(['JSON of a watch', 'JSON of a phone', 'FHIR', 'JSON of a watch']);
    expect(kind).toBe('watch');
  });

  it('is the same with two of them at once', async () => {
    const patient = await registerPatient(clinician);
    await ROADS['FHIR']!.send(patient);
    await Promise.all(
      ['JSON of a phone', 'JSON of a watch', 'JSON of a file', 'columns'].map((r) => ROADS[r]!.send(patient)),
    );
    const [source] = await app.database.asOwner<{ kind: string }>(
      `SELECT kind FROM source WHERE patient_id = $1 AND device = $2`,
      [patient, DEVICE],
    );
    expect(source!.kind).toBe('watch');
  });
});
