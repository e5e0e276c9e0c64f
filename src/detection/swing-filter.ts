/** A swing of the level that comes and goes by itself: its standard deviation, and the part that is left a day later. */
export interface Swing {
  readonly sd: number;
  readonly keep: number;
}

/** What is left of a swing of so many days' time constant on the next day. */
export const keepOf = (timeConstantDays: number) => Math.exp(-1 / timeConstantDays);

/**
 * Takes out of rows of numbers what the swings of the level explain already, so that what is left is independent from
 * row to row (the innovations of a Kalman filter). All columns are filtered alike: the gains depend on which days were
 * seen, never on the numbers. Cost: O(swings² + swings × columns) a row.
 */
export class SwingFilter {
  /** Expected part of each swing in each column. */
  private readonly expected: readonly Float64Array[];
  private readonly covariance: readonly Float64Array[];

  constructor(
    private readonly swings: readonly Swing[],
    columns: number,
  ) {
    this.expected = swings.map(() => new Float64Array(columns));
    this.covariance = swings.map(({ sd }, i) => {
      const row = new Float64Array(swings.length);
      row[i] = sd * sd;
      return row;
    });
  }

  nextDay(): void {
    this.swings.forEach(({ sd, keep }, i) => {
      const expected = this.expected[i]!;
      for (let c = 0; c < expected.length; c++) expected[c] = expected[c]! * keep;
      const row = this.covariance[i]!;
      for (let j = 0; j < row.length; j++) row[j] = row[j]! * keep * this.swings[j]!.keep;
      row[i] = row[i]! + sd * sd * (1 - keep * keep);
    });
  }

  /** Replaces one row of the current day by its news, in standard deviations. `variance` is that of its own noise. */
  whiten(row: Float64Array, variance: number): void {
    const { expected, covariance } = this;
    const pull = covariance.map((of) => of.reduce((sum, v) => sum + v, 0));
    const total = pull.reduce((sum, v) => sum + v, variance);
    const scale = 1 / Math.sqrt(total);
    for (let c = 0; c < row.length; c++) {
      let news = row[c]!;
      for (const part of expected) news -= part[c]!;
      for (let i = 0; i < pull.length; i++) expected[i]![c] = expected[i]![c]! + (pull[i]! / total) * news;
      row[c] = news * scale;
    }
    covariance.forEach((of, i) => {
      for (let j = 0; j < pull.length; j++) of[j] = of[j]! - (pull[i]! * pull[j]!) / total;
    });
  }
}
