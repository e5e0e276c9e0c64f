/** Distinct sentences; a file that is wrong in a thousand ways is told of by its commonest first ones. */
const MOST_SENTENCES = 20;
const OTHERS = 'other reasons';

/** Why entries were not taken, and how often: of a file of a million there is no use in a place for each. */
export interface RefusalCount {
  readonly message: string;
  readonly count: number;
}

export class RefusalTally {
  private readonly counts = new Map<string, number>();
  total = 0;

  add(message: string, count = 1): void {
    if (count === 0) return;
    const known = this.counts.has(message) || this.counts.size < MOST_SENTENCES ? message : OTHERS;
    this.counts.set(known, (this.counts.get(known) ?? 0) + count);
    this.total += count;
  }

  addAll(counts: readonly RefusalCount[]): void {
    for (const { message, count } of counts) this.add(message, count);
  }

  /** The commonest first. */
  list(): RefusalCount[] {
    return [...this.counts].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count);
  }
}
