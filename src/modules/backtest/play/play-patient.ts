import { addDays, civilDayAt, METRICS, startOfDay, zoneAt, type ZoneHistory } from '../../../metrics/index.js';
import {
  ConcernReplay,
  findEffectiveRule,
  type PastReport,
  type ReplayedItem,
  type RuleVersion,
} from '../../alerts/index.js';
import { reliveDays, type JudgedBy, type Life, type RelivedDay } from '../../trends/index.js';
import type { DatedItem } from './compare-items.js';

/** By what a year is judged: what holds today, or what is proposed. */
export interface Judgement {
  readonly rules: readonly RuleVersion[];
  readonly judgedBy: JudgedBy;
}

export interface Played {
  readonly zones: ZoneHistory;
  /** Null: nothing was ever measured. */
  readonly life: Life | null;
  /** What others than trends reported, oldest first. */
  readonly reports: readonly PastReport[];
  /** Civil days, both inclusive. */
  readonly period: { readonly from: string; readonly to: string };
}

/** What is open when the period begins must be known: so many days before it are played too, and not counted. */
export const WARM_UP_DAYS = 28;

/**
 * Plays a patient's days once for several judgements: what the detector finds is found once where only rules differ.
 *
 * @param begin - a replay by the rules of one judgement
 * @param pause - called once a day: the machine has other things to do
 */
export async function playPatient<Name extends string>(
  played: Played,
  judgements: Readonly<Record<Name, Judgement>>,
  begin: (name: Name, judgement: Judgement) => ConcernReplay,
  pause: () => Promise<void>,
): Promise<Record<Name, DatedItem[]>> {
  const names = Object.keys(judgements) as Name[];
  const replays = names.map((name) => ({ name, judgement: judgements[name], replay: begin(name, judgements[name]) }));
  const lives = new Map(names.map((name) => [judgements[name].judgedBy, relive(played, judgements[name].judgedBy)]));
  let next = 0;
  for (;;) {
    const days = new Map<JudgedBy, RelivedDay>();
    for (const [judgedBy, life] of lives) {
      const { value } = life.next();
      if (value) days.set(judgedBy, value);
    }
    const [first] = days.values();
    if (!first) break;
    const until = first.now;
    const reports = played.reports.slice(next).filter(({ at }) => at <= until);
    next += reports.length;
    for (const { judgement, replay } of replays) {
      for (const { says, concern, at } of reports)
        await (says === 'so' ? replay.report(concern, at) : replay.clear(concern, at));
      const day = days.get(judgement.judgedBy)!;
      await replay.reportAll('trends', day.concerns(thresholdsBy(judgement.rules)), day.now);
      await replay.pass(day.now);
    }
    await pause();
  }
  return Object.fromEntries(
    replays.map(({ name, replay }) => [name, replay.items.map((item) => ({ ...item, on: dayOf(item, played) }))]),
  ) as Record<Name, DatedItem[]>;
}

const thresholdsBy =
  (rules: readonly RuleVersion[]): Parameters<RelivedDay['concerns']>[0] =>
  (metric) =>
    findEffectiveRule(rules, { kind: 'prom-threshold', domain: METRICS[metric].domain }).settings.thresholds;

/** Also before the first value something may have been reported. */
function* relive({ life, zones, period }: Played, judgedBy: JudgedBy): Generator<RelivedDay, void> {
  const from = addDays(period.from, -WARM_UP_DAYS);
  const begins = life && life.firstDay <= period.to ? life.firstDay : addDays(period.to, 1);
  for (let day = from; day < begins; day = addDays(day, 1)) {
    const now = new Date(startOfDay(zoneAt(zones, Date.parse(day)), addDays(day, 1)));
    yield { day, now, concerns: () => [] };
  }
  if (life) yield* reliveDays(life, judgedBy, { from, to: period.to });
}

/** In the patient's days: what trends finds is about the day that ended; anything else about the day on which it was said. */
export function dayOf({ concern, at }: Pick<ReplayedItem, 'concern' | 'at'>, { zones }: Pick<Played, 'zones'>): string {
  const day = civilDayAt(zones, at.getTime());
  return concern.producer === 'trends' ? addDays(day, -1) : day;
}
