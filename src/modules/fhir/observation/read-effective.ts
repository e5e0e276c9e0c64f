import type { FhirObservation } from './fhir-observation.js';
import { dateTimeEndMs, dateTimeMs, precisionOf } from '../../../metrics/index.js';
import type { Issue } from '../validate/index.js';
import { issueAt } from './observation-facts.js';

export interface Effective {
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly begunMs: number | null;
  readonly civilDay: string | null;
}

const NEVER: Effective = { startMs: null, endMs: null, begunMs: null, civilDay: null };
const moment = (ms: number): Effective => ({ startMs: ms, endMs: ms, begunMs: ms, civilDay: null });
const wholeDay = (civilDay: string): Effective => ({ startMs: null, endMs: null, begunMs: null, civilDay });

/** When a catalogue metric was measured: a moment, a closed period, or one civil day. Nothing vaguer can be counted. */
export function readCountedTime(o: FhirObservation): Effective | Issue {
  if (o.effectiveInstant !== undefined) return moment(dateTimeMs(o.effectiveInstant));
  if (o.effectiveDateTime !== undefined) {
    const precision = precisionOf(o.effectiveDateTime);
    if (precision === 'time') return moment(dateTimeMs(o.effectiveDateTime));
    if (precision === 'day') return wholeDay(o.effectiveDateTime);
    return issueAt('value', 'effectiveDateTime', 'effectiveDateTime must name at least a day for this code');
  }
  if (o.effectivePeriod === undefined) {
    const form = o.effectiveTiming === undefined ? 'required' : 'not-supported';
    return issueAt(
      form,
      'effective[x]',
      'effectiveDateTime, effectiveInstant or effectivePeriod is required for this code',
    );
  }
  const { start, end } = o.effectivePeriod;
  if (start === undefined) return issueAt('required', 'effectivePeriod.start', 'start is required for this code');
  if (end === undefined) return issueAt('required', 'effectivePeriod.end', 'end is required for this code');
  if (start === end && precisionOf(start) === 'day') return wholeDay(start);
  if (precisionOf(start) !== 'time' || precisionOf(end) !== 'time') {
    return issueAt(
      'value',
      'effectivePeriod',
      'start and end must be times with an offset, or the same day, for this code',
    );
  }
  const endMs = dateTimeMs(end);
  return { startMs: dateTimeMs(start), endMs, begunMs: endMs, civilDay: null };
}

/** When anything else was observed, as far as it says: partial dates cover their whole span, read as UTC. */
export function readLooseTime(o: FhirObservation): Effective {
  if (o.effectiveInstant !== undefined) return moment(dateTimeMs(o.effectiveInstant));
  if (o.effectiveDateTime !== undefined) return span(o.effectiveDateTime, o.effectiveDateTime);
  const { start, end } = o.effectivePeriod ?? {};
  const known = start ?? end;
  return known === undefined ? NEVER : span(start ?? known, end ?? known);
}

function span(start: string, end: string): Effective {
  const endMs = precisionOf(end) === 'time' ? dateTimeMs(end) : dateTimeEndMs(end);
  const startMs = dateTimeMs(start);
  // Days of different offsets can end, read as UTC, before a time of the same day begins.
  return { startMs, endMs: Math.max(endMs, startMs), begunMs: Math.max(dateTimeMs(end), startMs), civilDay: null };
}
