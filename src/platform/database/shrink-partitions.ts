import { Client } from 'pg';

/** Less is not worth a pause of the store. */
const LEAST_BYTES = 1_000_000;
/** How long writers may be made to wait for us to begin. */
const LOCK_TIMEOUT = '3s';

export interface Shrunk {
  readonly partition: string;
  readonly rowsKept: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** For so long nothing could be stored or read. */
  readonly pausedMs: number;
}

/**
 * Gives the disk back what retention has freed: a year's partition that is mostly empty, or the one for all the time
 * before the years, is dropped whole, after the few rows that are kept have moved to a new one. A deleted row leaves its
 * room to others, but little new comes into years long past. The store pauses for as long as the move takes: about a
 * second a million rows kept.
 *
 * @param beforeYear - partitions of years from this one on are left alone
 */
export async function shrinkPartitions(ownerUrl: string, beforeYear: number): Promise<Shrunk[]> {
  const client = new Client({ connectionString: ownerUrl, statement_timeout: 0 });
  await client.connect();
  try {
    // The lock of the migrations: the tables are theirs.
    await client.query('SELECT pg_advisory_lock(731002)');
    const { rows } = await client.query<{ name: string; bound: string }>(
      `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'observation_row'::regclass AND (c.relname = 'observation_before' OR c.relname ~ '^observation_[0-9]{4}$')
       ORDER BY 1`,
    );
    const old = rows.filter(({ name }) => name === 'observation_before' || Number(name.slice(-4)) < beforeYear);
    const shrunk: Shrunk[] = [];
    for (const one of old) if (await isMostlyEmpty(client, one.name)) shrunk.push(await replace(client, one));
    return shrunk;
  } finally {
    await client.end();
  }
}

async function isMostlyEmpty(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ mostly: boolean }>(
    `SELECT pg_relation_size('${name}') > greatest($1, 2 * (SELECT coalesce(sum(pg_column_size(t.*) + 8), 0) FROM ${name} t)) AS mostly`,
    [LEAST_BYTES],
  );
  return rows[0]!.mostly;
}

async function replace(client: Client, { name, bound }: { name: string; bound: string }): Promise<Shrunk> {
  const bytesBefore = await sizeOf(client, name);
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    // The parent first, as everybody who stores does.
    await client.query('LOCK TABLE observation_row IN ACCESS EXCLUSIVE MODE');
    const startedMs = performance.now();
    await client.query(`CREATE TABLE ${name}_kept (LIKE ${name} INCLUDING ALL)`);
    const { rowCount } = await client.query(`INSERT INTO ${name}_kept SELECT * FROM ${name}`);
    await client.query(`ALTER TABLE observation_row DETACH PARTITION ${name}`);
    await client.query(`DROP TABLE ${name}`);
    await client.query(`ALTER TABLE ${name}_kept RENAME TO ${name}`);
    await client.query(`ALTER TABLE observation_row ATTACH PARTITION ${name} ${bound}`);
    await client.query('COMMIT');
    const pausedMs = Math.round(performance.now() - startedMs);
    return { partition: name, rowsKept: rowCount ?? 0, bytesBefore, bytesAfter: await sizeOf(client, name), pausedMs };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function sizeOf(client: Client, name: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`SELECT pg_total_relation_size('${name}')::float8 AS n`);
  return rows[0]!.n;
}
