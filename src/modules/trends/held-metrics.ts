import { METRICS, type MetricId } from '../../metrics/index.js';
import { type Arrived, type ChangedDay, deliveryBegan } from '../observations/index.js';

/**
 * Metrics that were last moved by readings that came late, or by another way of adding up, and when: what they say now
 * calls nobody until a reading that is on time has come.
 */
export type Held = Readonly<Partial<Record<MetricId, number>>>;

/** A questionnaire is answered on its day, however long it travels: live-concern.ts asks how old it is. */
const canBeHeld = (metric: MetricId) => METRICS[metric].everyDays === 1;

/** What is held now? */
export function holdMetrics(
  before: Held,
  news: {
    readonly nowMs: number;
    /** Days that are others now because readings came. */
    readonly changed: readonly ChangedDay[];
    /** The whole history has been added up anew since then, for these metrics. */
    readonly anew: { readonly sinceMs: number; readonly metrics: Iterable<MetricId> } | null;
    /** What was on time of late. */
    readonly arrived: readonly Arrived[];
  },
): Held {
  const held = new Map(Object.entries(before) as [MetricId, number][]);
  const hold = (metric: MetricId, ms: number) => {
    if (canBeHeld(metric)) held.set(metric, Math.max(ms, held.get(metric) ?? ms));
  };
  for (const metric of news.anew?.metrics ?? []) hold(metric, news.anew!.sinceMs);
  for (const { metric, live } of news.changed) if (!live) hold(metric, deliveryBegan(news.nowMs));
  for (const { metric, live } of news.changed) if (live) held.delete(metric);
  for (const { metric, receivedMs } of news.arrived)
    if (receivedMs >= (held.get(metric) ?? Infinity)) held.delete(metric);
  return Object.fromEntries(held);
}
