/** Work that goes on after its request was answered; whoever stops waits for it. */
export class BackgroundJobs {
  private readonly running = new Set<Promise<void>>();

  /** @param work - that never fails: nobody is there to hear of it */
  start(work: Promise<void>): void {
    const job: Promise<void> = work.finally(() => this.running.delete(job));
    this.running.add(job);
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.running);
  }
}
