import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { afterCommit, asPart, currentClinic, Database, openConnection, query } from './database.js';

let made: TestDatabase;
let app: Database;
const north = randomUUID();
const south = randomUUID();

beforeAll(async () => {
  made = await freshDatabase();
  app = await Database.open(made.ownerUrl, 'stepwell_app', 2);
  for (const [clinicId, slug] of [
    [north, 'north'],
    [south, 'south'],
  ] as const)
    await app.inClinic(clinicId, async () => {
      await query(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, $2, $2, 'Europe/Berlin')`, [
        clinicId,
        slug,
      ]);
      for (let i = 0; i < 20; i++) await addPatient(slug);
    });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await made?.drop();
});

const addPatient = (family: string, clinicId: string = currentClinic()) =>
  query(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'Any', $3)`, [
    clinicId,
    randomUUID(),
    family,
  ]);
const families = async () =>
  (await query<{ family_name: string }>('SELECT DISTINCT family_name FROM patient')).map((row) => row.family_name);

describe('a transaction', () => {
  it('sees the rows of its clinic and no others', async () => {
    expect(await app.inClinic(north, families)).toEqual(['north']);
    expect(await app.inClinic(south, families)).toEqual(['south']);
  });

  it('sees nothing when the clinic was forgotten, also on a connection that had one before', async () => {
    await Promise.all([app.inClinic(north, families), app.inClinic(south, families)]);
    for (let i = 0; i < 4; i++) expect(await app.outside(families)).toEqual([]);
    expect(await app.source.query('SELECT count(*)::int AS n FROM patient')).toEqual([{ n: 0 }]);
  });

  it('sees nothing in a clinic that does not exist', async () => {
    expect(await app.inClinic(randomUUID(), families)).toEqual([]);
  });

  it('cannot write into another clinic, nor move a row there', async () => {
    await expect(app.inClinic(north, () => addPatient('stray', south))).rejects.toThrow(/row-level security/);
    await expect(app.inClinic(north, () => query('UPDATE patient SET clinic_id = $1', [south]))).rejects.toThrow(
      /row-level security/,
    );
    await expect(app.outside(() => addPatient('stray', north))).rejects.toThrow(/row-level security/);
  });

  it('belongs to one clinic: a second one inside it is refused, the same one joins', async () => {
    await expect(
      app.inClinic(north, async () => {
        await app.inClinic(south, families);
      }),
    ).rejects.toThrow('one clinic');
    await app.inClinic(north, async () => {
      const outer = openConnection();
      await app.inClinic(north, () => Promise.resolve(expect(openConnection()).toBe(outer)));
    });
  });

  it('needs to be there: a repository called outside one throws instead of reading past the clinic', () => {
    expect(() => openConnection()).toThrow('No transaction');
    expect(() => currentClinic()).toThrow('No clinic');
  });

  it('rings after the commit, and never after a rollback', async () => {
    const heard: string[] = [];
    await app.inClinic(north, () => {
      afterCommit(() => heard.push('kept'));
      expect(heard).toEqual([]);
      return Promise.resolve();
    });
    await app
      .inClinic(north, () => {
        afterCommit(() => heard.push('lost'));
        return Promise.reject(new Error('changed my mind'));
      })
      .catch(() => undefined);
    expect(heard).toEqual(['kept']);
  });
});

describe('a pool of two connections', () => {
  it('keeps what stood before a part that failed, and of that part neither row nor hint', async () => {
    const heard: string[] = [];
    await app.inClinic(north, async () => {
      afterCommit(() => heard.push('whole'));
      const part = asPart(async () => {
        await addPatient('partial');
        afterCommit(() => heard.push('part'));
        await query('SELECT 1 / 0');
      });
      await expect(part).rejects.toThrow('division by zero');
      await asPart(async () => afterCommit(() => heard.push('another part')));
      expect(await families()).toEqual(['north']);
    });
    expect(heard).toEqual(['whole', 'another part']);
  });

  it('keeps 200 transactions of two clinics apart, though every third one fails half-way', async () => {
    const before = await counts();
    let written = { north: 0, south: 0 };
    const crossed: string[] = [];
    const work = Array.from({ length: 200 }, (_, i) => async () => {
      const [clinicId, name] = i % 2 ? ([south, 'south'] as const) : ([north, 'north'] as const);
      try {
        await app.inClinic(clinicId, async () => {
          crossed.push(...(await families()).filter((family) => family !== name));
          await addPatient(name);
          if (i % 3 === 0)
            await (i % 6 === 0 ? query('SELECT 1 / 0') : Promise.reject(new Error('thrown between two statements')));
          const [row] = await query<{ clinic: string }>(`SELECT current_setting('app.clinic') AS clinic`);
          if (row?.clinic !== clinicId) crossed.push('setting');
        });
        written = { ...written, [name]: written[name] + 1 };
      } catch (error) {
        if (i % 3 !== 0) throw error;
      }
    });
    await Promise.all(work.map((run) => run()));
    expect(crossed).toEqual([]);
    expect(written.north + written.south).toBe(200 - 67);
    const after = await counts();
    expect(after.north).toBe(before.north + written.north);
    expect(after.south).toBe(before.south + written.south);
  }, 60_000);
});

/** As the owner sees it, past all policies. */
async function counts(): Promise<{ north: number; south: number }> {
  const rows = await made.asOwner<{ clinic_id: string; family_name: string; n: number }>(
    'SELECT clinic_id, family_name, count(*)::int AS n FROM patient GROUP BY 1, 2',
  );
  expect(rows.every((row) => row.family_name === (row.clinic_id === north ? 'north' : 'south'))).toBe(true);
  const of = (id: string) => rows.find((row) => row.clinic_id === id)?.n ?? 0;
  return { north: of(north), south: of(south) };
}

describe('a statement that a connection has planned', () => {
  const planned = (table: string) => ({ name: table, text: `SELECT n FROM ${table}` });
  it.each([
    ['of_pages', (table: string) => app.outside(() => query(planned(table).text))],
    ['of_messages', (table: string) => app.hot.together([{ statement: planned(table), values: [] }])],
    ['of_hot_transactions', (table: string) => app.hot.transaction((tx) => tx.send(planned(table), []))],
  ])('%s: fails once where another node’s migration changed its answer, and never again', async (table, run) => {
    await made.asOwner(`CREATE TABLE ${table} (n int)`);
    await made.asOwner(`GRANT SELECT ON ${table} TO stepwell_app`);
    const ask = () =>
      run(table).then(
        () => 'answered',
        () => 'failed',
      );
    // Both connections of the pool, each at work while the other is asked.
    const both = () => Promise.all([ask(), ask()]);
    expect(await both()).toEqual(['answered', 'answered']);
    await made.asOwner(`ALTER TABLE ${table} ALTER COLUMN n TYPE text`);
    expect(await both()).toContain('failed');
    for (let i = 0; i < 3; i++) expect(await both()).toEqual(['answered', 'answered']);
    await made.asOwner(`DROP TABLE ${table}`);
  });
});

describe('entering a clinic from outside', () => {
  it('is for a worker that has taken an item: before it nothing, afterwards that clinic', async () => {
    await app.outside(async () => {
      expect(await families()).toEqual([]);
      expect(await app.enterClinic(south, families)).toEqual(['south']);
    });
    await app.inClinic(north, () => expect(app.enterClinic(south, families)).rejects.toThrow('outside every clinic'));
  });
});

describe('Database.open', () => {
  it('refuses a role that could step around the policies', async () => {
    // An administrator gives the role BYPASSRLS "to make it work".
    await made.asOwner('ALTER ROLE stepwell_worker BYPASSRLS');
    try {
      await expect(Database.open(made.ownerUrl, 'stepwell_worker', 1)).rejects.toThrow('can bypass row-level security');
    } finally {
      await made.asOwner('ALTER ROLE stepwell_worker NOBYPASSRLS');
    }
  });

  it('refuses a server that may lose acknowledged writes', async () => {
    const [row] = await made.asOwner<{ name: string }>('SELECT current_database() AS name');
    await made.asOwner(`ALTER DATABASE ${row?.name} SET synchronous_commit = off`);
    try {
      await expect(Database.open(made.ownerUrl, 'stepwell_app', 1)).rejects.toThrow('synchronous_commit is off');
    } finally {
      await made.asOwner(`ALTER DATABASE ${row?.name} RESET synchronous_commit`);
    }
  });
});
