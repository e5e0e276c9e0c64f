/** So long answers are gathered: a page that catches up on hundreds of deliveries would else be cut off for talking too much. */
const GATHER_MS = 200;

/** Says what the page has, once for all that came together: having one means having all before it. */
export class Acknowledger {
  private highest = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (cursor: number) => void) {}

  /** Also for what was seen before: it is only sent again where no answer arrived. */
  has(cursor: number): void {
    this.highest = Math.max(this.highest, cursor);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.say(this.highest);
    }, GATHER_MS);
  }

  /** The stream begins anew, perhaps with lower numbers. */
  reset(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.highest = 0;
  }
}
