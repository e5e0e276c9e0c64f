import { addDays, daysBetween } from '../../metrics/index.js';
import { ageOn } from '../patients/index.js';
import { tierOf } from './alert-lifecycle.js';
import type { AlertRow } from './alerts.repository.js';

const COURSE = {
  deterioration: 'worse',
  plateau: 'plateau',
  improvement: 'improving',
  'missing-data': 'none',
} as const;
const SPARK_DAYS = 56;

export function toAlertRow(row: AlertRow, now: Date) {
  return {
    id: row.id,
    version: row.version,
    patient: { id: row.patientId, name: row.patientName.trim(), age: row.birthDate ? ageOn(row.birthDate, now) : null },
    kind: row.kind,
    domain: row.domain,
    course: COURSE[row.kind],
    tier: tierOf(row.kind, row.severity),
    sentence: row.sentence,
    spark: {
      values: sparkValues(row.spark ?? [], now),
      low: row.evidence.baseline?.low ?? null,
      high: row.evidence.baseline?.high ?? null,
    },
    confidence: row.confidence,
    confidenceFrom: row.evidence.confidenceFrom ?? 'evidence',
    state: row.state,
    owner: row.ownerId && row.ownerName ? { personId: row.ownerId, name: row.ownerName } : null,
    dueAt: row.dueAt?.toISOString() ?? null,
    raisedAt: row.raisedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The last eight weeks as middles of seven days: what a row has room for. Gaps stay gaps. */
function sparkValues(days: readonly { day: string; value: number | null }[], now: Date): (number | null)[] {
  const today = now.toISOString().slice(0, 10);
  const first = addDays(today, -SPARK_DAYS);
  const values = new Array<number | null>(SPARK_DAYS + 1).fill(null);
  for (const { day, value } of days) values[daysBetween(first, day)] = value;
  return values.slice(6).map((value, i) => {
    const week = values.slice(i, i + 7).filter((v) => v !== null);
    return value === null && week.length < 3 ? null : middle(week);
  });
}

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
