import { expect, it } from '@jest/globals';
import { aConcern } from '../alerts.testkit.js';
import type { Kind } from '../concerns/kinds.js';
import { toAlertRow } from './alert-view.js';
import type { AlertRow } from './worklist.repository.js';

const NOW = new Date('2026-03-20T10:00:00Z');

/** A row of steps around 5,000, with a usual range from 5,000 to 8,000, or of 14 days worn where it is about data. */
const rowOf = (kind: Kind) => {
  const at = { stateSince: NOW, raisedAt: NOW, updatedAt: NOW, dueAt: null, seenAt: null, snoozedAt: null };
  const spark = [{ day: '2026-03-19', value: 5000 }];
  return toAlertRow({ ...aConcern(), ...at, kind, spark, today: '2026-03-20', patientId: null } as unknown as AlertRow);
};

it.each<[Kind, number | null]>([
  ['deterioration', 5000],
  ['plateau', 5000],
  ['wear-declining', null],
  ['missing-data', null],
  ['no-progress', null],
])('the band of a row is of what its line draws: %s', (kind, low) => {
  expect(rowOf(kind).spark.low).toBe(low);
});
