import type { DurableNode } from './durable-node.js';
import { type Reading, recount } from './readings.js';

export interface Verdict {
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There more than once, or in more than one version. */
  readonly doubled: number;
  /** There with another value, or never sent. */
  readonly wrong: number;
  readonly days: number;
  /** Days whose value is not what the ledger adds up to. */
  readonly wrongDays: number;
}

const keyOf = ({ patient, metric, startMs, endMs }: Omit<Reading, 'n' | 'value'>) =>
  `${patient} ${metric} ${startMs} ${endMs}`;

/** Compares what is stored with what was acknowledged, and the daily values with a recount of the ledger. */
export async function judge(durable: DurableNode, ledger: ReadonlyMap<number, Reading>): Promise<Verdict> {
  const rows = await durable.inDatabase<Omit<Reading, 'n' | 'value'> & { value: string; version: number }>(
    `SELECT o.patient_id AS patient, c.metric, o.value, o.version,
       date_part('epoch', o.start_at) * 1000 AS "startMs", date_part('epoch', o.end_at) * 1000 AS "endMs"
     FROM observation o JOIN concept c ON c.clinic_id = o.clinic_id AND c.id = o.concept_id`,
  );
  const expected = new Map([...ledger.values()].map((reading) => [keyOf(reading), reading.value]));
  const seen = new Set<string>();
  let doubled = 0;
  let wrong = 0;
  for (const row of rows) {
    const key = keyOf(row);
    if (seen.has(key) || row.version !== 1) doubled++;
    if (expected.get(key) !== Number(row.value)) wrong++;
    seen.add(key);
  }
  const lost = [...expected.keys()].filter((key) => !seen.has(key)).length;
  return {
    acknowledged: ledger.size,
    stored: rows.length,
    lost,
    doubled,
    wrong,
    ...(await judgeDays(durable, ledger)),
  };
}

async function judgeDays(durable: DurableNode, ledger: ReadonlyMap<number, Reading>) {
  const stored = await durable.inDatabase<{ key: string; value: number }>(
    `SELECT patient_id || ' ' || metric || ' ' || day AS key, value FROM daily_value`,
  );
  const days = recount(ledger.values());
  // A mean of the same numbers in another order differs in its last digit.
  const isSame = ({ key, value }: { key: string; value: number }) => Math.abs(value - (days.get(key) ?? NaN)) < 1e-6;
  const right = stored.filter(isSame).length;
  return { days: days.size, wrongDays: Math.max(days.size, stored.length) - right };
}

/** Of transactions without an answer: how many are there in part? */
export async function countTorn(durable: DurableNode, transactions: readonly (readonly Reading[])[]): Promise<number> {
  let torn = 0;
  for (const readings of transactions) {
    const [row] = await durable.inDatabase<{ n: number }>(
      `SELECT count(*)::int AS n FROM observation o JOIN concept c ON c.clinic_id = o.clinic_id AND c.id = o.concept_id
       JOIN unnest($1::uuid[], $2::text[], $3::float8[]) AS k(patient_id, metric, start_ms)
         ON k.patient_id = o.patient_id AND k.metric = c.metric AND o.start_at = to_timestamp(k.start_ms / 1000)`,
      [readings.map((r) => r.patient), readings.map((r) => r.metric), readings.map((r) => r.startMs)],
    );
    if (row!.n !== 0 && row!.n !== readings.length) torn++;
  }
  return torn;
}
