const DAY_MS = 86_400_000;
const SLOT_MS = 15 * 60_000;
/** Long past, so that the latest reading of a long run is still before now. */
const FIRST_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - 300 * DAY_MS;
/** What every road says of where the readings began, in its own words. */
export const DEVICE = { maker: 'Ledger', model: 'Band' };

export interface Reading {
  readonly n: number;
  readonly patient: string;
  readonly metric: 'steps' | 'heartRate';
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
}

/** Reading number n: of each patient in turn a quarter hour's steps, then a heart rate. No two have the same key. */
export function readingOf(n: number, patients: readonly string[]): Reading {
  const of = Math.floor(n / patients.length);
  const metric = of % 2 === 0 ? 'steps' : 'heartRate';
  const startMs = FIRST_MS + Math.floor(of / 2) * SLOT_MS;
  const any = (n * 2_654_435_761) % 2 ** 32;
  return {
    n,
    patient: patients[n % patients.length]!,
    metric,
    startMs,
    endMs: metric === 'steps' ? startMs + SLOT_MS : startMs,
    value: metric === 'steps' ? any % 400 : 50 + (any % 1000) / 10,
  };
}

/** Daily values as anybody would add them up, without the product: sums of steps, means of heart rates. */
export function recount(readings: Iterable<Reading>): Map<string, number> {
  const days = new Map<string, { metric: string; sum: number; count: number }>();
  for (const { patient, metric, startMs, value } of readings) {
    const key = `${patient} ${metric} ${new Date(startMs).toISOString().slice(0, 10)}`;
    const day = days.get(key) ?? { metric, sum: 0, count: 0 };
    day.sum += value;
    day.count++;
    days.set(key, day);
  }
  return new Map([...days].map(([key, { metric, sum, count }]) => [key, metric === 'steps' ? sum : sum / count]));
}
