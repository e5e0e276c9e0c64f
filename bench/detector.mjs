import { detectCase } from '../dist/src/detection/index.js';

const DAYS = 126;

/** Series per second of the detector alone, on invented patients with steps, sleep, heart rate, pain and PEG. */
export function detectorRate(count) {
  const cases = Array.from({ length: count }, (_, i) => patient(i));
  for (const one of cases.slice(0, 30)) detectCase(one);
  const started = performance.now();
  for (const one of cases) detectCase(one);
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: Math.round(count / seconds), microsPerDay: Math.round((seconds * 1e6) / (count * DAYS)) };
}

function patient(seed) {
  let state = seed + 1;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const series = (make) => Array.from({ length: DAYS }, (_, day) => (chance() < 0.08 ? null : make(day)));
  const fall = seed % 2 ? (day) => (day > 80 ? 0.7 : 1) : () => 1;
  return {
    id: String(seed),
    start_dow: seed % 7,
    n_days: DAYS,
    baseline_days: 28,
    goal: { signal: 'steps', direction: 'up', mcid: 0.15, mcid_kind: 'relative' },
    sprint: { start: 56, end: 97 },
    days: {
      steps: series((day) => Math.round(6000 * fall(day) * Math.exp(0.6 * (chance() - 0.5)))),
      wear_min: Array.from({ length: DAYS }, () => 700 + Math.round(300 * chance())),
      sleep_min: series(() => Math.round(400 + 90 * (chance() - 0.5))),
      rhr: series(() => 60 + Math.round(6 * (chance() - 0.5))),
      walk_min: series(() => Math.round(40 * chance())),
      nrs: series(() => Math.round(3 + 3 * chance())),
      peg: Array.from({ length: DAYS }, (_, day) => (day % 7 ? null : Math.round(10 * (3 + 2 * chance())) / 10)),
      device: new Array(DAYS).fill('A'),
    },
  };
}
