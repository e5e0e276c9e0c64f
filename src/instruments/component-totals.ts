import { findMetricByCoding, type MetricId, METRICS, toCanonical } from '../metrics/index.js';
import type { Asked } from './red-flags.js';

interface Component {
  readonly code?: Asked;
  readonly valueInteger?: number;
  readonly valueQuantity?: { readonly value?: number; readonly unit?: string; readonly code?: string };
}

/** Totals are asked for weeks apart; what is asked each day is no total. */
const LEAST_DAYS_APART = 7;

/** Which total of a questionnaire does this component of a form give, by any of its codes? */
export function findTotalOf({ coding = [] }: Asked): MetricId | undefined {
  for (const { system, code } of coding) {
    const metric = findMetricByCoding(system, code);
    if (metric?.selfReported && metric.everyDays >= LEAST_DAYS_APART) return metric.id;
  }
  return undefined;
}

/** Totals that a form carries among its components, in canonical units; one that is no possible value is left out. */
export function readComponentTotals(components: readonly Component[]): { metric: MetricId; value: number }[] {
  return components.flatMap(({ code = {}, valueInteger, valueQuantity }) => {
    const metric = findTotalOf(code);
    const value = valueQuantity?.value ?? valueInteger;
    if (!metric || value === undefined) return [];
    const converted = toCanonical(METRICS[metric], value, valueQuantity?.code ?? valueQuantity?.unit);
    return converted.ok ? [{ metric, value: converted.value }] : [];
  });
}
