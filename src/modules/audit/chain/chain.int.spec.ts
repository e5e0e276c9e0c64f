import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { callerFor } from '../../../../test/support/caller.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { audit } from '../../../platform/auth/audit.js';
import { loadConfig } from '../../../platform/config/config.js';
import { Database, query } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { type Checkpoint, isGenuine, signCheckpoint } from './checkpoint.js';
import { checkpointFile, readCheckpoints, readKey } from './checkpoint-file.js';
import { AuditCheckpoints } from './checkpoints.js';
import { AuditSealer } from './sealer.js';
import { verifyClinic } from './verify-clinic.js';

describe('the chain of a clinic', () => {
  let server: TestDatabase;
  let app: Database;
  let worker: Database;
  let sealer: AuditSealer;
  let folder: string;
  let clinicId: string;

  beforeAll(async () => {
    server = await freshDatabase();
    app = await Database.open(server.ownerUrl, 'stepwell_app', 6);
    worker = await Database.open(server.ownerUrl, 'stepwell_worker', 3);
    sealer = new AuditSealer(new WorkerDatabase(worker));
  }, 60_000);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepwell-audit-'));
    clinicId = await newClinic();
  });
  afterEach(() => rm(folder, { recursive: true }));
  afterAll(async () => {
    await app?.close();
    await worker?.close();
    await server?.drop();
  });

  async function newClinic(): Promise<string> {
    const id = randomUUID();
    await app.inClinic(id, () =>
      query(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, $2, 'Chain', 'UTC')`, [
        id,
        `c-${id.slice(0, 8)}`,
      ]),
    );
    return id;
  }
  const act = (clinic = clinicId) => app.inClinic(clinic, () => audit(callerFor(clinic, 'Patient', 'read')));
  const acts = async (count: number) => {
    for (let i = 0; i < count; i++) await act();
  };
  const verify = (checkpoints: readonly Checkpoint[] = []) => verifyClinic(worker, clinicId, checkpoints);
  const idsOf = async () =>
    (
      await server.asOwner<{ id: string }>('SELECT id FROM audit_event WHERE clinic_id = $1 ORDER BY id', [clinicId])
    ).map(({ id }) => Number(id));
  const checkpoints = () =>
    new AuditCheckpoints(new WorkerDatabase(worker), config(), new AuditSealer(new WorkerDatabase(worker)));
  const signed = async () => (await checkpoints().write()).find(({ clinic }) => clinic === clinicId)!;
  const config = () => loadConfig({ STEPWELL_DATA_DIR: folder });

  it('takes up every row once, each clinic on its own', async () => {
    const other = await newClinic();
    await acts(5);
    await act(other);
    await sealer.pass();
    await acts(3);
    await sealer.pass();
    await sealer.pass();
    expect(await verify()).toMatchObject({ links: 2, rows: 8, fault: null });
    expect(await verifyClinic(worker, other, [])).toMatchObject({ links: 1, rows: 1, fault: null });
  });

  it('takes up what committed late after what was there before, and loses none', async () => {
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isWritten = () => undefined as void;
    const written = new Promise<void>((resolve) => (isWritten = resolve));
    const late = app.inClinic(clinicId, async () => {
      await audit(callerFor(clinicId, 'Sprint', 'create'));
      isWritten();
      await held;
    });
    await written;
    await acts(2);
    // It neither waits for the open transaction nor forgets it.
    for (let i = 0; i < 3; i++) await sealer.pass();
    expect(await verify()).toMatchObject({ rows: 2, fault: null });
    release();
    await late;
    for (let i = 0; i < 3; i++) await sealer.pass();
    expect(await verify()).toMatchObject({ rows: 3, fault: null });
    const [lateId, ...others] = await idsOf();
    const order = await server.asOwner<{ ids: string[] }>(
      'SELECT ids FROM audit_seal WHERE clinic_id = $1 ORDER BY seq',
      [clinicId],
    );
    expect(order.flatMap(({ ids }) => ids.map(Number))).toEqual([...others, lateId]);
  });

  it('is carried on by any node, and never by two at once', async () => {
    const others = [new AuditSealer(new WorkerDatabase(worker)), new AuditSealer(new WorkerDatabase(worker))];
    for (let round = 0; round < 10; round++) {
      await Promise.all([act(), act(), act()]);
      await Promise.all([sealer, ...others].map((node) => node.pass()));
    }
    await sealer.pass();
    expect(await verify()).toMatchObject({ rows: 30, fault: null });
  });

  it('makes rows about several patients findable for each', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const caller = callerFor(clinicId, 'Patient', 'search');
    caller.act.patientIds = [a, b];
    await app.inClinic(clinicId, () => audit(caller));
    const found = () =>
      server.asOwner<{ patient: string }>(
        'SELECT patient_id AS patient FROM audit_patient WHERE clinic_id = $1 ORDER BY 1',
        [clinicId],
      );
    await sealer.pass();
    const wanted = [a, b].sort().map((patient) => ({ patient }));
    expect(await found()).toEqual(wanted);
    // A chain that was removed is made again, and meets the rows it made before.
    await server.asOwner('DELETE FROM audit_seal WHERE clinic_id = $1', [clinicId]);
    await server.asOwner('UPDATE audit_settled SET up_to = 0');
    await act();
    expect(await sealer.pass()).toBe(2);
    expect(await found()).toEqual(wanted);
  });

  it.each([
    ['changed', `UPDATE audit_event SET outcome = 'denied' WHERE clinic_id = $1 AND id = $2`, 'changed'],
    [
      'given another time',
      `UPDATE audit_event SET at = at + interval '1 us' WHERE clinic_id = $1 AND id = $2`,
      'changed',
    ],
    ['removed', 'DELETE FROM audit_event WHERE clinic_id = $1 AND id = $2', 'removed'],
    [
      'moved within its link',
      `UPDATE audit_seal SET ids = array_remove(ids, $2::bigint) || $2::bigint WHERE clinic_id = $1 AND $2 = ANY(ids)`,
      'reordered',
    ],
    ['removed with its link', 'DELETE FROM audit_seal WHERE clinic_id = $1 AND $2 = ANY(ids)', 'removed'],
  ])('names the first row that was %s', async (_name, sql, kind) => {
    await acts(2);
    await sealer.pass();
    await acts(4);
    await sealer.pass();
    await act();
    await sealer.pass();
    const ids = await idsOf();
    await server.asOwner(sql, [clinicId, ids[2]!]);
    // What stands where the moved or missing one should be is what is named.
    const bad = { reordered: ids[2], removed: sql.includes('audit_seal') ? ids[6] : ids[2], changed: ids[2] }[kind];
    expect((await verify()).fault).toMatchObject({ kind, rowId: bad });
  });

  it('names a row that was inserted behind our back, also with an id that had been passed over', async () => {
    await acts(2);
    const [gap] = await server.asOwner<{ id: string }>(`SELECT nextval('audit_event_id_seq') AS id`);
    await acts(2);
    await sealer.pass();
    await server.asOwner(
      `INSERT INTO audit_event (clinic_id, id, actor, role, type, interaction, outcome) OVERRIDING SYSTEM VALUE
       VALUES ($1, $2, 'person/x', 'admin', 'Patient', 'read', 'success')`,
      [clinicId, gap!.id],
    );
    await act();
    await sealer.pass();
    expect((await verify()).fault).toMatchObject({ kind: 'inserted', rowId: Number(gap!.id) });
  });

  it('shows by a signed checkpoint that the end was cut off, or that everything was written anew', async () => {
    await acts(3);
    await sealer.pass();
    const early = await signed();
    await acts(3);
    await sealer.pass();
    const checkpoint = await signed();
    expect(await verify([early, checkpoint])).toMatchObject({ rows: 6, checkpoints: 2, fault: null });
    await server.asOwner(
      'WITH gone AS (DELETE FROM audit_seal WHERE clinic_id = $1 AND seq = 2 RETURNING ids) DELETE FROM audit_event WHERE id IN (SELECT unnest(ids) FROM gone)',
      [clinicId],
    );
    // Nothing inside the database gives it away.
    expect((await verify()).fault).toBeNull();
    expect((await verify([early, checkpoint])).fault).toMatchObject({ kind: 'cut-off', seq: 1 });
    await server.asOwner('DELETE FROM audit_seal WHERE clinic_id = $1', [clinicId]);
    await server.asOwner(`UPDATE audit_event SET actor = 'person/y' WHERE clinic_id = $1`, [clinicId]);
    await server.asOwner('UPDATE audit_settled SET up_to = 0');
    await sealer.pass();
    expect((await verify()).fault).toBeNull();
    expect((await verify([early])).fault).toMatchObject({ kind: 'seal-broken', seq: 1 });
  });

  it('signs with a key that only this account can read, and knows a forged or changed checkpoint', async () => {
    await acts(1);
    await sealer.pass();
    await checkpoints().write();
    const key = await readKey(folder);
    expect((await stat(join(folder, 'audit-key.pem'))).mode & 0o777).toBe(0o600);
    const kept: Checkpoint[] = [];
    for await (const one of readCheckpoints(checkpointFile(folder))) kept.push(one);
    expect(kept).toHaveLength((await readFile(checkpointFile(folder), 'utf8')).trim().split('\n').length);
    const own = kept.find(({ clinic }) => clinic === clinicId)!;
    expect(isGenuine(own, key)).toBe(true);
    expect(isGenuine({ ...own, total: own.total - 1 }, key)).toBe(false);
    const stranger = await mkdtemp(join(tmpdir(), 'stepwell-audit-'));
    expect(isGenuine(signCheckpoint(own, await readKey(stranger)), key)).toBe(false);
    await rm(stranger, { recursive: true });
  });

  it('reads past a last line that was cut off, and no other', async () => {
    await acts(1);
    await sealer.pass();
    await checkpoints().write();
    const read = async () => {
      let count = 0;
      for await (const _ of readCheckpoints(checkpointFile(folder))) count++;
      return count;
    };
    const before = await read();
    await appendFile(checkpointFile(folder), '{"v":1,"clin');
    expect(await read()).toBe(before);
    await appendFile(checkpointFile(folder), '\n{}\n');
    await expect(read()).rejects.toThrow('is no checkpoint');
  });

  it('gives the serving roles no way to change or remove what was written', async () => {
    const may = await server.asOwner(
      `SELECT role, relation, right_of FROM unnest(ARRAY['stepwell_app', 'stepwell_worker', 'stepwell_auth']) AS role,
         unnest(ARRAY['audit_event', 'audit_seal']) AS relation, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS right_of
       WHERE has_table_privilege(role, relation, right_of) OR (right_of = 'UPDATE' AND has_any_column_privilege(role, relation, right_of))`,
    );
    expect(may).toEqual([]);
    await expect(app.inClinic(clinicId, () => query('DELETE FROM audit_event'))).rejects.toThrow('permission denied');
  });
});
