import { describe, expect, it } from '@jest/globals';
import { type Kind, KINDS, type PastItem } from '../alerts/index.js';
import type { Change } from './backtest.schema.js';
import type { DatedItem } from './play/compare-items.js';
import { addYear, emptyTally, type PlayedYear, toResults } from './tally.js';

const PERIOD = { from: '2026-03-02', to: '2026-03-15' };
const NOON = new Date('2026-03-10T12:00:00Z');
const BUDGET: Change = { of: 'budget', budgetPerPatientMonth: 0.1 };

const concern = (kind: Kind, producer: string) =>
  ({ kind, key: 'k', producer, since: '2026-03-08' }) as DatedItem['concern'];
const item = (kind: Kind, producer = 'trends'): DatedItem => ({
  event: 'raised',
  alertId: kind,
  at: NOON,
  tier: 'week',
  concern: concern(kind, producer),
  on: '2026-03-10',
});
const really = (kind: Kind, producer: string): PastItem =>
  ({
    concernKey: `${KINDS[kind].family}:k`,
    raisedAt: NOON,
    resolvedAt: null,
    outcome: null,
    concern: concern(kind, producer),
  }) as PastItem;

function resultsOf(years: readonly Partial<PlayedYear>[], change = BUDGET) {
  const tally = emptyTally(PERIOD);
  for (const year of years)
    addYear(tally, { days: 14, before: [], after: [], really: [], raised: [], ...year }, change, PERIOD.from);
  return toResults(tally, PERIOD.from);
}

describe('how good the picture is', () => {
  it('rests on what was found in the data: what others said is played from its own alerts', () => {
    const raised = [really('deterioration', 'trends'), really('plateau', 'trends'), really('no-show', 'visits')];
    const { really: found } = resultsOf([{ before: [item('deterioration'), item('no-show', 'visits')], raised }]);
    expect(found).toEqual({ alerts: 2, foundAgain: 1 });
  });
});

describe('how many a patient and day', () => {
  it('counts what is about people with data, as it counts their days', () => {
    const items = [item('deterioration'), item('no-show', 'visits')];
    const clinic = { days: 0, before: [item('vendor-outage', 'ingest')] };
    const neverMeasured = { days: 0, before: [item('no-show', 'visits')] };
    const { before } = resultsOf([{ before: items }, clinic, neverMeasured]);
    expect(before).toMatchObject({ items: 4, itemsPerPatientDay: 2 / 14 });
  });

  it('a tally from before people with data were told apart is read, and goes on', () => {
    const tally = emptyTally(PERIOD);
    const year = { days: 14, before: [item('deterioration')], after: [], really: [], raised: [] };
    addYear(tally, year, BUDGET, PERIOD.from);
    delete tally.before.measured;
    expect(toResults(tally, PERIOD.from).before.itemsPerPatientDay).toBe(1 / 14);
    addYear(tally, year, BUDGET, PERIOD.from);
    expect(toResults(tally, PERIOD.from).before.itemsPerPatientDay).toBe(2 / 28);
  });

  it('is not known where nobody was measured', () => {
    expect(resultsOf([{ days: 0, before: [item('no-show')] }]).before.itemsPerPatientDay).toBeNull();
  });
});

describe('weeks', () => {
  it.each<[string, Change, number]>([
    ['of a budget: what it decides about', BUDGET, 1],
    ['of a rule: its kind', { of: 'rule', kind: 'plateau', domain: null, scope: { of: 'clinic' }, settings: null }, 1],
  ])('%s', (_name, change, expected) => {
    const before = (['deterioration', 'improvement', 'plateau'] as const).map((kind) => item(kind));
    expect(resultsOf([{ before }], change).weeks.map((week) => week.before)).toEqual([0, expected]);
  });
});
