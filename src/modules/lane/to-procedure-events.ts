import type { LaneEvent } from './lane.schema.js';

interface Done {
  readonly what: string;
  readonly on: string | null;
  readonly until: string | null;
  readonly onExact: 'day' | 'month' | 'year';
  readonly untilExact: 'day' | 'month' | 'year';
}

/**
 * Something done as an event: a mark stands on a day that is known. Of which only the month or year is known, it stands in
 * the list of treatments alone; over some time of which one end is known, it stands on that day.
 */
export function toProcedureEvents({ what, on, until, onExact, untilExact }: Done): LaneEvent[] {
  const [first, last] = [onExact === 'day' ? on : null, untilExact === 'day' ? until : null];
  const day = first ?? last;
  return day === null
    ? []
    : [{ on: day, until: first === null ? null : last, kind: 'procedure', label: what, sentence: null }];
}
