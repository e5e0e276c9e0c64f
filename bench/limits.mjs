import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { observation, plain } from './load-data.mjs';

/** What this PostgreSQL can do with the same rows and nothing around them: one commit a row, and unnest of 100. */
export async function commitLimit(ownerUrl, which = ['single', 'batch']) {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 8 });
  await pool.query(
    'CREATE TABLE bench_limit (patient uuid, code int, start_at timestamptz, end_at timestamptz, value numeric, PRIMARY KEY (patient, code, start_at, end_at))',
  );
  let n = 0;
  const hundred = () => Array.from({ length: 100 }, () => n++);
  const measures = {
    single: () => rate(8, 2000, () => insert(pool, [n++])),
    batch: async () => (await rate(4, 200, () => insert(pool, hundred()))) * 100,
  };
  const limits = {};
  for (const name of which) limits[name] = await measures[name]();
  await pool.query('DROP TABLE bench_limit');
  await pool.end();
  return limits;
}

function insert(pool, numbers) {
  const at = numbers.map((i) => new Date(1.7e12 + i * 60_000).toISOString());
  return pool.query({
    name: 'limit',
    text: `INSERT INTO bench_limit SELECT '00000000-0000-4000-8000-000000000000', 1, * FROM unnest($1::timestamptz[], $1::timestamptz[], $2::numeric[]) ON CONFLICT DO NOTHING`,
    values: [at, numbers],
  });
}

/**
 * What it can hand out of the same Observations as whole jsonb documents, with no HTTP around them: the newest hundred of one
 * patient and code, 8 at once; pages a second. The documents are made once, apart from what is measured.
 */
export async function openSearchLimit(ownerUrl) {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 8 });
  const patients = Array.from({ length: 100 }, (_, i) => i);
  await pool.query(
    'CREATE TABLE bench_document (id bigint PRIMARY KEY, patient int, code text, start_at timestamptz, document jsonb)',
  );
  for (let from = 0; from < 40_000; from += 1000) {
    const documents = Array.from({ length: 1000 }, (_, i) => ({
      id: from + i,
      patient: plain(from + i, patients).patient,
      code: plain(from + i, patients).kind.code,
      start_at: new Date(plain(from + i, patients).startMs),
      document: observation(from + i, patients),
    }));
    await pool.query('INSERT INTO bench_document SELECT * FROM json_populate_recordset(null::bench_document, $1)', [
      JSON.stringify(documents),
    ]);
  }
  await pool.query('CREATE INDEX ON bench_document (patient, code, start_at)');
  await pool.query('ANALYZE bench_document');
  let n = 0;
  const search = () =>
    pool.query({
      name: 'search',
      text: `SELECT id, document FROM bench_document WHERE patient = $1 AND code = $2 AND start_at >= '2016-01-02' ORDER BY start_at DESC LIMIT 100`,
      values: [(n++ * 7919) % patients.length, n % 2 ? '8867-4' : '55423-8'],
    });
  await rate(8, 500, search);
  return {
    measure: () => rate(8, 3000, search),
    close: async () => {
      await pool.query('DROP TABLE bench_document');
      await pool.end();
    },
  };
}

async function rate(concurrency, count, work) {
  let left = count;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await work();
    }),
  );
  return Math.round(count / ((performance.now() - started) / 1000));
}

/**
 * What Nest on Fastify can take in of the same requests when it stores nothing: observations a second, one and a hundred
 * at a time.
 */
export async function nestLimit(load, { single, bundle }) {
  const child = spawn(process.execPath, [new URL('limits-nest.mjs', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface(child.stdout), 'line');
    const at = { url, token: 'none' };
    await load.run({ ...single, count: 5000, ...at });
    return {
      singleNest: (await load.median({ ...single, ...at })).rate,
      bundleNest: (await load.median({ ...bundle, ...at })).rate,
    };
  } finally {
    child.kill();
  }
}
