import type { DayObservation } from '../observations.repository.js';
import { valueIn } from './merge-intervals.js';
import type { Ranking } from './source-order.js';
import type { DaySum } from './sum-day.js';

export interface DaySource {
  readonly sourceId: number;
  readonly label: string;
  /** What this source says of the day, and how much of it counts. */
  readonly value: number;
  readonly counted: number;
  /** Where a source gives a day's total besides its intervals: the total minus their sum. */
  readonly totalMinusIntervals?: number;
}

/** What each source says of a summed day, the best first. */
export function sourcesOfSum(day: DaySum, ranking: Ranking): DaySource[] {
  const groups = Map.groupBy([...day.ledger.keys()].sort(ranking.bySource), (o) => o.sourceId);
  return [...groups].map(([sourceId, all]) => {
    const total = day.totals.find((t) => t.sourceId === sourceId);
    const intervals = day.alone.get(sourceId) ?? [];
    const alone = intervals.reduce((sum, segment) => sum + valueIn(segment), 0);
    return {
      sourceId,
      label: labelOf(all[0]!),
      value: total?.value ?? alone,
      counted: all.reduce((sum, o) => sum + day.ledger.get(o)!, 0),
      ...(total && intervals.length > 0 ? { totalMinusIntervals: total.value - alone } : {}),
    };
  });
}

/** One value picked, or the mean, of what was said. */
export function pickDay(
  rule: 'mean' | 'last',
  own: readonly DayObservation[],
  ranking: Ranking,
): { value: number; sources: DaySource[]; chosen: DayObservation | null } {
  const inOrder = [...own].sort(
    (a, b) =>
      // Nobody ranks what people say themselves.
      (rule === 'last' ? ranking.rank(b) - ranking.rank(a) : 0) ||
      a.endMs - b.endMs ||
      ranking.bySource(b, a) ||
      a.value - b.value,
  );
  const chosen = rule === 'last' ? inOrder.at(-1)! : null;
  const groups = Map.groupBy(inOrder, (o) => o.sourceId);
  return {
    value: chosen ? chosen.value : mean(own),
    chosen,
    sources: [...groups].map(([sourceId, all]) => {
      const said = chosen ? all.at(-1)!.value : mean(all);
      return {
        sourceId,
        label: labelOf(all[0]!),
        value: said,
        counted: chosen && all.at(-1) !== chosen ? 0 : said,
      };
    }),
  };
}

export const labelOf = (o: { readonly device: string; readonly system: string }): string => o.device || o.system;
const mean = (all: readonly DayObservation[]) => all.reduce((sum, o) => sum + o.value, 0) / all.length;
