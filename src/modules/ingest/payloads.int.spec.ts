import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient } from '../../../test/support/people.js';
import type { RawPayloads } from './ingest.schema.js';

let app: TestApp;
let clinician: Person;
let patientId: string;
let ofAnother: string;
let stranger: Person;
const told = randomUUID();

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'payloads');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  patientId = await registerPatient(clinician);
  // Seven came in each instant, as those of an export file do; every third told of one reading.
  const put = (of: string, count: number) =>
    app.database.asOwner<{ id: string }>(
      `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, received_at, sha256, raw_bytes, body, observation_ids)
       SELECT $1, gen_random_uuid(), $2, 'fitbit', '2026-11-01T00:00:00.000123Z'::timestamptz + (n / 7) * interval '1 microsecond',
         n::text, 10, 'x', CASE WHEN n % 3 = 0 THEN ARRAY[$4::uuid] ELSE '{}' END
       FROM generate_series(1, $3::int) n RETURNING id`,
      [clinic.id, of, count, told],
    );
  await put(patientId, 250);
  [{ id: ofAnother }] = (await put(await registerPatient(clinician), 1)) as [{ id: string }];
  stranger = await inviteAndAccept(app, (await createClinic(app, 'payloads-other')).admin, { role: 'clinician' });
}, 120_000);
afterAll(() => app?.close());

const ask = (words: string, status = 200, who = clinician) =>
  who.agent.get(`/ingest/v1/payloads?patient=${patientId}${words}`).expect(status);

async function pages(words = ''): Promise<RawPayloads['payloads'][]> {
  const found: RawPayloads['payloads'][] = [];
  for (let after = ''; ;) {
    const { payloads, next } = (await ask(words + after)).body as RawPayloads;
    found.push(payloads);
    if (next === null) return found;
    after = `&after=${next}`;
  }
}

describe('the payloads of a patient', () => {
  it.each([
    ['all of them', '', [100, 100, 50]],
    ['those that told of one reading', `&observation=${told}`, [83]],
  ])('come page by page, %s: newest first, none twice and none missing', async (_name, words, sizes) => {
    const found = await pages(words);
    expect(found.map((page) => page.length)).toEqual(sizes);
    const all = found.flat();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const times = all.map(({ receivedAt }) => receivedAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('begin after nothing but one of them, for nobody else', async () => {
    for (const after of [ofAnother, randomUUID()])
      expect((await ask(`&after=${after}`, 400)).body.errors[0].path).toBe('after');
    const [first] = await pages();
    await ask(`&after=${first!.at(-1)!.id}`, 404, stranger);
  });
});
