import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { callerFor } from '../../../test/support/caller.js';
import { createClinic, inviteAndAccept, registerPatient } from '../../../test/support/people.js';
import { MOST_ANSWER_BYTES } from './answer-size.js';
import {
  type CopyPlace,
  deviceObservation,
  findAllRows,
  findAllSeries,
  findCopies,
  ObservationsService,
  type RowPlace,
} from './index.js';

const LONG = 'o'.repeat(1_500_000);
const COUNT = 16;

let app: TestApp;
let clinicId: string;
let patientId: string;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'long-histories');
  clinicId = clinic.id;
  patientId = await registerPatient(await inviteAndAccept(app, clinic.admin, { role: 'clinician' }));
  const source = { system: 'device', device: 'holter', kind: 'other' as const };
  const short = Array.from({ length: COUNT }, (_, i) => {
    const startMs = Date.UTC(2026, 1, 1, i);
    return deviceObservation({ patientId, metric: 'heartRate', startMs, endMs: startMs, value: 60, source });
  });
  const long = short.map((one) => ({
    ...one,
    concept: { system: 'urn:test', code: 'ecg', metric: null },
    remainder: JSON.stringify({ note: [{ text: LONG }] }),
  }));
  const caller = callerFor(clinicId, 'Observation', 'create');
  for (const one of [...long, ...short]) await app.nest.get(ObservationsService).store(caller, [one]);
}, 120_000);
afterAll(() => app?.close());

const inClinic = <T>(run: () => Promise<T>) => app.surroundings.database.inClinic(clinicId, run);
const bytesOf = (texts: readonly { readonly remainder: string | null }[]) =>
  texts.reduce((sum, { remainder }) => sum + (remainder?.length ?? 0), 0);

it('a copy of everything holds no more of it at once than an answer does, and all of it in the end', async () => {
  const series = await inClinic(() => findAllSeries(patientId));
  const ids: string[] = [];
  let place: RowPlace | undefined;
  do {
    const page = await inClinic(() => findAllRows(patientId, series, place, 2000));
    expect(bytesOf(page.rows.map(({ row }) => row))).toBeLessThanOrEqual(MOST_ANSWER_BYTES);
    ids.push(...page.rows.map(({ row }) => row.id));
    place = page.next;
  } while (place);
  expect([ids.length, new Set(ids).size]).toEqual([2 * COUNT, 2 * COUNT]);
});

it('neither does a transfer', async () => {
  const found: string[] = [];
  let place: CopyPlace | undefined;
  do {
    const page = await inClinic(() => findCopies(patientId, randomUUID(), place, 1000));
    expect(bytesOf(page.items)).toBeLessThanOrEqual(MOST_ANSWER_BYTES);
    found.push(...page.items.map(({ concept, startMs }) => `${concept.code} ${startMs}`));
    place = page.next;
  } while (place);
  expect([found.length, new Set(found).size]).toEqual([2 * COUNT, 2 * COUNT]);
});
