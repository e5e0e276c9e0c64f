import { daysBetween, type MetricId } from '../../../metrics/index.js';
import { judgeOutcome, KINDS, shortenWords } from '../../alerts/index.js';
import { ageOn } from '../../patients/index.js';
import { type Category, type Course, decideCategory } from './decide-category.js';
import type { DetailRow, PanelRow, SparkRow } from './panel.repository.js';
import type { WeekAlert } from './week-alerts.repository.js';

const MOST_SHOWN = 5;
const DAY_MS = 86_400_000;
/** What a patient's eight weeks are drawn of when nobody has said anything: most people carry something that counts steps. */
const USUAL_METRIC: MetricId = 'steps';

/** One week of one clinic. */
export interface Meeting {
  readonly isCurrent: boolean;
  /** Now, or the end of a week that is over; `day` is its civil day in the clinic. */
  readonly at: Date;
  readonly day: string;
  /** When the week began. */
  readonly from: Date;
}

/** One patient with what is known for the week, before anything is drawn. */
export interface Reviewed {
  readonly row: PanelRow;
  readonly category: Category;
  readonly open: readonly WeekAlert[];
  readonly alerts: readonly WeekAlert[];
}

const courseOf = ({ tier, kind }: WeekAlert): Course => (tier === 'now' ? 'urgent' : KINDS[kind].course);

/**
 * @param alerts - of the patient, the most pressing first; of a week that is over, what somebody dealt with in it was
 * there, unless it turned out to be nothing
 */
export function reviewPatient(row: PanelRow, alerts: readonly WeekAlert[], meeting: Meeting): Reviewed {
  const { isCurrent, at, from } = meeting;
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === null || resolvedAt > at);
  const dealtWith = (one: WeekAlert) =>
    one.resolvedAt !== null && one.resolvedAt >= from && one.outcome !== 'cleared' && !isNothing(one);
  const there = isCurrent ? open : alerts.filter((one) => open.includes(one) || dealtWith(one));
  const course = isCurrent ? (row.course ?? 'none') : null;
  const category = decideCategory({
    monitored: row.monitored,
    concerns: there.map((one) => ({ course: courseOf(one), aboutData: KINDS[one.kind].family === 'data' })),
    course,
    daysHere: Math.floor((at.getTime() - row.createdAt.getTime()) / DAY_MS),
    daysSilent: isCurrent && row.lastDataAt ? Math.floor((at.getTime() - row.lastDataAt.getTime()) / DAY_MS) : null,
  });
  return { row, category, open: there, alerts };
}

/** Of what are the weeks drawn? What the most pressing item is about, else what was said of the patient. */
export function metricOf({ open }: Reviewed, { headline }: DetailRow, { isCurrent }: Meeting): string {
  const said = isCurrent ? headline?.facts['metric'] : undefined;
  return open.find((one) => one.metric !== null)?.metric ?? (typeof said === 'string' ? said : USUAL_METRIC);
}

const isNothing = ({ outcome }: WeekAlert) => judgeOutcome(outcome) === 'false';

const COURSES: Record<Category, Course> = {
  worse: 'worse',
  plateau: 'plateau',
  due: 'none',
  'no-data': 'none',
  new: 'none',
  improving: 'improving',
  'on-hold': 'none',
  steady: 'steady',
};

export function toReviewRow(
  { row, category, open, alerts }: Reviewed,
  { details, spark }: { readonly details: DetailRow; readonly spark: Spark },
  meeting: Meeting,
) {
  const [worst] = open;
  const { birthDate, contactId, contactName, headline, verdict, sprint, visit } = details;
  const { at, day, from, isCurrent } = meeting;
  const decided = alerts.filter(isDecision).filter(({ resolvedAt }) => resolvedAt <= at);
  decided.sort((a, b) => b.resolvedAt.getTime() - a.resolvedAt.getTime());
  return {
    patient: { id: row.id, name: row.name.trim(), age: birthDate ? ageOn(birthDate, day) : null },
    category,
    course: worst?.tier === 'now' ? 'urgent' : COURSES[category],
    sentence: worst?.sentence ?? (isCurrent ? headline : null),
    spark,
    items: open.slice(0, MOST_SHOWN).map((one) => ({
      id: one.id,
      kind: one.kind,
      tier: one.tier,
      course: courseOf(one),
      sentence: one.sentence,
      owner: one.owner?.name ?? null,
      dueAt: one.dueAt?.toISOString() ?? null,
      answer: one.answer?.answer ?? null,
      answerWords: shortenWords(one.answer?.words ?? null),
    })),
    openItems: alerts[0]?.openItems ?? 0,
    owner: open.find((one) => one.owner !== null)?.owner ?? null,
    contact: contactId && contactName ? { personId: contactId, name: contactName } : null,
    sprint: sprint && {
      ...sprint,
      day: daysBetween(sprint.startsOn, day) + 1,
      days: daysBetween(sprint.startsOn, sprint.endsOn) + 1,
      verdict: isCurrent ? verdict : null,
    },
    nextVisit: isCurrent && visit ? { ...visit, startsAt: new Date(visit.startsAt).toISOString() } : null,
    decided: {
      thisWeek: decided
        .filter((one) => one.resolvedAt >= from)
        .slice(0, MOST_SHOWN)
        .map(toDecision),
      lastWeek: decided
        .filter((one) => one.resolvedAt < from)
        .slice(0, MOST_SHOWN)
        .map(toDecision),
    },
    lastDataAt: isCurrent ? (row.lastDataAt?.toISOString() ?? null) : null,
  };
}

export interface Spark {
  readonly values: readonly (number | null)[];
  readonly low: SparkRow['low'];
  readonly high: SparkRow['high'];
}

type Decided = WeekAlert & {
  readonly resolvedAt: Date;
  readonly outcome: Exclude<WeekAlert['outcome'], 'cleared' | null>;
};
const isDecision = (alert: WeekAlert): alert is Decided =>
  alert.resolvedAt !== null && alert.outcome !== null && alert.outcome !== 'cleared';
const toDecision = ({ id, kind, outcome, resolvedAt, by, note }: Decided) => ({
  alertId: id,
  kind,
  outcome,
  at: resolvedAt.toISOString(),
  by,
  note,
});
