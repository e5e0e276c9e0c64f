/** Texts that were like none before: where many come in a row, none are compared for a while. */
export class Strangers {
  private inARow = 0;
  private resting = 0;

  /**
   * @param most - so many in a row …
   * @param rest - … and so many are let through
   */
  constructor(
    private readonly most: number,
    private readonly rest: number,
  ) {}

  /** Asked once a text. */
  isResting(): boolean {
    if (this.resting === 0) return false;
    this.resting--;
    return true;
  }

  count(isStranger: boolean): void {
    this.inARow = isStranger ? this.inARow + 1 : 0;
    if (this.inARow < this.most) return;
    this.inARow = 0;
    this.resting = this.rest;
  }
}
