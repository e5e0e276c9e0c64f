const ILL_WEIGHT = 0.2;
const ILL_Z = 2;

/**
 * On which days does the resting heart rate say "ill"? Those days count a fifth for activity and sleep: a person in
 * bed with a fever is not deteriorating. Missing days leave the running level alone and count fully.
 */
export class IllnessGate {
  private level = Number.NaN;
  private scale = 2.2;

  weigh(restingHeartRate: number | null): number {
    if (restingHeartRate === null) return 1;
    if (Number.isNaN(this.level)) this.level = restingHeartRate;
    const z = (restingHeartRate - this.level) / this.scale;
    if (z > ILL_Z) {
      this.level += 0.5 * 0.08;
      return ILL_WEIGHT;
    }
    const step = Math.max(-2.5, Math.min(2.5, z)) * this.scale;
    this.level += 0.08 * step;
    this.scale = Math.max(1.2, this.scale + 0.03 * (1.2533 * Math.abs(step) - this.scale));
    return 1;
  }
}
