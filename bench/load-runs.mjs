import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const RUNS = 3;
const single = { work: 'single', count: 6000, warm: 2000, concurrency: 8 };
const bundle = { work: 'bundle', count: 40_000, warm: 4000, size: 100, concurrency: 4 };
export const WORKS = {
  single: { name: 'single POST, 8 at once', what: single, limit: 'single' },
  bundle: { name: 'transaction of 100, 4 at once', what: bundle, limit: 'batch' },
  stream: { name: 'NDJSON stream', what: { work: 'stream', count: 100_000, concurrency: 1 }, limit: 'batch' },
  import: {
    name: 'the same, of FHIR Observations ($import)',
    what: { work: 'import', count: 100_000, concurrency: 1 },
    limit: 'batch',
  },
  search: {
    name: 'search of 100, 8 at once',
    what: { work: 'search', count: 2000, warm: 300, concurrency: 8 },
    limit: 'search',
  },
};
/** Works that are told conditionally as well, and how that is called. */
const CONDITIONALLY = { single: 'the same, If-None-Exist', bundle: 'the same, ifNoneExist' };
const LIMIT_NAMES = {
  single: 'one-row commits',
  batch: 'unnest of 100',
  search: 'whole rows as jsonb, no HTTP',
  singleNest: 'Nest without a store',
  bundleNest: 'Nest without a store',
};

/** Sends loads to a server, each from a process of its own, every reading with a new key. */
export function loadRuns(server, patients) {
  let next = 0;

  async function run(what) {
    const from = next;
    if (what.work !== 'search') next += what.count + (what.warm ?? 0);
    const args = JSON.stringify({ url: server.url, token: server.token, patients, from, ...what });
    const client = join(import.meta.dirname, 'load-client.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [client, args], { maxBuffer: 1e6 });
    return JSON.parse(stdout);
  }

  /** Of each the middle one of three, turn by turn: `{ rate, p50, p99, missing }`, times in milliseconds. */
  async function medians(...whats) {
    const runs = whats.map(() => []);
    for (let i = 0; i < RUNS; i++) for (const [k, what] of whats.entries()) runs[k].push(await run(what));
    return runs.map((all) => all.sort((a, b) => a.rate - b.rate)[RUNS >> 1]);
  }
  const median = async (what) => (await medians(what))[0];
  return { run, median, medians };
}

/** Measures a work, and beside it, turn by turn, the same told conditionally where that is one: `[{ work, measured, plain }]`. */
export async function measure(load, work) {
  const name = CONDITIONALLY[work.what.work];
  if (!name) return [{ work, measured: await load.median(work.what) }];
  const conditional = { ...work, name, what: { ...work.what, conditional: true } };
  const [plain, measured] = await load.medians(work.what, conditional.what);
  return [
    { work, measured: plain },
    { work: conditional, measured, plain },
  ];
}

/** So much that what is measured afterwards is no longer being compiled. */
export async function warmUp(load) {
  await load.run({ ...single, count: 8000 });
  await load.run(bundle);
  await load.run({ ...WORKS.stream.what, count: 50_000 });
  await load.run({ ...WORKS.import.what, count: 50_000 });
  await load.run(WORKS.search.what);
}

/** A row of RESULTS.md. */
export function toRow({ name, what, limit }, { rate, p50, p99, missing }, limits, where = '', plain = undefined) {
  const unit = what.work === 'search' ? '/s' : ' obs/s';
  const time = p50 === 0 ? '' : `p50 ${p50} ms, p99 ${p99} ms`;
  const shares = [limit, `${what.work}Nest`].filter((name) => limits[name]);
  const share = shares
    .map((name) => `${((100 * rate) / limits[name]).toFixed(0)} % of ${LIMIT_NAMES[name]} (${limits[name]}/s)`)
    .join(', ');
  const beside = plain ? `, ${Math.round((100 * rate) / plain.rate - 100)} % beside it` : '';
  return [name + where, `${rate}${unit}`, time, missing ? `${missing} MISSING` : share + beside];
}

/** On disk, indexes included. */
export async function bytesPerObservation(owner) {
  const { rows } = await owner.query(
    `SELECT round(sum(pg_total_relation_size(inhrelid)) / (SELECT count(*) FROM observation_row)) AS n FROM pg_inherits WHERE inhparent = 'observation_row'::regclass`,
  );
  return rows[0].n;
}
