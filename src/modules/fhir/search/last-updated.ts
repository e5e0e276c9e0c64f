import { ofMoments, parseSearchDate, type DateCondition } from './search-date.js';
import type { Param, ParamReader } from './search-params.js';

/** Moments from one on, up to but not including another; infinite where that side is open. */
export interface MomentSpan {
  readonly fromMs: number;
  readonly beforeMs: number;
}

/**
 * `_lastUpdated`, of whatever type: what fits all that were given. A resource says it to the millisecond, and that is what
 * is compared, so `ge` of a time that was read finds what was read with it, and `gt` does not.
 *
 * @param before - what an earlier `_lastUpdated` of the same search asked for
 */
export function readLastUpdated(
  reader: ParamReader,
  { name, values }: Param,
  before: MomentSpan | undefined,
): MomentSpan | undefined {
  const [text = ''] = values;
  const condition = values.length === 1 ? parseSearchDate(text) : undefined;
  if (!condition) {
    reader.refuse('value', name, `${name} must be one date such as ge2026-11-20 (eq, ge, gt, le, lt, sa, eb)`);
    return before;
  }
  const span = spanOf(condition);
  if (!before) return span;
  return {
    fromMs: Math.max(before.fromMs, span.fromMs),
    beforeMs: Math.min(before.beforeMs, span.beforeMs),
  };
}

/** Of moments every condition is a span. */
export function spanOf(condition: DateCondition): MomentSpan {
  const { op, fromMs, toMs } = ofMoments(condition);
  switch (op) {
    case 'eq':
      return { fromMs, beforeMs: toMs };
    case 'ge':
      return { fromMs, beforeMs: Infinity };
    case 'gt':
      return { fromMs: toMs, beforeMs: Infinity };
    case 'le':
      return { fromMs: -Infinity, beforeMs: toMs };
    case 'lt':
      return { fromMs: -Infinity, beforeMs: fromMs };
  }
}

/** Parts of a millisecond are cut off, as they are where the moment is written. */
export const isWithin = ({ fromMs, beforeMs }: MomentSpan, ms: number): boolean =>
  Math.trunc(ms) >= fromMs && Math.trunc(ms) < beforeMs;
