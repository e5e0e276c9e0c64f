export interface Asleep {
  readonly startMs: number;
  readonly endMs: number;
}

export interface Night {
  readonly source: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Time asleep; where segments overlap it counts once. */
  readonly asleepMs: number;
}

/** Segments of one source that are no further apart belong to one night: longer breaks are another sleep. */
export const NIGHT_GAP_MS = 60 * 60_000;
const MAX_NIGHT_MS = 24 * 3_600_000;
/** Apple writes segments roughly in order. A few nights stay open for stragglers; the rest is told, so memory is bounded. */
const OPEN_NIGHTS_PER_SOURCE = 4;
const MAX_SOURCES = 64;

/** Joins the segments of sleep that a watch writes into nights, while they stream past. */
export class Nights {
  /** Per source, the nights that may still grow: each a list of segments apart from one another, ascending. */
  private readonly open = new Map<string, Asleep[][]>();

  /** @returns the nights that are over because of this segment */
  add(source: string, segment: Asleep): Night[] {
    const told =
      this.open.has(source) || this.open.size < MAX_SOURCES ? [] : this.closeSource(this.open.keys().next().value!);
    const nights = this.open.get(source) ?? [];
    this.open.set(source, nights);
    const near = nights.filter((night) => touches(night, segment));
    const joined = near.reduce((all, night) => all.concat(night), [segment]);
    if (near.length > 0 && lengthOf(joined) <= MAX_NIGHT_MS) {
      const rest = nights.filter((night) => !near.includes(night));
      this.open.set(source, [...rest, unite(joined)]);
      return told;
    }
    nights.push([segment]);
    return nights.length > OPEN_NIGHTS_PER_SOURCE ? [...told, summarise(source, nights.shift()!)] : told;
  }

  /** @returns what is still open, at the end of the file */
  closeAll(): Night[] {
    return [...this.open.keys()].flatMap((source) => this.closeSource(source));
  }

  private closeSource(source: string): Night[] {
    const nights = this.open.get(source) ?? [];
    this.open.delete(source);
    return nights.map((night) => summarise(source, night));
  }
}

function touches(night: readonly Asleep[], segment: Asleep): boolean {
  return segment.startMs <= night.at(-1)!.endMs + NIGHT_GAP_MS && segment.endMs >= night[0]!.startMs - NIGHT_GAP_MS;
}

function lengthOf(segments: readonly Asleep[]): number {
  return Math.max(...segments.map((s) => s.endMs)) - Math.min(...segments.map((s) => s.startMs));
}

function unite(segments: readonly Asleep[]): Asleep[] {
  const united: Asleep[] = [];
  for (const segment of segments.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = united.at(-1);
    if (!last || segment.startMs > last.endMs) united.push(segment);
    else if (segment.endMs > last.endMs) united[united.length - 1] = { startMs: last.startMs, endMs: segment.endMs };
  }
  return united;
}

function summarise(source: string, night: readonly Asleep[]): Night {
  const asleepMs = night.reduce((sum, s) => sum + (s.endMs - s.startMs), 0);
  return { source, startMs: night[0]!.startMs, endMs: night.at(-1)!.endMs, asleepMs };
}
