import { compareText, METRICS, type MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';

/** For a metric the ids of sources whose word counts first, best first. Absent: nobody has chosen. */
export type SourceOrder = ReadonlyMap<MetricId, readonly number[]>;

/** Of two devices the one on the wrist counts; a phone lies on the table. */
const KINDS = { watch: 0, other: 1, file: 2, phone: 3, form: 4 } as const;

/**
 * Metrics of which only one device may speak for a moment. What people say themselves has no rivals, and how long a device
 * was worn is said of that device alone.
 */
export const isOrdered = (metric: MetricId): boolean => !METRICS[metric].selfReported && metric !== 'wornMinutes';

export type Ranked = Pick<DayObservation, 'sourceId' | 'kind' | 'system' | 'device'>;

/** How to sort what several sources say of one metric. */
export interface Ranking {
  /** Smaller counts first. Chosen sources come before all others; those are equal when they are of one kind. */
  readonly rank: (o: Ranked) => number;
  /** By rank, then by name, never by who arrived first: the same readings in another order make the same day. */
  readonly bySource: (a: Ranked, b: Ranked) => number;
  /** Within a source the finer interval first; of two that tell one time by two codes, the one that saw more. */
  readonly byPriority: (a: DayObservation, b: DayObservation) => number;
  /** Of one source's totals the whole day comes first; of a running count the last. */
  readonly byFinality: (a: DayObservation, b: DayObservation) => number;
}

export function rankSources(chosen: readonly number[] = []): Ranking {
  const places = new Map(chosen.map((id, i) => [id, i]));
  const rank = (o: Ranked) => places.get(o.sourceId) ?? chosen.length + KINDS[o.kind];
  const bySource = (a: Ranked, b: Ranked) =>
    rank(a) - rank(b) || compareText(a.system, b.system) || compareText(a.device, b.device);
  const length = (o: DayObservation) => o.endMs - o.startMs;
  return {
    rank,
    bySource,
    byPriority: (a, b) => bySource(a, b) || length(a) - length(b) || a.startMs - b.startMs || b.value - a.value,
    byFinality: (a, b) => bySource(a, b) || length(b) - length(a) || b.startMs - a.startMs || b.value - a.value,
  };
}
