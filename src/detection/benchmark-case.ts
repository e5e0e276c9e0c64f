import { chooseCalibration } from './alarm-budget.js';
import { findAlarms, type Alarm } from './alarms.js';
import { STEPS_SCALE } from './daily-input.js';
import { DetectionInputError } from './detection-input-error.js';
import { prepareFused, scoreDays } from './fused-score.js';
import { IMPROVEMENT_THRESHOLD } from './parameters.js';
import { buildSignals, type Signals } from './signals.js';
import { INSUFFICIENT, judgeSprint, prepareSprint, type Verdict } from './sprint-verdict.js';

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
  const { days } = input;
  const signals = buildSignals({
    days: input.n_days,
    startDow: input.start_dow,
    baselineDays: input.baseline_days,
    activity: days.steps,
    ...STEPS_SCALE,
    wearMinutes: days.wear_min,
    sleepMinutes: days.sleep_min,
    restingHeartRate: days.rhr,
    nrs: days.nrs,
    peg: days.peg,
    device: days.device,
  });
  const prepared = prepareFused(signals);
  const { worse, better } = scoreDays(prepared, input.baseline_days);
  const rule = chooseCalibration({});
  const alarms = [
    ...findAlarms(prepared, 'worse', worse, rule),
    ...findAlarms(prepared, 'better', better, { ...rule, threshold: IMPROVEMENT_THRESHOLD }),
  ].sort((a, b) => a.day - b.day);
  return {
    id: input.id,
    alarms: alarms.map(toBenchmarkAlarm),
    scores: { deterioration: Array.from(worse, (s) => (Number.isFinite(s) ? s : null)) },
    verdict: judgeCase(signals, input),
  };
}

/** The same for one line of JSON, for a command that reads standard input. */
export function detectLine(line: string): string {
  return JSON.stringify(detectCase(JSON.parse(line) as BenchmarkCase));
}

function judgeCase(signals: Signals, { sprint, goal, n_days }: BenchmarkCase): Verdict {
  if (n_days <= sprint.end) return INSUFFICIENT;
  const goalSignal = goal.signal === 'steps' ? 'activity' : 'peg';
  return judgeSprint(prepareSprint(signals), { ...sprint, plannedEnd: sprint.end, goal: goalSignal });
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
