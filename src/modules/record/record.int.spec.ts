import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Database, query } from '../../platform/database/database.js';
import { parseJson, stringifyJson } from '../../platform/json/index.js';
import { readRecord, saveRecord, type Resource } from './index.js';
import { readRecordVersion } from './record.repository.js';

describe('records', () => {
  let server: TestDatabase;
  let database: Database;
  const clinicId = randomUUID();
  const patientId = randomUUID();
  const type = 'DocumentReference';
  const inClinic = <T>(run: () => Promise<T>) => database.inClinic(clinicId, run);
  const read = (text: string) => parseJson(Buffer.from(text)) as Resource;

  beforeAll(async () => {
    server = await freshDatabase();
    database = await Database.open(server.ownerUrl, 'stepwell_app', 6);
    await inClinic(async () => {
      await query(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'records', 'Records', 'UTC')`, [
        clinicId,
      ]);
      await query(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
        clinicId,
        patientId,
      ]);
    });
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server.drop();
  });

  it('gives back every digit and every member, with our id, version and time', async () => {
    const id = randomUUID();
    const resource = read(
      `{"resourceType":"DocumentReference","id":"theirs","meta":{"versionId":"99","profile":["urn:p"]},"size":1.50,"deep":{"exact":[0.10,1e2]}}`,
    );
    const saved = await inClinic(() => saveRecord({ type, id, patientId, resource }));
    const found = await inClinic(() => readRecord(type, id));
    expect(found).toEqual(saved);
    expect(stringifyJson(found?.resource)).toBe(
      `{"resourceType":"DocumentReference","id":"${id}","meta":{"versionId":"1","profile":["urn:p"],"lastUpdated":"${saved.lastUpdated.toISOString()}"},"size":1.50,"deep":{"exact":[0.10,1e2]}}`,
    );
  });

  it('keeps every version, one of them current', async () => {
    const id = randomUUID();
    for (const n of [1, 2, 3])
      await inClinic(() => saveRecord({ type, id, patientId, resource: { resourceType: type, n } }));
    expect((await inClinic(() => readRecord(type, id)))?.resource['n']).toBe(3);
    expect((await inClinic(() => readRecordVersion(type, id, 2)))?.resource).toMatchObject({
      n: 2,
      meta: { versionId: '2' },
    });
    expect(await inClinic(() => readRecordVersion(type, id, 4))).toBeUndefined();
  });

  it('lets one writer of a version win, and all writers without one', async () => {
    const id = randomUUID();
    const save = (expectedVersion?: number) =>
      inClinic(() => saveRecord({ type, id, patientId, resource: { resourceType: type }, expectedVersion })).then(
        (record) => record.version,
        (error: { code?: string }) => error.code,
      );
    const first = await Promise.all([save(0), save(0), save(0)]);
    expect(first.sort()).toEqual([1, 'RECORD_VERSION_CONFLICT', 'RECORD_VERSION_CONFLICT']);
    expect((await Promise.all([save(1), save(1), save(1)])).filter((v) => v === 2)).toHaveLength(1);
    expect(await save(1)).toBe('RECORD_VERSION_CONFLICT');
    expect((await Promise.all([save(), save(), save(), save()])).sort()).toEqual([3, 4, 5, 6]);
  });

  it('does not move a record to another patient, nor show it to another clinic', async () => {
    const id = randomUUID();
    await inClinic(() => saveRecord({ type, id, patientId, resource: { resourceType: type } }));
    const other = inClinic(() => saveRecord({ type, id, patientId: randomUUID(), resource: { resourceType: type } }));
    await expect(other).rejects.toMatchObject({ code: 'RECORD_VERSION_CONFLICT' });
    expect(await database.inClinic(randomUUID(), () => readRecord(type, id))).toBeUndefined();
  });
});
