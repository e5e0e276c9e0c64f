import type { Metric } from './metric.js';

export type Conversion =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: 'unit' | 'range' | 'not-a-number'; readonly message: string };

/**
 * Turns a value in some unit into the metric's canonical unit and checks that it is possible.
 *
 * @param unit - UCUM code; absent counts as the canonical unit only for scores, where nobody sends one
 * @returns the canonical value, unrounded, or why it is refused in a sentence that names what would be right
 */
export function toCanonical(metric: Metric, value: number, unit: string | undefined): Conversion {
  if (!Number.isFinite(value)) return { ok: false, reason: 'not-a-number', message: `${metric.id} must be a number` };
  const asked = unit ?? (metric.selfReported ? metric.unit : '');
  const factor = Object.hasOwn(metric.units, asked) ? metric.units[asked] : asked === metric.unit ? 1 : undefined;
  if (factor === undefined) {
    const allowed = Object.keys(metric.units).join(', ');
    return { ok: false, reason: 'unit', message: `unit for ${metric.id} must be one of ${allowed}` };
  }
  const canonical = value * factor;
  if (canonical < metric.min || canonical > metric.max) {
    const range = `${metric.min} to ${metric.max} ${metric.unit}`;
    return { ok: false, reason: 'range', message: `${metric.id} must be ${range}` };
  }
  return { ok: true, value: canonical };
}
