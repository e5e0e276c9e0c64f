import { RED_FLAG_ITEMS } from '../../../instruments/index.js';
import { civilDayAt, INSTRUMENT_TOTALS, METRICS, type MetricId, type ZoneHistory } from '../../../metrics/index.js';
import type { NewDelivery } from '../../../platform/sockets/deliveries.js';
import { type Concern, findRule, reportLasting } from '../../alerts/index.js';
import { COUNTED, findNewest, type ObservationRow } from '../../observations/index.js';
import { findPromConcern, type Report } from './prom-threshold.js';
import { responseIdOf, scoreOf } from './read-answer.js';
import { findRedFlags } from './red-flags.js';

/** More answers to one question in two weeks than anybody gives. */
const MOST_ANSWERS = 20;

interface Of {
  readonly patientId: string;
  readonly zones: ZoneHistory;
}

/**
 * Answers that must reach somebody at once, whatever else is known of the patient.
 *
 * @param agreedUntil - answers that were given from then on are not heard, and a row says why; null: all are
 * @returns deliveries for `deliver`
 */
export async function reportRedFlags(
  { patientId, zones, agreedUntil }: Of & { readonly agreedUntil: Date | null },
  now: Date,
): Promise<NewDelivery[]> {
  const concerns: Concern[] = [];
  const unheard: Concern[] = [];
  for (const item of RED_FLAG_ITEMS) {
    const rows = (await findNewest(patientId, item.coding, MOST_ANSWERS)).filter(isCounted);
    const isHeard = (row: ObservationRow) => agreedUntil === null || row.startMs < agreedUntil.getTime();
    const find = (some: readonly ObservationRow[]) =>
      findRedFlags(
        patientId,
        item,
        some.map((row) => ({ ...answered(row, zones), receivedMs: row.receivedMs, score: scoreOf(row, item) })),
        now.getTime(),
      );
    concerns.push(...find(rows.filter(isHeard)));
    unheard.push(...find(rows.filter((row) => !isHeard(row))));
  }
  return reportLasting({ patientId, producer: 'self-report', kind: 'red-flag', concerns, unheard, now });
}

/**
 * Totals that are beyond a threshold of the patient's rule.
 *
 * @param reported - metrics of which there are reports
 * @param isLive - may a report of this metric interrupt somebody today?
 */
export async function findPromConcerns(
  { patientId, zones }: Of,
  reported: ReadonlySet<MetricId>,
  isLive: (metric: MetricId) => boolean,
): Promise<Concern[]> {
  const concerns: Concern[] = [];
  for (const [instrument, metric] of Object.entries(INSTRUMENT_TOTALS)) {
    if (!reported.has(metric)) continue;
    const { thresholds } = await findRule(patientId, { kind: 'prom-threshold', domain: METRICS[metric].domain });
    if (!thresholds.some((one) => one.instrument === instrument)) continue;
    const reports = await findReports({ patientId, zones }, metric, MOST_ANSWERS);
    const found = findPromConcern(patientId, { instrument, thresholds }, reports, isLive(metric));
    if (found) concerns.push(found);
  }
  return concerns;
}

/** Totals of an instrument, the newest first. */
async function findReports({ patientId, zones }: Of, metric: MetricId, most: number): Promise<Report[]> {
  const rows = (await findNewest(patientId, METRICS[metric].codings[0], most)).filter(isCounted);
  return rows.flatMap((row) =>
    row.valueText === null ? [] : [{ ...answered(row, zones), score: Number(row.valueText) }],
  );
}

/** Years of weekly answers. */
const MOST_PAST_ANSWERS = 200;

/** What was reported of each instrument, for whoever looks at the past: the newest first. */
export async function findPastTotals(
  of: Of,
  reported: ReadonlySet<MetricId>,
): Promise<{ instrument: string; metric: MetricId; reports: Report[] }[]> {
  const all = Object.entries(INSTRUMENT_TOTALS).filter(([, metric]) => reported.has(metric));
  const totals = [];
  for (const [instrument, metric] of all)
    totals.push({ instrument, metric, reports: await findReports(of, metric, MOST_PAST_ANSWERS) });
  return totals;
}

const isCounted = ({ status }: ObservationRow) => COUNTED.has(status);

const answered = (row: ObservationRow, zones: ZoneHistory) => ({
  responseId: responseIdOf(row),
  answeredMs: row.startMs,
  answeredOn: civilDayAt(zones, row.startMs),
});
