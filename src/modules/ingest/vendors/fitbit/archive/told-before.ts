/** Twenty-three years. A made-up file could name hours without end. */
const MOST_HOURS = 200_000;
/** More than a person has. */
const MOST_DEVICES = 100;
const HOUR_MS = 3_600_000;

/** What comes in both forms, and by what it is known in both: an hour, or a day. */
export type TwiceTold = 'steps' | 'heartRate' | 'sleep' | 'restingRate';

/** What an archive has told already, and need not be taken once more. */
export class ToldBefore {
  private readonly newer = {
    steps: new Set(),
    heartRate: new Set(),
    sleep: new Set(),
    restingRate: new Set(),
  } as Record<TwiceTold, Set<number | string>>;
  /** By device, the minute whose heart rate was taken last. */
  private readonly minutes = new Map<string, string>();
  private readonly devices = new Set<string>();
  private readonly worn = new Set<number | string>();

  /** The newer form has told of this hour, or day. */
  noteNewer(what: TwiceTold, at: number | string): void {
    if (this.newer[what].size < MOST_HOURS) this.newer[what].add(place(at));
  }

  inNewer(what: TwiceTold, at: number | string): boolean {
    return this.newer[what].has(place(at));
  }

  /** Something worn counts steps in this hour. */
  noteWorn(atMs: number | string): void {
    if (this.worn.size < MOST_HOURS) this.worn.add(place(atMs));
  }

  inWorn(atMs: number | string): boolean {
    return this.worn.has(place(atMs));
  }

  /** Files of a device come minute after minute, so that the last one is enough to know. @param minute - empty: no such thing */
  inMinute(device: string, minute: string): boolean {
    return minute !== '' && this.minutes.get(device) === minute;
  }

  noteMinute(device: string, minute: string): void {
    if (minute !== '') this.minutes.set(device, minute);
  }

  /** Each would be a source of its own. */
  isOneTooMany(device: string): boolean {
    if (this.devices.has(device)) return false;
    if (this.devices.size >= MOST_DEVICES) return true;
    this.devices.add(device);
    return false;
  }
}

const place = (at: number | string) => (typeof at === 'string' ? at : Math.floor(at / HOUR_MS));

/** What a time is written with before its seconds; empty: it is none. */
export const minuteOf = (text: unknown): string =>
  typeof text === 'string' ? (/^.{6,14}?\d\d:\d\d(?=:)/.exec(text)?.[0] ?? '') : '';
