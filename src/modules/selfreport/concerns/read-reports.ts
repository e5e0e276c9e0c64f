import { civilDayAt, INSTRUMENT_TOTALS, METRICS, type MetricId, type ZoneHistory } from '../../../metrics/index.js';
import { type Concern, findRule } from '../../alerts/index.js';
import { COUNTED, findAsking, findNewest, type ObservationRow, readTotals } from '../../observations/index.js';
import { findPromConcern, type Report } from './prom-threshold.js';
import { responseIdOf } from './read-answer.js';

/** The newest, the one before, and some that do not count. */
const MOST_REPORTS = 20;

interface Of {
  readonly patientId: string;
  readonly zones: ZoneHistory;
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
  const findReports = reader({ patientId, zones });
  for (const [instrument, metric] of Object.entries(INSTRUMENT_TOTALS)) {
    if (!reported.has(metric)) continue;
    const { thresholds } = await findRule(patientId, { kind: 'prom-threshold', domain: METRICS[metric].domain });
    if (!thresholds.some((one) => one.instrument === instrument)) continue;
    const reports = await findReports(metric, MOST_REPORTS);
    const found = findPromConcern(patientId, { instrument, thresholds }, reports, isLive(metric));
    if (found) concerns.push(found);
  }
  return concerns;
}

/** Reads totals of one instrument after the other, of forms that are asked for once, when the first is wanted. */
function reader(of: Of): (metric: MetricId, most: number) => Promise<Report[]> {
  let forms: Promise<ObservationRow[]> | undefined;
  return async (metric, most) => findReports(of, await (forms ??= findForms(of)), metric, most);
}

async function findForms({ patientId }: Of): Promise<ObservationRow[]> {
  const asking = await findAsking(patientId, { fromMs: 0, toMs: ALWAYS_MS });
  return asking.map(({ row }) => row).filter(isCounted);
}

/** Totals of an instrument, the newest first: by themselves, or as a part of a form. */
async function findReports(
  { patientId, zones }: Of,
  forms: readonly ObservationRow[],
  metric: MetricId,
  most: number,
): Promise<Report[]> {
  const rows = (await findNewest(patientId, METRICS[metric].codings[0], most)).filter(isCounted);
  const alone = rows.flatMap((row) =>
    row.valueText === null ? [] : [{ ...answered(row, zones), score: Number(row.valueText) }],
  );
  const parts = forms.flatMap((row) =>
    readTotals(row).flatMap((total) =>
      total.metric === metric ? [{ ...answered(row, zones), score: total.value }] : [],
    ),
  );
  if (parts.length === 0) return alone;
  // A total and the form that it is a part of are one report.
  const isAlone = (part: Report) => alone.some(({ answeredMs }) => answeredMs === part.answeredMs);
  return [...alone, ...parts.filter((part) => !isAlone(part))]
    .sort((a, b) => b.answeredMs - a.answeredMs)
    .slice(0, most);
}

/** Years of weekly answers. */
const MOST_PAST_ANSWERS = 200;

/** What was reported of each instrument, for whoever looks at the past: the newest first. */
export async function findPastTotals(
  of: Of,
  reported: ReadonlySet<MetricId>,
): Promise<{ instrument: string; metric: MetricId; reports: Report[] }[]> {
  const all = Object.entries(INSTRUMENT_TOTALS).filter(([, metric]) => reported.has(metric));
  const findReports = reader(of);
  const totals = [];
  for (const [instrument, metric] of all)
    totals.push({ instrument, metric, reports: await findReports(metric, MOST_PAST_ANSWERS) });
  return totals;
}

/** Nothing is stored that begins so much later. */
const ALWAYS_MS = Date.UTC(2200, 0, 1);

const isCounted = ({ status }: ObservationRow) => COUNTED.has(status);

const answered = (row: ObservationRow, zones: ZoneHistory) => ({
  responseId: responseIdOf(row),
  answeredMs: row.startMs,
  answeredOn: civilDayAt(zones, row.startMs),
});
