import { dateTimeEndMs, dateTimeMs, precisionOf } from '../../../metrics/index.js';

export type DateOp = 'eq' | 'ge' | 'gt' | 'le' | 'lt' | 'sa' | 'eb';

/**
 * One date condition: the searched text stands for the range from `fromMs` up to, not including, `toMs`.
 * A resource's period r fits: eq r lies inside; ge r ends at or after fromMs; gt r ends after toMs;
 * le r starts before toMs; lt r starts before fromMs; sa r starts at or after toMs; eb r ends before fromMs.
 */
export interface DateCondition {
  readonly op: DateOp;
  readonly fromMs: number;
  readonly toMs: number;
}

const OPS: ReadonlySet<string> = new Set<DateOp>(['eq', 'ge', 'gt', 'le', 'lt', 'sa', 'eb']);
const isOp = (prefix: string): prefix is DateOp => OPS.has(prefix);

/** What has no length lies after where it starts after, before where it ends before. */
export const ofMoments = ({ op, ...range }: DateCondition) => ({
  ...range,
  op: op === 'sa' ? ('gt' as const) : op === 'eb' ? ('lt' as const) : op,
});

/**
 * `ge2026-11`, `2026-11-20T08:00Z` … Days are read as UTC days.
 *
 * @returns undefined when it is no such thing; ne and ap are not offered
 */
export function parseSearchDate(text: string): DateCondition | undefined {
  const prefix = /^[a-z]{2}/.exec(text)?.[0];
  const op = prefix ?? 'eq';
  const date = completed(prefix === undefined ? text : text.slice(2));
  if (!isOp(op) || Number.isNaN(dateTimeMs(date.text))) return undefined;
  const fromMs = dateTimeMs(date.text);
  return { op, fromMs, toMs: date.toTheMinute ? fromMs + 60_000 : dateTimeEndMs(date.text) };
}

/** A search may leave out seconds and offset (then UTC); `+` may have arrived as a blank. */
function completed(text: string): { text: string; toTheMinute: boolean } {
  if (precisionOf(text) !== 'time') return { text, toTheMinute: false };
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+ -]\d{2}:\d{2})?$/.exec(text);
  if (!parts) return { text: '', toTheMinute: false };
  const [, minute = '', seconds, zone = 'Z'] = parts;
  return { text: minute + (seconds ?? ':00') + zone.replace(' ', '+'), toTheMinute: seconds === undefined };
}
