import type { Alarm } from './alarms.js';
import { STEPS_SCALE, type DayInput } from './day-input.js';
import { DetectionInputError } from './detection-input-error.js';
import { FusedWatch } from './fused-watch.js';
import type { Signals } from './signals.js';
import { SprintSignals } from './sprint-signals.js';
import { INSUFFICIENT, judgeSprint, type Verdict } from './sprint-verdict.js';

type Series = readonly (number | null)[];

/** One line of the trend benchmark's protocol (version 1). Index = day. */
export interface BenchmarkCase {
  readonly id: string;
  readonly start_dow: number;
  readonly n_days: number;
  readonly baseline_days: number;
  readonly goal: { readonly signal: 'steps' | 'peg' };
  readonly sprint: { readonly start: number; readonly end: number };
  readonly days: {
    readonly steps: Series;
    readonly wear_min: Series | null;
    readonly sleep_min: Series;
    readonly rhr: Series;
    readonly walk_min: Series;
    readonly nrs: Series;
    readonly peg: Series;
    readonly device: readonly (string | null)[];
  };
}

export interface BenchmarkAlarm {
  readonly day: number;
  readonly kind: 'deterioration' | 'improvement';
  readonly signals: readonly ('steps' | 'sleep' | 'pain')[];
  readonly confidence: number;
}

export interface BenchmarkResult {
  readonly id: string;
  readonly alarms: readonly BenchmarkAlarm[];
  readonly scores: { readonly deterioration: readonly (number | null)[] };
  readonly verdict: Verdict;
}

/** Answers one case of the trend benchmark. Day d's alarms and scores use days up to d only. */
export function detectCase(input: BenchmarkCase): BenchmarkResult {
  checkCase(input);
  const watch = new FusedWatch({
    startDow: input.start_dow,
    scale: STEPS_SCALE,
    baselineDays: input.baseline_days,
  });
  const alarms: Alarm[] = [];
  const deterioration: (number | null)[] = [];
  for (let t = 0; t < input.n_days; t++) {
    const day = watch.push(toDay(input.days, t));
    alarms.push(...day.alarms);
    deterioration.push(day.scores && Number.isFinite(day.scores.worse) ? day.scores.worse : null);
  }
  return {
    id: input.id,
    alarms: alarms.map(toBenchmarkAlarm),
    scores: { deterioration },
    verdict: judgeCase(watch.signals, input),
  };
}

function toDay(days: BenchmarkCase['days'], t: number): DayInput {
  return {
    activity: days.steps[t] ?? null,
    wearMinutes: days.wear_min?.[t] ?? null,
    sleepMinutes: days.sleep_min[t] ?? null,
    restingHeartRate: days.rhr[t] ?? null,
    nrs: days.nrs[t] ?? null,
    peg: days.peg[t] ?? null,
    device: days.device[t] ?? null,
  };
}

/** The same for one line of JSON, for a command that reads standard input. */
export function detectLine(line: string): string {
  return JSON.stringify(detectCase(JSON.parse(line) as BenchmarkCase));
}

function judgeCase(signals: Signals, { sprint, goal, n_days }: BenchmarkCase): Verdict {
  if (n_days <= sprint.end) return INSUFFICIENT;
  const goalSignal = goal.signal === 'steps' ? 'activity' : 'peg';
  return judgeSprint(new SprintSignals(signals), { ...sprint, plannedEnd: sprint.end, goal: goalSignal });
}

function toBenchmarkAlarm(alarm: Alarm): BenchmarkAlarm {
  const words = alarm.moved.map((id) => (id === 'activity' ? 'steps' : id === 'sleep' ? 'sleep' : 'pain'));
  return {
    day: alarm.day,
    kind: alarm.direction === 'worse' ? 'deterioration' : 'improvement',
    signals: [...new Set(words)],
    confidence: alarm.confidence,
  };
}

function checkCase(input: BenchmarkCase): void {
  if (!Number.isInteger(input.n_days) || input.n_days < 1) {
    throw new DetectionInputError('n_days', null, 'must be a whole number of at least 1');
  }
  for (const [name, series] of Object.entries(input.days) as [string, readonly unknown[] | null][]) {
    if (series === null && name === 'wear_min') continue;
    if (!Array.isArray(series) || series.length !== input.n_days) {
      throw new DetectionInputError(`days.${name}`, null, `must have ${input.n_days} entries`);
    }
    if (name === 'device') continue;
    const bad = series.findIndex((v) => v !== null && !(typeof v === 'number' && Number.isFinite(v) && v >= 0));
    if (bad >= 0) throw new DetectionInputError(`days.${name}`, bad, 'must be null or a number of at least 0');
  }
}
