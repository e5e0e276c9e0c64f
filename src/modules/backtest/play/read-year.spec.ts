import { expect, it } from '@jest/globals';
import type { PastItem } from '../../alerts/index.js';
import type { JudgedBy } from '../../trends/index.js';
import { type ClinicYear, playYear } from './read-year.js';

const PERIOD = { from: '2026-03-02', to: '2026-03-03' };
const JUDGED_BY = {} as JudgedBy;
const YEAR: ClinicYear = {
  clinicId: 'c',
  change: { of: 'budget', budgetPerPatientMonth: 0.1 },
  period: PERIOD,
  judgedBy: { before: JUDGED_BY, after: JUDGED_BY },
  usualHours: null,
  clinicWide: [],
};

it.each([
  ['what was found of the day before the first one', 'trends', '2026-03-02T12:00:00Z', false],
  ['what was found of the first day', 'trends', '2026-03-03T12:00:00Z', true],
  ['what was found of the last day', 'trends', '2026-03-04T12:00:00Z', true],
  ['a missed visit in the evening before', 'visits', '2026-03-02T03:00:00Z', false],
  ['a missed visit in the last evening', 'visits', '2026-03-04T03:00:00Z', true],
  ['a missed visit on the morning after', 'visits', '2026-03-04T12:00:00Z', false],
])(
  'in New York %s: as really raised it is counted where the replay could list it',
  async (_name, producer, at, isIn) => {
    const item = { raisedAt: new Date(at), concern: { producer } } as PastItem;
    const judgement = { rules: [], judgedBy: JUDGED_BY };
    const zones = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'America/New_York' }];
    const past = {
      played: { zones, life: null, reports: [], period: PERIOD },
      items: [item],
      judgements: { before: judgement, after: judgement },
    };
    const { raised } = await playYear(YEAR, 'p', past, async () => undefined);
    expect(raised).toEqual(isIn ? [item] : []);
  },
);
