import { DETECTOR_VERSION, evaluatePatient, type PatientTrend } from '../../detection/index.js';
import { civilDayAt, METRIC_IDS, METRICS, type MetricId, zoneAt, type ZoneHistory } from '../../metrics/index.js';
import { deliver, findCircle, type NewDelivery } from '../../platform/sockets/deliveries.js';
import { closeConcerns, reportConcerns } from '../alerts/index.js';
import { isConsented } from '../consents/index.js';
import {
  type ChangedDay,
  continueRecompute,
  deliveryBegan,
  findArrivedSince,
  findDailyValues,
  findFirstDay,
  type Progress,
  recomputeDays,
} from '../observations/index.js';
import { findMonitoredSince, findSprint, findTreatmentStart, findZones } from '../patients/index.js';
import { findPromConcerns } from '../selfreport/index.js';
import { findBudgetHistory, findCalibrations } from './alarm-budget.repository.js';
import { toJudgedBy } from './calibration.js';
import { findSync } from './find-sync.js';
import { isOfOtherTarget } from './goal-reached.js';
import { type Held, holdMetrics } from './held-metrics.js';
import { groundConfidence, type GroundedConcern } from './ground-confidence.js';
import { isLive, isLiveReport } from './live-concern.js';
import { isUnfinished, toPatientDays, windowStart } from './patient-days.js';
import { listConcerns } from './list-concerns.js';
import { isStillGap } from './lost-days.js';
import { lookAgain } from './due.repository.js';
import { findReview } from './review-due.js';
import { toAlertConcern } from './to-alert-concern.js';
import { toldByFile } from './told-by-file.js';
import { findTrend, removeTrend, saveTrend, type StoredTrend } from './trends.repository.js';

/** While a history is still coming in, a gap in it says nothing yet. */
const SETTLE_MS = 120_000;

/** 'goes-on': a history is being added up anew, and what is judged by is not whole yet. */
export type Evaluated = 'done' | 'goes-on';

/**
 * One patient, in the transaction that is open: the due days are added up anew, the series judged, the alerts moved on.
 * Nothing is left half done: it all commits together or not at all.
 */
export async function evaluate(
  patientId: string,
  due: { readonly days: readonly string[]; readonly judge: boolean },
  now: Date,
): Promise<Evaluated> {
  const zones = await findZones(patientId);
  const added = await recomputeDays(patientId, zones, due.days, await findMonitoredSince(patientId));
  const history = await continueRecompute(patientId, due.days);
  // Only the judging ends with consent: the days add up what was stored while it was given.
  if (!(await isConsented(patientId, 'monitoring'))) return closeAlerts(patientId, now);
  const { became, deliveries } = await judge({ patientId, zones, due, now, added, history });
  await deliver(...deliveries);
  return became;
}

interface Judging {
  readonly patientId: string;
  readonly zones: ZoneHistory;
  readonly due: { readonly judge: boolean };
  readonly now: Date;
  /** Days that are others now. */
  readonly added: readonly ChangedDay[];
  readonly history: Progress | undefined;
}
interface Judged {
  readonly became: Evaluated;
  readonly deliveries: readonly NewDelivery[];
}
const NOTHING_NEW: Judged = { became: 'done', deliveries: [] };

async function judge({ patientId, zones, due, now, added, history }: Judging): Promise<Judged> {
  const firstDay = await findFirstDay(patientId);
  const today = civilDayAt(zones, now.getTime());
  if (firstDay === null) {
    const review = await reportReviewAlone(patientId, zones, now);
    // All that was told has been taken back: nothing can be said any more, not even that nothing comes.
    return {
      became: 'done',
      deliveries: (await removeTrend(patientId)) ? [...review, await toNews(patientId)] : review,
    };
  }
  const from = windowStart(firstDay, today);
  if (from > today) return NOTHING_NEW;
  // Half a history added up one way and half another looks like a change of the person; older days are not looked at.
  const state = stateOf(history, from);
  if (state === 'partial') return { became: 'goes-on', deliveries: [] };
  const before = await findTrend(patientId);
  const { held, changed } = await findNews({ patientId, zones, now, added, history, from }, state, before?.result.held);
  // Today's growing sums and days long past change nothing that was judged: most of what a watch sends ends here.
  const judged =
    before?.through === today && before.detectorVersion === DETECTOR_VERSION && !due.judge && state === 'whole';
  if (judged && !changed.some((c) => c.day >= from && !isUnfinished(c.metric, c.day, today))) return NOTHING_NEW;
  const rows = await findDailyValues(patientId, from, today);
  const sync = await findSync(patientId, zones, now.getTime());
  const plan = await readPlan(patientId, now, zones);
  const judgedBy = toJudgedBy(await findCalibrations(DETECTOR_VERSION, { from, to: today }), await findBudgetHistory());
  const days = toPatientDays({ rows, firstDay: from, today, sync: sync.days, sprint: plan });
  const found = evaluatePatient(days, { calibration: judgedBy.calibration });
  const trend = sync.fileAt ? toldByFile(found) : found;
  const grounded = trend.concerns
    .filter((concern) => isStillGap(concern, { over: sync.over, today }))
    .map((concern) => groundConfidence(concern, judgedBy));
  const result = { ...toStored(trend, grounded), held };
  const { detectorVersion } = trend;
  const { calibrationId } = judgedBy;
  await saveTrend({
    patientId,
    through: today,
    result,
    detectorVersion,
    calibrationId,
    lastContactMs: sync.newestMs,
  });
  const settled = sync.receivedMs === null || now.getTime() - sync.receivedMs > SETTLE_MS;
  const concerns = grounded.map((concern) => ({
    ...concern,
    live: isLive(concern, rows, { today, settled, changed, held }),
  }));
  if (concerns.some((concern) => !concern.live && concern.kind === 'missing-data'))
    await lookAgain(patientId, today, SETTLE_MS);
  const reported = new Set(rows.map((row) => row.metric));
  const isLiveOf = (metric: MetricId) => isLiveReport([metric], rows, { today, settled, changed, held });
  const totals = await findPromConcerns({ patientId, zones }, reported, isLiveOf);
  const reports = concerns.map((concern) => toAlertConcern(concern, { patientId, sync, now }));
  const changedAlerts = await reportConcerns({
    patientId,
    producer: 'trends',
    concerns: listConcerns(
      { patientId, plan, today },
      { found: reports, totals, reachedGoals: trend.reachedGoals },
      isLiveOf,
    ),
    now,
    neverWas: ({ evidence }) => plan !== null && isOfOtherTarget(evidence, plan),
  });
  const news = before && sameNews(before.result, result) ? [] : [await toNews(patientId)];
  return { became: 'done', deliveries: [...changedAlerts, ...news] };
}

/** Of what is said of the patient now, to whoever has it open. */
async function toNews(patientId: string): Promise<NewDelivery> {
  return { kind: 'trend', objectId: patientId, patientId, personIds: await findCircle(patientId) };
}

/** Are the days that are judged by, from `from` on, all added up one way; and is it this transaction that has made them so? */
function stateOf(history: Progress | undefined, from: string): 'whole' | 'whole-now' | 'partial' {
  const lacks = (day: string | null) => day !== null && day >= from;
  if (!history) return 'whole';
  return lacks(history.after) ? 'partial' : lacks(history.before) ? 'whole-now' : 'whole';
}

/** What may call somebody today, and what may not until something comes that is on time? */
async function findNews(
  { patientId, zones, now, added, history, from }: Omit<Judging, 'due'> & { readonly from: string },
  state: 'whole' | 'whole-now',
  before: Held = {},
): Promise<{ held: Held; changed: readonly ChangedDay[] }> {
  const inWindow = added.filter((c) => c.day >= from);
  const isAnew = state === 'whole-now';
  const isLate = !isAnew && inWindow.some(({ live }) => !live);
  const sinceMs = Math.min(
    ...Object.values(before),
    isAnew ? history!.sinceMs : isLate ? deliveryBegan(now.getTime()) : Number.POSITIVE_INFINITY,
  );
  const arrived = Number.isFinite(sinceMs) ? await findArrivedSince(patientId, sinceMs) : [];
  const held = holdMetrics(before, {
    nowMs: now.getTime(),
    changed: isAnew ? [] : inWindow,
    anew: isAnew ? { sinceMs: history!.sinceMs, metrics: METRIC_IDS.filter((id) => !METRICS[id].selfReported) } : null,
    arrived,
  });
  const onTime = (fromMs: number) =>
    arrived
      .filter(({ receivedMs }) => receivedMs >= fromMs)
      .map(({ metric, startMs }) => ({ metric, day: civilDayAt(zones, startMs), live: true }));
  // What came while nothing could be judged is news, not history; that days are added up another way is neither.
  if (isAnew) return { held, changed: [...added.map((c) => ({ ...c, live: false })), ...onTime(history!.sinceMs)] };
  if (!isLate) return { held, changed: added };
  // A delivery is one piece of news: what was on time in it still is when older pieces are judged after it.
  const today = civilDayAt(zones, now.getTime());
  const judgedBefore = onTime(deliveryBegan(now.getTime())).filter((c) => !isUnfinished(c.metric, c.day, today));
  return { held, changed: [...added, ...judgedBefore] };
}

/** Whoever has withdrawn consent is not judged any more, and nobody is kept on the worklist but with a red flag. */
async function closeAlerts(patientId: string, now: Date): Promise<Evaluated> {
  await deliver(...(await closeConcerns(patientId, now)));
  return 'done';
}

/** Also a sprint of somebody who has never sent anything wants a decision. */
async function reportReviewAlone(patientId: string, zones: ZoneHistory, now: Date): Promise<NewDelivery[]> {
  const plan = await readPlan(patientId, now, zones);
  const review = findReview(patientId, plan, civilDayAt(zones, now.getTime()));
  return reportConcerns({ patientId, producer: 'trends', concerns: review ? [review] : [], now });
}

async function readPlan(patientId: string, now: Date, zones: ZoneHistory) {
  const sprint = await findSprint(patientId, now, zoneAt(zones, now.getTime()));
  if (!sprint) return null;
  return {
    id: sprint.id,
    weeks: sprint.weeks,
    isEnded: sprint.isEnded,
    startsOn: sprint.startsOn,
    endsOn: sprint.endsOn,
    treatmentSince: await findTreatmentStart(patientId, sprint.startsOn),
    metrics: sprint.metrics.map(({ metric, baseline, target }) => ({ metric, baseline, target })),
  };
}

const RANK = { deterioration: 0, plateau: 1, 'missing-data': 2, improvement: 3 } as const;
const COURSE = {
  deterioration: 'worse',
  plateau: 'plateau',
  'missing-data': 'none',
  improvement: 'improving',
} as const;
/** Whose sentence stands on top when nothing is of concern. */
const SPEAKERS: readonly MetricId[] = ['steps', 'painIntensity', 'pegScore', 'sleepDuration'];

function toStored(trend: PatientTrend, concerns: readonly GroundedConcern[]): StoredTrend {
  const [top] = [...concerns].sort(
    (a, b) => RANK[a.kind] - RANK[b.kind] || b.severity - a.severity || b.confidence - a.confidence,
  );
  const speakers = SPEAKERS.map((metric) => trend.metrics[metric]).filter((m) => m?.sentence);
  // That the watch is another one says nothing of the person, where something else does.
  const speaker = speakers.find((m) => m?.sentence?.key !== 'trend.otherDevice') ?? speakers[0];
  return {
    metrics: trend.metrics,
    sprintVerdict: trend.sprintVerdict,
    hint: trend.hint,
    course: top ? COURSE[top.kind] : (speaker?.course ?? 'none'),
    headline: top?.sentence ?? speaker?.sentence ?? null,
    patientHeadline: top?.patientSentence ?? speaker?.patientSentence ?? null,
    confidence: top?.confidence ?? null,
    confidenceFrom: top?.evidence.confidenceFrom ?? null,
  };
}

const sameNews = (a: StoredTrend, b: StoredTrend) =>
  JSON.stringify([a.course, a.headline, a.metrics]) === JSON.stringify([b.course, b.headline, b.metrics]);
