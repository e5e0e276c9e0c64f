/** Days of the benchmark's cases. */
export const DAYS = 126;

/** An invented patient with steps, sleep, heart rate, pain and PEG in the benchmark's protocol; half of them fall on day 81. */
export function inventCase(seed) {
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

/** The same patient as the days a monitor is pushed. */
export function toDays({ days }) {
  const sample = (value, wearMinutes, missing) => ({ value, wearMinutes, state: value === null ? missing : 'ok' });
  return Array.from({ length: DAYS }, (_, t) => ({
    metrics: {
      steps: sample(days.steps[t], days.wear_min[t], 'notWorn'),
      sleepDuration: sample(days.sleep_min[t] === null ? null : days.sleep_min[t] / 60, null, 'notWorn'),
      restingHeartRate: sample(days.rhr[t], null, 'notWorn'),
      walkingMinutes: sample(days.walk_min[t], null, 'notWorn'),
      painIntensity: sample(days.nrs[t], null, 'notAsked'),
      pegScore: sample(days.peg[t], null, 'notAsked'),
    },
    device: days.device[t],
  }));
}
