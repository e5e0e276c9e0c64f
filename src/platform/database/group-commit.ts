import { DomainError } from '../http/domain-error.js';
import { isCollision, stepAside } from './collisions.js';
import { isDatabaseAway } from './database-away.js';

interface Waiting<Job, Answer> {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The work itself knows which of its jobs cannot be carried out: they alone are refused, with this error. */
export class JobsAtFault<Job> extends Error {
  constructor(readonly jobs: ReadonlySet<Job>) {
    super();
  }
}

export interface GroupCommitOptions<Job, Answer> {
  /** Carries the jobs out in one transaction, committed when this resolves; one answer a job, in their order. */
  readonly run: (jobs: readonly Job[]) => Promise<readonly Answer[]>;
  /** What a job weighs: rows, for example. */
  readonly weigh: (job: Job) => number;
  /** A commit takes jobs up to this weight, and always one. */
  readonly mostAtOnce: number;
  /** Beyond this weight waiting, jobs are refused instead of queued. */
  readonly mostWaiting: number;
}

/** Two commits overlap: one computes while the other waits for the disk. */
const AT_ONCE = 2;
/** A second commit sets out only for this much weight: going alone costs more than waiting for the first to return. */
const WORTH_A_SECOND = 4;

const TOO_BUSY = () =>
  new DomainError('TOO_BUSY', 503, 'More is arriving than can be stored just now. Try again in a moment.');

/**
 * Jobs that come while a commit is under way share the next one: waiting for the disk is most of what a small write
 * costs. A job is whole or not at all, and its answer leaves after the commit. When a shared transaction fails it is
 * halved and tried again until the job at fault is alone, unless the work names it; its neighbours are stored. One that only collided with another
 * is tried once more.
 */
export class GroupCommit<Job, Answer> {
  private queue: Waiting<Job, Answer>[] = [];
  private waitingWeight = 0;
  private underWay = 0;

  constructor(private readonly options: GroupCommitOptions<Job, Answer>) {}

  /** Resolves once the job is durable. */
  submit(job: Job): Promise<Answer> {
    const weight = this.options.weigh(job);
    if (this.waitingWeight > 0 && this.waitingWeight + weight > this.options.mostWaiting)
      return Promise.reject(TOO_BUSY());
    return new Promise<Answer>((resolve, reject) => {
      this.queue.push({ job, resolve, reject });
      this.waitingWeight += weight;
      // Whatever else arrives in this turn of the event loop comes along.
      setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.queue.length > 0 && this.underWay < AT_ONCE) {
      if (this.underWay > 0 && this.waitingWeight < WORTH_A_SECOND) return;
      this.underWay++;
      void this.flush(this.take()).finally(() => {
        this.underWay--;
        this.next();
      });
    }
  }

  private take(): Waiting<Job, Answer>[] {
    let weight = 0;
    let count = 0;
    for (const { job } of this.queue) {
      const more = this.options.weigh(job);
      if (count > 0 && weight + more > this.options.mostAtOnce) break;
      weight += more;
      count++;
    }
    this.waitingWeight -= weight;
    return this.queue.splice(0, count);
  }

  private async flush(batch: Waiting<Job, Answer>[], again = true): Promise<void> {
    try {
      const answers = await this.options.run(batch.map(({ job }) => job));
      batch.forEach(({ resolve }, i) => resolve(answers[i]!));
    } catch (error) {
      if (again && isCollision(error)) {
        await stepAside();
        return this.flush(batch, false);
      }
      if (error instanceof JobsAtFault) {
        const { refused = [], others = [] } = Object.groupBy(batch, ({ job }) =>
          error.jobs.has(job) ? 'refused' : 'others',
        );
        refused.forEach(({ reject }) => reject(error));
        if (refused.length > 0) return others.length === 0 ? undefined : this.flush(others);
      }
      // Where the database is away, trying it in halves would only hold everybody up.
      if (batch.length === 1 || isDatabaseAway(error)) return batch.forEach(({ reject }) => reject(error));
      const middle = batch.length >> 1;
      await this.flush(batch.slice(0, middle));
      await this.flush(batch.slice(middle));
    }
  }
}
