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
  const { start, end } = limitsOf(o);
  const known = start ?? end;
  if (known === undefined) return NEVER;
  const all = span(start ?? known, end ?? known);
  // A schedule is under way once it has begun.
  return o.effectiveTiming === undefined ? all : { ...all, begunMs: all.startMs };
}

/** Is there anything to find it by when a time is asked for? A Timing may say only how often, an extension why nobody knows. */
export function saysTime(o: FhirObservation): boolean {
  if (o.effectiveDateTime !== undefined || o.effectiveInstant !== undefined) return true;
  const { start, end } = limitsOf(o);
  return start !== undefined || end !== undefined;
}

/** Of a Timing the outer limits count, not what lies between. https://hl7.org/fhir/R4/search.html#date */
function limitsOf({ effectivePeriod, effectiveTiming }: FhirObservation): { start?: string; end?: string } {
  if (effectiveTiming === undefined) return effectivePeriod ?? {};
  const { start, end } = effectiveTiming.repeat?.boundsPeriod ?? {};
  const events = (effectiveTiming.event ?? []).filter((event) => event !== null);
  const [first] = [...events, ...(start === undefined ? [] : [start])].sort((a, b) => dateTimeMs(a) - dateTimeMs(b));
  const [last] = [...events, ...(end === undefined ? [] : [end])].sort((a, b) => endOf(b) - endOf(a));
  return { ...(first === undefined ? {} : { start: first }), ...(last === undefined ? {} : { end: last }) };
}

const endOf = (text: string) => (precisionOf(text) === 'time' ? dateTimeMs(text) : dateTimeEndMs(text));

function span(start: string, end: string): Effective {
  const endMs = endOf(end);
  const startMs = dateTimeMs(start);
  // Days of different offsets can end, read as UTC, before a time of the same day begins.
  return { startMs, endMs: Math.max(endMs, startMs), begunMs: Math.max(dateTimeMs(end), startMs), civilDay: null };
}
