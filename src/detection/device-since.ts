/** The last day up to each day on which another device began; 0 without one. Days without a device are the last known one's. */
export class DeviceSince {
  readonly since: number[] = [];
  private device: string | null = null;

  /** Has any day told its device yet? */
  get isKnown(): boolean {
    return this.device !== null;
  }

  /** @param device - null: nothing new is known */
  push(device: string | null): void {
    const isOther = device !== null && this.device !== null && device !== this.device;
    const t = this.since.length;
    this.since.push(isOther ? t : (this.since[t - 1] ?? 0));
    this.device = device ?? this.device;
  }

  /** Takes somebody else's word for the day. */
  follow(since: number): void {
    this.since.push(since);
  }
}
