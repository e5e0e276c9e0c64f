const ILL_WEIGHT = 0.25;
const ILL_Z = 2;

/**
 * On which days does the resting heart rate say "ill"? Those days count a quarter for activity and sleep: a person in
 * bed with a fever is not deteriorating. Missing days leave the running level alone and count fully.
 */
export function weighByIllness(restingHeartRate: readonly (number | null)[], days: number): Float64Array {
  const weights = new Float64Array(days).fill(1);
  let level = Number.NaN;
  let scale = 2.2;
  for (let t = 0; t < days; t++) {
    const value = restingHeartRate[t];
    if (value == null) continue;
    if (Number.isNaN(level)) level = value;
    const z = (value - level) / scale;
    if (z > ILL_Z) {
      weights[t] = ILL_WEIGHT;
      level += 0.5 * 0.08;
      continue;
    }
    const step = Math.max(-2.5, Math.min(2.5, z)) * scale;
    level += 0.08 * step;
    scale = Math.max(1.2, scale + 0.03 * (1.2533 * Math.abs(step) - scale));
  }
  return weights;
}
