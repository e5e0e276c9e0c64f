import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createTestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { createClinic } from '../support/people.js';
import { stepwell } from '../support/stepwell.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'stepwell-verify-'));
  const app = await createTestApp({ database, env: { STEPWELL_DATA_DIR: folder } });
  const { admin } = await createClinic(app, 'verified');
  for (let i = 0; i < 5; i++) await admin.agent.get('/api/v1/members').expect(200);
  // On the way down it seals what is left, and signs it.
  await app.close();
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function verify(...args: string[]): Promise<{ code: number | null; output: string }> {
  const command = stepwell(['verify-audit', ...args], { DATABASE_URL: database.ownerUrl, STEPWELL_DATA_DIR: folder });
  return { code: await command.ended, output: command.output() };
}

it('says that all is as it was written, with what it was compared', async () => {
  const { code, output } = await verify();
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/verified: \d+ rows in \d+ links, as they were written; agrees with 1 signed/),
  ]);
});

it('ends with 1 and names the first bad row, and the end that was cut off', async () => {
  const [row] = await database.asOwner<{ id: string }>(
    `UPDATE audit_event SET role = 'auditor' WHERE id = (SELECT min(id) + 2 FROM audit_event) RETURNING id`,
  );
  expect(await verify('--clinic', 'verified')).toEqual({
    code: 1,
    output: `verified: NOT as it was written: row ${row!.id} is not what was sealed.\n`,
  });
  await database.asOwner('DELETE FROM audit_seal');
  await database.asOwner('DELETE FROM audit_event');
  const elsewhere = join(folder, 'elsewhere.ndjson');
  await copyFile(join(folder, 'audit-checkpoints.ndjson'), elsewhere);
  await rm(join(folder, 'audit-checkpoints.ndjson'));
  expect((await verify()).code).toBe(0);
  const { code, output } = await verify('--checkpoints', elsewhere);
  expect([code, output]).toEqual([1, expect.stringContaining('its end was cut off')]);
  await rm(join(folder, 'audit-key.pem'));
  expect((await verify('--checkpoints', elsewhere)).output).toMatch(/is not signed with the key [0-9a-f]{32}/);
});
