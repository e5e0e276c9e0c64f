import { addDays, daysBetween } from '../../metrics/index.js';
import { judgeOutcome, type Kind, type PastItem } from '../alerts/index.js';
import { BY_BUDGET } from '../trends/index.js';
import type { Change, Results } from './backtest.schema.js';
import { compareItems, type DatedItem, findReal, isFoundAgain } from './play/compare-items.js';

/** What one patient's year was by both judgements, and what it really was. */
export interface PlayedYear {
  readonly days: number;
  readonly before: readonly DatedItem[];
  readonly after: readonly DatedItem[];
  /** Alerts that were there in these days or before. */
  readonly really: readonly PastItem[];
  /** Of these, the ones that were raised in these days. */
  readonly raised: readonly PastItem[];
}

interface SideTally {
  items: number;
  /** Of patients with data: what is about the clinic, or about somebody who was never measured, belongs to no patient-day.
   * Unknown in tallies that were kept before it was counted: all were taken to be. */
  measured?: number | null;
  byKind: Partial<Record<Kind, number>>;
  real: number;
  refuted: number;
  unjudged: number;
  neverRaised: number;
  /** How many were told so many days after they had begun. */
  daysUntilTold: Record<string, number>;
}

/** Sums over patients, kept with the place that a test has come to. */
export interface Tally {
  patients: number;
  leftOut: number;
  patientDays: number;
  before: SideTally;
  after: SideTally;
  /** Items of the changed kind in the first week, the second …: before, after. */
  weeks: [number, number][];
  appears: number;
  vanishes: number;
  earlier: number;
  later: number;
  moreUrgent: number;
  lessUrgent: number;
  really: { alerts: number; foundAgain: number };
}

const emptySide = (): SideTally => ({
  items: 0,
  measured: 0,
  byKind: {},
  real: 0,
  refuted: 0,
  unjudged: 0,
  neverRaised: 0,
  daysUntilTold: {},
});

export const emptyTally = (period: { readonly from: string; readonly to: string }): Tally => ({
  patients: 0,
  leftOut: 0,
  patientDays: 0,
  before: emptySide(),
  after: emptySide(),
  weeks: Array.from({ length: Math.ceil((daysBetween(period.from, period.to) + 1) / 7) }, () => [0, 0]),
  appears: 0,
  vanishes: 0,
  earlier: 0,
  later: 0,
  moreUrgent: 0,
  lessUrgent: 0,
  really: { alerts: 0, foundAgain: 0 },
});

/** Is this what the change is about? */
const isOf = (change: Change, { concern }: DatedItem): boolean =>
  change.of === 'budget'
    ? BY_BUDGET.includes(concern.kind)
    : concern.kind === change.kind && (change.domain === null || change.domain === concern.domain);

const RANK = { now: 0, today: 1, week: 2, good: 3 } as const;

/** Adds one patient. @returns which items are new by what is proposed, and which are no more */
export function addYear(tally: Tally, year: PlayedYear, change: Change, from: string) {
  const compared = compareItems(year.before, year.after);
  tally.patients += Number(year.days > 0);
  tally.patientDays += year.days;
  for (const [side, name] of [
    [0, 'before'],
    [1, 'after'],
  ] as const)
    for (const item of year[name]) {
      addItem(tally[name], item, year);
      const week = tally.weeks[Math.floor(daysBetween(from, item.on) / 7)];
      if (week && isOf(change, item)) week[side]++;
    }
  tally.appears += compared.appears.length;
  tally.vanishes += compared.vanishes.length;
  for (const { before, after } of compared.pairs) {
    tally.earlier += Number(after.on < before.on);
    tally.later += Number(after.on > before.on);
    tally.moreUrgent += Number(RANK[after.tier] < RANK[before.tier]);
    tally.lessUrgent += Number(RANK[after.tier] > RANK[before.tier]);
  }
  // What others reported is played from the very alerts it became: to find that again says nothing.
  const found = year.raised.filter(({ concern }) => concern.producer === 'trends');
  tally.really.alerts += found.length;
  tally.really.foundAgain += found.filter((one) => isFoundAgain(one, year.before)).length;
  return compared;
}

function addItem(side: SideTally, item: DatedItem, { days, really }: PlayedYear): void {
  const { kind, since } = item.concern;
  side.measured = (side.measured ?? side.items) + Number(days > 0);
  side.items++;
  side.byKind[kind] = (side.byKind[kind] ?? 0) + 1;
  const real = findReal(really, item);
  const judged = real && judgeOutcome(real.outcome);
  if (!real) side.neverRaised++;
  else if (judged === 'real') side.real++;
  else if (judged === 'false') side.refuted++;
  else side.unjudged++;
  if (kind !== 'deterioration' || item.event !== 'raised') return;
  const later = Math.max(0, daysBetween(since, item.on));
  side.daysUntilTold[later] = (side.daysUntilTold[later] ?? 0) + 1;
}

export function toResults(tally: Tally, from: string): Results {
  const { before, after, weeks, ...rest } = tally;
  return {
    ...rest,
    before: toSide(before, tally.patientDays),
    after: toSide(after, tally.patientDays),
    weeks: weeks.map(([a, b], i) => ({ from: addDays(from, 7 * i), before: a, after: b })),
  };
}

function toSide({ byKind, daysUntilTold, measured, ...side }: SideTally, patientDays: number): Results['before'] {
  return {
    ...side,
    itemsPerPatientDay: patientDays > 0 ? (measured ?? side.items) / patientDays : null,
    byKind: Object.entries(byKind).map(([kind, items]) => ({ kind: kind as Kind, items })),
    medianDaysUntilTold: findMedianOf(daysUntilTold),
  };
}

/** The middle one of values counted by how often they came; null of none. */
function findMedianOf(counts: Readonly<Record<string, number>>): number | null {
  const all = Object.entries(counts)
    .map(([value, times]) => ({ value: Number(value), times }))
    .sort((a, b) => a.value - b.value);
  const half = all.reduce((sum, { times }) => sum + times, 0) / 2;
  let below = 0;
  return all.find(({ times }) => (below += times) >= half)?.value ?? null;
}
