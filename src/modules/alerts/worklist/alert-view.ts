import { addDays, daysBetween } from '../../../metrics/index.js';
import { ageOn } from '../../patients/index.js';
import { KINDS } from '../concerns/kinds.js';
import type { AlertRow } from './worklist.repository.js';

const SPARK_DAYS = 56;

export function toAlertRow(row: AlertRow, now: Date) {
  const { evidence } = row;
  const trend = evidence.type === 'trend' ? evidence : null;
  return {
    id: row.id,
    version: row.version,
    patient:
      row.patientId === null
        ? null
        : {
            id: row.patientId,
            name: (row.patientName ?? '').trim(),
            age: row.birthDate ? ageOn(row.birthDate, now) : null,
          },
    kind: row.kind,
    domain: row.domain,
    key: row.key,
    producer: row.producer,
    course: row.tier === 'now' ? 'urgent' : KINDS[row.kind].course,
    severity: row.severity,
    tier: row.tier,
    sentence: row.sentence,
    spark: {
      values: sparkValues(row.spark ?? [], now),
      low: trend?.baseline?.low ?? null,
      high: trend?.baseline?.high ?? null,
    },
    confidence: row.confidence,
    confidenceFrom: trend?.confidenceFrom ?? 'evidence',
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    owner: row.ownerId && row.ownerName ? { personId: row.ownerId, name: row.ownerName } : null,
    discipline: row.discipline,
    dueAt: row.dueAt?.toISOString() ?? null,
    raisedAt: row.raisedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    seenAt: row.seenAt?.toISOString() ?? null,
    snooze: toSnooze(row.snoozedAt, row.snoozedUntil),
    answer: row.answer && { ...row.answer, at: new Date(row.answer.at).toISOString() },
    outcome: row.outcome,
  };
}

export const toSnooze = (since: Date | null, until: Date | null) =>
  since && { since: since.toISOString(), until: until?.toISOString() ?? null };

/** The last eight weeks as middles of seven days: what a row has room for. Gaps stay gaps. */
function sparkValues(days: readonly { day: string; value: number | null }[], now: Date): (number | null)[] {
  if (days.length === 0) return [];
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
