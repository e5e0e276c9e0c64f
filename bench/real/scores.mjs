import { detectCase } from '../../dist/src/detection/index.js';
import { weekday } from '../../dist/src/metrics/index.js';

const QUIET_DAYS = 14;

/**
 * The detector's score of every day (null = not judged), each computed within the window that the product would have
 * had on that day. `null` where the window is younger than four weeks.
 */
export function scoreHistory(history) {
  const scores = new Array(history.days).fill(null);
  for (let from = 0; from < history.days;) {
    const start = history.windowFrom(from);
    let to = from;
    while (to + 1 < history.days && history.windowFrom(to + 1) === start) to++;
    const { deterioration } = detectCase(toCase(history, start, to)).scores;
    for (let i = from; i <= to; i++) scores[i] = deterioration[i - start];
    from = to + 1;
  }
  return scores;
}

/** Days on which the score reaches the threshold, at least 14 days apart: what the alarm budget is defined on. */
export function findScoreAlarms(scores, threshold) {
  const alarms = [];
  scores.forEach((score, i) => {
    if (score !== null && score >= threshold && i - (alarms.at(-1) ?? -QUIET_DAYS) >= QUIET_DAYS) alarms.push(i);
  });
  return alarms;
}

function toCase(history, from, to) {
  const n = to + 1 - from;
  const cut = (values) => values.slice(from, to + 1);
  const none = new Array(n).fill(null);
  const { steps, sleepDuration, restingHeartRate, painIntensity } = history.series;
  return {
    id: 'real',
    start_dow: weekday(history.dayAt(from)),
    n_days: n,
    baseline_days: 28,
    goal: { signal: 'steps' },
    // After the last day: no verdict is asked for.
    sprint: { start: n, end: n + 41 },
    days: {
      steps: cut(steps),
      wear_min: null,
      sleep_min: cut(sleepDuration).map((hours) => (hours === null ? null : hours * 60)),
      rhr: cut(restingHeartRate),
      walk_min: none,
      nrs: cut(painIntensity),
      peg: none,
      device: cut(history.device),
    },
  };
}
